"""The same actions from a terminal: ``papi``."""

from papi_desktop.cli.root import main

__all__ = ["main"]
