"""What stands on a printed paper: plain values, gathered by a service, laid out by this package. All texts are Vietnamese."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path


@dataclass(frozen=True)
class Letterhead:
    """The issuing office as Decree 30/2020/NĐ-CP wants it, in full: ("ỦY BAN NHÂN DÂN", "XÃ TÂN PHÚ (MẪU)").

    ``superior`` is the office above, printed first and light ("ỦY BAN NHÂN DÂN TỈNH …" over "SỞ NỘI VỤ"); ``body`` may be empty then.
    ``place`` stands before the date; empty, the date stands alone.
    """

    body: str
    name: str
    place: str
    superior: str = ""


@dataclass(frozen=True)
class ChecklistExpected:
    """One result that the plan asks for, and whether evidence of it is there."""

    text: str
    present: bool
    note: str = ""


@dataclass(frozen=True)
class ChecklistRow:
    """One occurrence of a task. ``references`` names the evidence recorded ("62/TB-UBND, 02/11/2026"), ``result`` the measured value."""

    number: int
    component: str
    task: str
    target: str
    due: date | None
    period_label: str
    expected: tuple[ChecklistExpected, ...]
    references: tuple[str, ...]
    result: str
    note: str
    done: bool


@dataclass(frozen=True)
class ChecklistGroup:
    """Rows under one heading, mostly a dimension; ``done`` of ``total`` occurrences are ticked off."""

    title: str
    done: int
    total: int
    rows: tuple[ChecklistRow, ...]


@dataclass(frozen=True)
class Signature:
    """Who signs: office and title in capitals, one per line, what to do ("(Ký, ghi rõ họ tên)", may be empty) and the name."""

    title: tuple[str, ...]
    hint: str
    name: str


@dataclass(frozen=True)
class Checklist:
    """An evidence checklist. ``printed_at`` is local time; ``present`` of ``needed`` expected results have evidence."""

    letterhead: Letterhead
    title: str
    subtitle: str
    basis: str
    groups: tuple[ChecklistGroup, ...]
    signatures: tuple[Signature, ...]
    printed_at: datetime
    form_code: str
    present: int
    needed: int


@dataclass(frozen=True)
class PrintedPaper:
    """A paper on the disk: its absolute path and number of pages."""

    path: Path
    pages: int
