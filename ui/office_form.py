"""The form that sets an office up: who it is, who works there, and the passphrase of its seal key."""

from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from papi_desktop.domain.vocabulary import Role
from papi_desktop.services.office import MINIMUM_PASSPHRASE
from resources.i18n import gettext as _
from ui.passphrase import PassphraseField
from ui.widgets.field_note import FieldNote, NoteKind
from ui.widgets.fields import ChoiceField, TextField
from ui.widgets.form import Form

_LONGEST_CODE = 16


@dataclass(frozen=True)
class OfficeEntered:
    role: Role
    code: str
    name: str
    superior: str
    officer: str
    position: str
    passphrase: str


class OfficeForm(QWidget):
    """What is wrong is said under its field, and what was typed stays."""

    def __init__(self) -> None:
        super().__init__()
        self.role = ChoiceField()
        self.role.addItem(_("People's Committee of a commune or ward: records and sends"), Role.COMMUNE)
        self.role.addItem(_("Level above: receives and reviews"), Role.AUTHORITY)
        self.name, self.code, self.superior = TextField(), TextField(), TextField()
        self.officer, self.position = TextField(), TextField()
        self.passphrase, self.again = PassphraseField(), PassphraseField()
        self._form = Form()
        self._form.setVerticalSpacing(6)
        self._form.add_field(_("Role"), self.role)
        self.name_note = self._form.add_field(_("Name of the office"), self.name)
        self.code_note = self._form.add_field(_("Code of the unit"), self.code)
        self._form.add_field(_("Level above"), self.superior)
        self.officer_note = self._form.add_field(_("Officer in charge"), self.officer)
        self._form.add_field(_("Position"), self.position)
        self.passphrase_note = self._form.add_field(_("Passphrase"), self.passphrase)
        self.again_note = self._form.add_field(_("Passphrase again"), self.again)
        self.name.setPlaceholderText(_("As it should stand on screens, for example UBND xã Tân Phú"))
        self.code.setPlaceholderText(_("For example 99001"))
        self.superior.setPlaceholderText(_("For example Sở Nội vụ"))
        self.position.setPlaceholderText(_("For example Công chức Văn phòng HĐND và UBND"))
        self.passphrase.setPlaceholderText(_("At least {count} characters, for example four words").format(count=MINIMUM_PASSPHRASE))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 0)
        column.addLayout(self._form)
        column.addStretch(1)
        self.role.currentIndexChanged.connect(self._show_superior)

    @property
    def is_commune(self) -> bool:
        return Role(self.role.currentData()) is Role.COMMUNE  # Qt keeps the bare word

    def enter(self) -> None:
        self.name.setFocus()

    def say_working(self, text: str) -> None:
        """What is being done with it; nothing for an empty text."""
        if text:
            self.again_note.say(NoteKind.SOURCE, text)
        else:
            self.again_note.clear()

    def read(self) -> OfficeEntered | None:
        """What was entered; None when something is wrong, which is said."""
        code, secret = self.code.text().strip(), self.passphrase.text()
        checks: list[tuple[TextField, FieldNote, bool, str]] = [
            (self.name, self.name_note, bool(self.name.text().strip()), _("Please enter the name.")),
            (
                self.code,
                self.code_note,
                code.isascii() and code.isalnum() and len(code) <= _LONGEST_CODE,
                _("Please enter the code: at most {count} letters without marks and digits.").format(count=_LONGEST_CODE),
            ),
            (self.officer, self.officer_note, bool(self.officer.text().strip()), _("Please enter the officer's full name.")),
            (
                self.passphrase,
                self.passphrase_note,
                len(secret) >= MINIMUM_PASSPHRASE,
                _("Please choose at least {count} characters.").format(count=MINIMUM_PASSPHRASE),
            ),
            (self.again, self.again_note, secret == self.again.text(), _("The two passphrases differ.")),
        ]
        wrong = [field for field, note, right, text in checks if not _judge(note, right=right, text=text)]
        if wrong:
            wrong[0].setFocus()
            return None
        return OfficeEntered(
            role=Role(self.role.currentData()),
            code=code,
            name=self.name.text().strip(),
            superior=self.superior.text().strip() if self.is_commune else "",
            officer=self.officer.text().strip(),
            position=self.position.text().strip(),
            passphrase=secret,
        )

    def _show_superior(self) -> None:
        self._form.set_field_visible(self.superior, visible=self.is_commune)


def _judge(note: FieldNote, *, right: bool, text: str) -> bool:
    if right:
        note.clear()
    else:
        note.say(NoteKind.PROBLEM, text)
    return right
