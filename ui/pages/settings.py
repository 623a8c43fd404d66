"""The settings page: who this office is, and the language and look of the window on this machine."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QVBoxLayout, QWidget

from papi_desktop.domain.vocabulary import Role
from papi_desktop.services.app import App
from papi_desktop.services.changes import Area, Changed
from papi_desktop.services.office import OfficeView, office_view
from resources.i18n import Language, current_language
from resources.i18n import gettext as _
from ui.colours import Ink
from ui.fonts import TextStyle
from ui.jobs import Jobs
from ui.pages.page import Page
from ui.theme import CARD_GAP, GAP, ThemeChoice
from ui.widgets.card import Card
from ui.widgets.labels import TextLabel

_WIDTH = 720

_LANGUAGES: tuple[tuple[Language, str], ...] = (("vi", "Tiếng Việt"), ("en", "English"))
"""Each under its own name, so that a wrong choice can be taken back."""


class SettingsPage(Page):
    """``language_chosen`` carries a ``Language``, ``theme_chosen`` a ``ThemeChoice``."""

    language_chosen = Signal(str)
    theme_chosen = Signal(object)
    below = True

    def __init__(self, app: App, jobs: Jobs, theme: ThemeChoice) -> None:
        super().__init__("settingsPage", _("Settings"), "settings", search=False)
        self._app, self._jobs = app, jobs
        self._facts = QGridLayout()
        self._shown: list[TextLabel] = []
        self._facts.setHorizontalSpacing(CARD_GAP)
        self._facts.setVerticalSpacing(GAP)
        self._facts.setColumnStretch(1, 1)
        self._office = Card(_("This office"))
        self._office.content.addLayout(self._facts)
        self.look = Card(_("Language and look"), _("Kept on this computer"))
        self._add_languages()
        self._add_themes(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(CARD_GAP)
        for card in (self.look, self._office):
            card.setMaximumWidth(_WIDTH)
            column.addWidget(card)
        column.addStretch(1)

    def refresh(self, changed: Changed) -> None:
        if Area.OFFICE in changed:
            self._jobs.read(office_view, self._app, on_done=self._show_office)

    def areas(self) -> Sequence[QWidget]:
        return (self.look, self._office)

    def _add_languages(self) -> None:
        self.look.content.addWidget(TextLabel(_("Language"), TextStyle.CAPTION, Ink.SECONDARY))
        group = QButtonGroup(self)
        for language, name in _LANGUAGES:
            button = QRadioButton(name)
            group.addButton(button)
            button.setChecked(language == current_language())
            button.clicked.connect(partial(self._choose_language, language))
            self.look.content.addWidget(button)

    def _add_themes(self, chosen: ThemeChoice) -> None:
        names = {ThemeChoice.SYSTEM: _("As the system"), ThemeChoice.LIGHT: _("Light"), ThemeChoice.DARK: _("Dark")}
        self.look.content.addSpacing(GAP)
        self.look.content.addWidget(TextLabel(_("Colours"), TextStyle.CAPTION, Ink.SECONDARY))
        group = QButtonGroup(self)
        for choice, name in names.items():
            button = QRadioButton(name)
            group.addButton(button)
            button.setChecked(choice is chosen)
            button.clicked.connect(partial(self._choose_theme, choice))
            self.look.content.addWidget(button)

    def _choose_language(self, language: Language, *_checked: bool) -> None:
        self.language_chosen.emit(language)

    def _choose_theme(self, choice: ThemeChoice, *_checked: bool) -> None:
        self.theme_chosen.emit(choice)

    def _show_office(self, view: OfficeView) -> None:
        role = _("Commune, sends upwards") if view.role is Role.COMMUNE else _("Level above, receives")
        rows = [
            (_("Name"), view.name),
            (_("Code"), view.code),
            (_("Role"), role),
            (_("Level above"), view.superior),
            (_("Officers"), ", ".join(f"{officer.full_name} ({officer.position})" for officer in view.officers)),
            (_("Fingerprint of the card"), view.fingerprint),
            (_("Data folder"), str(self._app.home)),
        ]
        for shown in self._shown:
            shown.deleteLater()
        self._shown = []
        for number, (label, value) in enumerate(row for row in rows if row[1]):
            name, said = TextLabel(label, TextStyle.CAPTION, Ink.SECONDARY), TextLabel(value, wrap=True)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
            said.setAccessibleName(f"{label}: {value}")
            self._facts.addWidget(name, number, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(said, number, 1)
            self._shown += [name, said]
