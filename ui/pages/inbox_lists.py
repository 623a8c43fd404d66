"""The left side of the inbox: the verdicts of the last taking in, and every bundle that ever came or went back."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QStackedWidget

from papi_desktop.services.bundles import BundleRow
from papi_desktop.services.receiving import FileVerdict, ImportResult
from papi_desktop.wording import date_text, size_text, verdict_text
from resources.i18n import gettext as _
from resources.i18n import ngettext
from ui.colours import Ink
from ui.fonts import TextStyle
from ui.models.columns import Column
from ui.models.table_model import RowsModel
from ui.pages.answer_lines import went_in
from ui.pages.bundle_words import content_text, number_of, place_text, state_mark, state_text, verdict_sentence
from ui.pages.page import Room
from ui.states import mark_of
from ui.widgets.buttons import LinkButton, PlainButton
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import TextLabel
from ui.widgets.rows_view import RowsView

_PLACE = 4


class LastCard(Card):
    """The files of the last taking in, one verdict each."""

    chosen = Signal(object)
    """the ``FileVerdict`` chosen"""

    def __init__(self) -> None:
        super().__init__(_("Taken in just now"))
        self.close_button = LinkButton(_("Close"))
        self.close_button.clicked.connect(self.hide)
        self.head.addWidget(self.close_button)
        self.rows = RowsModel[FileVerdict](_verdict_columns(), key=lambda file: file.path)
        self.table = RowsView(_("Taken in just now"))
        self.table.setModel(self.rows)
        self.table.set_widths(116, 184, 62, None)
        self.table.chosen.connect(self._choose)
        self.skipped = TextLabel("", TextStyle.CAPTION, Ink.SECONDARY, wrap=True)
        self.content.addWidget(self.table, 1)
        self.content.addWidget(self.skipped)

    def show_result(self, result: ImportResult) -> None:
        """Lists the verdicts and chooses the first file that did not get in, else the first one."""
        self.rows.set_rows(result.files)
        count = len(result.skipped)
        text = ngettext("{count} other file in the folder is no bundle.", "{count} other files in the folder are no bundles.", count)
        self.skipped.setText(text.format(count=count))
        self.skipped.setVisible(bool(count))
        self.setVisible(bool(result.files))
        if result.files:
            first = next((number for number, file in enumerate(self.rows.rows) if not went_in(file)), 0)
            self.table.leave()
            self.table.selectRow(first)

    def _choose(self, index: QModelIndex) -> None:
        file = self.rows.row_at(index)
        if file is not None:
            self.chosen.emit(file)


class HistoryCard(Card):
    """Every bundle taken in and every reply written, newest first; while there is none, how the first one gets in."""

    chosen = Signal(object)
    """the ``BundleRow`` chosen"""

    def __init__(self) -> None:
        super().__init__(_("Bundles taken in, replies written"))
        self.folder_button = LinkButton(_("Take in a whole folder…"))
        self.head.addWidget(self.folder_button)
        self.rows = RowsModel[BundleRow](_columns(), key=lambda row: row.id)
        self.table = RowsView(_("Bundles taken in, replies written"), sorts=True)
        self.table.setModel(self.rows)
        self.table.set_widths(None, 64, 88, 168, 96, 112)
        self.table.chosen.connect(self._choose)
        self.begin_button = PlainButton(_("Take in bundles…"), "inbox")
        self.card_button = PlainButton(_("Take in a unit card…"), "lock")
        with_card = _("Drop bundle files or a whole folder here, or choose them.")
        without = _("First take in the card of each commune and compare its fingerprint by telephone; then its bundles get in.")
        self._list = QStackedWidget()
        self._list.addWidget(self.table)
        self._list.addWidget(EmptyState("inbox", _("No bundle taken in yet"), with_card, (self.begin_button,)))
        self._list.addWidget(EmptyState("lock", _("No unit card is trusted yet"), without, (self.card_button,)))
        self._list.setMinimumHeight(112)
        self._any_card = True
        self.content.addWidget(self._list, 1)

    def set_rows(self, rows: Sequence[BundleRow]) -> None:
        self.rows.set_rows(rows)
        self._show_list()

    def set_any_card(self, *, any_card: bool) -> None:
        """Whether a bundle could get in at all."""
        self._any_card = any_card
        self._show_list()

    def choose_first(self) -> None:
        self.table.selectRow(0)

    def set_room(self, room: Room) -> None:
        self.table.setColumnHidden(_PLACE, room is not Room.WIDE)

    def _show_list(self) -> None:
        self._list.setCurrentIndex(0 if self.rows.rows else 1 if self._any_card else 2)

    def _choose(self, index: QModelIndex) -> None:
        row = self.rows.row_at(index)
        if row is not None:
            self.chosen.emit(row)


def _verdict_columns() -> list[Column[FileVerdict]]:
    return [
        Column(
            _("Result"),
            text=lambda file: verdict_text(file.verdict),
            icon=lambda file: mark_of(file.verdict).icon,
            ink=lambda file: mark_of(file.verdict).ink,
        ),
        Column(_("Office"), text=lambda file: file.unit_name or file.path.name, tooltip=lambda file: str(file.path)),
        Column(_("Bundle"), text=lambda file: number_of(file.sequence), sort=lambda file: file.sequence),
        Column(_("What happened"), text=verdict_sentence, tooltip=verdict_sentence),
    ]


def _columns() -> list[Column[BundleRow]]:
    return [
        Column(
            _("Office"),
            text=lambda row: row.peer_name,
            icon=lambda row: "arrow-right" if row.ours else "inbox",
            tooltip=_direction,
            spoken=_direction,
        ),
        Column(_("Bundle"), text=lambda row: number_of(row.sequence), sort=lambda row: row.sequence),
        Column(_("Date"), text=lambda row: date_text(row.at.astimezone().date()), sort=lambda row: row.at),
        Column(_("Content"), text=_content, sort=lambda row: row.evidence, tooltip=content_text),
        Column(_("Folder"), text=lambda row: place_text(row.path), tooltip=lambda row: row.path),
        Column(_("State"), text=state_text, icon=lambda row: state_mark(row).icon, ink=lambda row: state_mark(row).ink),
    ]


def _direction(row: BundleRow) -> str:
    said = _("Reply to {name}") if row.ours else _("Bundle of {name}")
    return said.format(name=row.peer_name)


def _content(row: BundleRow) -> str:
    return _("Reply, {size}").format(size=size_text(row.size)) if row.ours else content_text(row)
