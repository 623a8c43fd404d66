"""Plans without a table: numbered headings and paragraphs to tasks, aims and what is neither.

Headings say whose work it is, what it is about and by when; a directive is a task with all that stands below it.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import takewhile

from papi_desktop.domain.plan_document import ReadTask, SourcePlace, SourceTable, UnreadRow
from papi_desktop.domain.results import read_expected
from papi_desktop.domain.targets import read_measures
from papi_desktop.domain.timing import read_timing
from papi_desktop.domain.unit_names import spell_name
from papi_desktop.plans.blocks import Paragraph
from papi_desktop.plans.directives import (
    assigned,
    begins,
    by_when,
    directs,
    fields_of,
    has_directive,
    names_office,
    office_of,
    only_names_work,
    remarks,
    split_offices,
    subject,
    without_beginning,
)
from papi_desktop.plans.heading import systems_named
from papi_desktop.plans.prose_items import BODY, LETTER, NUMBER, PART, PLAIN, PLUS, TOP, Item, begins_body, bounds, read_items
from resources.plan_words import heading_words, prose_words

__all__ = ["ProseReader", "begins_body"]

_COLON = re.compile(r"(?s)(?P<before>(?:[^:()]|\([^()]*\)|[()])*?)(?P<colon>:)(?P<rest>.*)")
_QUOTED = re.compile(r"[“\"](?P<name>[^”\"]{3,200})[”\"]")
_TOLD_OF = re.compile(r"(?i)(?<!\w)(?:được|phải|đã)(?!\w)")
_PERIOD = re.compile(r"(?i)(?:trong |từ |đầu |cuối )?(?:quý|tháng|0?6 tháng)(?:[\s\d,./–-]|\b[IVX]+\b|và|đến|đầu|cuối|quý|tháng|năm)+")
_OVER_ALL = re.compile(r"(?i)\b(?:các|từng) (?:chỉ số|nội dung|tiêu chí)\b")
_LONG_HEADING = 220
_LONG_STOPPED = 100
_LONG_OFFICE = 60
_HEAD_LINES = 15
_LEAST_LIKELY = 0.4
"""The share of tasks that must begin as directives do, else the text is no plan."""
_LEAST_LIKELY_ALONE = 0.7
"""The same where nothing in the head says that this is a plan."""


class _Kind(Enum):
    """What a paragraph was taken for."""

    HEAD = "header"
    HEADING = "group"
    TASK = "task"
    CONTINUED = "continued"
    AIM = "objective"
    UNREAD = "unread"


@dataclass
class _Heading:
    item: Item
    role: str
    """``aims``, ``told``, ``division``, ``period``, ``units``, ``system`` or ``topic``."""
    name: str
    rest: str = ""
    """what follows its colon in the same paragraph"""
    units: tuple[str, ...] = ()
    units_text: str = ""
    systems: tuple[str, ...] = ()
    fields: dict[str, str] = field(default_factory=dict[str, str])
    used: bool = False

    @property
    def asks(self) -> bool:
        """Whether tasks may stand below it."""
        return self.role not in ("aims", "told")


@dataclass
class _Draft:
    item: Item
    depth: int
    named_by: Item
    """the nearest numbered line, or the task itself"""
    lines: list[str]
    above: tuple[_Heading, ...]
    fields: dict[str, str] = field(default_factory=dict[str, str])


class ProseReader:
    """Takes the paragraphs of a document in order; ``tasks``, ``aims`` and ``unread`` are what they hold."""

    def __init__(self, systems: Sequence[str]) -> None:
        self._systems = tuple(systems)
        self._headings: list[_Heading] = []
        self._drafts: list[_Draft] = []
        self._open: _Draft | None = None
        self._kinds: dict[int, _Kind] = {}
        self._items: tuple[Item, ...] = ()
        self._unread: list[Item] = []
        self._led_in = False
        self.aims: list[str] = []

    def take(self, paragraphs: Sequence[Paragraph]) -> None:
        self._items = read_items(paragraphs)
        begin, end = bounds(self._items)
        body = self._items[begin:end]
        self._led_in = bool(body) and not any(item.depth < PLAIN for item in body)
        for number, item in enumerate(body):
            self._take(item, body[number + 1 :])
        self._leave(TOP)

    @property
    def likely(self) -> bool:
        """Whether this reads as a plan: tasks there are, and enough of them begin as directives do."""
        directing = sum(directs(draft.lines[0]) or bool(_lead(draft)) for draft in self._drafts)
        least = _LEAST_LIKELY if self._systems or _is_announced(self._items) else _LEAST_LIKELY_ALONE
        return bool(self._drafts) and directing >= least * len(self._drafts) and not _is_another_document(self._items)

    @property
    def unread(self) -> tuple[UnreadRow, ...]:
        return tuple(UnreadRow(SourcePlace(1, item.row), item.whole) for item in sorted(self._unread, key=lambda item: item.row))

    def tasks(self, year: int | None) -> tuple[ReadTask, ...]:
        """The tasks; ``year`` is the plan's, for timings that name none."""
        return tuple(_finished(number, draft, self._systems, year) for number, draft in enumerate(self._drafts, start=1))

    def shown(self) -> SourceTable:
        """The paragraphs as one table of one column, for the preview."""
        kinds = tuple(self._kinds.get(item.row, _Kind.HEAD).value for item in self._items)
        return SourceTable(1, ("text",), tuple((item.whole,) for item in self._items), tuple(item.row for item in self._items), kinds)

    # one paragraph after the other

    def _take(self, item: Item, following: Sequence[Item]) -> None:
        leads_on = bool(following) and following[0].depth > item.depth
        given = {} if leads_on and ":" not in item.text else fields_of(item.text)
        if given and self._give(item, given, following):
            return
        if self._open is not None and _is_given_at_last(item, following):
            self._leave(TOP)
            self._begin(item, item.text)
            return
        if self._open is not None and (item.depth > self._open.depth or self._goes_on(item)):
            self._open.lines.append(item.whole)
            self._kinds[item.row] = _Kind.CONTINUED
            return
        self._open = None
        self._leave(item.depth)
        self._take_up(item, following)

    def _take_up(self, item: Item, following: Sequence[Item]) -> None:
        """A paragraph that belongs to no task above it."""
        above = self._headings[-1] if self._headings else None
        role = above.role if above else ""
        if above is not None and (office := _leads_in(item, following, above)):
            above.fields.setdefault("lead_text", office)
            self._kinds[item.row] = _Kind.HEADING
        elif _only_gives(item, following):
            self._kinds[item.row] = _Kind.HEADING  # what it gives is said of the section that it stands in
        elif heading := _heading(item, following, above):
            self._enter(heading)
        elif role == "aims" or (role != "told" and _is_aim(item)):
            self._aim(item, item.text)
        elif role == "told" or (item.depth >= PLAIN and not self._headings and not self._led_in):
            self._put_aside(item)
        else:
            self._begin(item, item.text)

    def _goes_on(self, item: Item) -> bool:
        """Whether a paragraph below a heading that only divides the document belongs to the one above: it names nobody of its own."""
        return item.depth == PLAIN and not self._led_in and not subject(item.text)

    def _give(self, item: Item, given: dict[str, str], following: Sequence[Item]) -> bool:
        """Notes the fields that a line gives: to the task above it, or to all tasks of the section that it begins or ends."""
        inside = self._open is not None and item.depth > self._open.depth
        while not inside and self._headings and self._headings[-1].item.depth >= item.depth:
            self._leave(self._headings[-1].item.depth)
        last = self._headings[-1] if self._headings else None
        if last is not None and last.role == "division" and item.numbered:
            return False  # it speaks of the whole plan
        section = [draft for draft in self._drafts if last is not None and last in draft.above]
        if last is not None and (self._open is None or not inside or item.depth >= PLAIN) and _of_all(section, given, following, last):
            self._note(last, item, given)
        elif inside or section:
            draft = self._open or section[-1]
            draft.fields = given | draft.fields
        else:
            return False
        self._kinds[item.row] = _Kind.CONTINUED if section else _Kind.HEADING
        return True

    def _note(self, heading: _Heading, item: Item, given: dict[str, str]) -> None:
        """What a line says of a whole section; its target is an objective."""
        for name, words in given.items():
            if heading.role == "told":
                self._put_aside(item)
            elif name == "target" or not heading.asks:
                self._aim(item, item.text)
            else:
                heading.fields.setdefault(name, words)

    def _enter(self, heading: _Heading) -> None:
        """Notes a heading; what follows its colon in the same paragraph is already a task, or an aim."""
        self._headings.append(heading)
        self._kinds[heading.item.row] = _Kind.HEADING
        if not heading.rest:
            return
        heading.used = True
        if heading.role == "aims":
            self._aim(heading.item, heading.rest)
        elif heading.role == "told":
            self._put_aside(heading.item)
        elif heading.role != "division" or directs(heading.rest):
            self._begin(heading.item, heading.rest)

    def _aim(self, item: Item, text: str) -> None:
        self.aims.append(text)
        self._kinds[item.row] = _Kind.AIM
        for heading in self._headings:
            heading.used = True

    def _begin(self, item: Item, text: str) -> None:
        for heading in self._headings:
            heading.used = True
        numbered = [heading.item for heading in self._headings if heading.role != "division" and heading.item.label]
        named_by = item if item.numbered or not numbered else numbered[-1]
        # the body of a heading is one task, be it of several paragraphs, but each office that a division names has one of its own
        offices = bool(self._headings) and self._headings[-1].role == "division" and bool(subject(text))
        depth = BODY if item.depth >= PLAIN and not self._led_in and not offices else item.depth
        bare, given = remarks(text)
        self._open = _Draft(item, depth, named_by, [bare], tuple(self._headings), given)
        self._drafts.append(self._open)
        self._kinds[item.row] = _Kind.TASK

    def _leave(self, depth: int) -> None:
        while self._headings and self._headings[-1].item.depth >= depth:
            heading = self._headings.pop()
            if not heading.used and heading.asks:
                self._put_aside(heading.item)

    def _put_aside(self, item: Item) -> None:
        self._unread.append(item)
        self._kinds[item.row] = _Kind.UNREAD
        for heading in self._headings:
            heading.used = True


def _is_announced(items: Sequence[Item]) -> bool:
    """Whether the head names a kind of document that sets tasks."""
    words = (*heading_words().document_types, "v/v", "về việc", "kính gửi")
    return any(begins(item.whole, words) for item in items[:_HEAD_LINES])


def _is_another_document(items: Sequence[Item]) -> bool:
    """Whether the head says that this is a decree, a report or the like, and not a plan."""
    head = [item.whole for item in items[:_HEAD_LINES] if item.whole.isupper()]
    plans = any(begins(line, heading_words().document_types) for line in head)
    return not plans and any(begins(line, prose_words().not_plans) for line in head)


def _is_aim(item: Item) -> bool:
    return begins(item.text, ("phấn đấu",)) and any(measure.value is not None for measure in read_measures(item.text))


def _is_given_at_last(item: Item, following: Sequence[Item]) -> bool:
    """Whether a paragraph below all numbers gives an office a task of its own: "Giao Sở Nội vụ theo dõi, đôn đốc ..."."""
    given = begins(item.text, ("giao",)) and bool(subject(item.text) or assigned(item.text)[0])
    return item.depth == PLAIN and given and not any(below.depth < PLAIN for below in following)


def _leads_in(item: Item, following: Sequence[Item], above: _Heading) -> str:
    """The office that a sentence over the numbers of a part names: "Thủ trưởng các cơ quan tập trung thực hiện:"."""
    leads = item.depth == PLAIN and item.text.endswith(":") and bool(following) and following[0].numbered
    asked = any(word in item.text for word in ("yêu cầu", "đề nghị", "giao "))
    return subject(item.text) if leads and above.role == "division" and not asked else ""


def _only_gives(item: Item, following: Sequence[Item]) -> bool:
    """Whether nothing stands below a heading but lines that give fields: "b) Phân công thực hiện"."""
    inside = list(takewhile(lambda below: below.depth > item.depth, following))
    divides = begins(item.text, prose_words().divisions) and not item.text.endswith(".")
    return divides and item.depth < PLAIN and bool(inside) and all(fields_of(below.text) for below in inside)


def _of_all(section: Sequence[_Draft], given: dict[str, str], following: Sequence[Item], heading: _Heading) -> bool:
    """Whether a line that gives fields speaks of its whole section: before its first task, or once, after the last of several."""
    if not section:
        return True
    rest = takewhile(lambda item: item.depth > heading.item.depth, following)
    alone = not any(name in draft.fields for draft in section for name in given)
    return len(section) > 1 and alone and not section[-1].fields and all(fields_of(item.text) for item in rest)


@dataclass(frozen=True)
class _Line:
    """A paragraph as a heading would be read: what stands before its colon and after, and what stands below it."""

    item: Item
    bare: str
    """before the colon, without remarks in brackets"""
    rest: str
    colon: bool
    inside: tuple[Item, ...]
    """all that is deeper"""
    fields: dict[str, str]
    """what the remarks say"""

    @property
    def name(self) -> str:
        return without_beginning(self.bare, prose_words().before_topics)

    @property
    def unit(self) -> str:
        return office_of(self.bare)

    @property
    def open(self) -> bool:
        """It ends without a sentence of its own, or with a full stop behind a short name."""
        stopped = self.item.text.endswith((".", ";"))
        named = self.leads_on and len(self.bare) < _LONG_STOPPED and _TOLD_OF.search(self.bare) is None and not by_when(self.bare)
        return not self.rest and (self.colon or not stopped or named)

    @property
    def open_name(self) -> bool:
        """It is short as names are, and a colon or nothing ends it."""
        return len(self.bare) < _LONG_OFFICE and self.bare[:1].isupper() and (self.colon or self.open)

    @property
    def leads_on(self) -> bool:
        return bool(self.inside)

    @property
    def capitals(self) -> bool:
        return self.bare.isupper()

    @property
    def numbered(self) -> bool:
        return self.item.numbered

    @property
    def short(self) -> bool:
        return len(self.bare) < _LONG_HEADING

    @property
    def holds_tasks(self) -> bool:
        """Whether what stands below are tasks, each with fields of its own or a number below this one's."""
        given = Counter(name for item in self.inside for name in (fields_of(item.text) or remarks(item.text)[1]))
        divided = any(item.label and item.depth < LETTER for item in self.inside[:1]) and not self.item.text.endswith((".", ";"))
        return self.numbered and (any(count > 1 for count in given.values()) or divided)

    def heading(self, role: str, name: str) -> _Heading:
        return _Heading(self.item, role, name.strip(" .:"), rest=self.rest, fields=dict(self.fields))


def _heading(item: Item, following: Sequence[Item], above: _Heading | None) -> _Heading | None:
    """The heading that a paragraph is; ``None`` where it directs."""
    line = _line(item, following)
    role = above.role if above else ""
    if above is not None and (unknown := _unknown_office(line, above)):
        return unknown
    if item.depth >= PLUS:
        introduces = item.text.endswith(":") and bool(following) and following[0].depth < item.depth and not directs(item.text)
        return _units(line) or (line.heading("topic", _named(line.name)) if introduces else None)
    aside = _aside(line)
    if aside is not None or role in ("aims", "told"):
        return aside or _within(line, role)
    return next((found for read in (_system, _period, _division, _units, _topic) if (found := read(line)) is not None), None)


def _unknown_office(line: _Line, above: _Heading) -> _Heading | None:
    """An office that no word tells, known by its place: below "Các phòng chuyên môn", or where a part says whose work is whose."""
    beneath = bool(above.units) and all(unit.startswith("Các ") for unit in above.units) and directs(line.rest)
    assigned_to = directs(line.rest) or (line.numbered and bool(line.rest or line.leads_on))
    post = " - " in line.bare and directs(line.rest)  # "Văn hóa - xã hội: ..." is an officer's post
    listed = above.role == "division" and (post or (begins(above.name, prose_words().assigning) and assigned_to))
    named = line.bare == line.name and not begins(line.bare, (*prose_words().topics, *prose_words().divisions, *prose_words().told))
    if not (beneath or listed) or not named or not line.open_name or directs(line.bare) or names_office(line.unit):
        return None
    heading = line.heading("units", line.bare)
    heading.units_text = line.unit.strip(" .:")
    heading.units = (heading.units_text,)
    return heading


def _line(item: Item, following: Sequence[Item]) -> _Line:
    whole, fields = remarks(item.text, heading=True)
    # brackets that end a sentence behind a colon are remarks on that sentence
    match = _COLON.match(item.text) if ":" in whole else _COLON.match(whole)
    before, rest = (match["before"], match["rest"].strip()) if match else (whole, "")
    bare, named = remarks(before, heading=True)
    inside = tuple(takewhile(lambda below: below.depth > item.depth, following))
    return _Line(item, bare.strip(), rest, match is not None, inside, named if rest else fields | named)


def _aside(line: _Line) -> _Heading | None:
    """A heading over aims, or over what is told and asked of nobody."""
    if line.rest and begins(line.bare, prose_words().told):
        return line.heading("told", line.name)
    names_work = names_office(line.unit) and line.unit != line.bare
    if not line.numbered or not line.short or names_work or not (line.rest or line.open):
        return None
    if begins(line.name, prose_words().aims):
        return line.heading("aims", line.name)
    return line.heading("told", line.name) if begins(line.name, prose_words().told) else None


def _within(line: _Line, role: str) -> _Heading | None:
    """A heading below one of those."""
    named = bool(line.item.label) or line.capitals
    return line.heading(role, line.name) if line.numbered and named and line.leads_on and not line.item.text.endswith(".") else None


def _system(line: _Line) -> _Heading | None:
    systems = systems_named(line.bare)
    if not line.numbered or not systems or not line.open:
        return None
    if directs(line.name) and not (
        line.capitals or line.holds_tasks or (line.colon and directs(line.inside[0].text if line.inside else ""))
    ):
        return None
    heading = line.heading("system", systems[0])
    heading.systems = systems[:1]
    return heading


def _period(line: _Line) -> _Heading | None:
    """A heading that says when what stands below it is done: "1. Quý I"."""
    if not (line.numbered and line.leads_on) or _PERIOD.fullmatch(line.bare.strip(" .:")) is None:
        return None
    heading = line.heading("period", line.bare)
    heading.fields.setdefault("timing", heading.name)
    return heading


def _division(line: _Line) -> _Heading | None:
    words = prose_words().divisions
    plain = (word for word in words if line.item.depth < 0 or word not in prose_words().before_topics)
    named = begins(line.name, words) or begins(line.bare, plain)
    about = line.item.depth >= NUMBER and begins(line.bare, (word for word in prose_words().before_topics if word.endswith(" về")))
    over_all = line.item.depth < NUMBER and _OVER_ALL.search(line.bare) is not None
    named = (named and not about) or over_all or line.item.depth == PART
    divides = (line.numbered or (line.colon and line.leads_on)) and line.open and line.short and named
    return line.heading("division", line.bare) if divides else None


def _units(line: _Line) -> _Heading | None:
    """A heading that names whose work stands below it."""
    lead, beside = assigned(line.bare)
    unit = lead or line.unit
    if not names_office(unit) or not (line.colon or (line.leads_on and line.open and (lead or not has_directive(unit)))):
        return None
    if lead and not line.colon and has_directive(line.bare.partition("chủ trì")[2].partition(beside)[2]):
        return None
    units = split_offices(spell_name(unit) if unit.isupper() else unit)
    heading = line.heading("units", line.name)
    heading.units, heading.units_text = units, unit
    if beside:
        heading.fields.setdefault("coordinating_text", beside)
    return heading if units else None


def _topic(line: _Line) -> _Heading | None:
    if not line.short or (line.rest and begins(line.bare, prose_words().reporting)):
        return None  # "1.2. Chế độ báo cáo: Thực hiện ..." is a task with its name
    names_tasks = line.holds_tasks or only_names_work(line.name) or (line.capitals and line.numbered and line.leads_on)
    if directs(line.name) and not _QUOTED.fullmatch(line.name) and not names_tasks:
        return None
    introduces = line.open and line.leads_on and (line.numbered or line.colon)
    directs_at_once = line.numbered and line.colon and directs(line.rest)
    return line.heading("topic", _named(line.name)) if introduces or directs_at_once or line.holds_tasks else None


def _named(name: str) -> str:
    quoted = _QUOTED.search(name)
    bare = quoted["name"] if quoted else name.strip(" :.")
    return bare[:1].upper() + bare[1:]


def _finished(number: int, draft: _Draft, systems: tuple[str, ...], year: int | None) -> ReadTask:
    text = "\n".join(draft.lines)
    dimension, component = _placed(draft)
    lead = _lead(draft)
    target, result = draft.fields.get("target", ""), _field(draft, "result")
    coordinating = draft.fields.get("coordinating_text", "") or assigned(draft.lines[0])[1] or _field(draft, "coordinating_text")
    timing = draft.fields.get("timing", "") or by_when(text) or _field(draft, "timing")
    named_by = component.item if component is not None and component.item.label else draft.named_by
    named = dimension.systems if dimension is not None else ()
    return ReadTask(
        no=number,
        text=text,
        group=" / ".join(heading.name for heading in draft.above if heading not in (dimension, component)),
        index_system=", ".join(named or (systems if len(systems) == 1 else ())),
        dimension_no=dimension.item.label if dimension else "",
        dimension_name=dimension.name if dimension else "",
        component_label="" if dimension is not None and named_by is dimension.item else named_by.label,
        component_name=component.name if component else "",
        target=target,
        result=result,
        lead_text=lead,
        coordinating_text=coordinating,
        lead_units=_split(draft, lead),
        coordinating_units=split_offices(coordinating),
        timing=read_timing(timing, year),
        measures=read_measures(target),
        expected=read_expected(result),
        place=SourcePlace(1, draft.item.row),
    )


def _placed(draft: _Draft) -> tuple[_Heading | None, _Heading | None]:
    """The heading of the index or content that a task belongs to, and that of its component."""
    system = next((heading for heading in reversed(draft.above) if heading.role == "system"), None)
    topics = [heading for heading in draft.above if heading.role == "topic"]
    dimension = system or (topics[0] if topics else None)
    component = topics[-1] if topics and topics[-1] is not dimension else None
    return dimension, component


def _field(draft: _Draft, name: str) -> str:
    """What lines say of the task, the nearest first: its own, then those of the headings above."""
    given = (draft.fields, *(heading.fields for heading in reversed(draft.above)))
    return next((fields[name] for fields in given if name in fields), "")


def _lead(draft: _Draft) -> str:
    """Whose work it is: said of the task itself, else by the nearest heading, narrowed by the office that the task begins with."""
    if words := draft.fields.get("lead_text", "") or assigned(draft.lines[0])[0]:
        return words
    own = subject(draft.lines[0])
    for heading in reversed(draft.above):
        if words := heading.fields.get("lead_text", ""):
            return words
        if heading.units:
            return next((unit for unit in heading.units if own.lower().startswith(unit.lower())), heading.units_text)
    return own


def _split(draft: _Draft, lead: str) -> tuple[str, ...]:
    """The offices of ``lead``; those of a heading as they were read there, where capitals were undone."""
    known = next((heading.units for heading in draft.above if heading.units_text == lead), ())
    return known or split_offices(lead)
