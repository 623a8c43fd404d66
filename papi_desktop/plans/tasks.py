"""Rows to tasks: what the rows above say of those below, cells cut by a page break, cells merged over several rows."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from papi_desktop.domain.plan_document import ReadTask, SourcePlace, UnreadRow
from papi_desktop.domain.results import read_expected
from papi_desktop.domain.targets import read_measures
from papi_desktop.domain.text import fold
from papi_desktop.domain.timing import read_timing
from papi_desktop.domain.unit_names import names_unit, spell_name, split_roles, split_units
from papi_desktop.plans.heading import systems_named
from papi_desktop.plans.rows import Label, PlanRow, RowKind, read_label, row_label
from resources.plan_words import row_words

_VALUES = ("text", "target", "result", "lead_text", "coordinating_text", "implementing_text", "timing")
_ANSWERABLE = ("lead_text", "implementing_text", "timing")
_UNLABELLED = 9
_UNFINISHED = (";", ",", ":")
"""At the end of a text: a list goes on behind it."""
_ITEM = re.compile(r"(?:\n|(?<=[;.]) )(?=[-+•] ?\w)")
_SENTENCE = re.compile(r"(?<=[;.])\s+(?=[-+•]?\s*[A-ZĐÀ-ỸƠƯ])")
_BULLETS = ("-", "–", "+", "•", "*")
_POINTS = re.compile(r"\s*\([^()]*\d[^()]* điểm[^()]*\)$", re.IGNORECASE)
"""What an index counts for, behind its name."""
_QUOTED = re.compile(r"[“\"](.+)[”\"]$")
_ORDINAL = re.compile(r"(?:số|thứ)\s+(\w+)(?=\s*[.:–-])", re.IGNORECASE)
_ENDS = (".", "!", "?", "…", *_UNFINISHED)


@dataclass(frozen=True)
class _Group:
    label: str
    name: str
    depth: int
    systems: tuple[str, ...]
    units: tuple[str, ...]
    helpers: tuple[str, ...]
    """offices that the lead ones work with"""


@dataclass
class _Context:
    """What the rows above say of the next task."""

    system: tuple[str, ...] = ()
    groups: list[_Group] = field(default_factory=list["_Group"])
    dimension: tuple[str, str] = ("", "")
    components: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])


@dataclass
class _Draft:
    place: SourcePlace
    values: dict[str, str]
    group: str
    systems: tuple[str, ...]
    group_units: tuple[str, ...]
    group_helpers: tuple[str, ...]
    dimension: tuple[str, str]
    components: list[tuple[str, str]]
    measured: str
    notes: str
    doubtful: set[str]


class TaskReader:
    """Takes the rows of all plan tables of a document in order and gives its tasks and the rows that are none."""

    def __init__(self, systems: Sequence[str]) -> None:
        self._systems = tuple(systems)
        self._context = _Context()
        self._drafts: list[_Draft] = []
        self._open: _Draft | None = None  # the task that the next row may belong to
        self.unread: list[UnreadRow] = []

    def take_table(self, table: int, rows: Sequence[PlanRow], *, continues: bool) -> tuple[str, ...]:
        """Reads one table; ``continues`` when it goes on from the one before. Gives for each row the kind that the preview shows."""
        if not continues:
            self._context, self._open = _Context(_system_above(rows), dimension=_dimension_above(rows)), None
        numbered = _numbers_dimensions(rows)
        kinds: list[str] = []
        after_cut = continues
        for row in rows:
            kinds.append(self._take(SourcePlace(table, row.row.number), row, after_cut=after_cut, numbered=numbered))
            after_cut = row.kind is RowKind.HEADER
        return tuple(kinds)

    def tasks(self, year: int | None) -> tuple[ReadTask, ...]:
        """The tasks read so far; ``year`` is the plan's, for timings that name none."""
        return tuple(_finished(number, draft, self._systems, year) for number, draft in enumerate(self._drafts, start=1))

    def _take(self, place: SourcePlace, row: PlanRow, *, after_cut: bool, numbered: bool) -> str:
        match row.kind:
            case RowKind.HEADER:
                return "header"
            case RowKind.OTHER:
                return self._unread(place, row)
            case RowKind.GROUP:
                self._enter(row)
                self._open = None
                return "group"
            case RowKind.CONTEXT:
                self._place(row, numbered=numbered)
                self._open = None
                return "group"
            case RowKind.DETAIL:
                return self._detail(place, row, after_cut=after_cut, numbered=numbered)

    def _detail(self, place: SourcePlace, row: PlanRow, *, after_cut: bool, numbered: bool) -> str:
        last = self._open
        inherits = not row.own("text")
        if last is None and (inherits and not row["text"]):
            return self._unread(place, row)
        parts = _parts(row, last.values) if last is not None and after_cut else None
        if last is not None and parts is None and _extends(row, last.values, after_cut=after_cut):
            self._extend(last, row)
            return "continued"
        if last is not None and parts is not None:
            end, row = parts
            self._extend(last, end)
        self._leave(row)
        self._place(row, numbered=numbered)
        values = {name: row[name] for name in _VALUES}
        if not row.columns.of("no"):
            values["text"] = _without_number(values["text"])
        if last is not None and not values["text"]:
            values["text"] = last.values["text"]
        self._open = self._draft(place, values | {"no": row.own("no")}, row)
        self._drafts.append(self._open)
        return "task"

    def _leave(self, row: PlanRow) -> None:
        """Leaves the group "1" where a task "2" follows its items, which bear no numbers."""
        groups, label = self._context.groups, row_label(row)
        if not groups or not self._drafts or label is None or not groups[-1].label.isdigit():
            return
        if not self._drafts[-1].values["no"].strip("-–+•") and label.text == str(int(groups[-1].label) + 1):
            groups.pop()

    def _draft(self, place: SourcePlace, values: dict[str, str], row: PlanRow) -> _Draft:
        groups = self._context.groups
        headings = [group for group in groups if not group.units and not group.systems]
        offices = next((group for group in reversed(groups) if group.units), None)
        by_column = {name: bool(row.columns.of(name)) for name in ("dimension_name", "component_name", "target")}
        dimension, components = self._context.dimension, list(self._context.components)
        if not by_column["dimension_name"] and headings:
            dimension = _dimension(headings[0].label, headings[0].name)
        if not by_column["component_name"] and len(headings) > 1:
            label, name = _announced(headings[-1].name, _before_names())
            components = [(label or headings[-1].label, name)]
        return _Draft(
            place=place,
            values=values,
            group=" / ".join(group.name for group in groups),
            systems=next((group.systems for group in reversed(groups) if group.systems), self._context.system),
            group_units=offices.units if offices else (),
            group_helpers=offices.helpers if offices else (),
            dimension=dimension,
            components=components,
            measured="target" if by_column["target"] else "result",
            notes=row.notes,
            doubtful=set(row.doubtful),
        )

    def _extend(self, draft: _Draft, row: PlanRow) -> None:
        """Adds what the row holds to the task it belongs to."""
        if named := row.own("dimension_name"):
            draft.dimension = self._context.dimension = (draft.dimension[0], f"{draft.dimension[1]} {named}".strip())
        named = row.own("component_name")
        if draft.components and _goes_on(named):
            label, name = draft.components[-1]
            draft.components[-1] = (label, f"{name} {named}")
            self._context.components = draft.components[-1:]
        else:
            for component in _components(named):
                draft.components.append(component)
                self._context.components = [component]
        for name in _VALUES:
            if name in row.fresh:
                draft.values[name] = _joined(draft.values[name], row[name])
        draft.notes = _joined(draft.notes, row.notes)
        draft.doubtful |= row.doubtful

    def _enter(self, row: PlanRow) -> None:
        label, name = _group_name(row)
        depth = label.depth if label else _UNLABELLED
        groups = self._context.groups
        while groups and groups[-1].depth >= depth:
            groups.pop()
        units, helpers = map(split_units, split_roles(spell_name(name)) if names_unit(name) else ("", ""))
        groups.append(_Group(label.text if label else "", name, depth, systems_named(name), units, helpers))
        if not units:
            self._context.dimension, self._context.components = ("", ""), []

    def _place(self, row: PlanRow, *, numbered: bool) -> None:
        """Notes the index and component that the row names; blank cells keep those above."""
        if name := row.own("dimension_name"):
            self._context.dimension = _dimension(row.own("no").rstrip(".") if numbered else "", name)
            self._context.components = []
        if text := row.own("component_name"):
            label = row_label(row) if not row.columns.of("dimension_name") else None
            if label and row.kind is RowKind.CONTEXT and "." not in label.text:
                # one column for both levels: "1" names an index, "1.1" a component
                self._context.dimension, self._context.components = _dimension(label.text, read_label(text)[1]), []
            else:
                found = _components(text)
                self._context.components = [(label.text, found[0][1])] if label and len(found) == 1 and not found[0][0] else found

    def _unread(self, place: SourcePlace, row: PlanRow) -> str:
        self.unread.append(UnreadRow(place, " | ".join(cell.text for cell in row.row.own())))
        return "unread"


def _system_above(rows: Sequence[PlanRow]) -> tuple[str, ...]:
    """The index system that the title rows of a sheet name, where it is one."""
    named = [systems for text in (rows[0].columns.above if rows else ()) if (systems := systems_named(text))]
    return named[-1] if named and len(named[-1]) == 1 else ()


def _dimension_above(rows: Sequence[PlanRow]) -> tuple[str, str]:
    """The index to which the title rows of a sheet give its table: "CHỈ SỐ NỘI DUNG 1: THAM GIA"."""
    named = filter(None, map(index_named, rows[0].columns.above if rows else ()))
    return next(named, ("", ""))


def index_named(title: str) -> tuple[str, str] | None:
    """Number and name of the index that a title announces ("CHỈ SỐ 1: ...", "1. Chỉ số ..."); ``None`` for any other title."""
    words = row_words().before_dimension_names
    label, rest = read_label(title)
    if label is not None and _without(rest, words) not in ("", rest):
        return label.text, _without(rest, words)
    number, name = _announced(title, words) if _without(title, words) != title else ("", "")
    return (number, name) if number else None


def _numbers_dimensions(rows: Iterable[PlanRow]) -> bool:
    """Whether the running number counts indices and not tasks: it stands only where an index begins."""
    counted = [row for row in rows if row.own("no") and row.kind in (RowKind.DETAIL, RowKind.CONTEXT)]
    return bool(counted) and all(row.own("dimension_name") for row in counted)


def _extends(row: PlanRow, above: dict[str, str], *, after_cut: bool) -> bool:
    """Whether a row belongs to the task with the values ``above``: cut off by a page break, or dividing cells that its cell spans."""
    if "text" in row.merged:
        return not any(row.own(name) for name in ("target", "lead_text", "timing"))
    if not row.own("text"):
        return not (row.own("target") and any(row.own(name) for name in _ANSWERABLE))
    numbered = bool(row.own("no"))
    # a number in the middle of its cell may stand on the second page, with all else that is answered
    closed = numbered and any(above[name] for name in ("no", *_ANSWERABLE))
    if after_cut and not closed and _cut_off(row, above["text"]):
        return True
    if numbered:
        return False
    answered = any(row[name] for name in _ANSWERABLE)
    if row.own("dimension_name") or row.own("component_name"):
        return not row.own("dimension_name") and not answered and above["text"].endswith(_UNFINISHED)
    lists = bool(above["no"]) and row["text"].startswith(_BULLETS)  # items of a task in rows of their own
    return not answered and (lists or after_cut or all(_goes_on(row[name]) for name in _VALUES if row.own(name)))


def _cut_off(row: PlanRow, above: str) -> bool:
    """Whether the first row of a page ends the one on the page before: cells begin in the middle of a sentence."""
    if above.endswith(_ENDS):
        return _goes_on(row["text"])
    begins = [text for name in (*_VALUES, "dimension_name", "component_name") if (text := row.own(name)) and text[0].isalpha()]
    going_on = sum(map(_goes_on, begins))
    return _goes_on(row["text"]) or row["text"][0].isdigit() or going_on > len(begins) - going_on


def _parts(row: PlanRow, above: dict[str, str]) -> tuple[PlanRow, PlanRow] | None:
    """The end of the task above and the next one, where a page break left both in one row: its text begins in the middle of a sentence,
    but the row is answered anew. Its last item is the next task.
    """
    items = _ITEM.split(row["text"])
    answered_anew = above["timing"] and row.own("timing") and not _goes_on(row["timing"])
    if len(items) < 2 or not _goes_on(row["text"]) or above["text"].endswith(_ENDS) or not answered_anew:
        return None
    results = _SENTENCE.split(row["result"], maxsplit=1) if not above["result"] else []
    end = {"text": "\n".join(items[:-1]), "result": results[0] if len(results) > 1 else ""}
    following = row.values | {"text": items[-1], "result": results[-1] if len(results) > 1 else row["result"]}
    return replace(row, values=end, fresh=frozenset(name for name, text in end.items() if text)), replace(row, values=following)


def _goes_on(text: str) -> bool:
    """Whether a text begins in the middle of a sentence."""
    return text[:1].islower() and read_label(text)[0] is None


def _joined(text: str, more: str) -> str:
    if not text or not more:
        return text + more
    new_line = more.startswith(_BULLETS) or text.endswith((".", ";", ":"))
    return f"{text}\n{more}" if new_line else f"{text} {more}"


def _without_number(text: str) -> str:
    """``text`` without the running number that a column would hold: "3." or "2.1"."""
    label, bare = read_label(text)
    return bare if label and label.text[0].isdigit() and bare else text


def _dimension(number: str, text: str) -> tuple[str, str]:
    """Number and name of an index, which may name its number itself."""
    own, name = _announced(text, row_words().before_dimension_names)
    return own or number, name


def _announced(text: str, words: Iterable[str]) -> tuple[str, str]:
    """The number that a name bears behind one of ``words``, and the bare name: "Chỉ số nội dung 2: Công khai" is "2", "Công khai"."""
    text = _POINTS.sub("", text)
    rest = _with_number(_without(text, words))
    if quoted := _QUOTED.match(rest):
        return "", quoted[1]
    label, bare = read_label(rest)
    if label and bare:
        return label.text, bare
    announced = text.removesuffix(rest).rstrip().endswith(":")  # "Chỉ số: Công khai"
    return "", rest if announced and rest else text


def _components(text: str) -> list[tuple[str, str]]:
    """The labels and names in a component cell; each labelled line is one component."""
    found: list[tuple[str, str]] = []
    for line in filter(None, text.split("\n")):
        number, name = _announced(line, _before_names())
        if not number and found:
            found[-1] = (found[-1][0], f"{found[-1][1]} {line}")
        else:
            found.append((number, name))
    return found


def _group_name(row: PlanRow) -> tuple[Label | None, str]:
    _, name = read_label(row.texts[0].text.replace("\n", " "))
    name = _without(name, row_words().before_group_names).rstrip(" :")
    label = row_label(row)
    if label is None:  # "Chỉ số thành phần 1.1: Tri thức công dân"
        inner, bare = read_label(_with_number(_without(name, _before_names())))
        label, name = (inner, bare) if inner and bare else (label, name)
    return label, name


def _with_number(text: str) -> str:
    """``text`` with its number in figures first: "thứ nhất: Tham gia", "số 1: Tham gia" and "1: Tham gia" are the same."""
    match, ordinals = _ORDINAL.match(text), row_words().ordinals
    word = match[1].lower() if match else ""
    number = str(ordinals.index(word) + 1) if word in ordinals else word
    return number + text[match.end() :] if match and number.isdigit() else text


def _before_names() -> tuple[str, ...]:
    return (*row_words().before_component_names, *row_words().before_dimension_names)


def _without(text: str, beginnings: Iterable[str]) -> str:
    """``text`` without the first of ``beginnings`` that it starts with."""
    folded = fold(text)
    found = next((word for word in beginnings if folded.startswith((fold(word) + " ", fold(word) + ":"))), "")
    return text[len(found) :].strip(" :") if found else text.strip()


@lru_cache
def _systems_of(name: str) -> tuple[str, ...]:
    return systems_named(name)


def _roles(values: dict[str, str]) -> dict[str, str]:
    """The offices that lead and coordinate, where the cell of those that lead tells who does what."""
    lead, others = split_roles(values["lead_text"])
    return {"lead_text": lead, "coordinating_text": "; ".join(filter(None, (values["coordinating_text"], others)))}


def _finished(number: int, draft: _Draft, systems: tuple[str, ...], year: int | None) -> ReadTask:
    values = draft.values | _roles(draft.values)
    helpers = () if values["lead_text"] else draft.group_helpers
    coordinating = values["coordinating_text"] or "; ".join(helpers)
    named = draft.systems or _systems_of(draft.dimension[1])[:1] or (systems if len(systems) == 1 else ())
    return ReadTask(
        no=number,
        text=values["text"],
        group=draft.group,
        index_system=", ".join(named),
        dimension_no=draft.dimension[0],
        dimension_name=draft.dimension[1],
        component_label=",".join(label for label, _ in draft.components if label),
        component_name="; ".join(name for _, name in draft.components),
        target=values["target"],
        result=values["result"],
        lead_text=values["lead_text"],
        coordinating_text=coordinating,
        implementing_text=values["implementing_text"],
        lead_units=split_units(values["lead_text"]) or draft.group_units,
        coordinating_units=split_units(coordinating),
        implementing_units=split_units(values["implementing_text"]),
        timing=read_timing(values["timing"], year),
        measures=read_measures(values[draft.measured]),
        expected=read_expected(values["result"]),
        notes=draft.notes,
        place=draft.place,
        doubtful=tuple(sorted(draft.doubtful)),
    )
