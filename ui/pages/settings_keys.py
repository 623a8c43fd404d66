"""The section about the own card and key: the fingerprint to be read out, the passphrase, the recovery code."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from papi_desktop.domain.errors import PapiError
from papi_desktop.services.app import App
from papi_desktop.services.own_keys import change_passphrase
from papi_desktop.wording import error_message
from resources.i18n import gettext as _
from ui.colours import Ink
from ui.fonts import TextStyle
from ui.jobs import Job, Jobs
from ui.new_passphrase import NewPassphrase
from ui.pages.cards import write_card
from ui.pages.page import Page
from ui.pages.settings_section import FIELD_WIDTH, Section, Seen, fact
from ui.passphrase import PassphraseField
from ui.recovery_dialog import RecoveryDialog
from ui.theme import GAP
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.field_note import NoteKind
from ui.widgets.form import Form
from ui.widgets.labels import Rule, TextLabel
from ui.widgets.message_bar import Message, MessageKind

_GROUPS_A_LINE = 4


class KeysSection(Section):
    def __init__(self, page: Page, app: App, jobs: Jobs) -> None:
        super().__init__(page, app, jobs, name="keys", title=_("Card and key"), icon="lock")
        self._job: Job | None = None
        self.fingerprint = fact()
        self.fingerprint.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.write_button = PlainButton(_("Write the card to a file…"), "save")
        self.code_button = PlainButton(_("Make a new recovery code…"), "unlock")
        self.old = PassphraseField()
        self.change_button = PrimaryButton(_("Change the passphrase"), "check")
        self._build()
        self.write_button.clicked.connect(lambda: write_card(page, app, jobs))
        self.code_button.clicked.connect(self._make_code)
        self.change_button.clicked.connect(self.save)
        self.bind_key(self.change_button, "Ctrl+S")

    def _build(self) -> None:
        self._add_title(_("Fingerprint of the card of this office"))
        how = _("Read it out group by group on the telephone when another office takes this card in.")
        self.content.addWidget(TextLabel(how, TextStyle.BODY, Ink.SECONDARY, wrap=True))
        self.content.addWidget(_row(self.fingerprint, self.write_button))
        self.content.addWidget(Rule())
        self._add_title(_("Passphrase"))
        form = Form()
        self.old_note = form.add_field(_("Passphrase or recovery code"), self.old)
        self.new = NewPassphrase(form, _("New passphrase"), _("New passphrase again"))
        for field in (self.old, self.new.first, self.new.second):
            field.setMaximumWidth(FIELD_WIDTH)
            field.returnPressed.connect(self.save)
        self.old.textChanged.connect(self.old_note.clear)
        form.addWidget(_row(self.change_button), form.rowCount(), 1)
        self.content.addLayout(form)
        self.content.addWidget(Rule())
        self._add_title(_("Recovery code"))
        lost = _("Lost or seen by others? A new one can be made; the old one is then worth nothing.")
        self.content.addWidget(TextLabel(lost, TextStyle.BODY, Ink.SECONDARY, wrap=True))
        self.content.addWidget(_row(self.code_button))
        self.content.addStretch(1)

    def _add_title(self, text: str) -> None:
        self.content.addWidget(TextLabel(text, TextStyle.STRONG))

    def show_seen(self, seen: Seen) -> None:
        groups = seen.office.fingerprint.split("-")
        lines = [groups[start : start + _GROUPS_A_LINE] for start in range(0, len(groups), _GROUPS_A_LINE)]
        self.fingerprint.setText("\n".join("   ".join(line) for line in lines))
        self.fingerprint.setAccessibleName(_("Fingerprint: {code}").format(code=" ".join(groups)))

    def unsaved(self) -> bool:
        return bool(self.new.text)

    def escape(self) -> bool:
        had = bool(self.old.text()) or self.unsaved()
        self._empty()
        return had

    def save(self) -> None:
        if self._job is not None:
            return
        if not self.old.text():
            self.old_note.say(NoteKind.PROBLEM, _("Please enter the passphrase used so far, or the recovery code."))
            self.old.setFocus()
            return
        if not self.new.ask():
            return
        self.change_button.setEnabled(False)
        self.old_note.say(NoteKind.HINT, _("Locking the keys takes a few seconds, on purpose…"))
        self._job = self.jobs.run(
            change_passphrase,
            self.app,
            secret=self.old.text(),
            new_passphrase=self.new.text,
            title=_("Changing the passphrase"),
            on_done=self._changed,
            on_error=self._refused,
        )
        self._job.ended.connect(self._ended)

    def _changed(self, _nothing: None) -> None:
        self._empty()
        heading = _("The passphrase was changed.")
        self.page.message.emit(Message(MessageKind.DONE, heading, _("The recovery code stays valid.")))

    def _refused(self, error: PapiError) -> None:
        said = error_message(error)
        self.old_note.say(NoteKind.PROBLEM, f"{said.what} {said.todo}")
        self.old.setFocus()
        self.old.selectAll()

    def _ended(self) -> None:
        self._job = None
        self.change_button.setEnabled(True)

    def _empty(self) -> None:
        self.old.clear()
        self.new.clear()
        self.old_note.clear()

    def _make_code(self) -> None:
        dialog = RecoveryDialog(self.app, self.jobs, self.window())
        dialog.accepted.connect(self._code_made)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _code_made(self) -> None:
        heading = _("The new recovery code is valid from now on.")
        self.page.message.emit(Message(MessageKind.DONE, heading, _("The old one opens nothing any more: please destroy that paper.")))


def _row(*parts: QWidget) -> QWidget:
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(3 * GAP)
    for part in parts:
        row.addWidget(part)
    row.addStretch(1)
    return whole
