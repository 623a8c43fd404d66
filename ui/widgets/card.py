"""The white (or dark grey) sheet on which a page puts its parts."""

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.colours import Ink, Scheme
from ui.fonts import TextStyle
from ui.theme import CARD_GAP, GAP, Themed
from ui.widgets.labels import TextLabel


class Card(Themed, QFrame):
    """A frame with a head row (title, one grey fact, room for links on the right) over ``content``."""

    def __init__(self, title: str = "", fact: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameStyle(QFrame.Shape.StyledPanel | QFrame.Shadow.Plain)
        self.setAutoFillBackground(True)
        self.content = QVBoxLayout(self)
        self.content.setContentsMargins(CARD_GAP, CARD_GAP, CARD_GAP, CARD_GAP)
        self.content.setSpacing(GAP)
        self.head = QHBoxLayout()
        self.head.setSpacing(CARD_GAP)
        self.title = TextLabel(title, TextStyle.CARD_TITLE)
        self.fact = TextLabel(fact, TextStyle.CAPTION, Ink.SECONDARY)
        if title:
            self.head.addWidget(self.title)
            self.head.addWidget(self.fact)
            self.head.addStretch(1)
            self.content.addLayout(self.head)
        self.take_scheme()

    def restyle(self, scheme: Scheme) -> None:
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Window, scheme.card)
        self.setPalette(palette)
