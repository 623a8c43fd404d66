"""The dialog that asks why something need not be done here."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from resources.i18n import gettext as _
from ui.fonts import TextStyle
from ui.theme import EDGE, GAP
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.field_note import NoteKind
from ui.widgets.fields import TextField
from ui.widgets.form import Form, button_row
from ui.widgets.labels import TextLabel

_SIZE = QSize(520, 170)
_LETTERS = 1000


class NotApplicableDialog(QDialog):
    """``given`` carries the reason, which goes along to the level above. ``title`` says what it is about."""

    given = Signal(str)

    def __init__(self, title: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notApplicableDialog")
        self.setWindowTitle(_("Not applicable"))
        self.resize(_SIZE)
        self.reason = TextField()
        self.reason.setMaxLength(_LETTERS)
        form = Form()
        self.note = form.add_field(_("Reason"), self.reason)
        self.note.say(NoteKind.SOURCE, _("The level above will read it."))
        self.cancel_button = PlainButton(_("Cancel"))
        self.cancel_button.clicked.connect(self.reject)
        self.mark_button = PrimaryButton(_("Mark as not applicable"), "minus-circle")
        self.mark_button.setToolTip(_("Mark as not applicable (Ctrl+Enter)"))
        self.mark_button.setDefault(True)
        self.mark_button.clicked.connect(self.give)
        column = QVBoxLayout(self)
        column.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
        column.setSpacing(GAP)
        column.addWidget(TextLabel(title, TextStyle.CARD_TITLE, wrap=True))
        column.addLayout(form)
        column.addStretch(1)
        column.addLayout(button_row(self.cancel_button, self.mark_button))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.give)
        self.reason.setFocus()

    def give(self) -> None:
        """Hands the reason on, or says that there is none yet."""
        reason = self.reason.text().strip()
        if not reason:
            self.note.say(NoteKind.PROBLEM, _("Please say why it does not apply."))
            self.reason.setFocus()
            return
        self.given.emit(reason)
        self.accept()
