"""Step 4 of the level above: taking in the cards of its communes, as far as they are here."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from papi_desktop.domain.errors import PapiError
from papi_desktop.services.app import App
from papi_desktop.services.cards import CardView, list_cards, read_card_file
from papi_desktop.wording import error_message
from resources.i18n import gettext as _
from ui.jobs import Jobs
from ui.models.table_model import RowsModel
from ui.pages.card_rows import card_columns
from ui.pages.cards import TrustCardDialog, ask_for_card
from ui.setup.step import Step
from ui.theme import GAP
from ui.widgets.buttons import PlainButton
from ui.widgets.card import Card
from ui.widgets.drop_frame import DropFrame
from ui.widgets.empty_state import EmptyState
from ui.widgets.form import button_row
from ui.widgets.message_bar import Message, MessageKind
from ui.widgets.rows_view import RowsView


class CardsStep(Step):
    message = Signal(object)

    def __init__(self, app: App, jobs: Jobs) -> None:
        super().__init__(
            _("The cards of the communes"),
            _("A bundle is taken in only from an office whose card is here. Cards can also be taken in later, in Settings."),
        )
        self._app, self._jobs = app, jobs
        self.take_button = PlainButton(_("Take in a unit card…"), "inbox")
        self.take_button.setShortcut("Ctrl+O")
        self.take_button.setToolTip(f"{self.take_button.text()} (Ctrl+O)")
        self.take_button.clicked.connect(lambda: ask_for_card(self, self.begin))
        self.cards = RowsModel[CardView](card_columns(), key=lambda card: (card.unit, card.number), parent=self)
        self.list = RowsView(_("Cards"))
        self.list.setModel(self.cards)
        self.list.set_widths(64, None, 330, 150)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        row = button_row()
        row.insertWidget(0, self.take_button)
        column.addLayout(row)
        how = _("Drop a card file here, or choose it on this computer. Its fingerprint is then compared by telephone.")
        empty = Card()
        empty.content.addWidget(EmptyState("inbox", _("No card has been taken in yet"), how), 1)
        self._parts = QStackedWidget()
        for part in (empty, self.list):
            self._parts.addWidget(part)
        column.addWidget(self._parts, 1)
        self.drop = DropFrame(self, lambda _count: _("Drop the file to take in the unit card"))
        self.drop.dropped.connect(self._take_dropped)

    def enter(self) -> None:
        self.take_button.setFocus()
        self._jobs.read(list_cards, self._app, on_done=self._show)

    def _show(self, cards: tuple[CardView, ...]) -> None:
        self.cards.set_rows(cards)
        self._parts.setCurrentIndex(1 if cards else 0)

    def _take_dropped(self, paths: list[Path]) -> None:
        self.begin(paths[0])

    def begin(self, path: Path) -> None:
        """Reads the card in ``path``, then asks for its fingerprint."""

        def ask(card: CardView) -> None:
            dialog = TrustCardDialog(self._app, self._jobs, path, card, self.window())
            dialog.accepted.connect(self.enter)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

        def refuse(error: PapiError) -> None:
            said = error_message(error, name=path.name)
            self.message.emit(Message(MessageKind.ERROR, said.what, said.todo))

        self._jobs.read(read_card_file, path, on_done=ask, on_error=refuse)
