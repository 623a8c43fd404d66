"""Step 2: the name and code of the office, the level above, and who works with the program."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QVBoxLayout

from papi_desktop.domain.office_names import short_name
from papi_desktop.domain.vocabulary import Role
from papi_desktop.services.office_paper import paper_look
from resources.i18n import gettext as _
from ui.setup.draft import Draft
from ui.setup.paper_preview import PaperPreview
from ui.setup.step import Step
from ui.theme import GAP
from ui.widgets.checked_field import Check, CheckedField, Said, first_unfit, problem
from ui.widgets.field_note import NoteKind
from ui.widgets.fields import TextField
from ui.widgets.form import Form

_FORM_WIDTH = 476
_BESIDE = 36
_COMMUNE_DIGITS = 5
_LONGEST_CODE = 16


class OfficeStep(Step):
    """Keeps what was typed whatever the role; ``draft`` gives it, ``fill`` puts it back."""

    def __init__(self, today: date) -> None:
        super().__init__(
            _("The office and the officer in charge"),
            _("These details go with every bundle sent upwards and stand on every paper. The data stays on this computer."),
        )
        self._today = today
        self._role = Role.COMMUNE
        self.name, self.code, self.superior = TextField(), TextField(), TextField()
        self.officer, self.position = TextField(), TextField()
        self.later = QCheckBox(_("Fill in the position later"))
        self._fields = (self.name, self.code, self.superior, self.officer, self.position)
        self._form = Form()
        self._build()
        for field in self._fields:
            field.textEdited.connect(self.edited)
            field.textChanged.connect(self._show_paper)
        self.later.toggled.connect(self._take_later)
        self._show_paper()

    def _build(self) -> None:
        self._name = self._checked(_("Name of the office"), self.name, self._judge_name, _("In full, as on the seal."))
        self._code = self._checked(_("Administrative unit code"), self.code, self._judge_code, "")
        self._superior = self._checked(_("Level above"), self.superior, lambda _text: None, _("Can be changed later in Settings."))
        self._officer = self._checked(
            _("Officer in charge"), self.officer, self._judge_officer, _("Full name; printed under “Người lập biểu”.")
        )
        self._position = self._checked(_("Position"), self.position, self._judge_position, "")
        self._form.addWidget(self.later, self._form.rowCount(), 1)
        self.name.setPlaceholderText(_("For example Ủy ban nhân dân xã Tân Phú"))
        self.superior.setPlaceholderText(_("For example Sở Nội vụ"))
        self.position.setPlaceholderText(_("For example Công chức Văn phòng HĐND và UBND"))
        self.preview = PaperPreview()
        form = QVBoxLayout()
        form.addLayout(self._form)
        form.addStretch(1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, GAP, 0)
        self._row.setSpacing(_BESIDE)
        self._row.addLayout(form, 1)
        self._row.addWidget(self.preview, 0, Qt.AlignmentFlag.AlignTop)
        self.set_role(Role.COMMUNE)

    def _checked(self, label: str, field: TextField, check: Check, hint: str) -> CheckedField:
        field.setMaximumWidth(_FORM_WIDTH)
        return CheckedField(field, self._form.add_field(label, field), check, hint=hint)

    def set_role(self, role: Role) -> None:
        self._role = role
        commune = role is Role.COMMUNE
        self.code.setPlaceholderText(_("For example 99001") if commune else _("For example SNV"))
        self._code.renew()
        self._show_paper()

    def set_wide(self, *, wide: bool) -> None:
        self._row.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    def fill(self, draft: Draft) -> None:
        texts = (draft.name, draft.code, draft.superior, draft.officer, draft.position)
        for field, text in zip(self._fields, texts, strict=True):
            field.setText(text)
        self.later.setChecked(draft.position_later)

    def add_to(self, draft: Draft) -> Draft:
        """``draft`` with what stands in the fields."""
        name, code, superior, officer, position = (field.text().strip() for field in self._fields)
        return replace(
            draft,
            name=name,
            code=code,
            superior=superior,
            officer=officer,
            position="" if self.later.isChecked() else position,
            position_later=self.later.isChecked(),
        )

    @property
    def complete(self) -> bool:
        """Whether all of it will do, said to nobody."""
        return all(field.fits for field in (self._name, self._code, self._officer, self._position))

    def enter(self) -> None:
        fields = (self._name, self._code, self._officer, self._position)
        (next((field.field for field in fields if not field.fits), self.name)).setFocus()

    def finish(self) -> bool:
        unfit = first_unfit(self._name, self._code, self._officer, self._position)
        if unfit is not None:
            unfit.field.setFocus()
        return unfit is None

    def _judge_name(self, text: str) -> Said | None:
        if not text:
            return problem(_("Please enter the name as on the seal."))
        short = short_name(text)
        return None if short == text else Said(NoteKind.HINT, _("In full, as on the seal; on screens “{name}”.").format(name=short))

    def _judge_code(self, text: str) -> Said:
        if self._role is Role.COMMUNE:
            if not (text.isascii() and text.isdigit() and len(text) == _COMMUNE_DIGITS):
                return problem(_("The code of a commune or ward has 5 digits, for example 99001."))
            return Said(NoteKind.GOOD, _("5 digits, the form of a commune's code. It was not compared with any list."))
        if not (text.isascii() and text.isalnum() and len(text) <= _LONGEST_CODE):
            return problem(_("Please enter the code: at most {count} letters without marks and digits.").format(count=_LONGEST_CODE))
        return Said(NoteKind.GOOD, _("Letters and digits only. It was not compared with any list."))

    def _judge_officer(self, text: str) -> Said | None:
        return None if text else problem(_("Please enter the officer's full name."))

    def _judge_position(self, text: str) -> Said | None:
        if text or self.later.isChecked():
            return None
        return Said(NoteKind.WARNING, _("Please enter the position, or choose “Fill in the position later”."), stops=True)

    def _take_later(self, later: bool) -> None:
        self.position.setEnabled(not later)
        self._position.renew()
        self.edited.emit()

    def _show_paper(self) -> None:
        look = paper_look(
            name=self.name.text(), role=self._role, superior=self.superior.text(), officer=self.officer.text(), day=self._today
        )
        self.preview.show_look(look)
