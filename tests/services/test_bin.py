"""The bin and the long list: deleting, resting, restoring; slices, filters, places and counts."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Protocol
from uuid import UUID, uuid4

import pytest

from papi_desktop.domain.errors import Code, RequestError
from papi_desktop.services.app import App
from papi_desktop.services.bin import days_left, delete_evidence, restore_evidence
from papi_desktop.services.evidence import EvidenceFields, add_evidence, list_evidence
from papi_desktop.services.evidence_links import unlink_evidence
from papi_desktop.services.evidence_listing import EvidenceFilter, evidence_detail, evidence_place, evidence_slice, evidence_totals
from papi_desktop.services.tasks import list_occurrences, task_detail
from papi_desktop.services.undo import undo

BIN = EvidenceFilter(binned=True)


class Moving(Protocol):
    def advance(self, **span: float) -> None: ...


def record(app: App, folder: Path, number: str, issued: date | None = None, kind: str = "thong_bao", *tasks: UUID) -> UUID:
    file = folder / f"{number.replace('/', '-')}.txt"
    file.write_text(f"Văn bản {number} (mẫu)", "utf-8")
    fields = EvidenceFields(kind=kind, number=number, issued=issued, abstract=f"Thôn Đoài {number}")
    return add_evidence(app, task_ids=tasks, fields=fields, files=[file]).evidence


def ids(app: App, chosen: EvidenceFilter, start: int = 0, count: int = 50) -> list[UUID]:
    return [row.id for row in evidence_slice(app, chosen=chosen, start=start, count=count)]


def test_what_is_restored_has_its_files_and_links_again(commune: App, tmp_path: Path) -> None:
    rows = list_occurrences(commune).rows
    first, second = rows[0], next(row for row in rows if row.task_id != rows[0].task_id)
    evidence = record(commune, tmp_path, "1/TB", None, "thong_bao", first.id, second.id)
    unlink_evidence(commune, evidence_ids=[evidence], occurrence_ids=[second.id])
    before = evidence_detail(commune, evidence_id=evidence)
    delete_evidence(commune, evidence_ids=[evidence])
    assert list_evidence(commune) == ()
    assert task_detail(commune, occurrence_id=first.id).evidence == ()
    resting = evidence_detail(commune, evidence_id=evidence)
    assert resting.files == before.files
    assert resting.days_left == 30
    restore_evidence(commune, evidence_ids=[evidence])
    assert evidence_detail(commune, evidence_id=evidence) == before
    assert [item.id for item in task_detail(commune, occurrence_id=first.id).evidence] == [evidence]
    assert task_detail(commune, occurrence_id=second.id).evidence == ()


def test_restoring_and_deleting_are_undone_as_one(commune: App, tmp_path: Path) -> None:
    both = [record(commune, tmp_path, "1/TB"), record(commune, tmp_path, "2/TB")]
    delete_evidence(commune, evidence_ids=both)
    restore_evidence(commune, evidence_ids=both)
    assert undo(commune).action == "evidence.restore"
    assert (ids(commune, EvidenceFilter()), set(ids(commune, BIN))) == ([], set(both))
    assert undo(commune).action == "evidence.delete"
    assert set(ids(commune, EvidenceFilter())) == set(both)
    assert ids(commune, BIN) == []


@pytest.mark.parametrize("wrong", ["unknown", "kept", "none"])
def test_only_what_is_in_the_bin_comes_back(commune: App, tmp_path: Path, wrong: str) -> None:
    kept, deleted = record(commune, tmp_path, "1/TB"), record(commune, tmp_path, "2/TB")
    delete_evidence(commune, evidence_ids=[deleted])
    asked = {"unknown": [deleted, uuid4()], "kept": [deleted, kept], "none": []}[wrong]
    with pytest.raises(RequestError) as refused:
        restore_evidence(commune, evidence_ids=asked)
    assert refused.value.code is Code.NOT_FOUND
    assert ids(commune, BIN) == [deleted]


def test_the_bin_says_how_long_it_keeps(commune: App, clock: Moving, tmp_path: Path) -> None:
    first = record(commune, tmp_path, "1/TB")
    delete_evidence(commune, evidence_ids=[first])
    clock.advance(days=12)
    second = record(commune, tmp_path, "2/TB")
    delete_evidence(commune, evidence_ids=[second])
    listed = evidence_slice(commune, chosen=BIN, start=0, count=10)
    assert [(row.id, row.days_left) for row in listed] == [(second, 30), (first, 18)]
    clock.advance(days=40)
    assert {row.days_left for row in evidence_slice(commune, chosen=BIN, start=0, count=10)} == {0}
    assert days_left(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 30, 23, tzinfo=UTC)) == 1


def test_slices_join_without_gap_undated_first_then_latest(commune: App, tmp_path: Path) -> None:
    dated = [record(commune, tmp_path, f"{day}/TB", date(2026, 3, day)) for day in range(1, 8)]
    undated = record(commune, tmp_path, "0/TB")
    whole = ids(commune, EvidenceFilter())
    assert whole == [undated, *reversed(dated)]
    assert [*ids(commune, EvidenceFilter(), 0, 3), *ids(commune, EvidenceFilter(), 3, 3), *ids(commune, EvidenceFilter(), 6, 3)] == whole
    assert [evidence_place(commune, chosen=EvidenceFilter(), evidence_id=each) for each in whole] == list(range(8))


def test_filters_hold_what_they_say(commune: App, tmp_path: Path) -> None:
    row = next(row for row in list_occurrences(commune).rows if row.period.startswith("2026"))
    spring = record(commune, tmp_path, "1/TB", date(2026, 2, 3))
    winter = record(commune, tmp_path, "2/BB", date(2025, 12, 30), "bien_ban", row.id)
    old = record(commune, tmp_path, "3/TB", date(2024, 5, 6))
    assert ids(commune, EvidenceFilter(search="thon DOAI 2/bb")) == [winter]
    assert ids(commune, EvidenceFilter(kind="bien_ban")) == [winter]
    assert ids(commune, EvidenceFilter(first=date(2026, 1, 1), last=date(2026, 3, 31))) == [spring]
    assert ids(commune, EvidenceFilter(year=2026)) == [spring, winter]
    assert ids(commune, EvidenceFilter(unlinked=True)) == [spring, old]
    assert evidence_place(commune, chosen=EvidenceFilter(year=2026), evidence_id=old) is None
    (listed,) = evidence_slice(commune, chosen=EvidenceFilter(kind="bien_ban"), start=0, count=9)
    assert (listed.number, listed.files, listed.media_type, listed.tasks) == ("2/BB", 1, "text/plain", 1)


def test_totals_count_evidence_and_files_of_the_filter(commune: App, tmp_path: Path, sample_files: dict[str, Path]) -> None:
    row = list_occurrences(commune).rows[0]
    files = [sample_files["pdf"], sample_files["photo"]]
    add_evidence(commune, task_ids=[row.id], fields=EvidenceFields(kind="photo"), files=files)
    record(commune, tmp_path, "1/TB")
    delete_evidence(commune, evidence_ids=[record(commune, tmp_path, "2/TB")])
    everything = evidence_totals(commune, chosen=EvidenceFilter())
    assert (everything.evidence, everything.files, everything.unlinked, everything.binned) == (2, 3, 1, 1)
    photos = evidence_totals(commune, chosen=EvidenceFilter(kind="photo"))
    assert (photos.evidence, photos.files) == (1, 2)
    assert evidence_totals(commune, chosen=BIN).files == 1
