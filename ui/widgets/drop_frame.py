"""Files dragged over a page: a frame that says where they will go, and the drop itself."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.colours import Ink, Scheme
from ui.fonts import TextStyle
from ui.theme import CARD_GAP, GAP, Themed
from ui.widgets.labels import IconLabel, TextLabel


class DropFrame(Themed, QFrame):
    """Lies over ``page`` while files hover, and takes them. ``says(count)`` names what will happen to that many files.

    Emits ``dropped`` with a list of ``Path``. Web addresses and texts are left to the page.
    """

    dropped = Signal(list)

    def __init__(self, page: QWidget, says: Callable[[int], str]) -> None:
        super().__init__(page)
        self._says = says
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(self)
        row.setSpacing(CARD_GAP)
        row.addStretch(1)
        row.addWidget(IconLabel("download", Ink.BLUE, 22))
        self._label = TextLabel("", TextStyle.STRONG, Ink.BLUE)
        row.addWidget(self._label)
        row.addStretch(1)
        page.setAcceptDrops(True)
        page.installEventFilter(self)
        self.hide()
        self.take_scheme()

    @property
    def text(self) -> str:
        return self._label.text()

    def restyle(self, scheme: Scheme) -> None:
        tint = QColor(scheme.blue.tint)
        tint.setAlphaF(0.92)  # the page stays visible behind it
        background = f"rgba({tint.red()}, {tint.green()}, {tint.blue()}, {tint.alpha()})"
        self.setStyleSheet(f"DropFrame {{ background: {background}; border: 2px dashed {scheme.link}; border-radius: 4px; }}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if watched is self.parent():
            if isinstance(event, QDragEnterEvent | QDragMoveEvent) and (paths := local_files(event.mimeData())):
                self._hover(len(paths))
                event.acceptProposedAction()
                return True
            if event.type() == QEvent.Type.DragLeave:
                self.hide()
            if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop and (paths := local_files(event.mimeData())):
                self.hide()
                event.acceptProposedAction()
                self.dropped.emit(paths)
                return True
        return super().eventFilter(watched, event)

    def _hover(self, count: int) -> None:
        if not self.isVisible():
            self._label.setText(self._says(count))
            page = self.parentWidget()
            assert page is not None  # noqa: S101 - it was made with one
            self.setGeometry(page.rect().adjusted(GAP, GAP, -GAP, -GAP))
            self.raise_()
            self.show()


def local_files(data: QMimeData) -> list[Path]:
    """The files and folders of this machine in what is dragged or pasted."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
