"""Opens the window: ``papi-desktop`` or ``python -m papi_desktop``."""

import gc


def main() -> None:
    """Starts the window. It is imported here, so that nothing else of the core ever needs it."""
    gc.disable()  # importing leaves no garbage, and looking for some is a tenth of the start; the window collects on its own thread
    from ui.start import run

    run()


if __name__ == "__main__":
    main()
