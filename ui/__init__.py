"""The window: pages, models, widgets, background jobs. Everything is done through the services."""

import builtins
from importlib import import_module

# PySide6 puts a function of its own in the place of Python's import. It reads the source of every module imported from then on, to see
# whether that asks for a ``__feature__`` of PySide6, and Python keeps what was read: a sixth of the start, and 22 MB (P6, P8). No module
# here asks for one.
_imported = builtins.__import__
import_module("PySide6.QtCore")
builtins.__import__ = _imported
