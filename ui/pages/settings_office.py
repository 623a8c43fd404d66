"""The section about the office itself: its name as on the seal, and how it stands on papers."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from papi_desktop.domain.office_names import short_name
from papi_desktop.domain.vocabulary import Role
from papi_desktop.services.app import App
from papi_desktop.services.office import edit_office
from papi_desktop.services.office_paper import paper_look
from papi_desktop.wording import role_text
from resources.i18n import gettext as _
from ui.jobs import Jobs
from ui.pages.page import Page, Room
from ui.pages.settings_section import FIELD_WIDTH, KeptText, Section, Seen, fact
from ui.setup.paper_preview import PaperPreview
from ui.theme import CARD_GAP
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.checked_field import CheckedField, Said, problem
from ui.widgets.field_note import NoteKind
from ui.widgets.fields import TextField
from ui.widgets.form import Form, button_row


class OfficeSection(Section):
    """The level above is set here where it stands over the name on papers; a commune has a section of its own for it."""

    def __init__(self, page: Page, app: App, jobs: Jobs) -> None:
        super().__init__(page, app, jobs, name="office", title=_("This office"), icon="communes")
        self._above = app.office.role is Role.AUTHORITY
        self._maker = ""
        self._superior_set = ""
        self.name_field, self.place_field, self.superior_field = TextField(), TextField(), TextField()
        self._name, self._place = KeptText(self.name_field), KeptText(self.place_field)
        self._superior = KeptText(self.superior_field)
        self._code = fact(app.office.code)
        self.preview = PaperPreview()
        self.save_button = PrimaryButton(_("Save the changes"), "check")
        self.reset_button = PlainButton(_("Give the changes up"))
        self._build()
        for field in (self.name_field, self.place_field, self.superior_field):
            field.textChanged.connect(self._show_edits)
            field.returnPressed.connect(self.save)
        self.save_button.clicked.connect(self.save)
        self.reset_button.clicked.connect(self.reset)
        self.bind_key(self.save_button, "Ctrl+S")

    def _build(self) -> None:
        form = Form()
        note = form.add_field(_("Name of the office"), self.name_field)
        self._checked = CheckedField(self.name_field, note, self._judge_name)
        form.add_field(_("Place before the date"), self.place_field).say(NoteKind.HINT, _("Empty: the one in the name of the office."))
        if self._above:
            form.add_field(_("Governing body"), self.superior_field).say(
                NoteKind.HINT, _("Printed over the name, for example UBND tỉnh. May stay empty.")
            )
        form.add_field(_("Unit code"), self._code).say(NoteKind.HINT, _("Other offices know this one by it; it cannot be changed."))
        form.add_field(_("Role"), fact(role_text(self.app.office.role)))
        for field in (self.name_field, self.place_field, self.superior_field):
            field.setMaximumWidth(FIELD_WIDTH)
        left = QVBoxLayout()
        left.addLayout(form)
        left.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(2 * CARD_GAP)
        row.addLayout(left, 1)
        row.addWidget(self.preview, 0, Qt.AlignmentFlag.AlignTop)
        self.content.addLayout(row, 1)
        self.content.addLayout(button_row(self.reset_button, self.save_button))

    def show_seen(self, seen: Seen) -> None:
        office = seen.office
        self._maker = next((officer.full_name for officer in office.officers if officer.at_work), "")
        self._superior_set = office.superior
        for kept, text in ((self._name, office.name), (self._place, office.place), (self._superior, office.superior)):
            kept.show(text)
        self._show_edits()

    def set_room(self, room: Room) -> None:
        self.preview.setVisible(room is Room.WIDE)

    def unsaved(self) -> bool:
        return self._name.edited or self._place.edited or (self._above and self._superior.edited)

    def escape(self) -> bool:
        had = self.unsaved()
        self.reset()
        return had

    def reset(self) -> None:
        for kept in (self._name, self._place, self._superior):
            kept.reset()
        self._checked.start_anew()

    def save(self) -> None:
        if not self.unsaved():
            return
        if not self._checked.ask():
            self.name_field.setFocus()
            return
        self.save_button.setEnabled(False)
        sent = [(kept, kept.text) for kept in (self._name, self._place, self._superior)]
        job = self.change(
            _("The details of the office are saved."),
            edit_office,
            partial(self._saved, sent),
            name=self._name.text,
            place=self._place.text if self._place.edited else None,
            superior=self._superior.text if self._above else None,
        )
        job.ended.connect(self._show_edits)

    def _saved(self, sent: list[tuple[KeptText, str]]) -> None:
        """What was sent is no longer an edit, what was typed since still is; a place found in the new name is shown."""
        for kept, text in sent:
            kept.set_text = text

    def _judge_name(self, text: str) -> Said | None:
        if not text:
            return problem(_("Please enter the name as on the seal."))
        return Said(NoteKind.HINT, _("In full, as on the seal; on screens “{name}”.").format(name=short_name(text)))

    def _show_edits(self) -> None:
        edited = self.unsaved()
        self.save_button.setEnabled(edited)
        self.reset_button.setEnabled(edited)
        look = paper_look(
            name=self._name.text,
            role=self.app.office.role,
            superior=self._superior.text if self._above else self._superior_set,
            officer=self._maker,
            day=self.app.today(),
            place=self._place.text if self._place.edited or self._name.text == self._name.set_text else "",
        )
        self.preview.show_look(look)
