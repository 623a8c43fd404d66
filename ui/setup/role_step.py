"""Step 1: what this office is."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout

from papi_desktop.domain.vocabulary import Role
from papi_desktop.wording import role_text
from resources.i18n import gettext as _
from ui.colours import Ink
from ui.fonts import TextStyle
from ui.setup.step import Step
from ui.theme import CARD_GAP, GAP_WITHIN
from ui.widgets.card import Card
from ui.widgets.labels import TextLabel

_WIDTH = 660


class RoleStep(Step):
    def __init__(self) -> None:
        super().__init__(_("What this office is"), _("It decides which pages the program shows. It cannot be changed later."))
        self._group = QButtonGroup(self)
        self.choices: dict[Role, QRadioButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(CARD_GAP)
        said = {
            Role.COMMUNE: _("Takes a plan in, records evidence, marks tasks as done, seals bundles and sends them upwards."),
            Role.AUTHORITY: _("Takes in the bundles of communes and wards, reviews the evidence and answers."),
        }
        for role, what in said.items():
            column.addWidget(self._choice(role, what))
        column.addStretch(1)
        self.choose(Role.COMMUNE)

    @property
    def role(self) -> Role:
        return next(role for role, button in self.choices.items() if button.isChecked())

    def choose(self, role: Role) -> None:
        self.choices[role].setChecked(True)

    def enter(self) -> None:
        self.choices[self.role].setFocus()

    def _choice(self, role: Role, what: str) -> Card:
        card = Card()
        card.setMaximumWidth(_WIDTH)
        card.content.setSpacing(GAP_WITHIN)
        button = QRadioButton(role_text(role))
        button.setAccessibleDescription(what)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.toggled.connect(self.edited)
        self._group.addButton(button)
        self.choices[role] = button
        words = TextLabel(what, TextStyle.CAPTION, Ink.SECONDARY, wrap=True)
        words.setIndent(24)
        card.content.addWidget(button)
        card.content.addWidget(words)
        return card
