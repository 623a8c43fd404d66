"""Taking back the last action: by Ctrl+Z, and by the button beside what was just done."""

from collections.abc import Callable
from functools import partial

from papi_desktop.domain.errors import Code, PapiError
from papi_desktop.services.app import App
from papi_desktop.services.changes import Changed
from papi_desktop.services.undo import UndoResult, last_rev, undo
from papi_desktop.wording import action_text, error_message
from resources.i18n import gettext as _
from ui.jobs import Jobs
from ui.pages.page import Page
from ui.widgets.message_bar import Message, MessageAction, MessageKind


class _Written:
    """The rev of one action, found out and used on the writing thread."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._rev = 0

    def find(self) -> None:
        self._rev = last_rev(self._app)

    def undo(self) -> UndoResult:
        return undo(self._app, self._rev)


def undo_last(app: App, jobs: Jobs, *, show: Callable[[Message], object], announce: Callable[[Changed], object]) -> None:
    """Takes back the newest action in the background, says what it was through ``show``, and what changed through ``announce``."""
    _take_back(partial(undo, app), jobs, show, announce)


def _take_back(
    work: Callable[[], UndoResult], jobs: Jobs, show: Callable[[Message], object], announce: Callable[[Changed], object]
) -> None:
    def taken_back(result: UndoResult) -> None:
        announce(result.changed)
        show(Message(MessageKind.DONE, _("Undone: {action}.").format(action=action_text(result.action))))

    def refused(error: PapiError) -> None:
        said = error_message(error)
        kind = MessageKind.UNDO if error.code in {Code.NOTHING_TO_UNDO, Code.NOT_NEWEST} else MessageKind.ERROR
        show(Message(kind, said.what, said.todo))

    jobs.run(work, title=_("Undoing"), on_done=taken_back, on_error=refused)


def undo_action(app: App, jobs: Jobs, page: Page) -> MessageAction | None:
    """The button that takes back what a message of ``page`` tells of, and refuses once something newer was written.

    To be called where the result of the write is delivered. The newest rev is that write's own as long as no other write is under way:
    it is asked for in the writes' own queue, ahead of all that come later. With another write under way there is no button.
    """
    if jobs.stopping or any(job.writes for job in jobs.jobs):
        return None
    written = _Written(app)
    jobs.run(written.find)
    return MessageAction(_("Undo (Ctrl+Z)"), lambda: _take_back(written.undo, jobs, page.message.emit, page.changed.emit))
