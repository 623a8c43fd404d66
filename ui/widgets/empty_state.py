"""What a list says when it has no rows: why, and how to fill it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from resources.i18n import gettext as _
from ui.colours import Ink
from ui.fonts import TextStyle
from ui.icons import EMPTY_ICON
from ui.theme import GAP
from ui.widgets.buttons import PlainButton
from ui.widgets.labels import IconLabel, TextLabel


class EmptyState(QWidget):
    """A large icon, one sentence, how to fill the list, and one or two buttons that begin."""

    def __init__(
        self, icon_name: str, sentence: str, how: str = "", buttons: Sequence[QPushButton] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setSpacing(GAP)
        column.addStretch(1)
        column.addWidget(IconLabel(icon_name, Ink.SECONDARY, EMPTY_ICON), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(_centred(sentence, TextStyle.CARD_TITLE, Ink.TEXT))
        if how:
            column.addWidget(_centred(how, TextStyle.BODY, Ink.SECONDARY))
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addStretch(1)
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self.setAccessibleName(f"{sentence} {how}".strip())


def no_matches(on_clear: Callable[[], None]) -> EmptyState:
    """For a filter without hits, in place of the list."""
    clear = PlainButton(_("Clear filters"))
    clear.clicked.connect(on_clear)
    return EmptyState("search", _("No matching results"), buttons=(clear,))


def _centred(text: str, style: TextStyle, ink: Ink) -> TextLabel:
    label = TextLabel(text, style, ink, wrap=True)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label
