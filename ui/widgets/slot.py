"""The place of one expected result: filled, or asking to be filled."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from resources.i18n import gettext as _
from ui.colours import Ink, Scheme
from ui.fonts import TextStyle
from ui.icons import CARD_ICON
from ui.theme import GAP, GAP_WITHIN, Themed
from ui.widgets.buttons import LinkButton, PlainButton, SmallButton
from ui.widgets.labels import IconLabel, TextLabel


class Slot(Themed, QFrame):
    """One expected result of a task. ``detail`` describes what fills it; without it the slot is missing.

    ``open_requested`` comes from a filled slot, ``add_requested`` from a missing one.
    """

    open_requested = Signal()
    add_requested = Signal()

    def __init__(self, title: str, detail: str | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.filled = detail is not None
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP + 1, GAP_WITHIN - 2, GAP - 2, GAP_WITHIN - 2)
        row.setSpacing(GAP)
        row.addWidget(IconLabel("check-circle", Ink.GREEN) if self.filled else IconLabel("warning", Ink.AMBER, CARD_ICON - 2))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(TextLabel(title, TextStyle.BODY if self.filled else TextStyle.STRONG, wrap=True))
        said = detail or _("Missing")
        words.addWidget(TextLabel(said, TextStyle.CAPTION, Ink.SECONDARY if self.filled else Ink.AMBER, wrap=True))
        row.addLayout(words, 1)
        self.button = self._make_button(title)
        row.addWidget(self.button)
        self.setMinimumHeight(40)
        self.setAccessibleName(f"{title}: {said}")
        self.take_scheme()

    def _make_button(self, title: str) -> PlainButton:
        button: PlainButton
        if self.filled:
            button = LinkButton(_("Open"))
            button.clicked.connect(self.open_requested)
        else:
            button = SmallButton(_("Add…"))
            button.setMinimumWidth(88)
            button.clicked.connect(self.add_requested)
        button.setAccessibleName(f"{button.text()} {title}")
        return button

    def restyle(self, scheme: Scheme) -> None:
        amber = scheme.amber
        look = f"border: 1px solid {scheme.line};" if self.filled else f"border: 1px dashed {amber.colour}; background: {amber.tint};"
        self.setStyleSheet(f"Slot {{ {look} border-radius: 4px; }}")
