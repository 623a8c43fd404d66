"""The right side of the review page: what is known of the evidence, what the program finds, the comment and the two verdicts."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QTextCursor
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QPlainTextEdit,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from papi_desktop.domain.office_names import short_name
from papi_desktop.domain.progress import Finding, Level
from papi_desktop.domain.vocabulary import ReviewState, ReviewVerdict, SyncState
from papi_desktop.services.review_details import EarlierVerdict, FileChange, ReviewDetail
from papi_desktop.wording import date_text, detail_texts, finding_text, kind_text, rule_text, sync_text
from resources.i18n import gettext as _
from resources.i18n import ngettext, pgettext
from resources.review_phrases import review_phrases
from ui.colours import Ink
from ui.fonts import TextStyle
from ui.pages.page import Room
from ui.pages.review_rows import Key, evidence_title
from ui.states import mark_of
from ui.theme import CARD_GAP, GAP
from ui.widgets.buttons import LinkButton, PlainButton, PrimaryButton, SmallButton
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.empty_state import EmptyState
from ui.widgets.field_note import FieldNote, NoteKind
from ui.widgets.key_legend import FlowLayout
from ui.widgets.labels import Rule, TextLabel
from ui.widgets.lines_label import LinesLabel
from ui.widgets.verdict_line import Severity, Verdict, VerdictLine, worst_first

_WIDTHS = {Room.WIDE: 352, Room.NARROW: 320, Room.SINGLE: 264}
_COMMENT_HEIGHT = 66
_TASKS, _LONG = 8, 240
_SEVERITIES = {Level.BAD: Severity.BAD, Level.WARNING: Severity.WARNING, Level.GOOD: Severity.GOOD, Level.INFO: Severity.INFO}
_SYNC = {ReviewState.PENDING: SyncState.RECEIVED, ReviewState.ACCEPTED: SyncState.ACCEPTED, ReviewState.RETURNED: SyncState.RETURNED}


class ReviewPanel(Card):
    """Shows one evidence and takes its verdict. What stands in the comment field is kept by evidence while other pieces are looked at."""

    accepted = Signal()
    returned = Signal()
    link_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown: Key | None = None
        self._drafts: dict[Key, str] = {}
        self._written = ""
        self.title, self.place = LinesLabel(3, TextStyle.CARD_TITLE), TextLabel("", TextStyle.CAPTION, Ink.SECONDARY)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setAccessibleName(_("The evidence"))
        self.area.viewport().setAutoFillBackground(False)
        self.comment = QPlainTextEdit()
        self.phrases = SmallButton(_("Sample sentence…"))
        self.comment_note = FieldNote(self.comment)
        self.return_button = PlainButton(_("Return (R)"), "returned")
        self.return_button.setToolTip(_("Return with the comment (R, F8; from the comment Ctrl+Enter)"))
        self.accept_button = PrimaryButton(_("Accept (A)"), "check-double")
        self.accept_button.setToolTip(_("Accept (A, F7)"))
        self._lay_out()
        self.accept_button.clicked.connect(self.accepted)
        self.return_button.clicked.connect(self.returned)
        self.comment.textChanged.connect(self._comment_changed)
        self.set_working(working=True)

    @property
    def comment_text(self) -> str:
        return self.comment.toPlainText().strip()

    @property
    def unsent(self) -> int:
        """How many comments are written and not sent."""
        self._keep_draft()
        return len(self._drafts)

    def set_room(self, room: Room) -> None:
        self.setFixedWidth(_WIDTHS[room])
        self.comment.setFixedHeight(_COMMENT_HEIGHT if room is not Room.SINGLE else _COMMENT_HEIGHT // 2)

    def show_nothing(self) -> None:
        self._keep_draft()
        self._shown = None
        self._either.setCurrentIndex(0)

    def show_detail(self, detail: ReviewDetail) -> None:
        """Shows ``detail``. Of the same evidence as before, the place scrolled to and the comment being written stay."""
        same = detail.key == self._shown
        place = self.area.verticalScrollBar().value() if same else 0
        if not same:
            self._keep_draft()
            self._shown = detail.key
            self._written = detail.comment
            self._show_comment(self._drafts.get(detail.key, detail.comment))
        elif self.comment.toPlainText() == self._written != detail.comment:
            self._show_comment(detail.comment)
        self._written = detail.comment
        self.title.say(evidence_title(detail.kind, detail.number, detail.abstract, detail.place))
        old, focus = self.area.widget(), QApplication.focusWidget()
        had_focus = old is not None and focus is not None and old.isAncestorOf(focus)
        body = self._make_body(detail)
        self.area.setWidget(body)
        body.setAutoFillBackground(False)
        self._either.setCurrentIndex(1)
        self.area.verticalScrollBar().setValue(place)
        if had_focus:
            self.area.setFocus()

    def set_working(self, *, working: bool) -> None:
        """No verdict is taken while one is being recorded or nothing is shown."""
        for button in (self.return_button, self.accept_button):
            button.setEnabled(not working)

    def ask_comment(self) -> None:
        """Says that a return needs a comment, and puts the focus there."""
        self.comment_note.say(NoteKind.HINT, _("Please write what is to be mended, then press Ctrl+Enter."))
        self.comment.setFocus()

    def forget_draft(self, key: Key) -> None:
        """The comment on it was sent."""
        self._drafts.pop(key, None)
        if key == self._shown:
            self._written = self.comment.toPlainText()

    def _lay_out(self) -> None:
        self._full = QWidget()
        column = QVBoxLayout(self._full)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, CARD_GAP, 0)
        head.addWidget(self.title, 1)
        head.addWidget(self.place, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addWidget(self.area, 1)
        pinned = QVBoxLayout()
        pinned.setContentsMargins(0, 0, CARD_GAP, 0)
        pinned.setSpacing(GAP)
        pinned.addWidget(Rule())
        pinned.addLayout(self._comment_head())
        pinned.addWidget(self.comment)
        pinned.addWidget(self.comment_note)
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addWidget(self.return_button, 1)
        buttons.addWidget(self.accept_button, 1)
        pinned.addLayout(buttons)
        column.addLayout(pinned)
        self._either = QStackedWidget()
        self._either.addWidget(EmptyState("review", _("No evidence is chosen"), _("Choose one in the list.")))
        self._either.addWidget(self._full)
        self.content.setContentsMargins(CARD_GAP, CARD_GAP, 0, CARD_GAP)  # the scroll bar stands in the card's own padding
        self.content.addWidget(self._either)

    def _comment_head(self) -> QHBoxLayout:
        label = TextLabel(pgettext("review", "Comment"), TextStyle.STRONG)
        label.setBuddy(self.comment)
        self.comment.setAccessibleName(pgettext("review", "Comment"))
        self.comment.setTabChangesFocus(True)
        self.set_room(Room.WIDE)
        menu = QMenu(self.phrases)
        for phrase in review_phrases():
            action = menu.addAction(phrase.text)
            action.setData(phrase.text)
        menu.triggered.connect(self._add_phrase)
        self.phrases.setMenu(menu)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(label)
        row.addStretch(1)
        row.addWidget(self.phrases)
        return row

    def _add_phrase(self, action: QAction) -> None:
        """A sentence goes to the end of what is written, and the officer goes on from there."""
        before = self.comment.toPlainText().rstrip()
        self.comment.moveCursor(QTextCursor.MoveOperation.End)
        self.comment.insertPlainText(f" {action.data()}" if before else action.data())
        self.comment.setFocus()

    def _comment_changed(self) -> None:
        if self.comment_text:
            self.comment_note.clear()

    def _show_comment(self, text: str) -> None:
        self.comment.setPlainText(text)
        self.comment.moveCursor(QTextCursor.MoveOperation.End)
        self.comment_note.clear()

    def _keep_draft(self) -> None:
        if self._shown is None:
            return
        text = self.comment.toPlainText()
        if text.strip() and text != self._written:
            self._drafts[self._shown] = text
        else:
            self._drafts.pop(self._shown, None)

    def _make_body(self, detail: ReviewDetail) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, GAP, 0)
        column.setSpacing(GAP - 2)
        chips = QWidget()
        flow = FlowLayout(chips, gap=GAP)
        for chip in _chips(detail):
            flow.addWidget(chip)
        column.addWidget(chips)
        column.addWidget(Rule())
        column.addLayout(_grid(self._first_facts(detail)))
        column.addWidget(Rule())
        column.addWidget(TextLabel(_("Automatic checks"), TextStyle.STRONG))
        verdicts = [_verdict(finding) for finding in detail.findings]
        for verdict in worst_first(verdicts):
            column.addWidget(VerdictLine(verdict))
        for words in (*_changes(detail.file_changes), *map(_earlier, detail.earlier)):
            column.addWidget(_words(words, TextStyle.CAPTION, Ink.SECONDARY))
        if not verdicts:
            column.addWidget(TextLabel(_("Nothing could be checked automatically."), TextStyle.CAPTION, Ink.SECONDARY, wrap=True))
        if detail.abstract:
            column.addWidget(Rule())
            column.addWidget(TextLabel(_("Abstract"), TextStyle.STRONG))
            column.addWidget(_long_words(detail.abstract))
        column.addWidget(Rule())
        column.addLayout(_grid(_worded(_further_facts(detail)) + _own_facts(detail)))
        column.addStretch(1)
        return body

    def _first_facts(self, detail: ReviewDetail) -> list[tuple[str, QWidget]]:
        """What tells the evidence from others; the rest stands below what is to be judged."""
        values = _worded([(_("Office"), short_name(detail.unit_name))])
        if detail.tasks:
            values.append((_("Task"), _task_lines(detail)))
        values += _worded([(pgettext("fact", "Number"), detail.number), (_("Date"), date_text(detail.issued))])
        if detail.link:
            link = LinkButton(_("Open the web page (Ctrl+O)"), "link")
            link.setToolTip(detail.link)
            link.clicked.connect(self.link_requested)
            values.append((_("Link"), link))
        return values


def _grid(values: Sequence[tuple[str, QWidget]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(GAP + 2)
    grid.setVerticalSpacing(GAP - 4)
    grid.setColumnStretch(1, 1)
    for number, (label, value) in enumerate(values):
        grid.addWidget(TextLabel(label, TextStyle.BODY, Ink.SECONDARY), number, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(value, number, 1)
    return grid


def _worded(facts: Sequence[tuple[str, str]]) -> list[tuple[str, QWidget]]:
    return [(label, _words(text)) for label, text in facts if text]


def _chips(detail: ReviewDetail) -> list[Chip]:
    sync = _SYNC[detail.state]
    mark = mark_of(sync)
    chips = [Chip(sync_text(sync), mark.icon, mark.ink)]
    if detail.carrier is not None:
        chips.append(Chip(_("Seal is right"), "lock", Ink.GREEN))
    if detail.personal_data:
        chips.append(Chip(_("Personal data"), "person", Ink.AMBER))
    return chips


def _further_facts(detail: ReviewDetail) -> list[tuple[str, str]]:
    return [
        (_("Kind"), kind_text(detail.kind)),
        (_("Place"), detail.place),
        (_("Posted"), _posted(detail)),
        (pgettext("fact", "Bundle"), _bundle(detail)),
    ]


def _own_facts(detail: ReviewDetail) -> list[tuple[str, QWidget]]:
    """What is recorded in the fields of its kind."""
    return [(name, _long_words(value)) for name, value in detail_texts(detail.kind, detail.details)]


def _verdict(finding: Finding) -> Verdict:
    return Verdict(_SEVERITIES[finding.level], finding_text(finding), rule_text(finding.rule), finding.verified)


def _task_lines(detail: ReviewDetail) -> QWidget:
    """The tasks it serves in two lines: the first one, and how many there are besides. The tooltip has the first few in full."""
    texts = list(dict.fromkeys(" ".join(task.text.split()) for task in detail.tasks))
    first = LinesLabel(2 if len(texts) == 1 else 1)
    first.say(texts[0])
    if len(texts) == 1:
        return first
    lines = QWidget()
    column = QVBoxLayout(lines)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(first)
    column.addWidget(TextLabel(_more_tasks(len(texts) - 1)))
    in_full = [*texts[:_TASKS], *([_more_tasks(len(texts) - _TASKS)] if len(texts) > _TASKS else [])]
    first.setToolTip("")
    lines.setToolTip("\n".join(in_full))
    first.setAccessibleName("\n".join(in_full))
    return lines


def _more_tasks(count: int) -> str:
    return ngettext("and {count} more task", "and {count} more tasks", count).format(count=count)


def _posted(detail: ReviewDetail) -> str:
    if detail.posted_from is None and detail.posted_to is None:
        return ""
    dates = (date_text(detail.posted_from) or "…", date_text(detail.posted_to) or "…")
    return _("{first} to {last}").format(first=dates[0], last=dates[1])


def _bundle(detail: ReviewDetail) -> str:
    if detail.carrier is None:
        return ""
    received = date_text(detail.carrier.received_at.astimezone().date())
    return _("number {number}, received {date}").format(number=f"{detail.carrier.sequence:04d}", date=received)


def _earlier(verdict: EarlierVerdict) -> str:
    said = _("Accepted on {date}") if verdict.verdict is ReviewVerdict.ACCEPTED else _("Returned on {date}")
    said = said.format(date=date_text(verdict.at.astimezone().date()))
    return f"{said}: “{verdict.comment}”" if verdict.comment else said


def _changes(changes: Sequence[FileChange] | None) -> list[str]:
    """What became of the files since the last return."""
    if changes is None:
        return []
    if not changes:
        return [_("Since it was returned the files are the same; what is written about them has changed.")]
    new = ", ".join(change.name for change in changes if not change.gone)
    gone = ", ".join(change.name for change in changes if change.gone)
    said = [_("New since it was returned: {names}").format(names=new)] if new else []
    return said + ([_("Taken away since it was returned: {names}").format(names=gone)] if gone else [])


def _long_words(text: str) -> QWidget:
    """A text of any length: its beginning, and all of it on request."""
    if len(text) <= _LONG:
        return _words(text)
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    label = _words(text[:_LONG].rsplit(" ", 1)[0] + "…")
    more = LinkButton(_("Show all of it"))

    def show_all() -> None:
        label.setText(text)
        more.hide()

    more.clicked.connect(show_all)
    column.addWidget(label)
    column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
    return whole


def _words(text: str, style: TextStyle = TextStyle.BODY, ink: Ink = Ink.TEXT) -> TextLabel:
    """A word longer than the panel is cut rather than let the panel grow."""
    label = TextLabel(text, style, ink, wrap=True)
    label.setMinimumWidth(1)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
