"""The line under a field: where its value came from, or what is wrong and how to write it."""

from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.colours import Ink
from ui.fonts import TextStyle
from ui.theme import GAP_WITHIN
from ui.widgets.labels import IconLabel, TextLabel


class NoteKind(Enum):
    """Icon (a hint has none), its ink, the ink of the words."""

    HINT = ("", Ink.SECONDARY, Ink.SECONDARY)
    SOURCE = ("info", Ink.BLUE, Ink.SECONDARY)
    GOOD = ("check-circle", Ink.GREEN, Ink.GREEN)
    WARNING = ("warning", Ink.AMBER, Ink.AMBER)
    PROBLEM = ("exclamation-circle", Ink.RED, Ink.RED)


class FieldNote(QWidget):
    """Hidden while it has nothing to say. What it says is also the field's description for screen readers."""

    def __init__(self, field: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent or field)  # never a window of its own, even when it speaks before it is laid out
        self._field = field
        self._problem = False
        self._judged: object = None
        """What stood in the field when it was said what is wrong with it."""
        self._icon = IconLabel("info", Ink.BLUE, 14)
        self._label = TextLabel("", TextStyle.CAPTION, wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 0)
        row.setSpacing(GAP_WITHIN)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._label.setAlignment(Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._label, 1)
        self.hide()
        edited = getattr(field, "textEdited", None) or getattr(field, "activated", None) or getattr(field, "textChanged", None)
        if edited is not None:
            edited.connect(self._mended)

    @property
    def text(self) -> str:
        return self._label.text()

    def say(self, kind: NoteKind, text: str) -> None:
        name, icon_ink, ink = kind.value
        if name:
            self._icon.set_icon(name, icon_ink)
        self._icon.setVisible(bool(name))
        self._problem = kind is NoteKind.PROBLEM
        self._judged = self._content()
        self._label.setText(text)
        self._label.set_ink(ink)
        self._field.setAccessibleDescription(text)
        self.show()

    def _mended(self, *_what: object) -> None:
        """What was wrong is being written anew: it is judged when it is used the next time, or was just now."""
        if self._problem and self._content() != self._judged:
            self.clear()

    def _content(self) -> object:
        read = getattr(self._field, "text", None) or getattr(self._field, "toPlainText", None) or getattr(self._field, "currentText", None)
        return None if read is None else read()

    def clear(self) -> None:
        self._problem = False
        self._label.setText("")
        self._field.setAccessibleDescription("")
        self.hide()
