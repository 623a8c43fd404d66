"""The window of one open office: its pages, the figures around them, and what the keys of the frame do."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QSettings, QTimer

from papi_desktop.domain.vocabulary import Role
from papi_desktop.services.app import App
from papi_desktop.services.files import clear_viewing
from papi_desktop.services.plans import list_plans
from papi_desktop.services.summary import Summary, summary
from resources.i18n import Language, use_language
from resources.i18n import gettext as _
from ui.jobs import Job, Jobs
from ui.main_window import MainWindow
from ui.pages.page import Page
from ui.pages.settings import SettingsPage
from ui.theme import Theme, ThemeChoice
from ui.undoing import undo_last
from ui.widgets.message_bar import Message, MessageKind
from ui.window_state import keep_language_choice, keep_theme_choice


class Workplace(QObject):
    """Builds ``window`` for the office of ``app`` and keeps its frame true while the pages work."""

    def __init__(self, app: App, jobs: Jobs, settings: QSettings, theme: Theme) -> None:
        super().__init__()
        self._app, self._jobs, self._settings, self._theme = app, jobs, settings, theme
        self._counting: Job | None = None
        self._years: tuple[int, ...] = tuple(sorted({plan.year for plan in list_plans(app)}, reverse=True))
        self.year = self._usual_year()
        self.window = MainWindow(jobs=jobs, settings=settings, make_pages=self._make_pages)
        self.window.set_unit(app.office.name)
        self.window.rebuilt.connect(self._fill_frame)
        self.window.undo_requested.connect(self._undo)
        self.window.year_chosen.connect(self._take_year)
        self.window.search_requested.connect(self._search)
        self.window.help_requested.connect(self._help)
        self._fill_frame()
        jobs.read(clear_viewing, app)

    def _make_pages(self) -> Sequence[Page]:
        pages = [*self._work_pages(), SettingsPage(self._app, self._jobs, self._theme.choice)]
        for page in pages:
            page.changed.connect(self._count)
            page.year = self.year
            if isinstance(page, SettingsPage):
                page.language_chosen.connect(self.speak)
                page.theme_chosen.connect(self._paint)
        return pages

    def _work_pages(self) -> list[Page]:
        from ui.pages.plans import PlansPage
        from ui.pages.printing import PrintPage

        app, jobs = self._app, self._jobs
        if app.office.role is Role.AUTHORITY:
            from ui.pages.communes import CommunesPage
            from ui.pages.inbox import InboxPage
            from ui.pages.review import ReviewPage

            return [InboxPage(app, jobs), CommunesPage(app, jobs), ReviewPage(app, jobs), PlansPage(app, jobs), PrintPage(app, jobs)]
        from ui.pages.calendar import CalendarPage
        from ui.pages.evidence import EvidencePage
        from ui.pages.overview import OverviewPage
        from ui.pages.sync import SyncPage
        
        return [
            OverviewPage(app, jobs),
            TasksPage(app, jobs),
            EvidencePage(app, jobs),
            CalendarPage(app, jobs),
            PrintPage(app, jobs),
            SyncPage(app, jobs),
            PlansPage(app, jobs),
        ]

    def speak(self, language: Language) -> None:
        """Builds the pages anew in ``language``, as soon as nothing is under way that would come back to the old ones."""
        keep_language_choice(self._settings, language)
        for job in self._jobs.jobs:
            if not job.writes:
                job.cancel()

        def rebuild() -> None:
            if self._jobs.busy:
                QTimer.singleShot(20, rebuild)
                return
            use_language(language)
            self.window.rebuild()

        QTimer.singleShot(0, rebuild)

    def _paint(self, choice: ThemeChoice) -> None:
        keep_theme_choice(self._settings, choice)
        self._theme.choose(choice)

    def _usual_year(self) -> int:
        this_year = self._app.today().year
        return self._years[0] if self._years and this_year not in self._years else this_year

    def _fill_frame(self) -> None:
        self.window.side_bar.set_years(self._years or (self.year,), self.year)
        self._count()

    def _count(self) -> None:
        if self._counting is not None:
            self._counting.cancel()
        self._counting = self._jobs.read(summary, self._app, year=self.year, on_done=self._show_counts)

    def _show_counts(self, found: Summary) -> None:
        if found.years != self._years:
            self._take_years(found.years)
        commune = self._app.office.role is Role.COMMUNE
        unsent = found.unsent_evidence if commune else 0
        self.window.side_bar.set_counts({"tasksPage": found.attention, "syncPage": unsent, "inboxPage": found.waiting_bundles})
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
        def announce(changed: object) -> None:
            self.window.page.changed.emit(changed)

        undo_last(self._app, self._jobs, show=self.window.show_message, announce=announce)

    def _search(self, words: str) -> None:
        self.window.open_page("tasksPage", words)

    def _help(self, page: str) -> None:
        keys = _("F6 next area · Ctrl+1 to Ctrl+9 pages · Ctrl+F search · Ctrl+Z undo · Esc back to the list.")
        own = {
            "tasksPage": _("Ctrl+M add evidence · Ctrl+V paste · Ctrl+O choose files · Ctrl+Enter mark as done · F11 widen the panel."),
            "syncPage": _("Ctrl+E seal and write a bundle · Ctrl+I take in a reply."),
            "plansPage": _("Ctrl+O import a plan."),
            "inboxPage": _("Ctrl+I take in bundles · Ctrl+E write the replies."),
        }
        if page in own:
            keys = f"{own[page]} {keys}"
        self.window.show_message(Message(MessageKind.UNDO, _("Keys of this page:"), keys))
