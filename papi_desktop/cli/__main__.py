"""``python -m papi_desktop.cli``: the command ``papi``."""

from papi_desktop.cli import main

main()
