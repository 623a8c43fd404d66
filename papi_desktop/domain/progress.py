"""What state a due task is in, which expected results are filled, and what a reviewer would miss."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from papi_desktop.domain.numbers import plain
from papi_desktop.domain.periods import Period
from papi_desktop.domain.vocabulary import OccurrenceStatus

OTHER_KIND = "other"


def occurrence_status(
    *, not_applicable: bool, ticked_at: datetime | None, due: date | None, evidence: int, today: date
) -> OccurrenceStatus:
    """The one status of an occurrence; a tick outranks a missed due date, evidence alone does not."""
    if not_applicable:
        return OccurrenceStatus.NOT_APPLICABLE
    if ticked_at is not None:
        return OccurrenceStatus.DONE
    if due is not None and due < today:
        return OccurrenceStatus.OVERDUE
    return OccurrenceStatus.DOING if evidence else OccurrenceStatus.TODO


@dataclass(frozen=True)
class Slot:
    """An expected result of a task, of an evidence kind."""

    id: UUID
    kind: str


def slot_for(kind: str, slots: Sequence[Slot], filled: frozenset[UUID]) -> UUID | None:
    """The expected result that evidence of ``kind`` fills: an empty one of that kind, else an empty one of no kind of its own.

    Evidence that matches nothing still counts for the task; it fills no slot.
    """
    empty = [slot for slot in slots if slot.id not in filled]
    for wanted in (kind, OTHER_KIND):
        for slot in empty:
            if slot.kind == wanted:
                return slot.id
    return None


def occurrence_index(periods: Sequence[Period], done: Sequence[bool], on: date) -> int:
    """Which occurrence of a task evidence of day ``on`` belongs to; ``periods`` and ``done`` are those of its occurrences by due date.

    The shortest period that holds the day, one not yet done before one that is; else the first not done; else the last.
    """
    order = sorted(range(len(periods)), key=lambda i: (done[i], periods[i].end - periods[i].start))
    for i in order:
        if periods[i].start <= on <= periods[i].end:
            return i
    return next((i for i, is_done in enumerate(done) if not is_done), len(periods) - 1)


def share(numerator: Decimal, denominator: Decimal) -> Decimal:
    """``numerator`` of ``denominator`` in per cent, to two places. ``denominator`` is above zero."""
    return plain((numerator * 100 / denominator).quantize(Decimal("0.01")))


class Level(StrEnum):
    """How much a finding weighs; worst first."""

    BAD = "bad"
    WARNING = "warning"
    GOOD = "good"
    INFO = "info"


class FindingCode(StrEnum):
    MISSING_RESULT = "MISSING_RESULT"
    TARGET_MISSED = "TARGET_MISSED"
    TARGET_MET = "TARGET_MET"
    RETURNED = "RETURNED"
    ALL_RESULTS = "ALL_RESULTS"
    # what a reviewer is told of one evidence
    FILES_WHOLE = "FILES_WHOLE"
    FILES_OWED = "FILES_OWED"
    FILES_DAMAGED = "FILES_DAMAGED"
    DATE_OUTSIDE = "DATE_OUTSIDE"
    UNUSUAL_KIND = "UNUSUAL_KIND"
    RETURNED_BEFORE = "RETURNED_BEFORE"
    # what the rules of posting and meeting say (``rules``)
    RULE_MET = "RULE_MET"
    POSTING_NONE = "POSTING_NONE"
    POSTING_UNDATED = "POSTING_UNDATED"
    POSTING_RUNNING = "POSTING_RUNNING"
    POSTING_UNCLOSED = "POSTING_UNCLOSED"
    POSTING_SHORT = "POSTING_SHORT"
    PLACE_MISSING = "PLACE_MISSING"
    FORM_MISSING = "FORM_MISSING"
    DECISION_UNKNOWN = "DECISION_UNKNOWN"
    DISCLOSURE_DUE = "DISCLOSURE_DUE"
    DISCLOSURE_OVERDUE = "DISCLOSURE_OVERDUE"
    DISCLOSURE_LATE = "DISCLOSURE_LATE"
    MEETING_UNCOUNTED = "MEETING_UNCOUNTED"
    MEETING_SHORT = "MEETING_SHORT"
    MEETING_MET = "MEETING_MET"
    OTHERS_UNCOUNTED = "OTHERS_UNCOUNTED"


@dataclass(frozen=True)
class Finding:
    """One thing to say about an occurrence or an evidence: a code with parameters, put into words at the edge.

    ``rule`` is the id of the rule that says so, "" where none does, ``verified`` whether somebody compared that rule with its source;
    ``until`` is the last day on which it can still be mended.
    """

    code: FindingCode
    level: Level
    params: dict[str, str] = field(default_factory=dict[str, str])
    rule: str = ""
    verified: bool = True
    until: date | None = None
