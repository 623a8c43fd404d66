"""What is said in place of a picture: why a file cannot be shown, and what can be done."""

from collections.abc import Callable

from papi_desktop.domain.errors import Code, EvidenceError, PapiError
from papi_desktop.domain.vocabulary import AttachmentState
from papi_desktop.services.pictures import has_picture
from papi_desktop.services.tasks import AttachmentView
from papi_desktop.wording import error_message
from resources.i18n import gettext as _
from ui.thumbnails import type_icon
from ui.widgets.buttons import PlainButton
from ui.widgets.empty_state import EmptyState


def refusal_of(file: AttachmentView) -> EvidenceError | None:
    """Why ``file`` need not even be tried; None where it can be."""
    if file.state == AttachmentState.DAMAGED:
        return EvidenceError(Code.UNREADABLE_PICTURE)
    if file.state != AttachmentState.HERE:
        return EvidenceError(Code.FILE_MISSING, name=file.name)
    return None if has_picture(file.media_type) else EvidenceError(Code.NO_PICTURE)


def no_picture(file: AttachmentView | None, error: PapiError, open_file: Callable[[AttachmentView], object]) -> EmptyState:
    """Says ``error``, with a button for the system's program where that may show ``file``. Without a file it is a paper of our own."""
    name = type_icon("" if file is None else file.media_type)
    if error.code is Code.FILE_MISSING:
        return EmptyState(name, _("The content of this file is not on this computer."), _where_it_is(file))
    said = error_message(error)
    return EmptyState(name, said.what, said.todo, () if file is None else (_open_button(file, open_file),))


def _open_button(file: AttachmentView, open_file: Callable[[AttachmentView], object]) -> PlainButton:
    button = PlainButton(_("Open"), "file")
    button.setAccessibleName(_("Open {name}").format(name=file.name))
    button.clicked.connect(lambda: open_file(file))
    return button


def _where_it_is(file: AttachmentView | None) -> str:
    if file is not None and file.state == AttachmentState.OWED:
        return _("It comes with a later bundle of the office that recorded it.")
    if file is not None and file.state == AttachmentState.THINNED:
        return _("It was taken off this computer to save room; the office that recorded it has it.")
    return _("Put the last backup back, or record the file again.")
