"""The section about the people: who works here, who is at work now, who signs papers."""

from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout

from papi_desktop.domain.text import fold
from papi_desktop.services.app import App
from papi_desktop.services.office import OfficerRow
from papi_desktop.services.officers import add_officer, choose_signatory, edit_officer, put_to_work, set_officer_active
from resources.i18n import gettext as _
from resources.i18n import pgettext
from ui.colours import Ink
from ui.jobs import Job, Jobs
from ui.models.columns import Column
from ui.models.table_model import RowsModel
from ui.pages.page import Page
from ui.pages.settings_section import FIELD_WIDTH, KeptText, Section, Seen, bounded
from ui.theme import GAP
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.checked_field import CheckedField, problem
from ui.widgets.fields import TextField
from ui.widgets.form import Form, button_row
from ui.widgets.labels import Rule
from ui.widgets.rows_view import RowsView


class OfficersSection(Section):
    """The chosen officer can be corrected below the list; “New officer” opens the form for another one.

    What was typed and not saved waits with its officer while others are looked at.
    """

    def __init__(self, page: Page, app: App, jobs: Jobs) -> None:
        why = _("Everything is recorded in the name of who is at work now; papers name who signs. Tasks are filtered by officer.")
        super().__init__(page, app, jobs, name="officers", title=_("Officers"), icon="person", why=why)
        self._signatory: UUID | None = None
        self._chosen: OfficerRow | None = None
        self._saving: Job | None = None
        self._drafts: dict[UUID | None, tuple[str, str]] = {}
        """Name and position typed and left unsaved, by officer; None is the new one."""
        self.rows = RowsModel[OfficerRow](self._columns(), key=lambda row: row.id, parent=self)
        self.list = RowsView(_("Officers"))
        self.list.setModel(self.rows)
        self.list.set_widths(220, None, 190)
        self.list.chosen.connect(self._choose)
        self.list.activated.connect(self._enter_form)
        self.work_button = PlainButton(_("At work now"), "person")
        self.signs_button = PlainButton(_("Signs papers"), "edit")
        self.left_button = PlainButton(" ", "minus-circle")
        self.new_button = PlainButton(_("New officer"), "plus")
        self.name_field, self.position_field = TextField(), TextField()
        self._name, self._position = KeptText(self.name_field), KeptText(self.position_field)
        self.save_button = PrimaryButton(" ", "check")
        self._build()
        self._connect()
        self._show_chosen()

    def _build(self) -> None:
        actions = QHBoxLayout()
        actions.setSpacing(GAP)
        for button in (self.work_button, self.signs_button, self.left_button):
            actions.addWidget(button)
        actions.addStretch(1)
        actions.addWidget(self.new_button)
        form = Form()
        note = form.add_field(_("Full name"), self.name_field)
        self._checked = CheckedField(
            self.name_field, note, lambda text: None if text else problem(_("Please enter the officer's full name."))
        )
        form.add_field(_("Position"), self.position_field)
        self.position_field.setPlaceholderText(_("For example Công chức Văn phòng HĐND và UBND"))
        for field in (self.name_field, self.position_field):
            field.setMaximumWidth(FIELD_WIDTH)
        self.content.addWidget(self.list, 1)
        self.content.addLayout(actions)
        self.content.addWidget(Rule())
        self.content.addWidget(bounded(form))
        self.content.addLayout(button_row(self.save_button))

    def _connect(self) -> None:
        self.work_button.clicked.connect(self._put_to_work)
        self.signs_button.clicked.connect(self._let_sign)
        self.left_button.clicked.connect(self._turn_active)
        self.new_button.clicked.connect(self.begin_new)
        self.save_button.clicked.connect(self.save)
        for field in (self.name_field, self.position_field):
            field.returnPressed.connect(self.save)
            field.textChanged.connect(self._show_edits)
        self.bind_key(self.new_button, "Ctrl+N")
        self.bind_key(self.save_button, "Ctrl+S")

    def show_seen(self, seen: Seen) -> None:
        self._signatory = None if seen.office.signatory is None else seen.office.signatory.id
        known = {None, *(officer.id for officer in seen.office.officers)}
        self._drafts = {officer: typed for officer, typed in self._drafts.items() if officer in known}
        self.rows.set_rows(seen.office.officers)
        if self._chosen is None and not self._edited and not self.name_field.hasFocus():
            self.list.selectRow(next((number for number, row in enumerate(self.rows.rows) if row.at_work), 0))
        if self._chosen is not None:
            chosen = next((row for row in seen.office.officers if row.id == self._chosen.id), None)
            if chosen is None:
                self._reset()
                self.begin_new()
                return
            self._chosen = chosen
            self._name.show(chosen.full_name)
            self._position.show(chosen.position)
            self.list.selectRow(self.rows.index_of(chosen.id).row())
        self._show_chosen()

    @property
    def _edited(self) -> bool:
        return self._name.edited or self._position.edited

    def unsaved(self) -> bool:
        return self._edited or bool(self._drafts)

    def escape(self) -> bool:
        """Gives up what stands in the form; where that is as it was, what waits with other officers."""
        had = self.unsaved()
        if not self._edited:
            self._drafts.clear()
        self._reset()
        return had

    def begin_new(self) -> None:
        """Opens the form for an officer who is not in the list yet."""
        self.list.leave()
        self._open(None)
        self.name_field.setFocus()

    def save(self) -> None:
        if self._saving is not None:  # Enter twice is still one officer
            return
        if not self._checked.ask():
            self.name_field.setFocus()
            return
        name, position = sent = self._name.text, self._position.text
        details = {"full_name": name, "position": position}
        if self._chosen is None:
            self._saving = self.change(_("Officer entered: {name}").format(name=name), add_officer, partial(self._added, sent), **details)
        elif self._edited:
            heading, officer = _("The details of {name} are saved.").format(name=name), self._chosen.id
            self._saving = self.change(heading, edit_officer, partial(self._saved, officer, sent), officer_id=officer, **details)
        if self._saving is not None:
            self._saving.ended.connect(self._saving_over)
            self._show_edits()

    def _added(self, sent: tuple[str, str]) -> None:
        """The form is ready for the next one; what was typed into it since stays."""
        if self._chosen is not None:
            self._forget_draft(None, sent)
            return
        for kept, text in zip((self._name, self._position), sent, strict=True):
            if kept.text == text:
                kept.show_anyway("")
        self._checked.start_anew()
        if not self._edited:
            self.name_field.setFocus()

    def _saved(self, officer: UUID, sent: tuple[str, str]) -> None:
        if self._chosen is None or self._chosen.id != officer:
            self._forget_draft(officer, sent)
            return
        for kept, text in zip((self._name, self._position), sent, strict=True):
            kept.set_text = text

    def _saving_over(self) -> None:
        self._saving = None
        self._show_edits()

    def _forget_draft(self, officer: UUID | None, sent: tuple[str, str]) -> None:
        if self._drafts.get(officer) == sent:
            del self._drafts[officer]

    def _reset(self) -> None:
        for kept in (self._name, self._position):
            kept.reset()
        self._checked.start_anew()

    def _open(self, row: OfficerRow | None) -> None:
        """Shows an officer, or the new one for None, with what was typed of them before."""
        if self._edited:
            self._drafts[None if self._chosen is None else self._chosen.id] = self._name.text, self._position.text
        self._chosen = row
        known = ("", "") if row is None else (row.full_name, row.position)
        typed = self._drafts.pop(None if row is None else row.id, known)
        for kept, text, shown in zip((self._name, self._position), known, typed, strict=True):
            kept.show_anyway(text)
            kept.field.setText(shown)
        self._checked.start_anew()
        self._show_chosen()

    def _enter_form(self) -> None:
        self.name_field.setFocus()

    def _choose(self, index: object) -> None:
        del index
        row = self.rows.row_at(self.list.currentIndex())
        if row is None or (self._chosen is not None and row.id == self._chosen.id):
            return
        self._open(row)

    def _show_chosen(self) -> None:
        officer = self._chosen
        working = officer is not None and officer.active
        self.work_button.setEnabled(working and officer is not None and not officer.at_work)
        self.signs_button.setEnabled(working and officer is not None and officer.id != self._signatory)
        self.left_button.setEnabled(officer is not None)
        self.left_button.setText(_("Works here again") if officer is not None and not officer.active else _("No longer works here"))
        self.save_button.setText(_("Add the officer") if officer is None else _("Save the changes"))
        self._show_edits()

    def _show_edits(self) -> None:
        self.save_button.setEnabled(self._edited and self._saving is None)

    def _put_to_work(self) -> None:
        if self._chosen is not None:
            heading = _("From now on everything is recorded in the name of {name}.").format(name=self._chosen.full_name)
            self.change(heading, put_to_work, officer_id=self._chosen.id)

    def _let_sign(self) -> None:
        if self._chosen is not None:
            heading = _("From now on papers name {name} as who signs.").format(name=self._chosen.full_name)
            self.change(heading, choose_signatory, officer_id=self._chosen.id)

    def _turn_active(self) -> None:
        officer = self._chosen
        if officer is not None:
            said = _("{name} no longer works here; what was done keeps the name.") if officer.active else _("{name} works here again.")
            self.change(said.format(name=officer.full_name), set_officer_active, officer_id=officer.id, active=not officer.active)

    def _columns(self) -> tuple[Column[OfficerRow], ...]:
        return (
            Column(_("Full name"), lambda row: row.full_name, sort=lambda row: fold(row.full_name), ink=_ink),
            Column(_("Position"), lambda row: row.position, ink=_ink, tooltip=lambda row: row.position),
            Column(pgettext("officer", "State"), self._state, icon=_icon, ink=lambda row: Ink.GREEN if row.at_work else _ink(row)),
        )

    def _state(self, row: OfficerRow) -> str:
        said = [_("At work now")] if row.at_work else [] if row.active else [_("No longer here")]
        return ", ".join([*said, *([_("signs papers") if said else _("Signs papers")] if row.id == self._signatory else [])])


def _ink(row: OfficerRow) -> Ink:
    return Ink.TEXT if row.active else Ink.SECONDARY


def _icon(row: OfficerRow) -> str | None:
    return "person" if row.at_work else None if row.active else "minus-circle"
