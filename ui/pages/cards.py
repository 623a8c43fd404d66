"""Exchanging cards: writing our own to a file, taking in another office's after its fingerprint was read aloud."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from papi_desktop.domain.errors import PapiError
from papi_desktop.domain.vocabulary import Role
from papi_desktop.services.app import App
from papi_desktop.services.cards import CardView, read_card_file, trust_card, write_own_card
from papi_desktop.services.office import OfficeView
from papi_desktop.wording import error_message
from resources.i18n import gettext as _
from ui.colours import Ink
from ui.file_choice import ask_files, ask_new_file
from ui.fonts import TextStyle
from ui.jobs import Jobs
from ui.opening import open_folder_action
from ui.pages.page import Page
from ui.passphrase import with_keys
from ui.theme import CARD_GAP, EDGE
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.field_note import NoteKind
from ui.widgets.fields import TextField
from ui.widgets.form import Form, button_row
from ui.widgets.labels import TextLabel
from ui.widgets.message_bar import Message, MessageKind

_WIDTH = 560


class TrustCardDialog(QDialog):
    """Shows the card in ``path`` and asks for the fingerprint that its office reads aloud. Accepted once the card is trusted."""

    def __init__(self, app: App, jobs: Jobs, path: Path, card: CardView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._app, self._jobs, self._path = app, jobs, path
        self.trusted: CardView | None = None
        self.setObjectName("trustCardDialog")
        self.setWindowTitle(_("Take in a unit card"))
        self.setMinimumWidth(_WIDTH)
        why = _("Call {name} on a number known before and have the fingerprint of its card read out. Enter what is heard.")
        form = Form()
        form.add_field(_("Office"), _fact(card.name))
        form.add_field(_("Unit code"), _fact(card.code))
        form.add_field(_("Fingerprint in the file"), _fact(card.fingerprint))
        self.field = TextField()
        self.field.setPlaceholderText("XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX")
        self.note = form.add_field(_("Fingerprint read out"), self.field)
        cancel = PlainButton(_("Cancel"))
        cancel.clicked.connect(self.reject)
        self.trust_button = PrimaryButton(_("Trust this card"), "check")
        self.trust_button.setDefault(True)
        self.trust_button.clicked.connect(self._trust)
        column = QVBoxLayout(self)
        column.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
        column.setSpacing(CARD_GAP)
        column.addWidget(TextLabel(why.format(name=card.name), TextStyle.BODY, Ink.SECONDARY, wrap=True))
        column.addLayout(form)
        column.addStretch(1)
        column.addLayout(button_row(cancel, self.trust_button))
        self.field.setFocus()

    def _trust(self) -> None:
        spoken = self.field.text().strip()
        if not spoken:
            self._say(_("Please enter the fingerprint that was read out."))
            return
        self.trust_button.setEnabled(False)
        job = self._jobs.run(
            trust_card,
            self._app,
            path=self._path,
            spoken=spoken,
            title=_("Trusting a card"),
            on_done=self._trusted,
            on_error=self._refused,
        )
        job.ended.connect(lambda: self.trust_button.setEnabled(True))

    def _trusted(self, card: CardView) -> None:
        self.trusted = card
        self.accept()

    def _refused(self, error: PapiError) -> None:
        said = error_message(error)
        self._say(f"{said.what} {said.todo}")
        self.field.setFocus()
        self.field.selectAll()

    def _say(self, problem: str) -> None:
        self.note.say(NoteKind.PROBLEM, problem)
        self.adjustSize()  # the sentence may take two lines


class NoCardCard(Card):
    """What stands on the page until the card of the level above is trusted."""

    def __init__(self) -> None:
        super().__init__()
        self.write_button = PlainButton(_("Write the card of this office…"), "save")
        self.take_button = PrimaryButton(_("Take in the card of the level above…"), "inbox")
        how = _(
            "Both offices exchange their cards once and compare the fingerprints by telephone; then bundles can be sealed for each other."
        )
        self.content.addWidget(EmptyState("lock", _("No card of the level above yet"), how, (self.write_button, self.take_button)), 1)
        self.fingerprint = TextLabel("", TextStyle.CAPTION, Ink.SECONDARY)
        self.fingerprint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.fingerprint.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.content.addWidget(self.fingerprint)

    def show_office(self, office: OfficeView) -> None:
        self.fingerprint.setText(_("Fingerprint of this office: {fingerprint}").format(fingerprint=office.fingerprint))


def _fact(text: str) -> TextLabel:
    return TextLabel(text, TextStyle.STRONG, wrap=True)


def take_card(page: Page, app: App, jobs: Jobs) -> None:
    """Asks for a card file, then for its fingerprint; ``page`` says and announces that the card is trusted."""

    def ask(card: CardView, path: Path) -> None:
        dialog = TrustCardDialog(app, jobs, path, card, page.window())
        dialog.accepted.connect(lambda: _announce(page, dialog.trusted))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def read(path: Path) -> None:
        jobs.read(read_card_file, path, on_done=lambda card: ask(card, path), on_error=_say(page, path.name))

    ask_for_card(page, read)


def ask_for_card(parent: QWidget, then: Callable[[Path], object]) -> None:
    """Lets a person choose one card file and calls ``then`` with it."""
    kinds = [_("Unit cards (*.papi.card)"), _("All files (*)")]
    ask_files(parent, _("Take in a unit card"), kinds, lambda paths: then(paths[0]), many=False)


def _announce(page: Page, card: CardView | None) -> None:
    if card is None:
        return
    page.changed.emit(card.changed)
    where = _("Bundles can now be sent there.") if card.role is Role.AUTHORITY else _("Its bundles can now be taken in.")
    page.message.emit(Message(MessageKind.DONE, _("The card of {name} is trusted.").format(name=card.name), where))


def write_card(page: Page, app: App, jobs: Jobs) -> None:
    """Asks where to, and writes this office's card there; the message repeats the fingerprint to be read out."""

    def written(card: CardView) -> None:
        said = _("Fingerprint to read out on the telephone: {fingerprint}").format(fingerprint=card.fingerprint)
        action = None if card.path is None else open_folder_action(page, card.path)
        page.message.emit(Message(MessageKind.DONE, _("The unit card is written."), said, action))

    def write(path: Path) -> None:
        jobs.run(write_own_card, app, out=path, title=_("Writing the unit card"), on_done=written, on_error=_say(page, path.name))

    def choose() -> None:
        ask_new_file(page, _("Write the unit card"), f"{app.office.code}.papi.card", write)

    with_keys(page.window(), app, jobs, choose)


def _say(page: Page, name: str) -> Callable[[PapiError], None]:
    def say(error: PapiError) -> None:
        said = error_message(error, name=name)
        page.message.emit(Message(MessageKind.ERROR, said.what, said.todo))

    return say
