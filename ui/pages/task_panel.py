"""The panel beside the task list: what the plan says, what proves it, what is missing, and the mark at its foot."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from papi_desktop.domain.progress import Finding, FindingCode, Level
from papi_desktop.domain.vocabulary import OccurrenceStatus
from papi_desktop.services.tasks import AttachmentView, LinkedEvidence, OccurrenceRow, SlotView, TaskDetail
from papi_desktop.wording import date_text, finding_text, kind_text, rule_text, status_text, sync_text
from resources.i18n import gettext as _
from resources.i18n import ngettext
from ui.colours import Ink
from ui.fonts import TextStyle
from ui.pages.bulk_panel import BulkPanel
from ui.pages.task_files import TaskFiles
from ui.pages.tick_panel import TickPanel, measured_words
from ui.states import mark_of
from ui.theme import CARD_GAP, GAP
from ui.widgets.buttons import LinkButton
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import IconLabel, Rule, TextLabel
from ui.widgets.slot import Slot
from ui.widgets.verdict_line import Severity, Verdict, VerdictLine, worst_first

PANEL_WIDTH = 396
_TITLE_LETTERS = 90

_SEVERITIES = {Level.BAD: Severity.BAD, Level.WARNING: Severity.WARNING, Level.GOOD: Severity.GOOD, Level.INFO: Severity.INFO}


class TaskPanel(Card):
    """Shows one occurrence. ``file_requested`` carries an ``AttachmentView``, ``add_requested`` a ``SlotView``."""

    file_requested = Signal(object)
    add_requested = Signal(object)
    plan_requested = Signal()

    def __init__(self, files: TaskFiles) -> None:
        super().__init__()
        self.setFixedWidth(PANEL_WIDTH)
        self.files = files
        self.tick, self.bulk = TickPanel(), BulkPanel()
        self._occurrence: UUID | None = None
        self._source = LinkButton("")
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setAccessibleName(_("The task"))
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # without a frame it could not show the focus; what is in it can
        self.area.viewport().setAutoFillBackground(False)
        self._full = QWidget()
        column = QVBoxLayout(self._full)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.area, 1)
        pinned = QHBoxLayout()
        pinned.setContentsMargins(0, 0, CARD_GAP, 0)
        pinned.addWidget(self.tick)
        column.addLayout(pinned)
        self._none = EmptyState("tasks", _("No task is chosen"), _("Choose one in the list to see what it needs."))
        self._either = QStackedWidget()
        self._either.addWidget(self._none)
        self._either.addWidget(self._full)
        self._either.addWidget(self.bulk)
        self.content.setContentsMargins(CARD_GAP, CARD_GAP, 0, CARD_GAP)  # the scroll bar stands in the card's own padding
        self.content.addWidget(self._either)
        files.file_requested.connect(self.file_requested)

    def set_wide(self, *, wide: bool) -> None:
        """Takes the room of the list too, or goes back to its own width."""
        if wide:
            self.setMinimumWidth(0)
            self.setMaximumWidth(16_777_215)
        else:
            self.setFixedWidth(PANEL_WIDTH)

    def enter(self) -> None:
        """Puts the focus where the work is: the figure, the reason, or the words."""
        if self._either.currentWidget() is self._full:
            self.tick.enter()
        elif self._either.currentWidget() is self.bulk:
            self.bulk.enter()

    def focus_body(self) -> None:
        """To the first control above the foot; the page keys scroll from there."""
        self._source.setFocus(Qt.FocusReason.TabFocusReason)

    def show_several(self, rows: Sequence[OccurrenceRow]) -> None:
        """Shows what can be done to all of ``rows``; fewer than two go back to what was shown before."""
        if len(rows) > 1:
            self.bulk.show_rows(rows)
            self._either.setCurrentWidget(self.bulk)
        elif self._either.currentWidget() is self.bulk:
            self._either.setCurrentWidget(self._none if self._occurrence is None else self._full)

    def show_nothing(self) -> None:
        self._occurrence = None
        self._show(self._none)

    def show_detail(self, detail: TaskDetail, today: date) -> None:
        """Shows ``detail``; where it is the same occurrence as before, the place that was scrolled to stays."""
        place = self.area.verticalScrollBar().value() if detail.row.id == self._occurrence else 0
        self._occurrence = detail.row.id
        old, focus = self.area.widget(), QApplication.focusWidget()
        had_focus = old is not None and focus is not None and old.isAncestorOf(focus)
        self.files.setParent(None)
        body = self._make_body(detail, today)
        self.area.setWidget(body)
        body.setAutoFillBackground(False)
        self.tick.show_detail(detail)
        self._show(self._full)
        self.area.verticalScrollBar().setValue(place)
        if had_focus:
            self.focus_body()

    def _show(self, one: QWidget) -> None:
        """What is read of one occurrence waits while several are selected."""
        if self._either.currentWidget() is not self.bulk:
            self._either.setCurrentWidget(one)

    def _make_body(self, detail: TaskDetail, today: date) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, GAP, 0)
        column.setSpacing(GAP - 2)
        column.addLayout(_state_row(detail.row, today))
        title = shortened(detail.row.text)
        column.addWidget(_words(title, TextStyle.CARD_TITLE))
        column.addWidget(Rule())
        column.addLayout(self._source_row(detail))
        if title != detail.row.text:
            column.addWidget(_words(f"“{detail.row.text}”", TextStyle.SOURCE))
        column.addLayout(_fact_grid(detail))
        column.addWidget(Rule())
        self._add_results(column, detail)
        if detail.evidence:
            self.files.show_files(detail.evidence)
            column.addWidget(self.files)
        verdicts = [_verdict(finding) for finding in detail.findings] if _applies(detail) else []
        if verdicts:
            column.addWidget(TextLabel(_("Checks"), TextStyle.STRONG))
            for verdict in worst_first(verdicts):
                column.addWidget(VerdictLine(verdict))
        column.addStretch(1)
        return body

    def _source_row(self, detail: TaskDetail) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(TextLabel(_("Source wording"), TextStyle.CAPTION, Ink.SECONDARY))
        row.addStretch(1)
        link = LinkButton(source_place(detail))
        link.setToolTip(detail.plan_title)
        link.clicked.connect(self.plan_requested)
        row.addWidget(link)
        self._source = link
        return row

    def _add_results(self, column: QVBoxLayout, detail: TaskDetail) -> None:
        head = QHBoxLayout()
        head.addWidget(TextLabel(_("Expected results"), TextStyle.STRONG))
        head.addStretch(1)
        if detail.slots and _applies(detail):
            filled = sum(slot.evidence is not None for slot in detail.slots)
            head.addWidget(
                TextLabel(f"{filled}/{len(detail.slots)}", TextStyle.STRONG, Ink.AMBER if filled < len(detail.slots) else Ink.GREEN)
            )
        column.addLayout(head)
        if not detail.slots:
            column.addWidget(_words(detail.result or _("The plan names none."), TextStyle.CAPTION, Ink.SECONDARY))
        evidence = {item.id: item for item in detail.evidence}
        for slot in detail.slots:
            if slot.evidence is None and not _applies(detail):
                column.addWidget(_words(slot.text, TextStyle.CAPTION, Ink.SECONDARY))  # nothing is missing
                continue
            column.addWidget(self._slot(slot, evidence.get(slot.evidence) if slot.evidence is not None else None))

    def _slot(self, slot: SlotView, evidence: LinkedEvidence | None) -> Slot:
        shown = Slot(slot.text, None if evidence is None else evidence_words(evidence))
        if evidence is not None and evidence.attachments:
            first = evidence.attachments[0]
            shown.open_requested.connect(lambda: self.file_requested.emit(first))
        shown.add_requested.connect(lambda: self.add_requested.emit(slot))
        return shown


def _applies(detail: TaskDetail) -> bool:
    return detail.row.status is not OccurrenceStatus.NOT_APPLICABLE


def shortened(text: str) -> str:
    """``text`` on one line, cut between words where it is longer than a title may be."""
    line = " ".join(text.split())
    if len(line) <= _TITLE_LETTERS:
        return line
    return line[: _TITLE_LETTERS - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def source_place(detail: TaskDetail) -> str:
    """Where the task stands: "KH 45/KH-UBND, dòng 14, trang 6"."""
    parts = [detail.plan_number or shortened(detail.plan_title)]
    if detail.source_row is not None:
        parts.append(_("row {number}").format(number=detail.source_row))
    if detail.source_page is not None:
        parts.append(_("page {number}").format(number=detail.source_page))
    return ", ".join(parts)


def evidence_words(evidence: LinkedEvidence) -> str:
    """What fills a slot, on one line: "62/TB-UBND ngày 02/11/2026, 2 trang"."""
    named = evidence.number or kind_text(evidence.kind)
    if evidence.issued is not None:
        named = _("{name} of {date}").format(name=named, date=date_text(evidence.issued))
    return f"{named}, {_amount(evidence.attachments)}"


def _amount(files: Sequence[AttachmentView]) -> str:
    if len(files) == 1 and files[0].pages:
        pages = files[0].pages
        return ngettext("{count} page", "{count} pages", pages).format(count=pages)
    return ngettext("{count} file", "{count} files", len(files)).format(count=len(files))


def _state_row(row: OccurrenceRow, today: date) -> QHBoxLayout:
    layout = QHBoxLayout()
    layout.setSpacing(GAP)
    mark = mark_of(row.status)
    layout.addWidget(Chip(_status(row, today), mark.icon, mark.ink))
    if row.status is not OccurrenceStatus.NOT_APPLICABLE:
        sync = mark_of(row.sync)
        layout.addWidget(Chip(sync_text(row.sync), sync.icon, sync.ink))
    layout.addStretch(1)
    due = _("No due date") if row.due is None else _("Due {date}").format(date=date_text(row.due))
    layout.addWidget(TextLabel(due, TextStyle.CAPTION, Ink.SECONDARY))
    return layout


def _status(row: OccurrenceRow, today: date) -> str:
    if row.status is not OccurrenceStatus.OVERDUE or row.due is None:
        return status_text(row.status)
    days = (today - row.due).days
    return ngettext("{count} day overdue", "{count} days overdue", days).format(count=days)


def _facts(detail: TaskDetail) -> list[tuple[str, str]]:
    """The plan's own words beside their column, those that are there."""
    named = [
        (_("Target"), detail.row.target),
        (_("Timing"), detail.timing),
        (_("Lead"), detail.lead),
        (_("Coordinating"), detail.coordinating),
        (_("Done by"), detail.implementing),
        (_("Notes"), detail.notes),
        (_("Officer"), detail.row.officer),
    ]
    return [(label, text) for label, text in named if text]


def _fact_grid(detail: TaskDetail) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(GAP)
    grid.setVerticalSpacing(2)
    grid.setColumnStretch(1, 1)
    values: list[tuple[str, QWidget]] = [(label, _words(text)) for label, text in _facts(detail)]
    if detail.row.measured is not None:
        values.append((_("Result"), _measured(detail)))
    for number, (label, value) in enumerate(values):
        grid.addWidget(TextLabel(label, TextStyle.CAPTION, Ink.SECONDARY), number, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(value, number, 1)
    return grid


def _measured(detail: TaskDetail) -> QWidget:
    codes = {finding.code for finding in detail.findings}
    ink, name = Ink.TEXT, "info"
    if FindingCode.TARGET_MET in codes:
        ink, name = Ink.GREEN, "check-circle"
    elif FindingCode.TARGET_MISSED in codes:
        ink, name = Ink.RED, "exclamation-circle"
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GAP)
    row.addWidget(TextLabel(measured_words(detail.row, detail.measures[0] if detail.measures else None), TextStyle.STRONG, ink))
    row.addWidget(IconLabel(name, ink))
    row.addStretch(1)
    return whole


def _verdict(finding: Finding) -> Verdict:
    return Verdict(_SEVERITIES[finding.level], finding_text(finding), rule_text(finding.rule), finding.verified)


def _words(text: str, style: TextStyle = TextStyle.BODY, ink: Ink = Ink.TEXT) -> TextLabel:
    """Text of any length; a word longer than the panel is cut rather than let the panel grow."""
    label = TextLabel(text, style, ink, wrap=True)
    label.setMinimumWidth(1)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
