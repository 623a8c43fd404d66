"""The task list is read in a few narrow queries: it must say what the rows themselves say, and be kept only while nothing is written."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.evidence_queries import evidence_states
from db.occurrence_queries import OccurrenceFacts
from db.office_queries import superior_of
from db.states import Travel
from db.tables import Evidence, ExpectedResult, Link, Occurrence, Plan, Task, Tick
from papi_desktop.domain.errors import RequestError
from papi_desktop.domain.vocabulary import OccurrenceStatus, ReviewVerdict, SyncState
from papi_desktop.services import tasks
from papi_desktop.services.app import App
from papi_desktop.services.evidence import EvidenceFields, add_evidence
from papi_desktop.services.receiving import import_bundles
from papi_desktop.services.reviews import list_reviews, review_evidence
from papi_desktop.services.sending import export_bundles, preview_export, write_replies
from papi_desktop.services.tasks import OccurrenceFilter, OccurrenceRow, list_occurrences, task_detail
from papi_desktop.services.ticks import tick_occurrence
from papi_desktop.services.undo import undo
from tests.conftest import FixedClock


@pytest.fixture
def worked(commune: App, authority: App, sample_files: dict[str, Path], tmp_path: Path) -> App:
    """A commune in which every state occurs: returned, accepted, sent and fresh evidence, ticks, evidence for two, one put in the bin."""
    rows = [row for row in list_occurrences(commune).rows if row.expected]
    for row, number in zip(rows[:3], ("1/BC", "2/BC", "3/BC"), strict=True):
        fields = EvidenceFields(kind="bao_cao", number=number)
        add_evidence(commune, task_ids=[row.id], fields=fields, files=[sample_files["pdf"]])
    tick_occurrence(commune, occurrence_id=rows[1].id, measured=None, count=None, note="mẫu", by="")
    export_bundles(commune, out=tmp_path / "up")
    import_bundles(authority, paths=[tmp_path / "up"])
    first, second, *_ = list_reviews(authority)
    review_evidence(authority, evidence_id=first.id, verdict=ReviewVerdict.RETURNED, comment="Xin bổ sung")
    review_evidence(authority, evidence_id=second.id, verdict=ReviewVerdict.ACCEPTED)
    import_bundles(commune, paths=[write_replies(authority, out=tmp_path / "down").bundles[0].path])
    both = [rows[3].id, rows[4].id]
    add_evidence(commune, task_ids=both, fields=EvidenceFields(kind="photo"), files=[sample_files["photo"]])
    return commune


def counted(session: Session, app: App, row: OccurrenceRow) -> tuple[int, int, int, SyncState]:
    """Expected, filled, evidence and sync of a row, one plain question at a time."""
    task = session.get_one(Task, (row.owner, session.get_one(Occurrence, (row.owner, row.id)).task_id))
    slots = {slot.id for slot in session.scalars(select(ExpectedResult).where(ExpectedResult.task_id == task.id)) if not slot.deleted}
    links = [link for link in session.scalars(select(Link).where(Link.occurrence_id == row.id)) if not link.deleted]
    living = [link for link in links if not session.get_one(Evidence, (row.owner, link.evidence_id)).deleted]
    states = evidence_states(session, row.owner, {link.evidence_id for link in living}, office=app.office.unit, peer=superior_of(session))
    travel = min((Travel(state.travel) for state in states.values()), default=Travel.LOCAL)
    return len(slots), len(slots & {link.expected_id for link in living}), len({link.evidence_id for link in living}), travel.sync


def test_the_list_says_what_the_rows_say(worked: App) -> None:
    listed = list_occurrences(worked).rows
    with worked.read() as session:
        for row in listed:
            assert (row.expected, row.filled, row.evidence, row.sync) == counted(session, worked, row)
            tick = session.scalars(select(Tick).where(Tick.occurrence_id == row.id, ~Tick.deleted)).one_or_none()
            assert (row.ticked_at is None) == (tick is None)
        assert len(listed) == len(session.scalars(select(Occurrence.id).where(~Occurrence.deleted)).all())
    assert {SyncState.RETURNED, SyncState.ACCEPTED, SyncState.LOCAL} <= {row.sync for row in listed}
    assert any(row.status is OccurrenceStatus.DONE for row in listed)


def test_one_occurrence_alone_reads_as_in_the_list(worked: App) -> None:
    for row in list_occurrences(worked).rows:
        assert task_detail(worked, occurrence_id=row.id).row == row
    task = next(row.task_id for row in list_occurrences(worked).rows if row.evidence)
    alone = list_occurrences(worked, chosen=OccurrenceFilter(task=task)).rows
    assert alone == tuple(row for row in list_occurrences(worked).rows if row.task_id == task)


FILTERS: dict[str, tuple[OccurrenceFilter, Callable[[OccurrenceRow], bool]]] = {
    "index": (OccurrenceFilter(index="PAPI"), lambda row: row.index == "PAPI"),
    "another index": (OccurrenceFilter(index="SIPAS"), lambda row: row.index == "SIPAS"),
    "officer": (OccurrenceFilter(officer="Trần Quốc Việt"), lambda row: row.officer == "Trần Quốc Việt"),
    "year": (OccurrenceFilter(year=2026), lambda row: row.period.startswith("2026")),
    "another year": (OccurrenceFilter(year=1999), lambda _row: False),
    "another unit": (OccurrenceFilter(owner=UUID(int=7)), lambda _row: False),
}


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_leaves_out_and_changes_nothing_else(worked: App, name: str) -> None:
    chosen, wanted = FILTERS[name]
    assert list_occurrences(worked, chosen=chosen).rows == tuple(row for row in list_occurrences(worked).rows if wanted(row))


def test_rows_stand_in_plan_order_then_by_due_date(worked: App) -> None:
    rows = list_occurrences(worked).rows
    keys = [(row.number, row.due is not None, row.due, row.period) for row in rows]
    assert keys == sorted(keys, key=lambda key: (key[0], key[1], key[2].isoformat() if key[2] else "", key[3]))


def test_the_list_is_kept_until_something_is_written(worked: App) -> None:
    before = list_occurrences(worked)
    assert list_occurrences(worked) is before
    row = next(row for row in before.rows if row.ticked_at is None)
    tick_occurrence(worked, occurrence_id=row.id, measured=None, count=None, note="mẫu", by="")
    after = list_occurrences(worked)
    assert after is not before
    assert next(each for each in after.rows if each.id == row.id).status is OccurrenceStatus.DONE
    undo(worked)
    assert next(each for each in list_occurrences(worked).rows if each.id == row.id) == row


def test_a_task_that_left_its_plan_is_listed_while_it_has_evidence_or_a_tick(worked: App) -> None:
    rows = list_occurrences(worked).rows
    with worked.unit_of_work("plan.import") as uow:
        for task in uow.session.scalars(select(Task).join(Plan, Plan.id == Task.plan_id)):
            task.retired = True
        uow.commit()
    assert list_occurrences(worked).rows == tuple(row for row in rows if row.evidence or row.ticked_at)


def test_the_preview_counts_what_the_export_then_writes(worked: App, tmp_path: Path) -> None:
    preview = preview_export(worked)
    [bundle] = export_bundles(worked, out=tmp_path / "next").bundles
    assert (preview.records, preview.files, preview.sequence) == (bundle.records, bundle.objects, bundle.sequence)
    assert preview.evidence == 1
    assert preview.bytes > 0


def test_a_detail_takes_its_row_from_the_list_as_long_as_nothing_was_written(
    commune: App, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[OccurrenceFilter] = []
    read = tasks.occurrences

    def count(session: Session, chosen: OccurrenceFilter, *, office: UUID, peer: UUID | None) -> list[OccurrenceFacts]:
        asked.append(chosen)
        return read(session, chosen, office=office, peer=peer)

    monkeypatch.setattr(tasks, "occurrences", count)
    row = list_occurrences(commune, chosen=OccurrenceFilter(year=2026)).rows[3]
    assert task_detail(commune, occurrence_id=row.id).row == row
    assert [each.occurrence for each in asked] == [None]
    tick_occurrence(commune, occurrence_id=row.id)
    assert task_detail(commune, occurrence_id=row.id).row.status is OccurrenceStatus.DONE
    assert [each.occurrence for each in asked] == [None, row.id]
    list_occurrences(commune, chosen=OccurrenceFilter(year=2026))
    clock.advance(days=400)
    task_detail(commune, occurrence_id=row.id)
    assert [each.occurrence for each in asked] == [None, row.id, None, row.id]
    with pytest.raises(RequestError):
        task_detail(commune, occurrence_id=uuid4())
