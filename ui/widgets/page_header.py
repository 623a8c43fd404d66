"""The head of a page: title, one grey fact, the search over everything, the page's actions."""

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from resources.i18n import gettext as _
from ui.colours import Ink
from ui.fonts import TextStyle
from ui.theme import CARD_GAP, EDGE
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.fields import SearchField
from ui.widgets.labels import TextLabel

HEADER_HEIGHT = 48
SEARCH_WIDTH = 252


class PageHeader(QWidget):
    """``search`` is the field of the search over everything."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEADER_HEIGHT)
        self.title = TextLabel(title, TextStyle.PAGE_TITLE)
        self._fact = ElidedLabel("", TextStyle.BODY, Ink.SECONDARY)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(EDGE, 0, EDGE, 0)
        self._row.setSpacing(CARD_GAP)
        self._row.addWidget(self.title)
        self._row.addWidget(self._fact, 1)
        self.search = SearchField(_("Search everything (Ctrl+F)"))
        self.search.setFixedWidth(SEARCH_WIDTH)
        self._row.addWidget(self.search)

    @property
    def fact(self) -> str:
        return self._fact.whole

    def set_fact(self, text: str) -> None:
        """One short fact about the whole page, as in ``96 lượt, 72 hoàn thành``."""
        self._fact.say(text)

    def add_action(self, button: QPushButton) -> None:
        """Puts a button at the right end."""
        self._row.addWidget(button)
