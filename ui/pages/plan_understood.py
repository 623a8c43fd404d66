"""What was understood of a plan document, as a tree: what needs a look first, then the tasks by dimension."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QKeyEvent
from PySide6.QtWidgets import QHeaderView

from papi_desktop.domain.plan_document import ReadPlan, ReadTask, SourcePlace, Timing, UnreadRow
from papi_desktop.domain.vocabulary import TimingKind
from papi_desktop.services.plan_correction import TaskCorrection, needs_confirming
from resources.i18n import gettext as _
from resources.i18n import ngettext
from ui.colours import Ink, current_scheme
from ui.models.columns import Column, Index
from ui.models.grouped_model import Group, GroupedRowsModel
from ui.widgets.grouped_view import GroupedView
from ui.widgets.rows_view import ROW

_LONGEST_TITLE = 160
_LONGEST_TOOLTIP = 2000


@dataclass(frozen=True)
class Entry:
    """One line of the tree. ``task`` is ``None`` for a row that was not understood; ``open`` tasks wait to be confirmed."""

    place: SourcePlace
    text: str
    title: str
    state: str
    icon: str
    ink: Ink
    task: ReadTask | None = None
    open: bool = False


@dataclass(frozen=True)
class Part(Group[Entry]):
    """A heading that counts what is under it, coloured where that needs a look."""

    ink: Ink = Ink.TEXT
    said: str = ""

    @property
    def count(self) -> str:
        return self.said or str(self.total)


def parts_of(
    plan: ReadPlan,
    corrections: Mapping[SourcePlace, TaskCorrection],
    confirmed: Collection[SourcePlace],
    ours: Collection[SourcePlace] | None = None,
) -> list[Part]:
    """The tree of ``plan``: rows not understood, what is to be confirmed, then every other task under its dimension.

    Tasks that do not stand at ``ours``, where that is known, come last: they are other offices' work.
    """
    every = [task_entry(task, task.place, corrections, confirmed) for task in plan.tasks if task.place is not None]
    entries = [entry for entry in every if ours is None or entry.place in ours]
    others = [replace(entry, open=False) for entry in every if ours is not None and entry.place not in ours]
    waiting = [entry for entry in entries if entry.open]
    by_dimension: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.task is not None and not entry.open:
            by_dimension.setdefault(_dimension(entry.task), []).append(entry)
    parts: list[Part] = []
    if plan.unread:
        parts.append(_part(_("Unread"), [_unread_entry(row) for row in plan.unread], Ink.AMBER))
    if waiting:
        parts.append(_part(_("To be confirmed"), waiting, Ink.BLUE))
    for title, rows in by_dimension.items():
        said = ngettext("{count} task", "{count} tasks", len(rows)).format(count=len(rows))
        parts.append(replace(_part(title, rows, Ink.TEXT), said=said))
    if others:
        parts.append(_part(_("Work of other offices"), others, Ink.TEXT))
    return parts


def _part(title: str, entries: Sequence[Entry], ink: Ink) -> Part:
    return Part(title, 0, len(entries), tuple(entries), ink)


def _dimension(task: ReadTask) -> str:
    name = task.dimension_name or task.group or task.index_system
    return f"{task.dimension_no}. {name}" if task.dimension_no and name else name or _("Without a dimension")


def _unread_entry(row: UnreadRow) -> Entry:
    return Entry(row.place, row.text, f"“{_one_line(row.text)}”", _("Not handled"), "warning", Ink.AMBER)


def task_entry(
    task: ReadTask, place: SourcePlace, corrections: Mapping[SourcePlace, TaskCorrection], confirmed: Collection[SourcePlace]
) -> Entry:
    """The line of one task."""
    correction = corrections.get(place)
    settled = place in confirmed or (correction is not None and correction.kind is not None)
    unsure = bool(task.doubtful) and correction is None and place not in confirmed
    waits = unsure or (needs_confirming(task.timing) and not settled)
    if unsure:
        state, icon_name, ink = _("Unsure reading"), "warning", Ink.AMBER
    elif waits:
        state, icon_name, ink = doubt_text(task.timing), "info", Ink.BLUE
    elif correction is not None:
        state, icon_name, ink = _("Corrected"), "edit", Ink.GREEN
    elif place in confirmed:
        state, icon_name, ink = _("Confirmed"), "check-circle", Ink.GREEN
    else:
        state, icon_name, ink = _("Understood"), "check-circle", Ink.GREEN
    return Entry(place, task.text, f"{task.no}. {_one_line(task.text)}", state, icon_name, ink, task, waits)


def doubt_text(timing: Timing) -> str:
    """Why a timing should be looked at."""
    if len(timing.kinds) > 1:
        return ngettext("{count} rhythm at once", "{count} rhythms at once", len(timing.kinds)).format(count=len(timing.kinds))
    return _("When it arises") if timing.kind is TimingKind.ON_EVENT else _("Timing not clear")


def _key(place: SourcePlace) -> tuple[int, int, int]:
    return place.table, place.row, place.part


def _one_line(text: str) -> str:
    line = " ".join(text[: 2 * _LONGEST_TITLE].split())
    return line if len(line) <= _LONGEST_TITLE else line[: _LONGEST_TITLE - 1] + "…"


class UnderstoodModel(GroupedRowsModel[Entry]):
    def __init__(self) -> None:
        columns = (
            Column[Entry](_("What was understood"), lambda entry: entry.title, tooltip=lambda entry: entry.text[:_LONGEST_TOOLTIP]),
            Column[Entry](_("Row"), lambda entry: str(entry.place.row), sort=lambda entry: (entry.place.table, entry.place.row)),
            Column[Entry](_("State"), lambda entry: entry.state, icon=lambda entry: entry.icon, ink=lambda entry: entry.ink),
        )
        super().__init__(columns, key=lambda entry: _key(entry.place), search_text=lambda entry: entry.text)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.ForegroundRole and index.isValid() and self.row_at(index) is None:
            part = self.group_at(index)
            if index.column() == 0 and isinstance(part, Part) and part.ink is not Ink.TEXT:
                return QBrush(current_scheme().ink(part.ink))
        return super().data(index, role)


class UnderstoodTree(GroupedView):
    """``entry_chosen`` carries the ``Entry`` a person went to, ``entered`` comes when they press Enter on it."""

    entry_chosen = Signal(object)
    entered = Signal()

    def __init__(self) -> None:
        self.entries = UnderstoodModel()
        super().__init__(_("What was understood"), self.entries, row_height=ROW)
        self._marking = False
        self.setAcceptDrops(False)
        header = self.horizontalHeader()
        header.setMinimumSectionSize(40)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(1, 44)
        header.resizeSection(2, 136)
        self.setMinimumHeight(96)
        self.selectionModel().currentChanged.connect(self._announce)

    @property
    def entry(self) -> Entry | None:
        """The line a person is at."""
        return self.entries.row_at(self.currentIndex()) if self.currentIndex().isValid() else None

    def show_parts(self, parts: Sequence[Part]) -> None:
        """Takes new lines and stays at the same one."""
        here = self.entry
        self._marking = True
        self.entries.set_groups(parts)
        self._marking = False
        if here is not None:
            self.mark(here.place)

    def mark(self, place: SourcePlace) -> bool:
        """Goes to the line of a place without announcing it."""
        self.entries.unfold(_key(place))
        index = self.entries.index_of(_key(place))
        if not index.isValid():
            return False
        self._marking = True
        self.setCurrentIndex(index)
        self._marking = False
        self.scrollTo(index)
        return True

    def go_to(self, place: SourcePlace) -> None:
        if self.mark(place) and self.entry is not None:
            self.entry_chosen.emit(self.entry)

    def go_to_first(self) -> None:
        """The first line there is."""
        first = next((row for part in self.entries.groups for row in part.rows), None)
        if first is not None:
            self.go_to(first.place)

    def next_open(self) -> SourcePlace | None:
        """The first task that still waits to be confirmed."""
        return next((row.place for part in self.entries.groups for row in part.rows if row.open), None)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers() and self.entry is not None:
            self.entered.emit()
            return
        super().keyPressEvent(event)

    def _announce(self, current: QModelIndex) -> None:
        entry = self.entries.row_at(current)
        if entry is not None and not self._marking:
            self.entry_chosen.emit(entry)
