"""Starting the window: arguments, log, font, data folder, and the pages."""

import argparse
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
from PySide6.QtCore import QSettings
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QMessageBox

from papi_desktop import __version__
from papi_desktop.domain.errors import PapiError
from papi_desktop.services.app import App, default_home, is_data_folder, open_app
from papi_desktop.wording import error_message
from resources.i18n import LANGUAGES, use_language
from resources.i18n import gettext as _
from ui.first_start import FirstStart
from ui.jobs import Failure, Jobs
from ui.theme import Theme, ThemeChoice
from ui.tour import save_pages
from ui.window_state import keep_home, kept_home, language_choice, open_settings, theme_choice
from ui.workplace import Workplace

_log = logging.getLogger(__name__)

_TOUR_SIZE = (1366, 689)
"""What a maximised window has on a screen of 1366x768."""
_TOUR_TEXT = 13
"""Pixels, as in the drawn pages."""
_LOG_BYTES, _LOG_FILES = 1_000_000, 3
_SHUT_DOWN_SECONDS = 30


def run(arguments: Sequence[str] | None = None) -> None:
    """Opens the window and stays until it is closed; leaves the process with 0, or with 1 when it could not be opened."""
    options = _parser().parse_args(arguments)
    alarm = _Alarm()
    sys.excepthook = alarm.take
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)  # noqa: S101 - nobody else makes one
    application.setApplicationName("papi-desktop")
    application.setApplicationVersion(__version__)
    if not QFontDatabase.families(QFontDatabase.WritingSystem.Vietnamese):
        use_language("en")
        sys.exit("papi-desktop: " + _("no font with Vietnamese letters is installed; install one, such as the package fonts-noto-core."))
    if options.tour is not None:
        sys.exit(_tour(application, options.home or default_home(), options.tour, alarm))
    _log_to_file()
    sys.exit(_work(application, options.home, alarm))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="papi-desktop", description="Plans, evidence and sealed bundles of a commune office.")
    named = os.environ.get("PAPI_HOME")
    home = Path(named) if named else None
    parser.add_argument("--home", type=Path, default=home, metavar="DIR", help="the data folder (also PAPI_HOME)")
    parser.add_argument("--tour", type=Path, metavar="DIR", help="save a picture of every page in both languages into DIR, then leave")
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
    theme = Theme(application, theme_choice(settings))
    jobs = Jobs()
    try:
        home, page = named or kept_home(settings) or default_home(), ""
        if not is_data_folder(home):
            home, page = _first_start(home, jobs, settings)
            if home is None:
                return 0
        with open_app(home) as app:
            return _open_window(application, Workplace(app, jobs, settings, theme), page, alarm, jobs)
    except PapiError as error:
        said = error_message(error)
        box = QMessageBox(QMessageBox.Icon.Critical, _("Plans and evidence"), f"{said.what}\n\n{said.todo}")
        box.addButton(_("Close"), QMessageBox.ButtonRole.AcceptRole)
        box.exec()
        return 1


def _first_start(home: Path, jobs: Jobs, settings: QSettings) -> tuple[Path | None, str]:
    """The data folder that was made or chosen, and the page to open; no folder when the person left."""
    dialog = FirstStart(home, jobs)
    dialog.exec()
    if dialog.chosen is not None and dialog.chosen_by_hand:
        keep_home(settings, dialog.chosen)
    return dialog.chosen, dialog.page


def _open_window(application: QApplication, place: Workplace, page: str, alarm: _Alarm, jobs: Jobs) -> int:
    alarm.show = place.window.show_unexpected
    if page:
        place.window.open_page(page)
    place.window.show()
    try:
        return application.exec()
    finally:
        alarm.show = None
        jobs.shut_down(_SHUT_DOWN_SECONDS)


def _tour(application: QApplication, home: Path, folder: Path, alarm: _Alarm) -> int:
    """Pictures of every page of the folder's role in both languages. 1 when anything went wrong on the way."""
    logging.basicConfig(level=logging.ERROR)
    font = QFont(application.font())
    font.setPixelSize(_TOUR_TEXT)
    application.setFont(font)
    theme = Theme(application, ThemeChoice.LIGHT)
    jobs = Jobs()
    failures: list[Failure] = []
    jobs.refused.connect(failures.append)
    jobs.broke.connect(failures.append)
    try:
        with open_app(home) as app, tempfile.TemporaryDirectory() as scratch:
            settings = open_settings(Path(scratch) / "window.ini")
            for language in LANGUAGES:
                use_language(language)
                _save_tour(app, jobs, settings, theme, folder, language)
            jobs.shut_down(_SHUT_DOWN_SECONDS)
    except PapiError as error:
        said = error_message(error)
        sys.stderr.write(f"error[{error.code.value}]: {said.what} {said.todo}\n")
        return 1
    for failure in failures:
        sys.stderr.write(failure.details)
    return 1 if failures or alarm.count else 0


def _save_tour(app: App, jobs: Jobs, settings: QSettings, theme: Theme, folder: Path, language: str) -> None:
    place = Workplace(app, jobs, settings, theme)
    place.window.resize(*_TOUR_SIZE)
    place.window.show()
    for path in save_pages(place.window, jobs, folder, language):
        sys.stdout.write(f"{path}\n")
    place.window.deleteLater()
