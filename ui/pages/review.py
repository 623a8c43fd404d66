"""The review page of the level above: one evidence after the other, by keyboard."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from papi_desktop.domain.errors import Code, PapiError
from papi_desktop.domain.vocabulary import ReviewState, ReviewVerdict
from papi_desktop.services.app import App
from papi_desktop.services.changes import Area, Changed
from papi_desktop.services.review_details import ReviewDetail, review_detail
from papi_desktop.services.reviews import ReviewCounts, ReviewQueue, ReviewResult, review_counts, review_evidence, review_queue
from papi_desktop.services.tasks import AttachmentView
from papi_desktop.wording import error_message
from resources.i18n import gettext as _
from resources.i18n import ngettext
from ui.jobs import Job, Jobs
from ui.pages.inbox import RepliesWanted
from ui.pages.page import Page, Room
from ui.pages.review_foot import ReviewFoot
from ui.pages.review_keys import ReviewKeys
from ui.pages.review_panel import ReviewPanel
from ui.pages.review_queue import ReviewList
from ui.pages.review_rows import Key, ReviewWanted, Wanted, with_state
from ui.preview import Preview
from ui.theme import CARD_GAP, GAP
from ui.viewing import open_file
from ui.widgets.buttons import PlainButton
from ui.widgets.empty_state import EmptyState
from ui.widgets.message_bar import Message, MessageKind

_SHOWS: Changed = frozenset({Area.REVIEWS, Area.EVIDENCE, Area.TASKS, Area.PLANS, Area.BUNDLES})
_REVIEWS: Changed = frozenset({Area.REVIEWS})
_ONCE = frozenset("ar")
_NOTHING: Wanted = (None, None)


class ReviewPage(Page):
    """``arrive`` takes a ``ReviewWanted``, or an evidence: unit and id, or the id alone where no two units use it."""

    def __init__(self, app: App, jobs: Jobs) -> None:
        super().__init__("reviewPage", _("Review"), "review")
        self._app, self._jobs = app, jobs
        self._detail: ReviewDetail | None = None
        self._ahead: ReviewDetail | None = None
        self._listing: Job | None = None
        self._reading: Job | None = None
        self._looking_ahead: Job | None = None
        self._judging = False
        self._telling = False
        self._judged: list[tuple[Key, ReviewState]] = []
        """What was judged, in its order: where the last of it is undone, the officer is led back to it."""
        self._wanted: Wanted = _NOTHING
        self._piece_alone = False
        self.list, self.panel, self.preview, self.foot = ReviewList(), ReviewPanel(), Preview(app, jobs), ReviewFoot()
        self.reply_button = PlainButton(_("Write the replies…"), "lock")
        self.header.add_action(self.reply_button)
        self._lay_out()
        self._connect()
        self.panel.show_nothing()

    # what is shown

    @property
    def detail(self) -> ReviewDetail | None:
        """What is on the screen; None while it is being read."""
        return self._detail

    def refresh(self, changed: Changed) -> None:
        if changed & _SHOWS and not self._telling:
            _drop(self._listing)
            self._listing = self._jobs.read(
                review_queue, self._app, chosen=self.list.filter(self.year, self._wanted), on_done=self._take_queue
            )

    def areas(self) -> Sequence[QWidget]:
        return (self.list.unit, self.list.view, self.preview, self.panel)

    def arrive(self, what: object) -> None:
        if isinstance(what, ReviewWanted):
            self._wanted = what.first
            self.list.show_wanted(what)
            return
        match what:
            case UUID():
                self._wanted = None, what
            case (UUID() as unit, UUID() as evidence):
                self._wanted = unit, evidence
            case _:
                return
        self.list.show_all()

    def place(self) -> str:
        return "" if self.list.current is None else " ".join(map(str, self.list.current))

    def return_to(self, place: str) -> None:
        try:
            ids = [UUID(part) for part in place.split()]
        except ValueError:  # the file of settings was written by hand
            return
        if len(ids) in {1, 2}:
            self._wanted = None if len(ids) == 1 else ids[0], ids[-1]
            self.refresh(_REVIEWS)

    def put_away(self) -> str:
        count = self.panel.unsent
        if not count:
            return ""
        text = ngettext(
            "{count} comment is written and not sent; it would be lost.",
            "{count} comments are written and not sent; they would be lost.",
            count,
        )
        return text.format(count=count)

    def show_example(self) -> None:
        """Chooses the first minutes: a paper whose signatures and dates there is something to say on."""
        paper = next((row for row in self.list.rows.rows if row.kind == "bien_ban"), None)
        if paper is not None:
            self.list.select(paper.key)

    def show_year(self, year: int) -> None:
        self.list.reopen()
        super().show_year(year)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Opening the page opens the queue anew: what was judged before is not shown among what waits any more."""
        if not event.spontaneous():
            self.list.reopen()
            self.take(_REVIEWS)
        super().showEvent(event)

    def set_room(self, room: Room) -> None:
        super().set_room(room)
        if room is not Room.SINGLE:
            self._piece_alone = False
        self._share_room()

    def escape(self) -> bool:
        """Out of the full view, out of the comment, back to the list."""
        if self.preview.leave_full_view():
            return True
        focus = QApplication.focusWidget()
        if not self._piece_alone and (focus is None or not (self.panel.isAncestorOf(focus) or self.preview.isAncestorOf(focus))):
            return False
        if focus is not self.panel.comment:
            self._piece_alone = False
            self._share_room()
        self._focus_work()
        return True

    # verdicts

    def accept(self) -> None:
        self._judge(ReviewVerdict.ACCEPTED, "")

    def give_back(self) -> None:
        """Returns the evidence with the comment; asks for one where there is none."""
        if self._detail is None or self._judging:
            return
        if not self.panel.comment_text:
            self._open_piece()
            self.panel.ask_comment()
            return
        self._judge(ReviewVerdict.RETURNED, self.panel.comment_text)

    def _judge(self, verdict: ReviewVerdict, comment: str) -> None:
        """Only what is on the screen is judged, in the version that is on the screen, and one after the other."""
        detail = self._detail
        if detail is None or self._judging or detail.key != self.list.current:
            return
        self._judging = True
        self.panel.set_working(working=True)
        job = self._jobs.run(
            review_evidence,
            self._app,
            title=_("Recording the verdict"),
            evidence_id=detail.id,
            verdict=verdict,
            comment=comment,
            seen=detail.seen,
            on_done=partial(self._recorded, detail.key),
            on_error=self._not_recorded,
        )
        job.ended.connect(self._judging_over)

    def _recorded(self, key: Key, result: ReviewResult) -> None:
        state = result.items[0].state
        row = self.list.row(key)
        if row is not None:
            self.list.replace(with_state(row, state))
        self.panel.forget_draft(key)
        self._judged.append((key, state))
        self._telling = True  # the row is known already; other pages read anew
        self.changed.emit(result.changed)
        self._telling = False
        self._jobs.read(review_counts, self._app, chosen=self.list.filter(self.year), on_done=self._show_counts)
        if self.list.current == key:
            self._detail = None
            self._go_on()

    def _judging_over(self) -> None:
        self._judging = False
        self.panel.set_working(working=self._detail is None)

    def _not_recorded(self, error: PapiError) -> None:
        if error.code in {Code.CONFLICT, Code.NOT_FOUND}:
            self._detail = None  # what is read anew is what this message speaks of
            heading = _("This evidence is not what it was when it was opened. The verdict was not recorded.")
            self.message.emit(Message(MessageKind.WARNING, heading, _("Look at what is shown now, then decide.")))
            self.refresh(_REVIEWS)
            return
        said = error_message(error)
        self.message.emit(Message(MessageKind.ERROR, said.what, said.todo))

    # moving

    def _go_on(self) -> None:
        """To the next that waits; where there is none, to the way on."""
        following = self.list.next_pending()
        if following is None:
            self.list.select(None)
            if self.list.more:
                self.list.reopen()
                self.refresh(_REVIEWS)
            else:
                self._show_done()
        else:
            self.list.select(following)
        self._focus_work()

    def _focus_work(self) -> None:
        (self.preview if self._piece_alone else self.list.view).setFocus()

    def _choose(self, key: Key | None) -> None:
        self._detail = None
        self.panel.set_working(working=True)
        self.panel.place.setText(self.list.place)
        if key is None:
            self.panel.show_nothing()
            self.preview.clear()
            return
        self._whole.setCurrentWidget(self._work)
        if self._ahead is not None and self._ahead.key == key:
            self._take_detail(self._ahead)
        else:
            self._read_detail()

    def _read_detail(self) -> None:
        _drop(self._reading)
        self._reading = None
        if self.list.current is not None:
            unit, evidence = self.list.current
            self._reading = self._jobs.read(
                review_detail, self._app, evidence_id=evidence, unit=unit, on_done=self._take_detail, on_error=self._detail_gone
            )

    def _take_detail(self, detail: ReviewDetail) -> None:
        _drop(self._reading)
        self._reading = None
        if detail.key != self.list.current:
            return
        self._say_newer(detail)
        self._detail = detail
        self.panel.show_detail(detail)
        self.panel.place.setText(self.list.place)
        self.panel.set_working(working=self._judging)
        self.preview.show_files(detail.files)
        self._look_ahead()

    def _say_newer(self, detail: ReviewDetail) -> None:
        """A version that came while the one before was looked at is never shown in its place without a word."""
        before = self._detail
        if (
            before is not None
            and before.key == detail.key
            and (before.seen.rev, before.seen.digest) != (detail.seen.rev, detail.seen.digest)
        ):
            heading = _("A newer version of this evidence has arrived and is shown now.")
            self.message.emit(Message(MessageKind.WARNING, heading, _("The verdict goes to this version.")))

    def _detail_gone(self, error: PapiError) -> None:
        """Taken back by its unit meanwhile: the queue that is read anew leads on."""
        del error
        self._reading = self._detail = None
        self.panel.show_nothing()
        self.preview.clear()

    def _look_ahead(self) -> None:
        """Reads and draws what comes next while this one is looked at."""
        _drop(self._looking_ahead)
        self._looking_ahead = None
        following = self.list.next_pending()
        if following is not None:
            unit, evidence = following
            self._looking_ahead = self._jobs.read(
                review_detail, self._app, evidence_id=evidence, unit=unit, on_done=self._take_ahead, on_error=lambda _error: None
            )

    def _take_ahead(self, detail: ReviewDetail) -> None:
        self._looking_ahead = None
        self._ahead = detail
        self.preview.draw_ahead(detail.files)

    # the queue

    def _take_queue(self, queue: ReviewQueue) -> None:
        self._listing = self._ahead = None
        self._show_counts(queue.counts)
        before = self.list.current
        self.list.set_rows(queue.rows, more=queue.more)
        self._show_wanted()
        self._show_undone()
        if self.list.current == before:
            self._read_detail()
        self.panel.place.setText(self.list.place)
        if not queue.counts.received:
            self._whole.setCurrentWidget(self._nothing)
        elif self.list.current is None and not self.list.narrowed:
            self._show_done()
        else:
            self._whole.setCurrentWidget(self._work)

    def _show_wanted(self) -> None:
        unit, evidence = self._wanted
        self._wanted = _NOTHING
        row = next((row for row in self.list.rows.rows if row.id == evidence and unit in {None, row.unit}), None)
        if row is not None:
            self.list.show_besides(row.key)

    def _show_undone(self) -> None:
        """Where the last verdict was taken back, its evidence is shown again."""
        if self._judged:
            key, state = self._judged[-1]
            row = self.list.row(key)
            if row is not None and row.state is not state:
                self._judged.pop()
                self.list.select(key)

    def _show_counts(self, counts: ReviewCounts) -> None:
        self.list.show_counts(counts)
        waiting = ngettext("{count} evidence item waits", "{count} evidence items wait", counts.pending).format(count=counts.pending)
        offices = ngettext("{count} office", "{count} offices", counts.pending_units).format(count=counts.pending_units)
        parts = [f"{waiting}, {offices}" if counts.pending else waiting]
        if counts.unanswered:
            text = ngettext("{count} verdict without a reply yet", "{count} verdicts without a reply yet", counts.unanswered)
            parts.append(text.format(count=counts.unanswered))
        self.header.set_fact(" · ".join(parts))

    def _show_done(self) -> None:
        self._whole.setCurrentWidget(self._done)

    # keys and other programs

    def _act_on_files(self) -> None:
        """Opens in the system's program what is shown: the web page of a link, else the file."""
        detail = self._detail
        if detail is None:
            return
        if detail.link:
            self._open_link()
        elif detail.files:
            self._open_attachment(detail.files[self.preview.number])

    def _open_link(self) -> None:
        if self._detail is not None and self._detail.link and not QDesktopServices.openUrl(QUrl(self._detail.link)):
            heading = _("No program on this computer opens web pages.")
            self.message.emit(Message(MessageKind.WARNING, heading, self._detail.link))

    def _open_attachment(self, file: AttachmentView) -> None:
        open_file(self, self._app, self._jobs, sha256=file.sha256, name=file.name)

    def _write_replies(self) -> None:
        self.leads_to.emit("inboxPage", RepliesWanted())

    def _open_piece(self) -> None:
        """Where list and piece take turns, the piece."""
        self._piece_alone = self.room is Room.SINGLE
        self._share_room()

    def _enter(self) -> None:
        self._open_piece()
        self.preview.setFocus()

    # laying out

    def _lay_out(self) -> None:
        self.setMinimumWidth(0)
        self._work = QWidget()
        row = QHBoxLayout(self._work)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(CARD_GAP)
        row.addWidget(self.preview, 1)
        row.addWidget(self.panel)
        replies = PlainButton(_("Write the replies…"), "lock")
        replies.clicked.connect(self._write_replies)
        self._done = EmptyState("check-double", _("Everything has been reviewed"), _("Now the offices need their replies."), (replies,))
        inbox = PlainButton(_("Open the inbox"), "inbox")
        inbox.clicked.connect(lambda: self.leads_to.emit("inboxPage", None))
        how = _("Evidence comes with the bundles that the communes send.")
        self._nothing = EmptyState("review", _("No evidence has been received yet"), how, (inbox,))
        self._whole = QStackedWidget()
        for each in (self._work, self._done, self._nothing):
            self._whole.addWidget(each)
        columns = QHBoxLayout()
        columns.setSpacing(CARD_GAP)
        columns.addWidget(self.list)
        columns.addWidget(self._whole, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(GAP)
        whole.addLayout(columns, 1)
        whole.addWidget(self.foot)
        self.preview.setFocusProxy(self.preview.view)

    def _share_room(self) -> None:
        single = self.room is Room.SINGLE
        self.list.setVisible(not self._piece_alone)
        self._whole.setVisible(self._piece_alone or not single)
        self.list.set_room(self.room)
        self.panel.set_room(self.room)
        self.foot.set_room(self.room, piece_alone=self._piece_alone)

    def _connect(self) -> None:
        self.list.chosen.connect(self._choose)
        self.list.filtered.connect(lambda: self.refresh(_REVIEWS))
        self.list.entered.connect(self._enter)
        self.panel.accepted.connect(self.accept)
        self.panel.returned.connect(self.give_back)
        self.panel.link_requested.connect(self._open_link)
        self.preview.open_requested.connect(self._open_attachment)
        self.reply_button.clicked.connect(self._write_replies)
        self.bind_key(self.reply_button, "Ctrl+E")
        self._bind_keys()

    def _bind_keys(self) -> None:
        actions = {
            "a": self.accept,
            "r": self.give_back,
            "n": self._next,
            "b": self._before,
            " ": self.preview.full_view,
            "PgDn": self.preview.next_page,
            "PgUp": self.preview.previous_page,
            "+": self.preview.zoom_in,
            "=": self.preview.zoom_in,
            "-": self.preview.zoom_out,
            "0": self.preview.fit,
        }
        self.keys = ReviewKeys(self, actions, once=_ONCE)
        self.keys.foreign.connect(self.foot.say_input_method)
        self.keys.acted.connect(self.foot.show_legend)
        safe = {
            "F7": self.accept,
            "F8": self.give_back,
            "F9": self._next,
            "Ctrl+Return": self.give_back,
            "Ctrl+Enter": self.give_back,
            "Ctrl+O": self._act_on_files,
        }
        for keys, action in safe.items():
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(self.foot.show_legend)
            shortcut.activated.connect(action)

    def _next(self) -> None:
        self.list.step(1)

    def _before(self) -> None:
        self.list.step(-1)


def _drop(job: Job | None) -> None:
    if job is not None:
        job.cancel()
