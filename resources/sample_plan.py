"""The sample plan with its offices, people, reporting periods and evidence: all invented."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from resources.kinds import EvidenceKind

Day = date
"""The type, where a field is called ``date``."""


@dataclass(frozen=True)
class SampleOffice:
    """``name`` is for screens ("UBND xã …"); ``body``, ``proper_name`` and ``place`` are the parts of a letterhead, in full."""

    code: str
    name: str
    body: str
    proper_name: str
    place: str


@dataclass(frozen=True)
class SampleOfficer:
    name: str
    title: str


@dataclass(frozen=True)
class SampleReportingPeriod:
    """``key`` is a period such as ``2026-Q4``; reports are due on ``deadline``, early in the next quarter."""

    key: str
    name: str
    deadline: date


@dataclass(frozen=True)
class SampleTask:
    """One row of the plan in the plan's own words; ``no`` counts through the plan from 1. ``target`` and ``coordinating`` may be empty."""

    no: int
    text: str
    target: str
    result: str
    lead: str
    coordinating: str
    timing: str


@dataclass(frozen=True)
class SampleComponent:
    label: str
    name: str
    tasks: tuple[SampleTask, ...]


@dataclass(frozen=True)
class SampleDimension:
    number: str
    name: str
    components: tuple[SampleComponent, ...]


@dataclass(frozen=True)
class SampleEvidence:
    """Evidence for the demonstration to record: either a document with ``paragraphs`` or ``photos``, named by the text on their board.

    ``tasks`` are numbers of tasks, ``kind`` is a code of the evidence kinds, ``number`` may be empty; ``signers`` are titles and names,
    none where the chairman signs.
    """

    tasks: tuple[int, ...]
    kind: str
    number: str
    date: date
    abstract: str
    place: str
    paragraphs: tuple[str, ...] = ()
    photos: tuple[str, ...] = ()
    signers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class SamplePlan:
    """The plan of ``commune`` for ``year``; ``authority`` is the office that receives its reports."""

    year: int
    title: str
    number: str
    date: date
    issuer: str
    index_system: str
    basis: str
    commune: SampleOffice
    authority: SampleOffice
    officers: tuple[SampleOfficer, ...]
    reporting_periods: tuple[SampleReportingPeriod, ...]
    dimensions: tuple[SampleDimension, ...]
    evidences: tuple[SampleEvidence, ...]
    quarter_papers: Mapping[str, Any]

    @property
    def tasks(self) -> tuple[SampleTask, ...]:
        return tuple(task for dimension in self.dimensions for component in dimension.components for task in component.tasks)

    def quarter_paper(self, kind: EvidenceKind, *, number: int, dimension: str, period: str, day: Day) -> SampleEvidence:
        """A paper of ``kind`` on one dimension in one period, which serves all its tasks that ask for such a paper."""
        words = {"kind": kind.name, "dimension": dimension, "period": period, "place": self.commune.name}
        symbol = f"{number:02d}/{kind.abbreviation}-UBND" if kind.abbreviation else ""
        return SampleEvidence(
            tasks=(),
            kind=kind.code,
            number=symbol,
            date=day,
            abstract=self.quarter_papers["abstract"].format(**words),
            place=self.quarter_papers["place"].format(**words),
            paragraphs=tuple(paragraph.format(**words) for paragraph in self.quarter_papers["paragraphs"]),
        )

    @property
    def chairman(self) -> SampleOfficer:
        """Who signs."""
        return self.officers[-1]


@cache
def sample_plan(year: int) -> SamplePlan:
    """The sample plan, all its dates in ``year`` (1 to 9998) but for the last deadline."""
    text = files("resources").joinpath("sample", "plan.toml").read_text("utf-8")
    data = tomllib.loads(text.replace("{year}", f"{year:04d}").replace("{next_year}", f"{year + 1:04d}"))
    return SamplePlan(
        year=year,
        title=data["title"],
        number=data["number"],
        date=date.fromisoformat(data["issued"]),
        issuer=data["issuer"],
        index_system=data["index_system"],
        basis=data["basis"],
        commune=SampleOffice(**data["commune"]),
        authority=SampleOffice(**data["authority"]),
        officers=tuple(SampleOfficer(**officer) for officer in data["officers"]),
        reporting_periods=tuple(
            SampleReportingPeriod(each["key"], each["name"], date.fromisoformat(each["deadline"])) for each in data["reporting_periods"]
        ),
        dimensions=tuple(_dimension(each) for each in data["dimensions"]),
        evidences=tuple(_evidence(each) for each in data["evidences"]),
        quarter_papers=data["quarter_paper"],
    )


def _dimension(data: Mapping[str, Any]) -> SampleDimension:
    components = tuple(
        SampleComponent(each["label"], each["name"], tuple(SampleTask(**task) for task in each["tasks"])) for each in data["components"]
    )
    return SampleDimension(data["number"], data["name"], components)


def _evidence(data: Mapping[str, Any]) -> SampleEvidence:
    return SampleEvidence(
        tasks=tuple(data["tasks"]),
        kind=data["kind"],
        number=data["number"],
        date=date.fromisoformat(data["date"]),
        abstract=data["abstract"],
        place=data["place"],
        paragraphs=tuple(data.get("paragraphs", ())),
        photos=tuple(data.get("photos", ())),
        signers=tuple((title, name) for title, name in data.get("signers", ())),
    )
