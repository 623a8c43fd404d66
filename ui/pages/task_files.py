"""The evidence files of a task: names, what they belong to, and small pictures of photos."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QImageReader, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem

from papi_desktop.domain.errors import EvidenceError
from papi_desktop.domain.vocabulary import SyncState
from papi_desktop.services.app import App
from papi_desktop.services.evidence import object_path
from papi_desktop.services.tasks import AttachmentView, LinkedEvidence
from papi_desktop.wording import kind_text, size_text, sync_text
from resources.i18n import gettext as _
from ui.colours import Ink, Scheme
from ui.icons import CARD_ICON, icon
from ui.jobs import Job, Jobs
from ui.theme import Themed

_PICTURE = QSize(44, 33)
_ROW = 42
_ROWS = 5
"""As many rows as are shown without scrolling."""
_FILE = Qt.ItemDataRole.UserRole
_REMEMBERED = 400
"""Small pictures kept; at 44x33 some 6 kB each."""


class TaskFiles(Themed, QListWidget):
    """One row a file; Enter or a double click emits ``file_requested`` with its ``AttachmentView``."""

    file_requested = Signal(object)

    def __init__(self, app: App, jobs: Jobs) -> None:
        super().__init__()
        self._app, self._jobs = app, jobs
        self._pictures: dict[str, QPixmap] = {}
        self._reading: Job | None = None
        self.setAccessibleName(_("Evidence files"))
        self.setIconSize(_PICTURE)
        self.setUniformItemSizes(True)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.itemActivated.connect(self._open)
        self.take_scheme()

    def show_files(self, evidence: Sequence[LinkedEvidence]) -> None:
        self.clear()
        for item in evidence:
            for file in item.attachments:
                row = QListWidgetItem(f"{file.name}\n{_described(item, file)}")
                row.setData(_FILE, file)
                row.setSizeHint(QSize(0, _ROW))
                row.setToolTip(f"{file.name}, {size_text(file.size)}")
                row.setData(Qt.ItemDataRole.AccessibleTextRole, f"{file.name}, {_described(item, file)}")
                self.addItem(row)
        self.setFixedHeight(_ROW * min(self.count(), _ROWS) + 2 * self.frameWidth())
        self._draw()
        self._read_pictures()

    def files(self) -> list[AttachmentView]:
        return [self.item(row).data(_FILE) for row in range(self.count())]

    def restyle(self, scheme: Scheme) -> None:
        del scheme
        self._draw()

    def _open(self, row: QListWidgetItem) -> None:
        self.file_requested.emit(row.data(_FILE))

    def _draw(self) -> None:
        for number, file in enumerate(self.files()):
            picture = self._pictures.get(file.sha256)
            drawn = QIcon(picture) if picture is not None else icon(_type_icon(file.media_type), Ink.SECONDARY, CARD_ICON)
            self.item(number).setIcon(drawn)

    def _read_pictures(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
        wanted = [file.sha256 for file in self.files() if file.media_type.startswith("image/") and file.sha256 not in self._pictures]
        if wanted:
            size = _PICTURE * self.devicePixelRatio()
            paths = partial(object_path, self._app)
            self._reading = self._jobs.read(_small_pictures, wanted, paths, size, on_done=self._take_pictures)

    def _take_pictures(self, pictures: dict[str, QImage]) -> None:
        if len(self._pictures) > _REMEMBERED:
            self._pictures.clear()
        for sha256, image in pictures.items():
            pixmap = QPixmap.fromImage(image)
            pixmap.setDevicePixelRatio(self.devicePixelRatio())
            self._pictures[sha256] = pixmap
        self._draw()


def _small_pictures(wanted: Iterable[str], path: Callable[..., object], size: QSize) -> dict[str, QImage]:
    """Pictures filling ``size``, cut at the longer side; none for a file that is away or cannot be drawn."""
    found: dict[str, QImage] = {}
    for sha256 in wanted:
        try:
            reader = QImageReader(str(path(sha256=sha256)))
        except EvidenceError:  # said when somebody opens the file; a list of names needs no picture
            continue
        reader.setAutoTransform(True)
        reader.setScaledSize(reader.size().scaled(size, Qt.AspectRatioMode.KeepAspectRatioByExpanding))
        image = reader.read()
        if not image.isNull():
            corner = (image.width() - size.width()) // 2, (image.height() - size.height()) // 2
            found[sha256] = image.copy(*corner, size.width(), size.height())
    return found


def _type_icon(media_type: str) -> str:
    if media_type.startswith("image/"):
        return "image"
    return "broadcast" if media_type.startswith(("audio/", "video/")) else "file"


def _described(item: LinkedEvidence, file: AttachmentView) -> str:
    parts = [kind_text(item.kind), item.number, size_text(file.size)]
    if item.sync is SyncState.RETURNED:
        parts.append(sync_text(item.sync))
    return ", ".join(part for part in parts if part)
