"""Showing the folder of a file in the system's file manager."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from resources.i18n import gettext as _
from ui.pages.page import Page
from ui.widgets.message_bar import Message, MessageAction, MessageKind


def open_folder(page: Page, file: Path) -> None:
    """Opens the folder that ``file`` is or was in; ``page`` says when it is not there now."""
    folder = file.parent
    if folder.is_dir() and QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
        return
    heading = _("The folder {path} cannot be opened.").format(path=folder)
    page.message.emit(Message(MessageKind.WARNING, heading, _("Plug the USB drive in again if it was written there, then try again.")))


def open_folder_action(page: Page, file: Path) -> MessageAction:
    """The button beside a message about ``file``."""
    return MessageAction(_("Open folder"), lambda: open_folder(page, file))
