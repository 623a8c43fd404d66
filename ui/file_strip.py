"""The files of one evidence side by side, as small pictures to choose from."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QListWidget, QListWidgetItem

from papi_desktop.services.tasks import AttachmentView
from resources.i18n import gettext as _
from ui.colours import Ink
from ui.icons import CARD_ICON, icon
from ui.theme import GAP, GAP_WITHIN
from ui.thumbnails import Thumbnails, filling, type_icon

STRIP_PICTURE = QSize(88, 62)


class FileItem(QListWidgetItem):
    """A file whose picture is asked for when it is painted, so that files out of sight are never read."""

    def __init__(self, file: AttachmentView, text: str, thumbnails: Thumbnails, size: QSize) -> None:
        super().__init__(text)
        self.file = file
        self._thumbnails, self._size = thumbnails, size

    def data(self, role: int) -> object:
        if role != Qt.ItemDataRole.DecorationRole:
            return super().data(role)
        picture = self._thumbnails.pixmap(self.file.sha256, self.file.media_type)
        ratio = self.listWidget().devicePixelRatioF()
        if picture is not None:
            return _untinted(filling(picture, self._size, ratio))
        kind = icon(type_icon(self.file.media_type), Ink.SECONDARY, CARD_ICON)
        return kind if self.text() else _untinted(_in_the_middle(kind, self._size, ratio))


def _untinted(picture: QPixmap) -> QIcon:
    """Chosen is said by the row around it, not by a tint over the picture."""
    drawn = QIcon(picture)
    drawn.addPixmap(picture, QIcon.Mode.Selected)
    return drawn


def _in_the_middle(small: QIcon, size: QSize, ratio: float) -> QPixmap:
    """Where no words stand beside it, an icon takes the room of a picture."""
    pixmap = QPixmap(size * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    small.paint(painter, QRect(QPoint(0, 0), size))
    painter.end()
    return pixmap


class FileStrip(QListWidget):
    """``chosen`` comes with the number of the file that the officer goes to, by mouse or arrows."""

    chosen = Signal(int)

    def __init__(self, thumbnails: Thumbnails) -> None:
        super().__init__()
        self._thumbnails = thumbnails
        self.setAccessibleName(_("Files of this evidence"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setTabKeyNavigation(False)
        self.setSpacing(GAP_WITHIN // 2)
        self.setIconSize(STRIP_PICTURE)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(STRIP_PICTURE.height() + 2 * GAP + GAP_WITHIN)
        self.viewport().setAutoFillBackground(False)
        self.currentRowChanged.connect(self._choose)
        thumbnails.arrived.connect(self.viewport().update)

    def show_files(self, files: Sequence[AttachmentView]) -> None:
        self.blockSignals(True)
        self.clear()
        for file in files:
            item = FileItem(file, "", self._thumbnails, STRIP_PICTURE)
            item.setSizeHint(STRIP_PICTURE + QSize(GAP, GAP))
            item.setToolTip(file.name)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, file.name)
            self.addItem(item)
        self.blockSignals(False)

    def show_number(self, number: int) -> None:
        """Marks the file that is looked at, without choosing it again."""
        self.blockSignals(True)
        self.setCurrentRow(number)
        self.blockSignals(False)

    def _choose(self, number: int) -> None:
        if number >= 0:
            self.chosen.emit(number)
