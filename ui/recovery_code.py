"""Showing the recovery code once, and having it typed back."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from papi_desktop.services.office import is_recovery_code
from resources.i18n import gettext as _
from ui.colours import Ink
from ui.fonts import TextStyle
from ui.theme import CARD_GAP
from ui.widgets.card import Card
from ui.widgets.field_note import NoteKind
from ui.widgets.fields import TextField
from ui.widgets.form import Form
from ui.widgets.labels import TextLabel


class RecoveryCode(QWidget):
    """The code in large letters, and a field that shows whether it was written down right."""

    def __init__(self) -> None:
        super().__init__()
        self._made = ""
        self._shown = TextLabel("", TextStyle.PAGE_TITLE)
        self._shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._shown.setAccessibleName(_("Recovery code"))
        paper = Card()
        paper.content.addWidget(self._shown)
        self.field = TextField()
        form = Form()
        self.note = form.add_field(_("Type the code back"), self.field)
        how = _("Please write it on paper and keep it where the seal of the office is kept. Letters I, L, O and U do not occur.")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(CARD_GAP)
        column.addWidget(paper)
        column.addWidget(TextLabel(how, TextStyle.BODY, Ink.SECONDARY, wrap=True))
        column.addLayout(form)
        column.addStretch(1)

    def show_code(self, code: str) -> None:
        self._made = code
        self._shown.setText(code)

    @property
    def shown(self) -> str:
        return self._shown.text()

    def enter(self) -> None:
        self.field.setFocus()

    def confirmed(self) -> bool:
        """Whether the code was typed back right; says so under the field when not."""
        if is_recovery_code(self.field.text(), self._made):
            return True
        self.insist()
        return False

    def insist(self) -> None:
        if self.field.text().strip():
            self.note.say(NoteKind.PROBLEM, _("This is not the code above. Please compare it letter by letter."))
        else:
            self.note.say(NoteKind.PROBLEM, _("Please write the code down, then type it here."))
        self.field.setFocus()
