"""Light and dark: follows the system or the user's choice, live, without restarting."""

from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QWidget

from ui.colours import DARK, LIGHT, Scheme, current_scheme, mark_palette_of, palette_of, row_palette_of
from ui.fonts import with_equal_digits

GAP_WITHIN = 4
"""Between the parts of one component, in logical pixels; the unit of the grid."""
GAP = 8
"""Between controls."""
CARD_GAP = 12
"""Between cards, and inside a card around its content."""
EDGE = 16
"""At the edges of a page."""


class ThemeChoice(StrEnum):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


_NATIVE = {ThemeChoice.LIGHT: Qt.ColorScheme.Light, ThemeChoice.DARK: Qt.ColorScheme.Dark}


class Theme(QObject):
    """Keeps the application's style, palette and digits. Made once, before the first widget; lives as long as the application."""

    def __init__(self, application: QApplication, choice: ThemeChoice = ThemeChoice.SYSTEM) -> None:
        super().__init__(application)
        self._application = application
        self._choice = choice
        # without it, palette changes stop at the first widget with a style sheet and its children stay in the old scheme
        QApplication.setAttribute(Qt.ApplicationAttribute.AA_UseStyleSheetPropagationInWidgetStyles)
        application.setStyle("Fusion")
        application.setFont(with_equal_digits(application.font()))
        hints = application.styleHints()
        hints.colorSchemeChanged.connect(self._apply)
        hints.accessibility().contrastPreferenceChanged.connect(self._apply)
        self.choose(choice)

    @property
    def choice(self) -> ThemeChoice:
        return self._choice

    def choose(self, choice: ThemeChoice) -> None:
        """Takes the user's choice; also tells the platform, so that title bars and native dialogs follow."""
        self._choice = choice
        wanted = {
            ThemeChoice.SYSTEM: Qt.ColorScheme.Unknown,
            ThemeChoice.LIGHT: Qt.ColorScheme.Light,
            ThemeChoice.DARK: Qt.ColorScheme.Dark,
        }
        self._application.styleHints().setColorScheme(wanted[choice])
        self._apply()

    def _apply(self) -> None:
        hints = self._application.styleHints()
        if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
            _set_palettes(QPalette(), QPalette(), QPalette())
        else:
            scheme = _scheme_for(self._choice, hints.colorScheme())
            _set_palettes(palette_of(scheme), row_palette_of(scheme), mark_palette_of(scheme))


def _set_palettes(everywhere: QPalette, lists: QPalette, marks: QPalette) -> None:
    QApplication.setPalette(everywhere)
    for palette, name in ((lists, "QAbstractItemView"), (marks, "QRadioButton"), (marks, "QCheckBox")):
        QApplication.setPalette(palette, name)  # pyright: ignore[reportArgumentType] - the stub says bytes, the call takes str


if TYPE_CHECKING:
    _Widget = QWidget
else:
    _Widget = object  # a second Qt base would hide the first from Qt's own type information


def _scheme_for(choice: ThemeChoice, system: Qt.ColorScheme) -> Scheme:
    if choice is ThemeChoice.SYSTEM:
        return DARK if system == Qt.ColorScheme.Dark else LIGHT
    return DARK if choice is ThemeChoice.DARK else LIGHT


class Themed(_Widget):
    """Beside a widget class: colours of its own, which it takes anew whenever the scheme changes.

    Stands before the Qt class among the bases (``class Card(Themed, QFrame)``). A subclass calls ``take_scheme()`` at the end of
    its constructor and puts its colours on in ``restyle``.
    """

    _scheme: Scheme | None = None

    def restyle(self, scheme: Scheme) -> None:
        raise NotImplementedError

    def take_scheme(self) -> None:
        scheme = current_scheme()
        if scheme != self._scheme:
            self._scheme = scheme
            self.restyle(scheme)

    def restyle_now(self) -> None:
        """For a change of state rather than of scheme."""
        self._scheme = None
        self.take_scheme()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if self._scheme is not None and event.type() == QEvent.Type.PaletteChange:
            self.take_scheme()
