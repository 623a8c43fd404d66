"""Which occurrences an evidence serves: linking, unlinking, and where else it could serve."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from db import link_queries
from db.evidence_list_queries import own_evidence
from db.link_queries import OccurrenceName, lacking_occurrences, links_between, served_occurrences
from db.tables import Evidence, Link, Occurrence
from db.task_queries import expected_of, links_of, named_occurrences, tick_of
from db.unit_of_work import UnitOfWork
from papi_desktop.domain.errors import Code, RequestError
from papi_desktop.domain.likeness import likeness
from papi_desktop.domain.periods import Period
from papi_desktop.domain.progress import Slot, occurrence_index, slot_for
from papi_desktop.services.app import App
from papi_desktop.services.changes import WORK, Changed

__all__ = ["LinkResult", "OccurrenceName", "link_evidence", "linkable_occurrences", "suggest_tasks", "unlink_evidence"]

_SUGGESTIONS = 3


@dataclass(frozen=True)
class LinkResult:
    """``links`` counts the links that were made or taken away."""

    links: int
    changed: Changed = WORK


def link_evidence(app: App, *, evidence_ids: Sequence[UUID], task_ids: Sequence[UUID]) -> LinkResult:
    """Links evidence of this office to more occurrences, in one undoable action; links that are there already stay as they are.

    ``task_ids`` name occurrences or tasks; of a task, the occurrence whose period holds the evidence's date.
    Raises ``RequestError(NOT_FOUND)``.
    """
    with app.unit_of_work("evidence.link") as uow:
        made = 0
        for evidence in kept_evidence(uow.session, app, evidence_ids):
            for occurrence in occurrences_named(uow.session, app, task_ids, evidence.issued or app.today()):
                made += link_to(uow, evidence, occurrence)
        uow.commit()
    return LinkResult(made)


def unlink_evidence(app: App, *, evidence_ids: Sequence[UUID], occurrence_ids: Sequence[UUID]) -> LinkResult:
    """Takes evidence of this office away from occurrences, in one undoable action; it stays recorded, even when it serves nothing.

    Raises ``RequestError(NOT_FOUND)`` for evidence that is not there, and where it serves none of the occurrences.
    """
    with app.unit_of_work("evidence.unlink") as uow:
        kept_evidence(uow.session, app, evidence_ids)
        links = links_between(uow.session, app.office.unit, evidence_ids, occurrence_ids)
        if not links:
            raise RequestError(Code.NOT_FOUND, what=", ".join(map(str, occurrence_ids)))
        for link in links:
            link.deleted = True
        uow.commit()
    return LinkResult(len(links))


def linkable_occurrences(app: App, *, search: str = "", year: int | None = None, limit: int = 200) -> tuple[OccurrenceName, ...]:
    """The first occurrences of this office that evidence can be linked to, in plan order."""
    with app.read() as session:
        return tuple(link_queries.linkable_occurrences(session, app.office.unit, search=search, year=year, limit=limit))


def suggest_tasks(app: App, *, evidence_id: UUID) -> tuple[OccurrenceName, ...]:
    """Where else an evidence could serve, the likeliest first, a few at most.

    Open occurrences that still lack a result of its kind, whose period holds its date, and whose task shares words with its abstract
    or with the tasks it serves. Raises ``RequestError(NOT_FOUND)``.
    """
    with app.read() as session:
        evidence = kept_evidence(session, app, [evidence_id])[0]
        served = served_occurrences(session, evidence)
    tasks = {name.task_id for name in served}
    lacking = [name for name in _lacking(app, evidence.kind) if name.task_id not in tasks]
    open_ = _one_a_task(lacking, evidence.issued, app.today())
    said = ". ".join([evidence.abstract, *(name.text for name in served)])
    alike = zip(likeness(said, [name.text for name in open_]), open_, strict=True)
    ranked = sorted((pair for pair in alike if pair[0] > 0), key=lambda pair: -pair[0])
    return tuple(name for _, name in ranked[:_SUGGESTIONS])


def _lacking(app: App, kind: str) -> list[OccurrenceName]:
    """Kept until something is written: an officer goes from one evidence to the next."""

    def read() -> dict[str, list[OccurrenceName]]:
        with app.read() as session:
            return lacking_occurrences(session, app.office.unit)

    return app.kept("lacking", app.office.unit, read).get(kind, [])


def _one_a_task(names: Sequence[OccurrenceName], issued: date | None, today: date) -> list[OccurrenceName]:
    """Of each task the occurrence that evidence of that day belongs to; none where the day lies outside all its periods."""
    by_task: dict[UUID, list[OccurrenceName]] = defaultdict(list)
    for name in names:
        by_task[name.task_id].append(name)
    chosen: list[OccurrenceName] = []
    for inside in by_task.values():
        periods = [Period(name.period) for name in inside]
        number = occurrence_index(periods, [False] * len(inside), issued or today)
        if issued is None or periods[number].start <= issued <= periods[number].end:
            chosen.append(inside[number])
    return chosen


def kept_evidence(session: Session, app: App, ids: Sequence[UUID]) -> Sequence[Evidence]:
    """Evidence of this office that is not in the bin. Raises ``RequestError(NOT_FOUND)`` when one of ``ids`` is none."""
    found = own_evidence(session, app.office.unit, ids)
    missing = set(ids) - {evidence.id for evidence in found}
    if missing or not ids:
        raise RequestError(Code.NOT_FOUND, what=", ".join(sorted(map(str, missing))))
    return found


def occurrences_named(session: Session, app: App, task_ids: Sequence[UUID], on: date) -> list[Occurrence]:
    """The occurrences that ids of occurrences or tasks name for evidence of day ``on``. Raises ``RequestError(NOT_FOUND)``."""
    chosen: dict[UUID, Occurrence] = {}
    for named in task_ids:
        found = named_occurrences(session, named, owner=app.office.unit)
        if not found:
            raise RequestError(Code.NOT_FOUND, what=str(named))
        done = [tick_of(session, app.office.unit, occurrence.id) is not None for occurrence in found]
        occurrence = found[occurrence_index([Period(each.period) for each in found], done, on)]
        chosen[occurrence.id] = occurrence
    return list(chosen.values())


def link_to(uow: UnitOfWork, evidence: Evidence, occurrence: Occurrence, expected_id: UUID | None = None) -> bool:
    """Links unless there is a link already: to ``expected_id``, else to the first empty expected result of its kind."""
    links = links_of(uow.session, occurrence.owner, occurrence.id)
    if any(linked.id == evidence.id for _, linked in links):
        return False
    slots = slots_of(uow.session, occurrence)
    wanted = expected_id if any(slot.id == expected_id for slot in slots) else slot_for(evidence.kind, slots, _filled(links))
    uow.make(Link, evidence_id=evidence.id, occurrence_id=occurrence.id, expected_id=wanted)
    return True


def fit_slot(session: Session, evidence: Evidence, link: Link, kind_before: str) -> None:
    """Gives a link the expected result of the evidence's new kind, unless somebody chose one that was not of its kind before either."""
    occurrence = session.get_one(Occurrence, (link.owner, link.occurrence_id))
    slots = slots_of(session, occurrence)
    kinds = {slot.id: slot.kind for slot in slots}
    if link.expected_id is not None and kinds.get(link.expected_id) != kind_before:
        return
    others = [pair for pair in links_of(session, link.owner, link.occurrence_id) if pair[0].id != link.id]
    link.expected_id = slot_for(evidence.kind, slots, _filled(others))


def slots_of(session: Session, occurrence: Occurrence) -> list[Slot]:
    return [Slot(slot.id, slot.kind) for slot in expected_of(session, occurrence.owner, occurrence.task_id)]


def _filled(links: Sequence[tuple[Link, Evidence]]) -> frozenset[UUID]:
    return frozenset(link.expected_id for link, _ in links if link.expected_id is not None)
