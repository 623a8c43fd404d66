"""The line under a field: where its value came from, or what is wrong and how to write it."""

from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.colours import Ink
from ui.fonts import TextStyle
from ui.theme import GAP_WITHIN
from ui.widgets.labels import IconLabel, TextLabel


class NoteKind(Enum):
    """Icon, its ink, the ink of the words."""

    SOURCE = ("info", Ink.BLUE, Ink.SECONDARY)
    GOOD = ("check-circle", Ink.GREEN, Ink.GREEN)
    WARNING = ("warning", Ink.AMBER, Ink.AMBER)
    PROBLEM = ("exclamation-circle", Ink.RED, Ink.RED)


class FieldNote(QWidget):
    """Hidden while it has nothing to say. What it says is also the field's description for screen readers."""

    def __init__(self, field: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        self._icon = IconLabel("info", Ink.BLUE, 14)
        self._label = TextLabel("", TextStyle.CAPTION, wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 0)
        row.setSpacing(GAP_WITHIN)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._label.setAlignment(Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._label, 1)
        self.hide()

    @property
    def text(self) -> str:
        return self._label.text()

    def say(self, kind: NoteKind, text: str) -> None:
        name, icon_ink, ink = kind.value
        self._icon.set_icon(name, icon_ink)
        self._label.setText(text)
        self._label.set_ink(ink)
        self._field.setAccessibleDescription(text)
        self.show()

    def clear(self) -> None:
        self._label.setText("")
        self._field.setAccessibleDescription("")
        self.hide()
