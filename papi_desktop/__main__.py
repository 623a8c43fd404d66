"""Opens the window: ``papi-desktop`` or ``python -m papi_desktop``."""


def main() -> None:
    """Starts the window. It is imported here, so that nothing else of the core ever needs it."""
    from ui.start import run

    run()


if __name__ == "__main__":
    main()
