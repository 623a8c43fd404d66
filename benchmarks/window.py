"""The real window over a data folder, without a screen, and an empty one to hold it against.

``python -m benchmarks.window HOME`` opens the window of HOME, prints the moment at which its first page was painted with its figures and
those of the frame, beside it the processor time it took, and leaves; ``python -m benchmarks.window`` does so with an empty PySide6
window. The moment is ``time.monotonic``, one clock for all.
"""

import gc
import os
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from ui.jobs import Jobs
    from ui.main_window import MainWindow


@dataclass(frozen=True)
class Opened:
    """The window with its background work."""

    application: "QApplication"
    window: "MainWindow"
    jobs: "Jobs"


@contextmanager
def open_window(home: Path) -> Generator[Opened]:
    """The window of ``home`` as ``papi-desktop`` opens it, its first page painted with what it shows."""
    gc.disable()
    import_module("ui")  # before anything of Qt, as the program does
    from PySide6.QtWidgets import QApplication

    from papi_desktop.services.app import open_app
    from resources.i18n import use_language
    from ui.garbage import GarbageTimer
    from ui.jobs import Jobs
    from ui.start import share_the_heap, share_the_interpreter
    from ui.theme import Theme, ThemeChoice
    from ui.window_state import open_settings
    from ui.workplace import Workplace

    application = QApplication(sys.argv[:1])
    GarbageTimer(application)
    use_language("vi")
    with tempfile.TemporaryDirectory() as scratch, open_app(home) as app:
        share_the_interpreter()
        share_the_heap()
        jobs = Jobs()
        place = Workplace(app, jobs, open_settings(Path(scratch) / "window.ini"), Theme(application, ThemeChoice.LIGHT))
        place.window.show()
        _wait_for_figures(application, place.window, jobs)
        yield Opened(application, place.window, jobs)
        jobs.shut_down(30)


def _wait_for_figures(application: "QApplication", window: "MainWindow", jobs: "Jobs") -> None:
    """Until everything that was asked for at the start has come and been painted.

    What is read and made ahead for the pages behind the first comes after that: nobody waits for it.
    """
    from PySide6.QtCore import QEvent, QEventLoop, QObject

    class Paints(QObject):
        come = painted = False

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002, N802 - Qt's name
            self.painted = self.painted or (self.come and event.type() == QEvent.Type.UpdateRequest)
            return False

    paints = Paints()

    def come() -> None:
        paints.come = True
        window.update()

    jobs.idle.connect(come)
    window.installEventFilter(paints)
    while not paints.painted:
        application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)  # asleep between them, as the program is
    window.removeEventFilter(paints)
    jobs.idle.disconnect(come)


def open_empty() -> None:
    """The least a PySide6 program can show."""
    from PySide6.QtWidgets import QApplication, QMainWindow

    application = QApplication(sys.argv[:1])
    window = QMainWindow()
    window.show()
    application.processEvents()
    _say_moment()


def _say_moment() -> None:
    sys.stdout.write(f"{time.monotonic()} {time.process_time()}\n")
    sys.stdout.flush()


def main() -> None:
    if len(sys.argv) > 1:
        with open_window(Path(sys.argv[1])):
            _say_moment()
    else:
        open_empty()


if __name__ == "__main__":
    main()
