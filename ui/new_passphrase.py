"""Choosing a passphrase: typed twice, its strength said in words."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QCheckBox

from papi_desktop.domain.passphrases import MINIMUM_PASSPHRASE, Strength, strength
from papi_desktop.wording import strength_text
from resources.i18n import gettext as _
from ui.passphrase import PassphraseField
from ui.widgets.checked_field import CheckedField, Said, first_unfit, problem
from ui.widgets.field_note import NoteKind
from ui.widgets.form import Form

_KINDS = {Strength.FAIR: NoteKind.HINT, Strength.GOOD: NoteKind.GOOD}


class NewPassphrase(QObject):
    """Two fields and the box that shows what is typed, added to ``form``."""

    def __init__(self, form: Form, label: str, again_label: str) -> None:
        super().__init__(form)
        self.first, self.second = PassphraseField(), PassphraseField()
        self.first.setPlaceholderText(_("At least {count} characters, for example four words").format(count=MINIMUM_PASSPHRASE))
        hint = _("Four words that have nothing in common are strong and easy to keep in mind.")
        self._first = CheckedField(self.first, form.add_field(label, self.first), self._judge, hint=hint)
        self._second = CheckedField(self.second, form.add_field(again_label, self.second), self._judge_again)
        self.first.textChanged.connect(self._second.renew)
        self.shown = QCheckBox(_("Show what is typed"))
        self.shown.toggled.connect(self._show)
        form.addWidget(self.shown, form.rowCount(), 1)

    @property
    def text(self) -> str:
        return self.first.text()

    @property
    def notes(self) -> tuple[str, str]:
        return self._first.note.text, self._second.note.text

    def ask(self) -> bool:
        """Whether both will do; says what is wrong and goes there when not."""
        unfit = first_unfit(self._first, self._second)
        if unfit is not None:
            unfit.field.setFocus()
        return unfit is None

    def clear(self) -> None:
        for checked in (self._first, self._second):
            checked.field.clear()
            checked.start_anew()
        self.shown.setChecked(False)

    def _judge(self, _text: str) -> Said | None:
        typed = self.first.text()
        how = strength(typed)
        if how is Strength.SHORT:
            return problem(strength_text(how))
        return Said(_KINDS.get(how, NoteKind.WARNING), strength_text(how))

    def _judge_again(self, _text: str) -> Said | None:
        first, second = self.first.text(), self.second.text()
        if first and first == second:
            return Said(NoteKind.GOOD, _("The same as above."))
        return problem(_("The two passphrases differ.") if second else _("Please type the passphrase once more."))

    def _show(self, shown: bool) -> None:
        for field in (self.first, self.second):
            field.set_shown(shown)
