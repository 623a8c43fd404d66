"""Pictures of every page, for the user guide and for tests."""

from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from papi_desktop.domain.errors import Code, StorageError
from ui.jobs import Jobs
from ui.main_window import MainWindow

_PATIENCE_MS = 20_000


def settle(jobs: Jobs, patience_ms: int = _PATIENCE_MS) -> None:
    """Lets the window work until nothing runs in the background and everything asked for has been drawn.

    Raises ``TimeoutError`` when that takes longer than ``patience_ms``.
    """
    loop = QEventLoop()
    late = QTimer()
    late.setSingleShot(True)
    late.timeout.connect(loop.quit)
    late.start(patience_ms)
    QApplication.processEvents()
    while jobs.busy and late.isActive():
        jobs.idle.connect(loop.quit)
        loop.exec()
        jobs.idle.disconnect(loop.quit)
        QApplication.processEvents()
    if jobs.busy:
        raise TimeoutError
    QApplication.processEvents()


def save_pages(window: MainWindow, jobs: Jobs, folder: Path, language: str) -> list[Path]:
    """Opens each page of ``window`` with an example and saves it as ``folder/NN-name.language.png``. ``folder`` is created.

    Raises ``StorageError(WRITE_FAILED)``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    saved: list[Path] = []
    for number, name in enumerate(window.names, 1):
        window.open_page(name)
        settle(jobs)
        window.page.show_example()
        settle(jobs)
        path = folder.absolute() / f"{number:02}-{name}.{language}.png"
        if not window.grab().save(str(path)):
            raise StorageError(Code.WRITE_FAILED, path=str(path), reason="")
        saved.append(path)
    return saved
