"""Labels beside fields, and the row of buttons under them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.theme import CARD_GAP, GAP
from ui.widgets.field_note import FieldNote
from ui.widgets.fields import FIELD_HEIGHT
from ui.widgets.labels import TextLabel


class Form(QGridLayout):
    """One field under the other: label left, field right, the note about it below it."""

    def __init__(self) -> None:
        super().__init__()
        self.setHorizontalSpacing(CARD_GAP)
        self.setVerticalSpacing(GAP)
        self.setColumnStretch(1, 1)
        self._labels: dict[QWidget, TextLabel] = {}

    def add_field(self, text: str, field: QWidget, named: QWidget | None = None) -> FieldNote:
        """Adds a row. ``named`` is the control that ``text`` names, where ``field`` only holds it."""
        named = named or field
        label = TextLabel(text)
        label.setBuddy(named)
        label.setMinimumHeight(FIELD_HEIGHT)
        named.setAccessibleName(text)
        self._labels[field] = label
        note = FieldNote(named)
        cell = QVBoxLayout()
        cell.setSpacing(0)
        cell.addWidget(field)
        cell.addWidget(note)
        row = self.rowCount()
        self.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        self.addLayout(cell, row, 1)
        return note

    def set_field_visible(self, field: QWidget, *, visible: bool) -> None:
        """Shows or hides a row that ``add_field`` made."""
        self._labels[field].setVisible(visible)
        field.setVisible(visible)


def button_row(*buttons: QPushButton) -> QHBoxLayout:
    """Buttons at the right end, the primary one last."""
    row = QHBoxLayout()
    row.setSpacing(GAP)
    row.addStretch(1)
    for button in buttons:
        row.addWidget(button)
    return row
