"""A picture over the whole screen, with the same keys."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from resources.i18n import gettext as _
from ui.fonts import TextStyle
from ui.theme import CARD_GAP, GAP
from ui.widgets.buttons import PlainButton
from ui.widgets.elided_label import ElidedLabel


class FullView(QDialog):
    """Holds ``body`` while it is open. ``keys`` maps keys to what they do; Esc closes."""

    def __init__(self, body: QWidget, keys: dict[str, Callable[[], object]], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("fullView")
        self.setModal(True)
        self.title = ElidedLabel("", TextStyle.CARD_TITLE)
        self.close_button = PlainButton(_("Close"), "close")
        self.close_button.setToolTip(_("Back to the window (Esc)"))
        self.close_button.clicked.connect(self.reject)
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(CARD_GAP, GAP, CARD_GAP, GAP)
        column.setSpacing(GAP)
        column.addLayout(head)
        column.addWidget(body, 1)
        for key, action in keys.items():
            QShortcut(QKeySequence(key), self).activated.connect(action)
        self.setGeometry(parent.screen().availableGeometry())

    def say_title(self, text: str) -> None:
        self.title.say(text)
        self.setWindowTitle(text)
