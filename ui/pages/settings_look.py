"""The section about this machine's window: its language and colours."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton

from papi_desktop.services.app import App
from resources.i18n import Language, current_language
from resources.i18n import gettext as _
from ui.fonts import TextStyle
from ui.jobs import Jobs
from ui.pages.page import Page
from ui.pages.settings_section import Section, Seen
from ui.theme import GAP, ThemeChoice
from ui.widgets.labels import TextLabel

_LANGUAGES: tuple[tuple[Language, str], ...] = (("vi", "Tiếng Việt"), ("en", "English"))
"""Each under its own name, so that a wrong choice can be taken back."""


class LookSection(Section):
    """``language_chosen`` carries a ``Language``, ``theme_chosen`` a ``ThemeChoice``."""

    language_chosen = Signal(str)
    theme_chosen = Signal(object)

    def __init__(self, page: Page, app: App, jobs: Jobs, theme: ThemeChoice) -> None:
        why = _("Kept on this computer. Papers are printed in Vietnamese whatever the language of the window.")
        super().__init__(page, app, jobs, name="look", title=_("Language and look"), icon="image", why=why)
        self._languages: dict[Language, QRadioButton] = {}
        names = {ThemeChoice.SYSTEM: _("As the system"), ThemeChoice.LIGHT: _("Light"), ThemeChoice.DARK: _("Dark")}
        group = self._group(_("Language"))
        for language, name in _LANGUAGES:
            self._languages[language] = button = self._choice(group, name)
            button.clicked.connect(partial(self._choose_language, language))
        group = self._group(_("Colours"))
        for choice, name in names.items():
            button = self._choice(group, name)
            button.setChecked(choice is theme)
            button.clicked.connect(partial(self._choose_theme, choice))
        self.content.addStretch(1)
        self._show_language()

    def show_seen(self, seen: Seen) -> None:
        """The language that is spoken, also when another one was chosen and could not be taken."""
        del seen
        self._show_language()

    def _show_language(self) -> None:
        self._languages[current_language()].setChecked(True)

    def _group(self, title: str) -> QButtonGroup:
        self.content.addSpacing(GAP)
        self.content.addWidget(TextLabel(title, TextStyle.STRONG))
        return QButtonGroup(self)

    def _choice(self, group: QButtonGroup, name: str) -> QRadioButton:
        button = QRadioButton(name)
        group.addButton(button)
        self.content.addWidget(button)
        return button

    def _choose_language(self, language: Language, *_checked: bool) -> None:
        self.language_chosen.emit(language)

    def _choose_theme(self, choice: ThemeChoice, *_checked: bool) -> None:
        self.theme_chosen.emit(choice)
