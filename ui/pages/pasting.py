"""Evidence from the clipboard, and what a page says when evidence was recorded."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtGui import QGuiApplication, QImage

from papi_desktop.disk import disk_error
from papi_desktop.domain.errors import Code, StorageError
from papi_desktop.services.app import App
from papi_desktop.services.evidence import EvidenceResult
from papi_desktop.wording import error_message, warning_text
from resources.i18n import gettext as _
from resources.i18n import ngettext
from ui.jobs import Jobs
from ui.pages.add_evidence import AddEvidenceDialog
from ui.pages.page import Page
from ui.undoing import undo_action
from ui.widgets.drop_frame import local_files
from ui.widgets.message_bar import Message, MessageKind

Add = Callable[[Sequence[Path]], AddEvidenceDialog | None]
"""Opens the dialog with files; None when it cannot be."""


def paste(page: Page, app: App, jobs: Jobs, add: Add) -> None:
    """Adds files from the clipboard, or a picture, which is first saved as a file that goes away with the dialog."""
    data = QGuiApplication.clipboard().mimeData()
    files = local_files(data)
    if files:
        add(files)
    elif data.hasImage():
        jobs.read(_save_picture, app, QGuiApplication.clipboard().image(), on_done=partial(_add_picture, jobs, add))
    else:
        page.message.emit(Message(MessageKind.UNDO, _("The clipboard holds no file and no picture.")))


def say_recorded(page: Page, app: App, jobs: Jobs, result: EvidenceResult) -> None:
    """Says what was left out, what to look at, and that it is done, with the button that takes it back."""
    refusals = [file.refusal for file in result.attachments if file.refusal is not None]
    if refusals:
        heading = ngettext("{count} file was left out.", "{count} files were left out.", len(refusals)).format(count=len(refusals))
        page.message.emit(Message(MessageKind.WARNING, heading, " ".join(error_message(refusal).what for refusal in refusals)))
    if result.warnings:
        said = " ".join(warning_text(warning.code, warning.params) for warning in result.warnings)
        page.message.emit(Message(MessageKind.WARNING, _("The evidence is recorded; please look at this."), said))
    count = len(result.attachments) - len(refusals)
    text = ngettext("Recorded evidence with {count} file.", "Recorded evidence with {count} files.", count).format(count=count)
    page.message.emit(Message(MessageKind.UNDO, text, action=undo_action(app, jobs, page)))


def _add_picture(jobs: Jobs, add: Add, picture: Path) -> None:
    dialog = add([picture])
    if dialog is None:
        jobs.read(_drop_picture, picture)
    else:
        dialog.finished.connect(lambda: jobs.read(_drop_picture, picture))


def _drop_picture(picture: Path) -> None:
    try:
        picture.unlink(missing_ok=True)
    except OSError as error:
        raise disk_error(error, picture) from error


def _save_picture(app: App, image: QImage) -> Path:
    path = app.temporary / f"anh-dan-{datetime.now().astimezone():%Y%m%d-%H%M%S-%f}.png"
    if not image.save(str(path), "PNG"):  # pyright: ignore[reportArgumentType, reportCallIssue] - the stub says bytes, the call takes str
        raise StorageError(Code.WRITE_FAILED, path=str(path), reason="")
    return path
