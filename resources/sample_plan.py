"""The sample plan with its offices, people, reporting periods and evidence: all invented."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
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
class SampleNeighbour:
    """Another office below the same authority: ``called`` is its name in a sentence ("xã … (mẫu)"), ``people`` are as many as the officers.

    It reports so many ``days_ago``, or so many days ``after_deadline`` that passed last, negative before it; neither where it sent nothing.
    ``open`` counts what it left undone by number of dimension, ``whole`` are dimensions done to the year's end. Of its ``evidence`` so many
    pieces are ``judged``, and of those so many ``returned``.
    """

    code: str
    called: str
    place: str
    plan_number: str
    people: tuple[str, ...]
    days_ago: int | None = None
    after_deadline: int | None = None
    open: Mapping[str, int] = field(default_factory=dict[str, int])
    whole: tuple[str, ...] = ()
    evidence: int = 0
    judged: int = 0
    returned: int = 0

    @property
    def reports(self) -> bool:
        return self.days_ago is not None or self.after_deadline is not None


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
    neighbours: tuple[SampleNeighbour, ...]

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
    return _plan(year, _text(year))


@cache
def neighbour_plan(year: int, code: str) -> SamplePlan:
    """The sample plan in the name of the neighbour with ``code``: its own office, people and numbers on every paper."""
    own = sample_plan(year)
    neighbour = next(each for each in own.neighbours if each.code == code)
    place, called = own.commune.proper_name, neighbour.called
    words = {place: called[0].upper() + called[1:], place[0].lower() + place[1:]: called}
    words |= {officer.name: name for officer, name in zip(own.officers, neighbour.people, strict=True)}
    text = _text(year)
    for ours, theirs in words.items():
        text = text.replace(ours, theirs)
    plan = _plan(year, text)
    office = replace(plan.commune, code=code, place=neighbour.place)
    further = 4 * (own.neighbours.index(neighbour) + 1)
    papers = tuple(replace(paper, number=_later(paper.number, further)) for paper in plan.evidences)
    return replace(plan, commune=office, number=neighbour.plan_number, evidences=papers)


def _later(symbol: str, further: int) -> str:
    """The number of a paper that came so many papers later: "62/TB-UBND" to "66/TB-UBND"."""
    number, slash, rest = symbol.partition("/")
    return f"{int(number) + further:02d}{slash}{rest}" if number else ""


def _text(year: int) -> str:
    text = files("resources").joinpath("sample", "plan.toml").read_text("utf-8")
    return text.replace("{year}", f"{year:04d}").replace("{next_year}", f"{year + 1:04d}")


def _plan(year: int, text: str) -> SamplePlan:
    data = tomllib.loads(text)
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
        neighbours=tuple(_neighbour(each) for each in data["neighbours"]),
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


def _neighbour(data: Mapping[str, Any]) -> SampleNeighbour:
    lists: dict[str, Any] = {"people": tuple(data["people"]), "whole": tuple(data.get("whole", ()))}
    return SampleNeighbour(**{**data, **lists})
