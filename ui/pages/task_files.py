"""The evidence files of a task: names, what they belong to, and small pictures of what is in them."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem

from papi_desktop.domain.vocabulary import SyncState
from papi_desktop.services.app import App
from papi_desktop.services.tasks import AttachmentView, LinkedEvidence
from papi_desktop.wording import kind_text, size_text, sync_text
from resources.i18n import gettext as _
from ui.file_strip import FileItem
from ui.jobs import Jobs
from ui.thumbnails import Thumbnails

_PICTURE = QSize(44, 33)
_ROW = 42
_ROWS = 5
"""As many rows as are shown without scrolling."""
_FILE = Qt.ItemDataRole.UserRole


class TaskFiles(QListWidget):
    """One row a file; Enter or a double click emits ``file_requested`` with its ``AttachmentView``."""

    file_requested = Signal(object)

    def __init__(self, app: App, jobs: Jobs) -> None:
        super().__init__()
        self._thumbnails = Thumbnails(app, jobs, self)
        self._thumbnails.arrived.connect(self.viewport().update)
        self.setAccessibleName(_("Evidence files"))
        self.setIconSize(_PICTURE)
        self.setUniformItemSizes(True)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.itemActivated.connect(self._open)

    def show_files(self, evidence: Sequence[LinkedEvidence]) -> None:
        self.clear()
        for item in evidence:
            for file in item.attachments:
                row = FileItem(file, f"{file.name}\n{_described(item, file)}", self._thumbnails, _PICTURE)
                row.setData(_FILE, file)
                row.setSizeHint(QSize(0, _ROW))
                row.setToolTip(f"{file.name}, {size_text(file.size)}")
                row.setData(Qt.ItemDataRole.AccessibleTextRole, f"{file.name}, {_described(item, file)}")
                self.addItem(row)
        self.setFixedHeight(_ROW * min(self.count(), _ROWS) + 2 * self.frameWidth())

    def files(self) -> list[AttachmentView]:
        return [self.item(row).data(_FILE) for row in range(self.count())]

    def _open(self, row: QListWidgetItem) -> None:
        self.file_requested.emit(row.data(_FILE))


def _described(item: LinkedEvidence, file: AttachmentView) -> str:
    parts = [kind_text(item.kind), item.number, size_text(file.size)]
    if item.sync is SyncState.RETURNED:
        parts.append(sync_text(item.sync))
    return ", ".join(part for part in parts if part)
