"""The inbox of the level above: taking in bundles of communes, what each brought, and sending the answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QBoxLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

from papi_desktop.domain.errors import PapiError
from papi_desktop.domain.vocabulary import ImportVerdict, Relation
from papi_desktop.services.app import App, Cancelled, Progress, never, no_progress
from papi_desktop.services.bundles import BundleRow, list_bundles
from papi_desktop.services.cards import CardView, list_cards
from papi_desktop.services.changes import Area, Changed
from papi_desktop.services.receiving import FileVerdict, ImportResult, import_bundles
from papi_desktop.services.sending import RepliesResult, write_replies
from papi_desktop.wording import date_text, error_message
from resources.i18n import gettext as _
from resources.i18n import ngettext
from ui.file_choice import ask_folder
from ui.jobs import Jobs
from ui.opening import open_folder, open_folder_action
from ui.pages.answer_lines import went_in
from ui.pages.cards import take_card, write_card
from ui.pages.inbox_details import CardsCard, DetailsCard
from ui.pages.inbox_lists import HistoryCard, LastCard
from ui.pages.intake import Intake
from ui.pages.page import Files, Page, Room
from ui.passphrase import with_keys
from ui.theme import CARD_GAP
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.drop_frame import DropFrame
from ui.widgets.message_bar import Message, MessageAction, MessageKind
from ui.widgets.progress_panel import ProgressPanel

_PANEL_WIDTH = 396
_SHOWN = frozenset({Area.BUNDLES, Area.CARDS, Area.REVIEWS})


@dataclass(frozen=True)
class RepliesWanted:
    """Another page leads the inbox to writing the replies."""


class InboxPage(Page):
    """Takes in what communes send, and answers them. ``arrive`` takes a ``RepliesWanted``."""

    def __init__(self, app: App, jobs: Jobs) -> None:
        super().__init__("inboxPage", _("Inbox"), "inbox")
        self._app, self._jobs = app, jobs
        self._answering: ProgressPanel | None = None
        self._begun = False
        self._row: BundleRow | None = None
        """The bundle of the history that the details show."""
        self.last, self.history = LastCard(), HistoryCard()
        self.details, self.cards = DetailsCard(), CardsCard()
        self._above = QVBoxLayout()
        self._above.setSpacing(CARD_GAP)
        self._build()
        self.intake = Intake[ImportResult](self, app, jobs, take=import_bundles, place=self._above)
        self.intake.taken.connect(self._taken)
        self._connect()

    def refresh(self, changed: Changed) -> None:
        if changed & _SHOWN:
            self.latest("bundles", self._jobs.read(list_bundles, self._app, on_done=self._show_bundles))
            self.latest("cards", self._jobs.read(list_cards, self._app, on_done=self._show_cards))

    def areas(self) -> Sequence[QWidget]:
        return (self._left, self._right)

    def arrive(self, what: object) -> None:
        if isinstance(what, RepliesWanted) and self.reply_button.isEnabled():
            self._ask_where()
        elif isinstance(what, Files):
            self.intake.take(list(what.paths))

    def set_room(self, room: Room) -> None:
        super().set_room(room)
        single = room is Room.SINGLE
        self._columns.setDirection(QBoxLayout.Direction.TopToBottom if single else QBoxLayout.Direction.LeftToRight)
        self._right.setMinimumWidth(0 if single else _PANEL_WIDTH)
        self._right.setMaximumWidth(16777215 if single else _PANEL_WIDTH)
        self.history.set_room(room)

    def escape(self) -> bool:
        if self._answering is not None:
            self._answering.cancel()
            return True
        return self.intake.cancel()

    def _build(self) -> None:
        self.take_button = PrimaryButton(_("Take in bundles…"), "inbox")
        self.reply_button = PlainButton(_("Write the replies…"), "lock")
        self.header.add_action(self.reply_button)
        self.header.add_action(self.take_button)
        self._left, self._right = QWidget(), QWidget()
        left, right = _column(self._left), _column(self._right)
        left.addLayout(self._above)
        left.addWidget(self.last, 2)
        left.addWidget(self.history, 3)
        right.addWidget(self.details, 1)
        right.addWidget(self.cards)
        self.cards.setFixedHeight(206)
        self.last.hide()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(CARD_GAP)
        self._columns.addWidget(self._left, 1)
        self._columns.addWidget(self._right)
        both = QWidget()
        both.setLayout(self._columns)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(both)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
        self.drop = DropFrame(self, _drop_text)

    def _connect(self) -> None:
        self.take_button.clicked.connect(self.intake.choose_files)
        self.bind_key(self.take_button, "Ctrl+I")
        self.reply_button.clicked.connect(self._ask_where)
        self.bind_key(self.reply_button, "Ctrl+E")
        self.drop.dropped.connect(self.intake.take)
        self.history.folder_button.clicked.connect(self.intake.choose_folder)
        self.history.card_button.clicked.connect(self._take_card)
        self.history.begin_button.clicked.connect(self.intake.choose_files)
        self.last.chosen.connect(self._show_file)
        self.history.chosen.connect(self._show_row)
        self.details.card_wanted.connect(self._take_card)
        self.details.folder_wanted.connect(self._open_folder)
        self.cards.take_button.clicked.connect(self._take_card)
        self.cards.write_button.clicked.connect(lambda: write_card(self, self._app, self._jobs))

    # what is shown

    def _show_bundles(self, rows: Sequence[BundleRow]) -> None:
        self.history.set_rows(rows)
        known = next((row for row in rows if self._row is not None and row.id == self._row.id), None)
        if known is not None and known != self._row:
            self._show_row(known)
        taken = [row for row in rows if not row.ours]
        if taken:
            last = date_text(taken[0].at.astimezone().date())
            count = ngettext("{count} bundle taken in, last on {date}", "{count} bundles taken in, last on {date}", len(taken))
            self.header.set_fact(count.format(count=len(taken), date=last))
        else:
            self.header.set_fact(_("nothing taken in yet"))
        if not self._begun and taken:
            self._begun = True
            self.history.choose_first()

    def _show_cards(self, cards: Sequence[CardView]) -> None:
        below = [card for card in cards if card.relation is Relation.SUBORDINATE]
        self.cards.set_cards(below)
        self.reply_button.setEnabled(any(card.revoked_at is None for card in below))
        self.history.set_any_card(any_card=bool(below))

    def _show_file(self, file: FileVerdict) -> None:
        self.history.table.leave()
        self._row = None
        self.details.show_file(file)

    def _show_row(self, row: BundleRow) -> None:
        self.last.table.leave()
        self._row = row
        self.details.show_bundle(row)

    def _take_card(self) -> None:
        take_card(self, self._app, self._jobs)

    def _open_folder(self, path: str) -> None:
        open_folder(self, Path(path))

    # taking in

    def _taken(self, result: ImportResult) -> None:
        self._begun = True
        self.last.show_result(result)
        focus = QApplication.focusWidget()
        if focus is not None and self.history.isAncestorOf(focus):
            self.last.table.setFocus()  # else the history, once it has rows, would show its first one
        self.message.emit(_result_message(result))

    # answering

    def _ask_where(self) -> None:
        if self._answering is None:
            ask_folder(self, _("Where to write the replies"), self._answer)

    def _answer(self, folder: Path) -> None:
        with_keys(self.window(), self._app, self._jobs, lambda: self._begin_answering(folder))

    def _begin_answering(self, folder: Path) -> None:
        title = _("Writing the replies")
        keeps = _("Cancelling keeps the replies already written; the one under way leaves no file.")
        panel = self._answering = ProgressPanel(title, keeps=keeps, amount=lambda _done, _total: "")
        self._above.addWidget(panel)
        self.reply_button.setEnabled(False)
        again = MessageAction(_("Write again"), lambda: self._answer(folder))
        job = self._jobs.run(
            partial(_write_replies, self._app, out=folder),
            title=title,
            long=True,
            on_done=self._answered,
            on_error=lambda error: self._not_answered(error, again),
            on_cancelled=self._answering_cancelled,
        )
        panel.follow(job)
        job.ended.connect(self._answering_ended)

    def _answered(self, result: RepliesResult) -> None:
        self.changed.emit(result.changed)
        count = len(result.bundles)
        if not count:
            sentence = _("Every office has the answer to all it sent.")
            self.message.emit(Message(MessageKind.UNDO, _("Nothing new to answer."), sentence))
            return
        heading = ngettext("{count} reply is written and read back equal.", "{count} replies are written and read back equal.", count)
        names = _("For: {codes}.").format(codes=", ".join(bundle.recipient for bundle in result.bundles))
        self.message.emit(Message(MessageKind.DONE, heading.format(count=count), names, open_folder_action(self, result.bundles[0].path)))

    def _not_answered(self, error: PapiError, again: MessageAction) -> None:
        said = error_message(error)
        self.message.emit(Message(MessageKind.ERROR, said.what, said.todo, again))
        self.changed.emit(frozenset({Area.BUNDLES}))

    def _answering_cancelled(self) -> None:
        self.message.emit(Message(MessageKind.UNDO, _("Writing the replies was cancelled."), _("Replies already written are kept.")))
        self.changed.emit(frozenset({Area.BUNDLES}))

    def _answering_ended(self) -> None:
        if self._answering is not None:
            self._above.removeWidget(self._answering)
            self._answering.deleteLater()
            self._answering = None
        self.reply_button.setEnabled(True)


def _column(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(CARD_GAP)
    return column


def _result_message(result: ImportResult) -> Message:
    """How many got in, were here before, stayed outside."""
    if not result.files:
        return Message(MessageKind.WARNING, _("No bundle was found there."), _("Choose .papi.zip or .papi.age files."))
    known = sum(file.verdict is ImportVerdict.DUPLICATE for file in result.files)
    inside = sum(map(went_in, result.files)) - known
    outside = len(result.files) - inside - known
    parts: list[str] = []
    if inside or not known:
        parts.append(ngettext("{count} bundle is taken in.", "{count} bundles are taken in.", inside).format(count=inside))
    if known:
        parts.append(ngettext("{count} bundle was here before.", "{count} bundles were here before.", known).format(count=known))
    if outside:
        heading = ngettext("{count} file did not get in.", "{count} files did not get in.", outside).format(count=outside)
        return Message(MessageKind.WARNING, heading, " ".join([*parts, _("The list says why and what to do.")]))
    return Message(MessageKind.DONE, parts[0], " ".join([*parts[1:], _("The next reply tells the communes.")]))


def _drop_text(count: int) -> str:
    return ngettext("Drop {count} file to take in bundles", "Drop {count} files to take in bundles", count).format(count=count)


def _write_replies(app: App, *, out: Path, progress: Progress = no_progress, cancelled: Cancelled = never) -> RepliesResult:
    """``write_replies`` for a job; how many replies there will be is not known beforehand, so neither is the share that is done."""
    return write_replies(app, out=out, progress=lambda _stage, _done, _total: progress(0, 0), cancelled=cancelled)
