"""Finding anything by words: tasks, evidence, plans, and at the level above units."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from db.search_queries import EvidenceFound, TaskFound, evidence_with, other_units, tasks_with
from papi_desktop.domain.text import fold
from papi_desktop.domain.vocabulary import Role
from papi_desktop.services.app import App

if TYPE_CHECKING:
    from papi_desktop.services.plans import PlanRow

OF_EACH_KIND = 20
"""How many finds of one kind are shown; who needs more types another word."""


class FoundKind(StrEnum):
    UNIT = "unit"
    TASK = "task"
    EVIDENCE = "evidence"
    PLAN = "plan"


@dataclass(frozen=True)
class Found:
    """One find. ``target`` is the id of an occurrence, an evidence, a plan or a unit; ``year`` that of its plan.

    ``title`` may be empty for an evidence that has neither number nor abstract: ``evidence_kind`` names it then. ``note`` is the
    number of the plan or the name of the unit, ``day`` the due date or the evidence's own date. ``unit`` owns the evidence: ids are
    chosen by their owners, so two units may use one.
    """

    kind: FoundKind
    target: UUID
    title: str
    note: str = ""
    day: date | None = None
    year: int | None = None
    evidence_kind: str = ""
    unit: UUID | None = None


@dataclass(frozen=True)
class SearchResult:
    """What was found, by kind. ``more``: a kind holds more than is shown."""

    words: str
    found: tuple[Found, ...]
    more: bool


def search(app: App, *, words: str, limit: int = OF_EACH_KIND) -> SearchResult:
    """Everything here that holds every word, whatever its diacritics and case; nothing for no words."""
    wanted = fold(words).split()
    if not wanted:
        return SearchResult(words, (), more=False)
    above = app.office.role is Role.AUTHORITY
    from papi_desktop.services.plans import list_plans  # the window opens before anybody looks for a plan

    with app.read() as session:
        units = [unit for unit in other_units(session, besides=app.office.unit) if _holds(f"{unit[1]} {unit[2]}", wanted)] if above else []
        tasks = [] if above else tasks_with(session, words, owner=app.office.unit, limit=limit + 1)
        evidence = evidence_with(
            session, words, owner=None if above else app.office.unit, besides=app.office.unit if above else None, limit=limit + 1
        )
    plans = [plan for plan in list_plans(app) if _holds(f"{plan.number} {plan.title}", wanted)]
    groups: list[Sequence[Found]] = [
        [Found(FoundKind.UNIT, unit, name, note=code) for unit, code, name in units],
        [_task(task) for task in tasks],
        [_evidence(item, above=above) for item in evidence],
        [_plan(plan) for plan in plans],
    ]
    return SearchResult(
        words, tuple(found for group in groups for found in group[:limit]), more=any(len(group) > limit for group in groups)
    )


def _holds(text: str, wanted: Sequence[str]) -> bool:
    folded = fold(text)
    return all(word in folded for word in wanted)


def _task(task: TaskFound) -> Found:
    return Found(FoundKind.TASK, task.occurrence, task.text, note=task.plan_number, day=task.due, year=task.year)


def _evidence(item: EvidenceFound, *, above: bool) -> Found:
    title = " ".join(part for part in (item.number, item.abstract) if part)
    note = item.unit_name if above else ""
    return Found(FoundKind.EVIDENCE, item.id, title, note=note, day=item.issued, evidence_kind=item.kind, unit=item.owner)


def _plan(plan: "PlanRow") -> Found:
    return Found(FoundKind.PLAN, plan.id, plan.title, note=plan.number, year=plan.year)
