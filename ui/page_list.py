"""The pages of each role, in the order of the side bar. Each is imported when it is made: a start waits for the first one only."""

from collections.abc import Sequence

from papi_desktop.domain.vocabulary import Role
from papi_desktop.services.app import App
from resources.i18n import gettext as _
from ui.jobs import Jobs
from ui.pages.page import Page, PageToCome
from ui.theme import ThemeChoice


def pages_of(app: App, jobs: Jobs, theme: ThemeChoice) -> Sequence[PageToCome]:
    """The pages for the office of ``app``; ``theme`` is the look that is chosen now."""
    of_role = _authority_pages if app.office.role is Role.AUTHORITY else _commune_pages
    return (*of_role(app, jobs), _settings_page(app, jobs, theme))


def _commune_pages(app: App, jobs: Jobs) -> Sequence[PageToCome]:
    def overview() -> Page:
        from ui.pages.overview import OverviewPage

        return OverviewPage(app, jobs)

    def tasks() -> Page:
        from ui.pages.tasks import TasksPage

        return TasksPage(app, jobs)

    def evidence() -> Page:
        from ui.pages.evidence import EvidencePage

        return EvidencePage(app, jobs)

    def calendar() -> Page:
        from ui.pages.calendar import CalendarPage

        return CalendarPage(app, jobs)

    def sync() -> Page:
        from ui.pages.sync import SyncPage

        return SyncPage(app, jobs)

    return (
        PageToCome("overviewPage", _("Overview"), "overview", overview),
        PageToCome("tasksPage", _("Tasks"), "tasks", tasks),
        PageToCome("evidencePage", _("Evidence"), "evidence", evidence),
        PageToCome("calendarPage", _("Calendar"), "calendar", calendar),
        _print_page(app, jobs),
        PageToCome("syncPage", _("Sync"), "sync", sync),
        _plans_page(app, jobs),
    )


def _authority_pages(app: App, jobs: Jobs) -> Sequence[PageToCome]:
    def inbox() -> Page:
        from ui.pages.inbox import InboxPage

        return InboxPage(app, jobs)

    def communes() -> Page:
        from ui.pages.communes import CommunesPage

        return CommunesPage(app, jobs)

    def review() -> Page:
        from ui.pages.review import ReviewPage

        return ReviewPage(app, jobs)

    return (
        PageToCome("inboxPage", _("Inbox"), "inbox", inbox),
        PageToCome("communesPage", _("Communes"), "communes", communes),
        PageToCome("reviewPage", _("Review"), "review", review),
        _plans_page(app, jobs),
        _print_page(app, jobs),
    )


def _plans_page(app: App, jobs: Jobs) -> PageToCome:
    def plans() -> Page:
        from ui.pages.plans import PlansPage

        return PlansPage(app, jobs)

    return PageToCome("plansPage", _("Plans"), "plan", plans)


def _print_page(app: App, jobs: Jobs) -> PageToCome:
    def printing() -> Page:
        from ui.pages.printing import PrintPage

        return PrintPage(app, jobs)

    return PageToCome("printPage", _("Print"), "print", printing)


def _settings_page(app: App, jobs: Jobs, theme: ThemeChoice) -> PageToCome:
    def settings() -> Page:
        from ui.pages.settings import SettingsPage

        return SettingsPage(app, jobs, theme)

    return PageToCome("settingsPage", _("Settings"), "settings", settings, below=True)
