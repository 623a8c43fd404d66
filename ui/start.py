"""Starting the window: arguments, log, font, data folder, and the pages."""

import argparse
import contextlib
import ctypes
import gc
import logging
import logging.handlers
import os
import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

import platformdirs
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QMessageBox

from papi_desktop import __version__
from papi_desktop.domain.errors import PapiError
from papi_desktop.services.app import App, default_home, is_data_folder, open_app
from papi_desktop.wording import error_message
from resources.i18n import LANGUAGES, use_language
from resources.i18n import gettext as _
from ui.fonts import covering_font
from ui.garbage import GarbageTimer
from ui.jobs import Failure, Jobs
from ui.setup.draft import kept_draft
from ui.theme import Theme, ThemeChoice
from ui.widgets.message_bar import Message, MessageKind
from ui.window_state import keep_home, kept_home, language_choice, open_settings, theme_choice
from ui.workplace import Workplace

_log = logging.getLogger(__name__)

_TOUR_SIZE = (1366, 689)
"""What a maximised window has on a screen of 1366x768."""
_TOUR_TEXT = 13
"""Pixels, as in the drawn pages."""
_LOG_BYTES, _LOG_FILES = 1_000_000, 3
_SHUT_DOWN_SECONDS = 30
_ROWS_BETWEEN_COLLECTIONS = 50_000
_TURN_SECONDS = 0.001
"""How long a thread may keep the interpreter while another wants it; 5 ms is Python's own."""
_ARENA_MAX = -8
"""The parameter M_ARENA_MAX of glibc's ``mallopt``."""


def run(arguments: Sequence[str] | None = None) -> None:
    """Opens the window and stays until it is closed; leaves the process with 0, or with 1 when it could not be opened."""
    options = _parser().parse_args(arguments)
    alarm = _Alarm()
    sys.excepthook = alarm.take
    if options.tour is not None and options.scale != 100:
        os.environ["QT_SCALE_FACTOR"] = str(options.scale / 100)  # Qt reads it when the application is made
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)  # noqa: S101 - nobody else makes one
    application.setApplicationName("papi-desktop")
    application.setApplicationVersion(__version__)
    if not QFontDatabase.families(QFontDatabase.WritingSystem.Vietnamese):
        use_language("en")
        sys.exit("papi-desktop: " + _("no font with Vietnamese letters is installed; install one, such as the package fonts-noto-core."))
    if options.tour is not None:
        sys.exit(_tour(application, options, alarm))
    _log_to_file()
    sys.exit(_work(application, options.home, alarm))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="papi-desktop", description="Plans, evidence and sealed bundles of a commune office.")
    named = os.environ.get("PAPI_HOME")
    home = Path(named) if named else None
    parser.add_argument("--home", type=Path, default=home, metavar="DIR", help="the data folder (also PAPI_HOME)")
    parser.add_argument("--tour", type=Path, metavar="DIR", help="save a picture of every page in both languages into DIR, then leave")
    parser.add_argument("--scale", type=int, default=100, choices=range(100, 201, 25), metavar="PERCENT", help="of the tour: 100 to 200 %%")
    parser.add_argument("--dark", action="store_true", help="of the tour: dark colours")
    parser.add_argument("--version", action="version", version=f"papi-desktop {__version__}")
    return parser


class _Alarm:
    """Errors that nobody foresaw: logged, shown, counted. Nothing is swallowed."""

    def __init__(self) -> None:
        self.show: Callable[[Failure], object] | None = None
        self.count = 0

    def take(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not isinstance(error, Exception):
            sys.__excepthook__(kind, error, trace)
            return
        self.count += 1
        details = "".join(traceback.format_exception(kind, error, trace))
        _log.error("unexpected error\n%s", details)
        if self.show is not None:
            self.show(Failure("", error, details))
        else:
            sys.stderr.write(details)


def _log_to_file() -> None:
    """Warnings and errors go to a file in this person's log folder; to standard error where there can be none."""
    folder = platformdirs.user_log_path("papi-desktop", appauthor=False)
    handler: logging.Handler
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            folder / "papi-desktop.log", maxBytes=_LOG_BYTES, backupCount=_LOG_FILES, encoding="utf-8"
        )
    except OSError:
        handler = logging.StreamHandler()
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s", handlers=[handler])


def _work(application: QApplication, named: Path | None, alarm: _Alarm) -> int:
    """The window itself, from the first question to its closing."""
    settings = open_settings()
    use_language(language_choice(settings))
    font = covering_font(application.font())
    application.setFont(font or application.font())
    theme = Theme(application, theme_choice(settings))
    GarbageTimer(application)
    jobs = Jobs()
    try:
        opened, page = _open(named or kept_home(settings) or default_home(), jobs, settings)
        if opened is None:
            return 0
        with opened as app:
            share_the_interpreter()
            share_the_heap()
            place = Workplace(app, jobs, settings, theme)
            if font is None:
                place.window.show_message(no_letters())
            return _open_window(application, place, page, alarm, jobs)
    except PapiError as error:
        said = error_message(error)
        box = QMessageBox(QMessageBox.Icon.Critical, _("Plans and evidence"), f"{said.what}\n\n{said.todo}")
        box.addButton(_("Close"), QMessageBox.ButtonRole.AcceptRole)
        box.exec()
        return 1


def no_letters() -> Message:
    """What to say where no font on this computer has the letters of Vietnamese."""
    heading = _("No font on this computer has all Vietnamese letters; some are shown as boxes.")
    todo = _("What is saved and printed is not touched by it. Please have a font such as Noto Sans or Segoe UI installed.")
    return Message(MessageKind.WARNING, heading, todo)


def share_the_interpreter() -> None:
    """Keeps background work from holding up the window: what starting made is never looked through for garbage again, a reading of
    10,000 rows sets off few collections, and the thread of the window has not long to wait for its turn."""
    gc.freeze()
    gc.set_threshold(_ROWS_BETWEEN_COLLECTIONS)
    sys.setswitchinterval(_TURN_SECONDS)


def share_the_heap() -> None:
    """One heap for all threads: the C library of Linux gives each its own, and what one of them lets go no other takes (P8)."""
    if sys.platform == "linux":
        with contextlib.suppress(AttributeError):  # another C library
            ctypes.CDLL(None).mallopt(_ARENA_MAX, 1)


def _open(home: Path, jobs: Jobs, settings: QSettings) -> tuple[App | None, str]:
    """The data folder to work in and the page to open; no folder when the person left the first start."""
    app = open_app(home) if is_data_folder(home) else None
    if app is not None and kept_draft(settings, home) is None:
        return app, ""
    from ui.first_start import FirstStart, is_unfinished

    if app is not None and not is_unfinished(app, settings):
        return app, ""
    dialog = FirstStart(home, jobs, settings, app)
    dialog.setWindowState(Qt.WindowState.WindowMaximized)
    dialog.exec()
    if dialog.chosen is None:
        return None, ""
    if dialog.chosen_by_hand:
        keep_home(settings, dialog.chosen)
    return dialog.take_app() or open_app(dialog.chosen), dialog.page


def _open_window(application: QApplication, place: Workplace, page: str, alarm: _Alarm, jobs: Jobs) -> int:
    alarm.show = place.window.show_unexpected
    if page:
        place.window.open_page(page)
    else:
        place.return_to_place()
    if place.window.placed_before:
        place.window.show()
    else:
        place.window.showMaximized()
    try:
        return application.exec()
    finally:
        alarm.show = None
        jobs.shut_down(_SHUT_DOWN_SECONDS)


def _tour(application: QApplication, options: argparse.Namespace, alarm: _Alarm) -> int:
    """Pictures of every page of the folder's role in both languages. 1 when anything went wrong on the way."""
    logging.basicConfig(level=logging.ERROR)
    font = QFont(application.font())
    font.setPixelSize(_TOUR_TEXT)
    application.setFont(font)
    theme = Theme(application, ThemeChoice.DARK if options.dark else ThemeChoice.LIGHT)
    jobs = Jobs()
    failures: list[Failure] = []
    jobs.refused.connect(failures.append)
    jobs.broke.connect(failures.append)
    try:
        with open_app(options.home or default_home()) as app, tempfile.TemporaryDirectory() as scratch:
            settings = open_settings(Path(scratch) / "window.ini")
            for language in LANGUAGES:
                use_language(language)
                _save_tour(Workplace(app, jobs, settings, theme), jobs, options, language)
            jobs.shut_down(_SHUT_DOWN_SECONDS)
    except PapiError as error:
        said = error_message(error)
        sys.stderr.write(f"error[{error.code.value}]: {said.what} {said.todo}\n")
        return 1
    for failure in failures:
        sys.stderr.write(failure.details)
    return 1 if failures or alarm.count else 0


def _save_tour(place: Workplace, jobs: Jobs, options: argparse.Namespace, language: str) -> None:
    from ui.tour import save_pages

    place.window.resize(*(round(pixels * 100 / options.scale) for pixels in _TOUR_SIZE))
    place.window.show()
    for path in save_pages(place.window, jobs, options.tour, language):
        sys.stdout.write(f"{path}\n")
    place.window.deleteLater()
