"""Fields of one height with room around their words."""

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from resources.i18n import gettext as _
from ui.colours import Ink, Scheme
from ui.icons import icon
from ui.theme import GAP_WITHIN, Themed

FIELD_HEIGHT = 28
_SETTLES_MS = 10
"""An input method writes one syllable as a burst of changes, which is one search; nobody types as fast as this."""


class TextField(QLineEdit):
    """One line of text. Its visible label is the caller's, joined with ``QLabel.setBuddy``."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setMinimumHeight(FIELD_HEIGHT)
        self.setTextMargins(GAP_WITHIN, 0, GAP_WITHIN, 0)

    def event(self, event: QEvent) -> bool:
        """Ctrl+Z takes typing back while there is any; else it is the window's, which takes back the last action."""
        return False if _asks_undo(event) and not self.isUndoAvailable() else super().event(event)


def _asks_undo(event: QEvent) -> bool:
    override = event.type() == QEvent.Type.ShortcutOverride
    return override and isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Undo)


class SearchField(Themed, TextField):
    """A field with a magnifying glass and a button that empties it. ``settled`` says that other words are to be looked for."""

    settled = Signal()

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setTextMargins(0, 0, 0, 0)
        self._glass = QAction(self)
        self.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self._empty = QAction(_("Empty the field"), self)  # Qt's own button fades in and out, ten paintings of the field each time
        self._empty.setVisible(False)
        self._empty.triggered.connect(self.clear)
        self.addAction(self._empty, QLineEdit.ActionPosition.TrailingPosition)
        self.textChanged.connect(self._offer_emptying)
        self._burst = QTimer(self)
        self._burst.setSingleShot(True)
        self._burst.setInterval(_SETTLES_MS)
        self._burst.timeout.connect(self.settled)
        self.textChanged.connect(self._burst.start)
        self.take_scheme()

    def settle(self) -> None:
        """Says now what it would say in a moment, if there is anything."""
        if self._burst.isActive():
            self._burst.stop()
            self.settled.emit()

    def _offer_emptying(self, text: str) -> None:
        self._empty.setVisible(bool(text))

    def restyle(self, scheme: Scheme) -> None:
        del scheme
        self._glass.setIcon(icon("search", Ink.SECONDARY))
        self._empty.setIcon(icon("close", Ink.SECONDARY))


class ChoiceField(QComboBox):
    """One of several. ``label`` names it to screen readers where no visible label stands beside it."""

    def __init__(self, label: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumHeight(FIELD_HEIGHT)
        if label:
            self.setAccessibleName(label)
