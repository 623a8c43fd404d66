"""Rows to tasks: what the rows above say of those below, cells cut by a page break, cells merged over several rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from papi_desktop.domain.plan_document import ReadTask, SourcePlace, UnreadRow
from papi_desktop.domain.results import read_expected
from papi_desktop.domain.targets import read_measures
from papi_desktop.domain.text import fold
from papi_desktop.domain.timing import read_timing
from papi_desktop.domain.unit_names import names_unit, spell_name, split_units
from papi_desktop.plans.heading import systems_named
from papi_desktop.plans.rows import Label, PlanRow, RowKind, read_label, row_label
from resources.plan_words import row_words

_VALUES = ("text", "target", "result", "lead_text", "coordinating_text", "implementing_text", "timing")
_ANSWERABLE = ("lead_text", "implementing_text", "timing")
_UNLABELLED = 9


@dataclass(frozen=True)
class _Group:
    label: str
    name: str
    depth: int
    systems: tuple[str, ...]
    units: tuple[str, ...]


@dataclass
class _Context:
    """What the rows above say of the next task."""

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
    dimension: tuple[str, str]
    components: list[tuple[str, str]]
    measured: str


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
            self._context, self._open = _Context(), None
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
        if last is not None and _extends(row, after_cut=after_cut):
            self._extend(last, row)
            return "continued"
        self._place(row, numbered=numbered)
        values = {name: row[name] for name in _VALUES}
        if last is not None and not values["text"]:
            values["text"] = last.values["text"]
        self._open = self._draft(place, values, row)
        self._drafts.append(self._open)
        return "task"

    def _draft(self, place: SourcePlace, values: dict[str, str], row: PlanRow) -> _Draft:
        groups = self._context.groups
        headings = [group for group in groups if not group.units and not group.systems]
        by_column = {name: bool(row.columns.of(name)) for name in ("dimension_name", "component_name", "target")}
        dimension, components = self._context.dimension, list(self._context.components)
        if not by_column["dimension_name"] and headings:
            dimension = (headings[0].label, headings[0].name)
        if not by_column["component_name"] and len(headings) > 1:
            components = [(headings[-1].label, headings[-1].name)]
        return _Draft(
            place=place,
            values=values,
            group=" / ".join(group.name for group in groups),
            systems=next((group.systems for group in reversed(groups) if group.systems), ()),
            group_units=next((group.units for group in reversed(groups) if group.units), ()),
            dimension=dimension,
            components=components,
            measured="target" if by_column["target"] else "result",
        )

    def _extend(self, draft: _Draft, row: PlanRow) -> None:
        """Adds what the row holds to the task it belongs to."""
        for component in _components(row.own("component_name")):
            draft.components.append(component)
            self._context.components = [component]
        for name in _VALUES:
            if name in row.fresh:
                draft.values[name] = _joined(draft.values[name], row[name])

    def _enter(self, row: PlanRow) -> None:
        label, name = _group_name(row)
        depth = label.depth if label else _UNLABELLED
        groups = self._context.groups
        while groups and groups[-1].depth >= depth:
            groups.pop()
        units = split_units(spell_name(name)) if names_unit(name) else ()
        groups.append(_Group(label.text if label else "", name, depth, systems_named(name), units))
        if not units:
            self._context.dimension, self._context.components = ("", ""), []

    def _place(self, row: PlanRow, *, numbered: bool) -> None:
        """Notes the index and component that the row names; blank cells keep those above."""
        if name := row.own("dimension_name"):
            label, bare = read_label(_without(name, row_words().before_dimension_names))
            number = row.own("no").rstrip(".") if numbered else ""
            self._context.dimension = (label.text, bare) if label and bare else (number, name)
            self._context.components = []
        if text := row.own("component_name"):
            label = row_label(row) if not row.columns.of("dimension_name") else None
            if label and row.kind is RowKind.CONTEXT and "." not in label.text:
                # one column for both levels: "1" names an index, "1.1" a component
                self._context.dimension, self._context.components = (label.text, read_label(text)[1]), []
            else:
                found = _components(text)
                self._context.components = [(label.text, found[0][1])] if label and len(found) == 1 and not found[0][0] else found

    def _unread(self, place: SourcePlace, row: PlanRow) -> str:
        self.unread.append(UnreadRow(place, " | ".join(cell.text for cell in row.row.own())))
        return "unread"


def _numbers_dimensions(rows: Iterable[PlanRow]) -> bool:
    """Whether the running number counts indices and not tasks: it stands only where an index begins."""
    counted = [row for row in rows if row.own("no") and row.kind in (RowKind.DETAIL, RowKind.CONTEXT)]
    return bool(counted) and all(row.own("dimension_name") for row in counted)


def _extends(row: PlanRow, *, after_cut: bool) -> bool:
    """Whether a row belongs to the task above: it was cut off by a page break, or only divides cells that the task's cell spans."""
    if "text" in row.merged:
        return not any(row.own(name) for name in ("target", "lead_text", "timing"))
    if not row.own("text"):
        return not (row.own("target") and any(row.own(name) for name in _ANSWERABLE))
    if any(row.own(name) for name in ("no", "dimension_name", "component_name")):
        return False
    answered = any(row[name] for name in _ANSWERABLE)
    goes_on = all(_goes_on(row[name]) for name in _VALUES if row.own(name))
    return (goes_on or not answered) if after_cut else (goes_on and not answered)


def _goes_on(text: str) -> bool:
    """Whether a text begins in the middle of a sentence."""
    return text[:1].islower()


def _joined(text: str, more: str) -> str:
    if not text or not more:
        return text + more
    new_line = more.startswith(("-", "+", "•", "*")) or text.endswith((".", ";", ":"))
    return f"{text}\n{more}" if new_line else f"{text} {more}"


def _components(text: str) -> list[tuple[str, str]]:
    """The labels and names in a component cell; each labelled line is one component."""
    found: list[tuple[str, str]] = []
    for line in filter(None, text.split("\n")):
        label, name = read_label(line)
        if label is None and found:
            found[-1] = (found[-1][0], f"{found[-1][1]} {line}")
        else:
            found.append((label.text if label else "", name if label else line))
    return found


def _group_name(row: PlanRow) -> tuple[Label | None, str]:
    _, name = read_label(row.texts[0].text.replace("\n", " "))
    return row_label(row), _without(name, row_words().before_group_names).rstrip(" :")


def _without(text: str, beginnings: Iterable[str]) -> str:
    """``text`` without the first of ``beginnings`` that it starts with."""
    folded = fold(text)
    found = next((word for word in beginnings if folded.startswith(fold(word) + " ")), "")
    return text[len(found) :].strip()


def _finished(number: int, draft: _Draft, systems: tuple[str, ...], year: int | None) -> ReadTask:
    values = draft.values
    named = draft.systems or systems_named(draft.dimension[1])[:1] or (systems if len(systems) == 1 else ())
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
        coordinating_text=values["coordinating_text"],
        implementing_text=values["implementing_text"],
        lead_units=split_units(values["lead_text"]) or draft.group_units,
        coordinating_units=split_units(values["coordinating_text"]),
        implementing_units=split_units(values["implementing_text"]),
        timing=read_timing(values["timing"], year),
        measures=read_measures(values[draft.measured]),
        expected=read_expected(values["result"]),
        place=draft.place,
    )
