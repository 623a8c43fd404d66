"""Showing a recovery code, and having a part of it typed back from the paper it was written on."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from papi_desktop.services.own_keys import groups_to_prove, propose_recovery_code, proves_code
from resources.i18n import gettext as _
from ui.colours import Ink
from ui.fonts import TextStyle
from ui.theme import GAP
from ui.widgets.card import Card
from ui.widgets.checked_field import CheckedField, Said, problem
from ui.widgets.field_note import NoteKind
from ui.widgets.fields import TextField
from ui.widgets.form import Form
from ui.widgets.labels import TextLabel

LABEL_WIDTH = 172
"""Of the labels beside the field, so that the fields of a form above it stand in line."""


class RecoveryCode(QWidget):
    """A new code in large letters and the field that proves it was written down. Nothing is locked with it yet."""

    def __init__(self) -> None:
        super().__init__()
        self.code = propose_recovery_code()
        self.groups = groups_to_prove(self.code)
        shown = TextLabel(self.code, TextStyle.PAGE_TITLE)
        shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        shown.setAccessibleName(_("Recovery code"))
        shown.setAccessibleDescription(self.code)
        shown.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a screen reader reads it out on demand
        paper = Card()
        paper.content.addWidget(shown)
        self.field = TextField()
        self.field.setPlaceholderText("XXXX-XXXX")
        form = Form()
        form.setColumnMinimumWidth(0, LABEL_WIDTH)
        first, second = self.groups
        label = _("Groups {first} and {second}").format(first=first, second=second)
        note = form.add_field(label, self.field)
        hint = _("From the paper: group {first} and group {second} of the code.").format(first=first, second=second)
        self._checked = CheckedField(self.field, note, self._judge, hint=hint)
        how = _(
            "If the passphrase is forgotten, only this code opens the seal key. It is kept nowhere: please write it on paper and keep it "
            "where the seal of the office is kept. The letters I, L, O and U do not occur."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(TextLabel(_("Recovery code"), TextStyle.CARD_TITLE))
        column.addWidget(TextLabel(how, TextStyle.BODY, Ink.SECONDARY, wrap=True))
        column.addWidget(paper)
        column.addLayout(form)

    @property
    def note(self) -> str:
        return self._checked.note.text

    def proven(self) -> bool:
        """Whether the part was typed right; says so under the field and goes there when not."""
        if self._checked.ask():
            return True
        self.field.setFocus()
        return False

    def _judge(self, text: str) -> Said:
        if proves_code(text, self.code, self.groups):
            return Said(NoteKind.GOOD, _("Matches: the code was written down right."))
        if not text:
            return problem(_("Please write the code down, then type the two groups here."))
        return problem(_("These are not the two groups. Please compare letter by letter."))
