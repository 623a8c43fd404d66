"""The offline desktop program for governance-index plans: everything but the screen and the tables."""

__version__ = "0.1.0"
