"""Taking back the last action: by Ctrl+Z, and by the button beside what was just done."""

from collections.abc import Callable

from papi_desktop.domain.errors import Code, PapiError
from papi_desktop.services.app import App
from papi_desktop.services.changes import Changed
from papi_desktop.services.undo import UndoResult, undo
from papi_desktop.wording import action_text, error_message
from resources.i18n import gettext as _
from ui.jobs import Jobs
from ui.pages.page import Page
from ui.widgets.message_bar import Message, MessageAction, MessageKind


def undo_last(app: App, jobs: Jobs, *, show: Callable[[Message], object], announce: Callable[[Changed], object]) -> None:
    """Takes back the newest action in the background, says what it was through ``show``, and what changed through ``announce``."""

    def taken_back(result: UndoResult) -> None:
        announce(result.changed)
        show(Message(MessageKind.DONE, _("Undone: {action}.").format(action=action_text(result.action))))

    def refused(error: PapiError) -> None:
        said = error_message(error)
        kind = MessageKind.UNDO if error.code is Code.NOTHING_TO_UNDO else MessageKind.ERROR
        show(Message(kind, said.what, said.todo))

    jobs.run(undo, app, title=_("Undoing"), on_done=taken_back, on_error=refused)


def undo_action(app: App, jobs: Jobs, page: Page) -> MessageAction:
    """The button that takes back what a message of ``page`` tells of."""
    return MessageAction(_("Undo (Ctrl+Z)"), lambda: undo_last(app, jobs, show=page.message.emit, announce=page.changed.emit))
