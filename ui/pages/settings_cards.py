"""The sections about other offices: the level above of a commune, the communes of the level above. Who is trusted, since when."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QMessageBox, QWidget

from papi_desktop.domain.vocabulary import Relation, Role
from papi_desktop.services.app import App
from papi_desktop.services.cards import CardView, revoke_card
from papi_desktop.services.office import edit_office
from resources.i18n import gettext as _
from resources.i18n import ngettext
from ui.jobs import Jobs
from ui.models.table_model import RowsModel
from ui.pages.card_rows import card_columns
from ui.pages.cards import take_card, write_card
from ui.pages.page import Page
from ui.pages.settings_section import FIELD_WIDTH, KeptText, Section, Seen
from ui.theme import GAP
from ui.widgets.buttons import PlainButton, PrimaryButton, SmallButton
from ui.widgets.field_note import NoteKind
from ui.widgets.fields import TextField
from ui.widgets.form import Form
from ui.widgets.labels import TextLabel
from ui.widgets.message_bar import Message, MessageKind
from ui.widgets.rows_view import RowsView


class CardsSection(Section):
    """Cards are taken in by their file and the fingerprint that is read out, and can be revoked; both are kept in the journal."""

    def __init__(self, page: Page, app: App, jobs: Jobs) -> None:
        self._above = app.office.role is Role.AUTHORITY
        title = _("Communes and wards") if self._above else _("Level above")
        why = _("Bundles are taken in only from offices whose card is trusted, and are sealed for them only.")
        super().__init__(page, app, jobs, name="cards", title=title, icon="inbox" if self._above else "overview", why=why)
        self._chosen: CardView | None = None
        self.said = TextLabel("", wrap=True)
        self.rows = RowsModel[CardView](card_columns(), key=lambda card: (card.unit, card.number), parent=self)
        self.list = RowsView(_("Cards"), sorts=True)
        self.list.setModel(self.rows)
        self.list.set_widths(64, None, 330, 150)
        self.list.chosen.connect(self._choose)
        self.take_button = PrimaryButton(_("Take in a unit card…"), "inbox")
        self.write_button = PlainButton(_("Write the card of this office…"), "save")
        self.revoke_button = PlainButton(_("Trust this card no longer…"), "minus-circle")
        self.superior_field = TextField()
        self._superior = KeptText(self.superior_field)
        self._build()
        self.take_button.clicked.connect(lambda: take_card(page, app, jobs))
        self.write_button.clicked.connect(lambda: write_card(page, app, jobs))
        self.revoke_button.clicked.connect(self._ask_to_revoke)
        self.bind_key(self.take_button, "Ctrl+O")
        self._show_chosen()

    def _build(self) -> None:
        if not self._above:
            self._form = Form()
            note = self._form.add_field(_("Name of the level above"), self._name_row(), self.superior_field)
            note.say(NoteKind.HINT, _("As it is said on screens. Taking in its card sets the name from the card."))
            self.content.addLayout(self._form)
        self.content.addWidget(self.said)
        self.content.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.revoke_button)
        row.addStretch(1)
        row.addWidget(self.write_button)
        row.addWidget(self.take_button)
        self.content.addLayout(row)

    def _name_row(self) -> QWidget:
        self.superior_field.setMaximumWidth(FIELD_WIDTH)
        self.save_button = SmallButton(_("Save the name"), "check")
        self.save_button.clicked.connect(self.save)
        self.superior_field.returnPressed.connect(self.save)
        self.superior_field.textChanged.connect(lambda: self.save_button.setEnabled(self._superior.edited))
        self.save_button.setEnabled(False)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self.superior_field, 1)
        row.addWidget(self.save_button)
        row.addStretch(1)
        self.bind_key(self.save_button, "Ctrl+S")
        return whole

    def show_seen(self, seen: Seen) -> None:
        relation = Relation.SUBORDINATE if self._above else Relation.SUPERIOR
        cards = [card for card in seen.cards if card.relation is relation]
        trusted = [card for card in cards if card.revoked_at is None]
        self.rows.set_rows(cards)
        self.said.setText(_trusted_text(trusted) if self._above else _recipient_text(trusted))
        if not self._above:
            self._superior.show(seen.office.superior)
        self._choose()

    def unsaved(self) -> bool:
        return not self._above and self._superior.edited

    def escape(self) -> bool:
        had = self.unsaved()
        self._superior.reset()
        return had

    def save(self) -> None:
        if self._superior.edited:
            name = self._superior.text
            self.change(_("The name of the level above is saved."), edit_office, partial(self._saved, name), superior=name)

    def _saved(self, sent: str) -> None:
        """What was typed since is not saved yet."""
        self._superior.set_text = sent
        self.save_button.setEnabled(self._superior.edited)

    def _choose(self, *_index: object) -> None:
        self._chosen = self.rows.row_at(self.list.currentIndex())
        self._show_chosen()

    def _show_chosen(self) -> None:
        self.revoke_button.setEnabled(self._chosen is not None and self._chosen.revoked_at is None)

    def _ask_to_revoke(self) -> None:
        """It cannot be undone by a key: the way back is to take the card in again."""
        card = self._chosen
        if card is None:
            return
        said = _("Trust the card of {name} no longer? What was taken in stays; nothing more is taken in from there or sealed for it.")
        box = QMessageBox(QMessageBox.Icon.Warning, self.title.text(), said.format(name=card.name), parent=self.window())
        keep = box.addButton(_("Keep trusting it"), QMessageBox.ButtonRole.RejectRole)
        stop = box.addButton(_("Trust it no longer"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        stop.clicked.connect(lambda: self._revoke(card))
        box.finished.connect(box.deleteLater)
        box.open()

    def _revoke(self, card: CardView) -> None:
        def tell(revoked: CardView) -> None:
            self.page.changed.emit(revoked.changed)
            heading = _("The card of {name} is trusted no longer.").format(name=card.name)
            self.page.message.emit(Message(MessageKind.DONE, heading, _("Taking the card in again makes it trusted again.")))

        self.jobs.run(revoke_card, self.app, code=card.code, title=self.title.text(), on_done=tell, on_error=self.say)


def _trusted_text(trusted: list[CardView]) -> str:
    return ngettext("{count} trusted card", "{count} trusted cards", len(trusted)).format(count=len(trusted))


def _recipient_text(trusted: list[CardView]) -> str:
    """The card trusted last is the one that bundles are sealed for."""
    if not trusted:
        return _("No card of the level above yet: bundles cannot be sealed for it, and its replies cannot be opened.")
    last = max(trusted, key=lambda card: card.trusted_at.timestamp() if card.trusted_at is not None else 0.0)
    return _("Bundles are sealed for {name}, code {code}.").format(name=last.name, code=last.code)
