"""The object store and what can be read from an evidence file."""
