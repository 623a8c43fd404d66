"""A state in a panel or header: icon and word on the tint of its colour."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from ui.colours import Ink, Scheme
from ui.fonts import TextStyle
from ui.icons import LIST_ICON
from ui.theme import GAP_WITHIN, Themed
from ui.widgets.labels import IconLabel, TextLabel


class Chip(Themed, QFrame):
    """Says a state; does nothing. Not for lists, where icon and word stand without a tint."""

    def __init__(self, text: str, icon_name: str, ink: Ink, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ink = ink
        self._icon = IconLabel(icon_name, ink, LIST_ICON - 2)
        self._label = TextLabel(text, TextStyle.CAPTION, ink)
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP_WITHIN + 3, 1, GAP_WITHIN + 5, 1)
        row.setSpacing(GAP_WITHIN)
        row.addWidget(self._icon)
        row.addWidget(self._label)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(self._label.fontMetrics().height() + 4)
        self.setAccessibleName(text)
        self.take_scheme()

    @property
    def text(self) -> str:
        return self._label.text()

    def set_state(self, text: str, icon_name: str, ink: Ink) -> None:
        self._ink = ink
        self._label.setText(text)
        self._label.set_ink(ink)
        self._icon.set_icon(icon_name, ink)
        self.setAccessibleName(text)
        self.restyle_now()

    def restyle(self, scheme: Scheme) -> None:
        edge = "none" if scheme.own else f"1px solid {scheme.line}"
        tint = scheme.state(self._ink).tint
        self.setStyleSheet(f"Chip {{ background: {tint}; border: {edge}; border-radius: {self.height() // 2}px; }}")
