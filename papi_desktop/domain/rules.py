"""What a rule of posting or meeting says of the evidence recorded, and until which day something can still be saved."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache

from papi_desktop.domain.periods import Period
from papi_desktop.domain.progress import Finding, FindingCode, Level
from papi_desktop.domain.schedule import WorkCalendar
from papi_desktop.domain.text import fold
from resources.rules import Rule, posting_places

POSTING, MEETING, DECISION = "posting", "meeting", "quyet_dinh"
_DISCLOSES = frozenset({POSTING, "broadcast_log", "link"})
_WORDS = re.compile(r"[^\W_]+")
_KEPT = 1024
_MOST_DIGITS = 9  # of a count of households; what is longer comes from no meeting


@dataclass(frozen=True)
class Proof:
    """One evidence as the rules see it. ``first`` and ``last`` are the days of a posting, ``details`` the fields of its kind."""

    kind: str
    issued: date | None = None
    place: str = ""
    first: date | None = None
    last: date | None = None
    details: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def is_posting(self) -> bool:
        """A photo or record that says from when something hung is a posting too."""
        return self.kind == POSTING or self.first is not None

    @property
    def disclosed(self) -> date | None:
        """The day from which this could be read or heard in public; None where it is no disclosure or has no day."""
        return (self.first or self.issued) if self.is_posting or self.kind in _DISCLOSES else None

    @property
    def is_meeting(self) -> bool:
        return self.kind == MEETING or "invited" in self.details


@dataclass(frozen=True)
class Facts:
    """What is recorded for one occurrence. ``closed``: it is said to be done, or its due date is over."""

    period: Period
    proofs: tuple[Proof, ...] = ()
    closed: bool = False

    @property
    def postings(self) -> list[Proof]:
        return [proof for proof in self.proofs if proof.is_posting]

    @property
    def meetings(self) -> list[Proof]:
        return [proof for proof in self.proofs if proof.is_meeting]

    def has(self, kind: str) -> bool:
        """Whether there is evidence that counts as being of that kind."""
        if kind == POSTING:
            return bool(self.postings)
        return bool(self.meetings) if kind == MEETING else any(proof.kind == kind for proof in self.proofs)


def governing(rules: Iterable[Rule], *, text: str, kinds: frozenset[str], period: Period) -> list[Rule]:
    """The active rules of a task with ``text`` whose evidence, expected or recorded, is of ``kinds``."""
    words = _folded(text)
    found = [rule for rule in rules if rule.active and _of_length(rule, period) and _speaks_of(rule, words, kinds)]
    timed = any(rule.event == POSTING and not rule.fallback for rule in found)
    return [rule for rule in found if not (rule.fallback and timed)]


def _of_length(rule: Rule, period: Period) -> bool:
    kind = period.key[5:6]
    return not rule.periods or {"": "year", "H": "half", "Q": "quarter"}.get(kind, "month") in rule.periods


def _speaks_of(rule: Rule, words: str, kinds: frozenset[str]) -> bool:
    if any(_folded(phrase) in words for phrase in rule.unless):
        return False
    return not kinds.isdisjoint(rule.kinds) or any(all(_folded(phrase) in words for phrase in phrases) for phrases in rule.words)


@lru_cache(_KEPT)
def _folded(text: str) -> str:
    """Bare words with a space around each, so that a phrase is only found as whole words."""
    return f" {' '.join(_WORDS.findall(fold(text)))} "


def judge(rule: Rule, facts: Facts, *, today: date, calendar: WorkCalendar) -> list[Finding]:
    """What ``rule`` says of ``facts``; that it is met where nothing it asks for is wanting."""
    found = [*_judge_time(rule, facts, today, calendar), *_judge_forms(rule, facts), *_judge_meeting(rule, facts)]
    found = found or [Finding(FindingCode.RULE_MET, Level.GOOD)]
    return [replace(finding, rule=rule.id, verified=rule.verified) for finding in found]


def _judge_time(rule: Rule, facts: Facts, today: date, calendar: WorkCalendar) -> list[Finding]:
    if rule.days is None:
        return []
    if rule.event == POSTING:
        return _judge_postings(rule, rule.days, facts, today, calendar)
    start = facts.period.end if rule.event == "period_end" else _decided(facts)
    if start is None:
        return [Finding(FindingCode.DECISION_UNKNOWN, Level.INFO, _days(rule.days, rule))]
    deadline = nth_day(start, rule.days, calendar if rule.working else None)
    return _judge_disclosure(rule, facts, start, deadline, today, calendar)


# postings


def _judge_postings(rule: Rule, days: int, facts: Facts, today: date, calendar: WorkCalendar) -> list[Finding]:
    if not facts.postings:
        return [Finding(FindingCode.POSTING_NONE, _wanting(facts), _days(days, rule))]
    there = {code: [posting for posting in facts.postings if stands_at(posting.place, code)] for code in rule.places}
    missing = [code for code, postings in there.items() if not postings]
    groups = [postings for postings in there.values() if postings] or [facts.postings]
    judged = [_best([_judge_posting(rule, days, posting, today, calendar) for posting in group]) for group in groups]
    found = [finding for finding in [_worst(judged)] if finding is not None]
    if missing:
        found.append(Finding(FindingCode.PLACE_MISSING, Level.WARNING, {"places": ",".join(missing)}))
    return found


def stands_at(place: str, code: str) -> bool:
    """Whether the words about the place of a posting mean the place with ``code``."""
    words = _folded(place)
    return any(_folded(phrase) in words for phrase in posting_places()[code].words)


def _judge_posting(rule: Rule, days: int, posting: Proof, today: date, calendar: WorkCalendar) -> Finding | None:
    """None for one that hung long enough. On its last day it still hangs: what is enough is enough when that day is over."""
    if posting.first is None:
        return Finding(FindingCode.POSTING_UNDATED, Level.WARNING)
    working = calendar if rule.working else None
    enough = nth_day(posting.first, days, working, counted=rule.first_day_counts)
    day = {"date": _day(enough, today)}
    last = posting.last or date.max
    if today <= min(enough, last):
        level = Level.INFO if last >= enough else Level.WARNING  # it is to be taken down too early
        return Finding(FindingCode.POSTING_RUNNING, level, day, until=min(enough, last))
    if posting.last is None:
        return Finding(FindingCode.POSTING_UNCLOSED, Level.WARNING, day)
    if posting.last >= enough:
        return None
    hung_to = max(posting.last, posting.first - timedelta(days=1))
    return Finding(FindingCode.POSTING_SHORT, Level.BAD, _days(days_between(hung_to, enough, working), rule))


_ORDER = (FindingCode.POSTING_UNCLOSED, FindingCode.POSTING_RUNNING, FindingCode.POSTING_SHORT, FindingCode.POSTING_UNDATED)
"""What is said of a posting, by how much is still wanting."""


def _want(finding: Finding | None) -> tuple[int, date, int]:
    if finding is None:
        return -1, date.min, 0
    return _ORDER.index(finding.code), finding.until or date.min, int(finding.params.get("count", "0"))


def _best(judged: Sequence[Finding | None]) -> Finding | None:
    """Of several postings at one place the one that hung longest counts."""
    return min(judged, key=_want)


def _worst(judged: Sequence[Finding | None]) -> Finding | None:
    """Of several places the one where most is wanting counts."""
    return max(judged, key=_want)


# disclosure


def _decided(facts: Facts) -> date | None:
    """The day of the first decision: the disclosure has to follow that one too."""
    return min((proof.issued for proof in facts.proofs if proof.kind == DECISION and proof.issued is not None), default=None)


def _judge_disclosure(rule: Rule, facts: Facts, start: date, deadline: date, today: date, calendar: WorkCalendar) -> list[Finding]:
    """Only what was disclosed on ``start`` or later can have disclosed what came into being on that day."""
    days = [proof.disclosed for proof in facts.proofs if proof.disclosed is not None and start <= proof.disclosed]
    disclosed = min(days, default=None)
    working = calendar if rule.working else None
    if disclosed is not None:
        if disclosed <= deadline:
            return []
        return [Finding(FindingCode.DISCLOSURE_LATE, Level.BAD, _days(days_between(deadline, disclosed, working), rule))]
    if today <= deadline:
        return [Finding(FindingCode.DISCLOSURE_DUE, Level.INFO, {"date": _day(deadline, today)}, until=deadline)]
    return [Finding(FindingCode.DISCLOSURE_OVERDUE, Level.BAD, _days(days_between(deadline, today, working), rule))]


def _judge_forms(rule: Rule, facts: Facts) -> list[Finding]:
    """A posting that is missing altogether was named with its duration already."""
    forms = [form for form in rule.forms if not (form == POSTING and rule.event == POSTING)]
    return [Finding(FindingCode.FORM_MISSING, _wanting(facts), {"kind": form}) for form in forms if not facts.has(form)]


# meetings


def _judge_meeting(rule: Rule, facts: Facts) -> list[Finding]:
    """The meeting with the smallest share counts: a list is drawn up in every village."""
    meetings = facts.meetings
    if rule.quorum is None or not meetings:
        return []
    counted = [figures for meeting in meetings if (figures := attendance(meeting.details)) is not None]
    found = [Finding(FindingCode.MEETING_UNCOUNTED, Level.WARNING)] if len(counted) < len(meetings) else []
    if counted:
        present, invited = min(counted, key=lambda figures: figures[0] / figures[1])
        enough = present * 100 >= rule.quorum * invited
        params = {"share": str(present * 100 // invited), "needed": str(rule.quorum)}
        code = FindingCode.MEETING_MET if enough else FindingCode.MEETING_SHORT
        found.append(Finding(code, Level.GOOD if enough else Level.BAD, params))
    if rule.quorum_others is not None:
        found.append(Finding(FindingCode.OTHERS_UNCOUNTED, Level.INFO, {"needed": str(rule.quorum_others)}))
    return found


def attendance(details: Mapping[str, str]) -> tuple[int, int] | None:
    """Households present and invited; None where the fields of a meeting do not hold two counts that fit together."""
    present, invited = (_count(details.get(name, "")) for name in ("present", "invited"))
    if present is None or not invited or present > invited:
        return None
    return present, invited


def _count(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None


# days


def nth_day(start: date, days: int, calendar: WorkCalendar | None, *, counted: bool = False) -> date:
    """The ``days``-th day after ``start``, or from it on where ``counted``; only working days count where there is a ``calendar``.

    Beyond the end of the calendar there is no later day than its last.
    """
    following = _days_from(start.toordinal() + (not counted), calendar)
    day = start
    for _number, day in zip(range(days), following, strict=False):  # noqa: B007 - the last one reached is the day
        pass
    return day


def days_between(after: date, last: date, calendar: WorkCalendar | None) -> int:
    """How many days that count lie after ``after``, up to and with ``last``."""
    if calendar is None:
        return (last - after).days
    return sum(calendar.is_working_day(date.fromordinal(number)) for number in range(after.toordinal() + 1, last.toordinal() + 1))


def _days_from(first: int, calendar: WorkCalendar | None) -> Iterator[date]:
    days = map(date.fromordinal, range(first, date.max.toordinal() + 1))
    return days if calendar is None else filter(calendar.is_working_day, days)


def _days(count: int, rule: Rule) -> dict[str, str]:
    return {"count": str(count), "days": "working" if rule.working else "calendar"}


def _day(day: date, today: date) -> str:
    """As in "đến 14/06"; another year is named."""
    return f"{day.day:02}/{day.month:02}" + ("" if day.year == today.year else f"/{day.year}")


def _wanting(facts: Facts) -> Level:
    """What is missing weighs once the work is said to be done or should be."""
    return Level.WARNING if facts.closed else Level.INFO
