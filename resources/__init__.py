"""Data files of the program and typed access to them."""
