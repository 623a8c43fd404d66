"""The foot of the review page: its keys, or the word that an input method is in their way."""

from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from resources.i18n import gettext as _
from ui.colours import Ink
from ui.fonts import TextStyle
from ui.pages.page import Room
from ui.theme import GAP
from ui.widgets.key_legend import KeyLegend
from ui.widgets.labels import IconLabel, TextLabel


class ReviewFoot(QWidget):
    def __init__(self) -> None:
        super().__init__()
        verdicts = [("A", _("or F7: accept")), ("R", _("or F8: return")), ("N", _("or F9: next")), ("B", _("the one before"))]
        others = [("Ctrl+Enter", _("send the comment")), ("Space", _("full view")), ("Ctrl+Z", _("undo")), ("F1", _("help"))]
        self.legend = KeyLegend([*verdicts, *others])
        self.short = KeyLegend(verdicts)
        self.note = QWidget()
        self._keys: KeyLegend | None = self.legend
        row = QHBoxLayout(self.note)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(IconLabel("warning", Ink.AMBER))
        self.words = TextLabel(_("The Vietnamese input method is on; please use F7, F8, F9"), TextStyle.STRONG, Ink.AMBER, wrap=True)
        row.addWidget(self.words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for each in (self.legend, self.short, self.note):
            column.addWidget(each)
        self.note.setAccessibleName(self.words.text())
        self.show_legend()

    def set_room(self, room: Room, *, piece_alone: bool) -> None:
        """Where there is little room only the verdicts' keys are named; beside their buttons not even these."""
        single = room is Room.SINGLE
        self._keys = self.legend if not single else None if piece_alone else self.short
        if self.note.isHidden():
            self.show_legend()

    def say_input_method(self) -> None:
        """In place of the keys, so that nothing moves."""
        self.note.setMinimumHeight(0 if self._keys is None else self._keys.height())
        self._show(self.note)
        QAccessible.updateAccessibility(QAccessibleEvent(self.note, QAccessible.Event.Alert))

    def show_legend(self) -> None:
        self._show(self._keys)

    def _show(self, shown: QWidget | None) -> None:
        for each in (self.legend, self.short, self.note):
            each.setVisible(each is shown)
