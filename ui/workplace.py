"""The window of one open office: its pages, the figures around them, and what the keys of the frame do."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, QTimer
from PySide6.QtGui import QKeySequence, QShortcut

from papi_desktop.domain.office_names import short_name
from papi_desktop.domain.vocabulary import Role
from papi_desktop.services.app import App
from papi_desktop.services.changes import EVERYTHING, Area, Changed
from papi_desktop.services.figures import work_figures
from papi_desktop.services.search import Found, FoundKind, SearchResult, search
from papi_desktop.services.summary import Summary, summary, work_years
from papi_desktop.services.tasks import OccurrenceFilter, list_occurrences
from resources.i18n import Language, ngettext, use_language
from resources.i18n import gettext as _
from ui.jobs import Job, Jobs
from ui.main_window import MainWindow
from ui.page_list import pages_of
from ui.pages.page import Files, Page, PageToCome
from ui.search_results import SearchResults
from ui.theme import Theme, ThemeChoice
from ui.undoing import undo_last
from ui.widgets.drop_frame import DropFrame
from ui.widgets.message_bar import Message, MessageKind
from ui.window_state import Place, keep_language_choice, keep_place, keep_theme_choice, kept_place

_TAKE_NO_FILES = ("overviewPage", "calendarPage", "printPage", "communesPage", "reviewPage")
"""Pages that have no use for files themselves: a drop there leads to the page that has."""
_BUNDLE = ".papi."
"""In the name of every file that goes between offices."""


class Workplace(QObject):
    """Builds ``window`` for the office of ``app`` and keeps its frame true while the pages work."""

    def __init__(self, app: App, jobs: Jobs, settings: QSettings, theme: Theme) -> None:
        super().__init__()
        self._app, self._jobs, self._settings, self._theme = app, jobs, settings, theme
        self._counting: Job | None = None
        self._results: SearchResults | None = None
        self._years: tuple[int, ...] = work_years(app)
        self.year = self._usual_year()
        jobs.read(work_figures, app, year=self.year)  # the frame and the first page show them: counted while the window is being made
        self.window = MainWindow(jobs=jobs, settings=settings, make_pages=self._make_pages)
        self.window.set_unit(short_name(app.office.name))
        self.window.rebuilt.connect(self._fill_frame)
        self.window.undo_requested.connect(self._undo)
        self.window.year_chosen.connect(self._take_year)
        self._jobs.announced.connect(self._count)
        self.window.help_requested.connect(self._help)
        self.window.closing.connect(self._keep_place)
        self.window.page_opened.connect(self._keep_place)
        for keys, by in (("F3", 1), ("Shift+F3", -1)):
            QShortcut(QKeySequence(keys), self.window).activated.connect(partial(self._next_found, by))
        self._fill_frame()
        jobs.idle.connect(self._go_on_behind)

    def _go_on_behind(self) -> None:
        """Nobody waits for this once the first page stands: the list of the year, which most pages show, and tidying up."""
        self._jobs.idle.disconnect(self._go_on_behind)
        if self.role is Role.COMMUNE:
            self._jobs.read(list_occurrences, self._app, chosen=OccurrenceFilter(year=self.year, owner=self._app.office.unit))
        self._jobs.read(_clear_viewing, self._app)

    @property
    def role(self) -> Role:
        return self._app.office.role

    def _make_pages(self) -> Sequence[PageToCome]:
        pages = pages_of(self._app, self._jobs, self._theme.choice)
        return [replace(page, make=partial(self._made, page.make)) for page in pages]

    def _made(self, make: Callable[[], Page]) -> Page:
        page = make()
        page.year = self.year
        if page.name == "settingsPage":
            from ui.pages.settings import SettingsPage

            assert isinstance(page, SettingsPage)  # noqa: S101 - it is the page of that name
            page.language_chosen.connect(self.speak)
            page.theme_chosen.connect(self._paint)
        if page.name in _TAKE_NO_FILES:
            DropFrame(page, self._drop_words).dropped.connect(self._take_files)
        if self._results is not None:
            self._results.attach(page.header.search)
        return page

    def return_to_place(self) -> None:
        """Opens the page, the year and the spot where the officer was when the program was last closed."""
        kept = kept_place(self._settings, str(self._app.office.unit))
        if kept.year in self._years and kept.year != self.year:
            self._take_year(kept.year)
            self.window.side_bar.set_years(self._years, kept.year)
        if kept.page in self.window.names:
            self.window.open_page(kept.page)
            if kept.spot:
                self.window.page.return_to(kept.spot)

    def _keep_place(self) -> None:
        page = self.window.page
        keep_place(self._settings, str(self._app.office.unit), Place(page.name, page.place(), self.year))

    def _drop_words(self, count: int) -> str:
        if self.role is Role.AUTHORITY:
            return ngettext(
                "Drop {count} file: it is checked and taken in", "Drop {count} files: they are checked and taken in", count
            ).format(count=count)
        return ngettext("Drop {count} file into the program", "Drop {count} files into the program", count).format(count=count)

    def _take_files(self, files: list[Path]) -> None:
        """Leads files to the page whose work they are: bundles, the first plan, else evidence."""
        if self.role is Role.AUTHORITY:
            page, what = "inboxPage", Files(tuple(files))
        elif all(_BUNDLE in file.name for file in files):
            page, what = "syncPage", Files(tuple(files))
        elif not self._years and len(files) == 1:
            page, what = "plansPage", files[0]
        else:
            page, what = "evidencePage", Files(tuple(files))
        self.window.open_page(page, what)

    def speak(self, language: Language) -> None:
        """Builds the pages anew in ``language``, as soon as nothing is under way that would come back to the old ones.

        While something is open that would be given up by it, the language stays and a message says what to finish first.
        """
        self.window.hold()
        for job in self._jobs.jobs:
            if not job.writes:
                job.cancel()

        def rebuild() -> None:
            if self._jobs.stopping:
                return
            unfinished = "" if self._jobs.busy else self.window.put_away()
            if self._jobs.busy:
                QTimer.singleShot(20, self.window, rebuild)
            elif unfinished:
                self.window.let_go()
                self.window.show_message(Message(MessageKind.WARNING, _("The language was not changed."), unfinished))
                self.window.page.refresh(EVERYTHING)
            else:
                keep_language_choice(self._settings, language)
                use_language(language)
                self.window.rebuild()

        QTimer.singleShot(0, self.window, rebuild)

    def _paint(self, choice: ThemeChoice) -> None:
        keep_theme_choice(self._settings, choice)
        self._theme.choose(choice)

    def _usual_year(self) -> int:
        this_year = self._app.today().year
        return self._years[0] if self._years and this_year not in self._years else this_year

    def _fill_frame(self) -> None:
        if self._results is not None:
            self._results.deleteLater()
        self._results = SearchResults(self._jobs, self._find, self.window)
        self._results.chosen.connect(self._open_found)
        for page in self.window.pages:
            self._results.attach(page.header.search)
        self.window.side_bar.set_years(self._years or (self.year,), self.year)
        self._count()

    def _find(self, words: str) -> SearchResult:
        return search(self._app, words=words)

    def _next_found(self, by: int) -> None:
        if self._results is None or not self._results.step(by):
            hint = _("Ctrl+F, then words: with or without diacritics.")
            self.window.show_message(Message(MessageKind.UNDO, _("Nothing has been searched for yet."), hint))

    def _open_found(self, found: Found) -> None:
        """Opens the page that works on it, in the year it belongs to."""
        above = self.role is Role.AUTHORITY
        pages = {
            FoundKind.UNIT: "communesPage",
            FoundKind.TASK: "tasksPage",
            FoundKind.EVIDENCE: "reviewPage" if above else "evidencePage",
            FoundKind.PLAN: "plansPage",
        }
        if found.year is not None and found.year != self.year:
            self._take_year(found.year)
            self.window.side_bar.set_years(self._years or (found.year,), found.year)
        what = (found.unit, found.target) if pages[found.kind] == "reviewPage" else found.target
        self.window.open_page(pages[found.kind], what)
        self.window.enter_page()

    def _count(self, changed: Changed = EVERYTHING) -> None:
        if Area.OFFICE in changed:
            self.window.set_unit(short_name(self._app.office.name))
        if self._counting is not None:
            self._counting.cancel()
        self._counting = self._jobs.read(summary, self._app, year=self.year, on_done=self._show_counts)

    def _show_counts(self, found: Summary) -> None:
        if found.years != self._years:
            self._take_years(found.years)
        commune = self.role is Role.COMMUNE
        unsent = found.unsent_evidence if commune else 0
        counts = {"tasksPage": found.attention, "syncPage": unsent, "inboxPage": found.waiting_bundles, "reviewPage": found.to_review}
        self.window.side_bar.set_counts(counts)
        if found.saved_at is not None:
            self.window.status.set_saved(found.saved_at.astimezone().time())
        if commune:
            self.window.status.set_unsent(unsent)

    def _take_years(self, years: tuple[int, ...]) -> None:
        self._years = years
        if years and self.year not in years:
            self._take_year(self._usual_year())
        self.window.side_bar.set_years(years or (self.year,), self.year)

    def _take_year(self, year: int) -> None:
        self.year = year
        for page in self.window.pages:
            page.show_year(year)
        self._count()

    def _undo(self) -> None:
        undo_last(self._app, self._jobs, show=self.window.show_message, announce=self._jobs.announced.emit)

    def _help(self, page: str) -> None:
        from ui.page_help import help_for

        help_for(page, self.window).open()


def _clear_viewing(app: App) -> None:
    from papi_desktop.services.files import clear_viewing

    clear_viewing(app)
