"""The history half of the sync page: every bundle, how far it has come, and what is known of the one chosen."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from papi_desktop.domain.vocabulary import SyncState
from papi_desktop.services.answers import Answer
from papi_desktop.services.bundles import BundleRow
from papi_desktop.wording import date_text, moment_text, sync_text
from resources.i18n import gettext as _
from resources.i18n import ngettext
from ui.colours import Ink
from ui.fonts import TextStyle
from ui.models.columns import Column
from ui.models.table_model import RowsModel
from ui.pages.answer_lines import AnswerList, answer_line
from ui.pages.bundle_words import UNFINISHED, content_text, number_of, place_text, state_mark, state_text
from ui.pages.page import Room
from ui.theme import CARD_GAP
from ui.widgets.buttons import LinkButton, SmallButton
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.empty_state import EmptyState, no_matches
from ui.widgets.field_note import FieldNote, NoteKind
from ui.widgets.fields import ChoiceField
from ui.widgets.labels import TextLabel
from ui.widgets.rows_view import TWO_LINES, RowsView

_RECEIVED = "replies"
_FILTERED = (SyncState.SENT, SyncState.RECEIVED, SyncState.ACCEPTED, SyncState.RETURNED)
_PLACE = 3


class BundlePanel(Card):
    """What is known of one bundle, in honest words, and what can be done with it."""

    folder_wanted = Signal(object)
    check_wanted = Signal(object)
    line_opened = Signal(object)

    def __init__(self) -> None:
        super().__init__(" ")
        self.row: BundleRow | None = None
        self.chip = Chip("", "circle", Ink.GREY)
        self.head.insertWidget(1, self.chip)
        self.folder_button = LinkButton(_("Open the folder of the bundle"))
        self.folder_button.clicked.connect(lambda: self.folder_wanted.emit(self.row))
        self.head.addWidget(self.folder_button)
        self.sentence = TextLabel("", wrap=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.seal = TextLabel(
            _("Sealed with the key of this program (not a digital signature)."), TextStyle.CAPTION, Ink.SECONDARY, wrap=True
        )
        self.answers = AnswerList(_("What the reply said"))
        self.answers.setFixedHeight(3 * TWO_LINES + 2)
        self.answers.line_opened.connect(self.line_opened)
        self.check_button = SmallButton(_("Check the bundle"))
        self.check_button.clicked.connect(lambda: self.check_wanted.emit(self.row))
        self.check_note = FieldNote(self.check_button)
        foot = QHBoxLayout()
        foot.setSpacing(CARD_GAP)
        foot.addWidget(self.check_button)
        foot.addWidget(self.check_note, 1)
        foot.addStretch(0)
        self.content.addWidget(self.sentence)
        self.content.addWidget(self.seal)
        self.content.addWidget(self.answers)
        self.content.addLayout(foot)

    def show_bundle(self, row: BundleRow, now: datetime) -> None:
        self.row = row
        title = _("Bundle {number}") if row.ours else _("Reply {number}")
        self.title.setText(title.format(number=number_of(row.sequence)))
        mark = state_mark(row)
        self.chip.set_state(state_text(row), mark.icon, mark.ink)
        self.sentence.setText(_sentence(row, now) if row.ours else _reply_sentence(row, None))
        self.seal.setVisible(row.ours)
        self.answers.setVisible(not row.ours)
        self.answers.set_lines(())
        self.check_button.setVisible(row.ours and row.state != UNFINISHED)
        self.check_note.clear()

    def show_answers(self, bundle_id: UUID, answers: Sequence[Answer]) -> None:
        """The verdicts of the reply that is shown; those of another one come too late and are dropped."""
        if self.row is not None and self.row.id == bundle_id:
            self.sentence.setText(_reply_sentence(self.row, answers))
            self.answers.setVisible(bool(answers))
            self.answers.set_lines([answer_line(answer) for answer in answers])

    def say_check(self, bundle_id: UUID, kind: NoteKind, text: str) -> None:
        if self.row is not None and self.row.id == bundle_id:
            self.check_note.say(kind, text)


def _sentence(row: BundleRow, now: datetime) -> str:
    """What may be said of a bundle of ours: written is not sent, sent is not received."""
    if row.state == UNFINISHED:
        return _("Writing began at {moment} and was not finished. Nothing of it counts as sent; write the bundle again.").format(
            moment=moment_text(row.at)
        )
    written = _("Written and read back equal at {moment}.").format(moment=moment_text(row.at))
    name = row.peer_name
    match SyncState(row.state):
        case SyncState.RECEIVED:
            said = _("{name} has confirmed by a receipt that it holds this bundle; not everything in it has been judged yet.")
        case SyncState.ACCEPTED:
            said = _("{name} holds this bundle and has accepted all evidence in it.")
        case SyncState.RETURNED:
            said = _("{name} holds this bundle and has returned evidence in it; the comments stand with the tasks.")
        case _:
            return f"{written} {_unconfirmed(name, (now.date() - row.at.astimezone().date()).days)}"
    return f"{written} {said.format(name=name)}"


def _unconfirmed(name: str, days: int) -> str:
    honest = _("“Sent” does not yet mean “Received”.")
    if days < 1:
        return _("No receipt of {name} yet; {honest}").format(name=name, honest=honest)
    text = ngettext("No receipt of {name} after {count} day; {honest}", "No receipt of {name} after {count} days; {honest}", days)
    return text.format(name=name, count=days, honest=honest)


def _reply_sentence(row: BundleRow, answers: Sequence[Answer] | None) -> str:
    said = _("Taken in at {moment} from {name}, seal right.").format(moment=moment_text(row.at), name=row.peer_name)
    if answers is not None and not answers:
        return " ".join((said, _("It carried a receipt and no review results, or later replies replaced them.")))
    return said


class HistoryCard(Card):
    """All bundles written and taken in, newest first, filtered by state; below it the panel of the one chosen."""

    chosen = Signal(object)
    """the ``BundleRow`` chosen"""

    def __init__(self) -> None:
        super().__init__(_("History of sending and receiving"))
        self._now = datetime.now().astimezone()
        self.filter = ChoiceField(_("State"))
        self.filter.setMinimumWidth(136)
        self.filter.addItem(_("All states"), None)
        for state in _FILTERED:
            self.filter.addItem(sync_text(state), state.value)
        self.filter.addItem(_("Replies taken in"), _RECEIVED)
        self.filter.currentIndexChanged.connect(self._filter)
        self.head.addWidget(self.filter)
        self.rows = RowsModel[BundleRow](_columns(), key=lambda row: row.id)
        self.table = RowsView(_("History of sending and receiving"), row_height=30, sorts=True)
        self.table.setModel(self.rows)
        self.table.set_widths(76, 86, None, 92, 132)
        self.table.chosen.connect(self._choose)
        how = _("A bundle that was written stands here with how far it has come.")
        self._list = QStackedWidget()
        self._list.addWidget(self.table)
        self._list.addWidget(EmptyState("sync", _("Nothing sent yet"), how))
        self._list.addWidget(no_matches(lambda: self.filter.setCurrentIndex(0)))
        self._list.setMinimumHeight(120)
        self.panel = BundlePanel()
        self.content.addWidget(self._list, 1)
        self.content.addWidget(self.panel)
        self.panel.hide()

    def set_rows(self, rows: Sequence[BundleRow], now: datetime) -> None:
        """``now`` is from when days without a receipt are counted. The bundle chosen stays chosen."""
        self._now = now
        keep = None if self.panel.row is None or self.panel.isHidden() else self.panel.row.id
        self.rows.set_rows(rows)
        self._show_list()
        self.choose(keep)

    def choose(self, bundle_id: UUID | None) -> None:
        """Selects a bundle; the newest one where there is none of that id."""
        index = self.rows.index_of(bundle_id)
        if not index.isValid():
            index = self.rows.index(0, 0) if self.rows.rows else QModelIndex()
        if index.isValid():
            self.table.selectRow(index.row())
            self._choose(index)

    def set_room(self, room: Room) -> None:
        self.table.setColumnHidden(_PLACE, room is not Room.WIDE)

    def entrance(self) -> QWidget:
        return self.table

    def _choose(self, index: QModelIndex) -> None:
        row = self.rows.row_at(index)
        self.panel.setVisible(row is not None)
        if row is not None:
            self.panel.show_bundle(row, self._now)
            self.chosen.emit(row)

    def _filter(self) -> None:
        wanted: str | None = self.filter.currentData()
        if wanted is None:
            self.rows.set_condition(None)
        else:
            self.rows.set_condition(lambda row: (wanted == _RECEIVED) if not row.ours else row.state == wanted)
        self._show_list()
        self.choose(None)

    def _show_list(self) -> None:
        page = 0 if self.rows.rows else 2 if self.rows.filtered else 1
        self._list.setCurrentIndex(page)
        if page:
            self.panel.hide()


def _columns() -> list[Column[BundleRow]]:
    return [
        Column(
            _("Bundle"),
            text=lambda row: number_of(row.sequence),
            icon=lambda row: "sync" if row.state == UNFINISHED else "arrow-right" if row.ours else "inbox",
            sort=lambda row: (row.ours, row.sequence),
            spoken=_spoken_number,
            tooltip=lambda row: _("written here") if row.ours else _("taken in"),
        ),
        Column(_("Date"), text=lambda row: date_text(row.at.astimezone().date()), sort=lambda row: row.at),
        Column(_("Content"), text=content_text, sort=lambda row: row.evidence, tooltip=content_text),
        Column(_("Written to"), text=lambda row: place_text(row.path), tooltip=lambda row: row.path),
        Column(
            _("State"),
            text=state_text,
            icon=lambda row: state_mark(row).icon,
            ink=lambda row: state_mark(row).ink,
        ),
    ]


def _spoken_number(row: BundleRow) -> str:
    return " ".join((_("written here") if row.ours else _("taken in"), number_of(row.sequence)))
