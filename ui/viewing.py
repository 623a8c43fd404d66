"""Handing a stored file to the program that the system shows such files with."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from papi_desktop.services.app import App
from papi_desktop.services.files import file_for_viewing
from resources.i18n import gettext as _
from ui.jobs import Jobs
from ui.pages.page import Page
from ui.widgets.message_bar import Message, MessageKind


def open_file(page: Page, app: App, jobs: Jobs, *, sha256: str, name: str) -> None:
    """Shows the stored file ``name`` in the system's viewer; ``page`` says when there is none for it."""

    def show(copy: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(copy))):
            heading = _("No program on this computer opens “{name}”.").format(name=name)
            page.message.emit(Message(MessageKind.WARNING, heading, _("The file is kept unchanged.")))

    jobs.read(partial(file_for_viewing, app, sha256=sha256, name=name), on_done=show)
