"""The sync bundle, format 1: bag, seal, encryption, verifying. Bytes and paths, no database."""
