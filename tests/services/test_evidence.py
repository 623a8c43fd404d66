"""Recording evidence, ticking off, and taking it back; what cannot become evidence changes nothing."""

import os
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image
from PIL.ExifTags import IFD, Base

from papi_desktop.domain.errors import Code, EvidenceError, RequestError
from papi_desktop.domain.vocabulary import OccurrenceStatus
from papi_desktop.services.app import App
from papi_desktop.services.bin import delete_evidence
from papi_desktop.services.bulk import clear_ticks
from papi_desktop.services.evidence import EvidenceFields, add_evidence, list_evidence, show_evidence
from papi_desktop.services.tasks import OccurrenceFilter, OccurrenceRow, list_occurrences, task_detail
from papi_desktop.services.ticks import tick_occurrence
from papi_desktop.services.undo import undo
from papi_desktop.wording import warning_text


def first_with(app: App, kind: str) -> OccurrenceRow:
    """The first occurrence with an expected result of ``kind``."""
    for row in list_occurrences(app).rows:
        if any(slot.kind == kind for slot in task_detail(app, occurrence_id=row.id).slots):
            return row
    raise LookupError(kind)


def photo_of(folder: Path, taken: str) -> Path:
    """A photo whose camera wrote down when it was ``taken``."""
    photo, exif = folder / "anh.jpg", Image.Exif()
    exif.get_ifd(IFD.Exif)[Base.DateTimeOriginal] = taken
    Image.new("RGB", (8, 8)).save(photo, exif=exif)
    return photo


Snapshot = Callable[[App], object]

BAD_FILES: dict[str, tuple[str, bytes | None, Code]] = {
    "vanished": ("mat.pdf", None, Code.FILE_MISSING),
    "empty": ("rong.pdf", b"", Code.FILE_EMPTY),
    "windows program": ("anh.jpg", b"MZ\x90\x00 this program", Code.FILE_EXECUTABLE),
    "linux program": ("bien-ban.pdf", b"\x7fELF\x02\x01", Code.FILE_EXECUTABLE),
    "script": ("ghi-chu.txt", b"#!/bin/sh\nrm -rf /", Code.FILE_EXECUTABLE),
    "batch file by name": ("chay.bat", b"echo off", Code.FILE_EXECUTABLE),
    "double ending": ("bien-ban.pdf.exe", b"%PDF-1.4", Code.FILE_EXECUTABLE),
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_a_file_that_cannot_be_evidence_changes_nothing(commune: App, snapshot: Snapshot, tmp_path: Path, case: str) -> None:
    name, content, code = BAD_FILES[case]
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    before = snapshot(commune)
    row = list_occurrences(commune).rows[0]
    with pytest.raises(EvidenceError) as refused:
        add_evidence(commune, task_ids=[row.id], fields=EvidenceFields(kind="photo"), files=[path])
    assert (refused.value.code, refused.value.params["name"]) == (code, name)
    assert snapshot(commune) == before


def test_an_unreadable_file_changes_nothing(commune: App, snapshot: Snapshot, tmp_path: Path) -> None:
    before = snapshot(commune)
    (tmp_path / "thu-muc.pdf").mkdir()
    row = list_occurrences(commune).rows[0]
    with pytest.raises(EvidenceError) as refused:
        add_evidence(commune, task_ids=[row.id], fields=EvidenceFields(kind="photo"), files=[tmp_path / "thu-muc.pdf"])
    assert refused.value.code is Code.FILE_UNREADABLE
    assert snapshot(commune) == before


def test_good_files_go_in_and_bad_ones_are_named(commune: App, sample_files: dict[str, Path], tmp_path: Path) -> None:
    empty = tmp_path / "rong.pdf"
    empty.touch()
    row = list_occurrences(commune).rows[0]
    result = add_evidence(
        commune, task_ids=[row.id], fields=EvidenceFields(kind="thong_bao"), files=[empty, sample_files["pdf"], sample_files["photo"]]
    )
    assert [(file.name == "rong.pdf", file.state) for file in result.attachments] == [
        (False, "stored"),
        (False, "stored"),
        (True, "refused"),
    ]
    assert [a.media_type for a in show_evidence(commune, evidence_id=result.evidence).attachments] == ["application/pdf", "image/jpeg"]


def test_files_are_kept_by_content_and_read_only(commune: App, sample_files: dict[str, Path]) -> None:
    row = list_occurrences(commune).rows[0]
    result = add_evidence(commune, task_ids=[row.id], fields=EvidenceFields(kind="thong_bao"), files=[sample_files["pdf"]])
    stored = commune.store.path(result.attachments[0].sha256)
    assert stored.read_bytes() == sample_files["pdf"].read_bytes()
    assert stored.name == result.attachments[0].sha256
    if os.name == "posix":
        assert stored.stat().st_mode & 0o222 == 0


def test_a_photo_says_its_own_date_and_size(commune: App, sample_files: dict[str, Path]) -> None:
    row = list_occurrences(commune).rows[0]
    result = add_evidence(commune, task_ids=[row.id], fields=EvidenceFields(kind="photo"), files=[sample_files["photo"]])
    view = show_evidence(commune, evidence_id=result.evidence)
    assert view.issued is not None
    assert view.issued.year == 2026


def test_the_same_files_are_linked_not_recorded_twice(commune: App, sample_files: dict[str, Path], tmp_path: Path) -> None:
    rows = list_occurrences(commune).rows
    other = next(row for row in rows if row.task_id != rows[0].task_id)
    fields = EvidenceFields(kind="thong_bao", number="01/TB-UBND")
    first = add_evidence(commune, task_ids=[rows[0].id], fields=fields, files=[sample_files["pdf"]])
    renamed = tmp_path / "ten-khac.pdf"
    renamed.write_bytes(sample_files["pdf"].read_bytes())
    second = add_evidence(commune, task_ids=[other.id], fields=fields, files=[renamed])
    assert second.evidence == first.evidence
    assert [file.state for file in second.attachments] == ["known"]
    assert len(list_evidence(commune)) == 1
    assert set(list_evidence(commune)[0].task_ids) == {rows[0].task_id, other.task_id}


SAID: list[dict[str, Any]] = [
    {"kind": "posting"},
    {"number": "02/TB-UBND"},
    {"issued": date(2026, 11, 4)},
    {"abstract": "Khác"},
    {"place": "Thôn Đoài (mẫu)"},
    {"posted_from": date(2026, 11, 3)},
    {"posted_to": date(2026, 11, 8)},
]


@pytest.mark.parametrize("said", SAID, ids=[next(iter(said)) for said in SAID])
def test_the_same_files_of_which_something_else_is_said_are_another_evidence(
    commune: App, sample_files: dict[str, Path], said: dict[str, Any]
) -> None:
    before = EvidenceFields(kind="thong_bao", number="01/TB-UBND", issued=date(2026, 11, 3), abstract="Niêm yết", place="Nhà văn hóa")
    first = add_evidence(commune, task_ids=[], fields=before, files=[sample_files["pdf"]]).evidence
    second = add_evidence(commune, task_ids=[], fields=replace(before, **said), files=[sample_files["pdf"]]).evidence
    assert second != first
    view = show_evidence(commune, evidence_id=second)
    assert {name: getattr(view, name) for name in said} == said
    assert show_evidence(commune, evidence_id=first).kind == "thong_bao"


def test_what_is_said_is_compared_as_it_is_stored(commune: App, sample_files: dict[str, Path]) -> None:
    fields = EvidenceFields(kind="thong_bao", place=unicodedata.normalize("NFD", " Thôn Đoài "))
    first = add_evidence(commune, task_ids=[], fields=fields, files=[sample_files["pdf"]])
    second = add_evidence(commune, task_ids=[], fields=fields, files=[sample_files["pdf"]])
    assert second.evidence == first.evidence
    assert show_evidence(commune, evidence_id=first.evidence).place == "Thôn Đoài"


def test_an_undated_photo_serves_the_occurrence_of_the_day_it_was_taken(commune: App, tmp_path: Path) -> None:
    monthly = next(row for row in list_occurrences(commune).rows if row.period == "2026-05")
    photo = photo_of(tmp_path, "2026:05:20 08:00:00")
    result = add_evidence(commune, task_ids=[monthly.task_id], fields=EvidenceFields(kind="photo"), files=[photo])
    assert result.occurrences == (monthly.id,)
    assert "DATE_OUTSIDE" not in {warning.code for warning in result.warnings}
    assert show_evidence(commune, evidence_id=result.evidence).issued == date(2026, 5, 20)


def test_an_undated_photo_taken_outside_the_period_is_warned_of(commune: App, tmp_path: Path) -> None:
    monthly = next(row for row in list_occurrences(commune).rows if row.period == "2026-05")
    photo = photo_of(tmp_path, "2026:03:20 08:00:00")
    result = add_evidence(commune, task_ids=[monthly.id], fields=EvidenceFields(kind="photo"), files=[photo])
    (warning,) = (warning for warning in result.warnings if warning.code == "DATE_OUTSIDE")
    assert warning_text(warning.code, warning.params) == "Ngày 20/03/2026 của “Ảnh” nằm ngoài kỳ Tháng 5/2026."
    numbered = EvidenceFields(kind="bao_cao", number="7/BC-UBND", issued=date(2026, 3, 20))
    again = add_evidence(commune, task_ids=[monthly.id], fields=numbered, files=[photo])
    assert "Ngày 20/03/2026 của 7/BC-UBND nằm ngoài kỳ Tháng 5/2026." in [warning_text(each.code, each.params) for each in again.warnings]


def test_evidence_fills_the_expected_result_of_its_kind(commune: App, sample_files: dict[str, Path]) -> None:
    row = first_with(commune, "thong_bao")
    add_evidence(commune, task_ids=[row.id], fields=EvidenceFields(kind="thong_bao"), files=[sample_files["pdf"]])
    detail = task_detail(commune, occurrence_id=row.id)
    assert [slot.kind for slot in detail.slots if slot.evidence is not None] == ["thong_bao"]
    assert detail.row.filled == 1
    assert detail.row.status in {OccurrenceStatus.DOING, OccurrenceStatus.OVERDUE}


def test_a_task_id_means_the_occurrence_of_the_evidence_date(commune: App, sample_files: dict[str, Path]) -> None:
    monthly = next(row for row in list_occurrences(commune).rows if row.period == "2026-05")
    fields = EvidenceFields(kind="broadcast_log", issued=date(2026, 5, 20))
    result = add_evidence(commune, task_ids=[monthly.task_id], fields=fields, files=[sample_files["pdf"]])
    assert result.occurrences == (monthly.id,)


def test_warnings_are_no_walls(commune: App, tmp_path: Path) -> None:
    broken = tmp_path / "hong.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing more")
    row = next(row for row in list_occurrences(commune).rows if row.period == "2026-01")
    fields = EvidenceFields(kind="photo", issued=date(2025, 3, 1))
    result = add_evidence(commune, task_ids=[row.id], fields=fields, files=[broken])
    assert {warning.code for warning in result.warnings} == {"UNREAD_CONTENT", "UNUSUAL_KIND", "DATE_OUTSIDE"}
    assert result.attachments[0].state == "stored"


@pytest.mark.parametrize("named", [uuid4()])
def test_an_unknown_task_changes_nothing(commune: App, snapshot: Snapshot, sample_files: dict[str, Path], named: object) -> None:
    before = snapshot(commune)
    with pytest.raises(RequestError) as refused:
        add_evidence(commune, task_ids=[named], fields=EvidenceFields(kind="photo"), files=[sample_files["pdf"]])  # pyright: ignore[reportArgumentType]
    assert refused.value.code is Code.NOT_FOUND
    assert snapshot(commune) == before


def test_an_unknown_kind_is_refused(commune: App, sample_files: dict[str, Path]) -> None:
    row = list_occurrences(commune).rows[0]
    with pytest.raises(RequestError) as refused:
        add_evidence(commune, task_ids=[row.id], fields=EvidenceFields(kind="bua"), files=[sample_files["pdf"]])
    assert refused.value.code is Code.BAD_VALUE


def test_cancelling_leaves_nothing(commune: App, snapshot: Snapshot, sample_files: dict[str, Path]) -> None:
    from papi_desktop.domain.errors import PapiError

    before = snapshot(commune)
    row = list_occurrences(commune).rows[0]
    with pytest.raises(PapiError) as stopped:
        add_evidence(commune, task_ids=[row.id], fields=EvidenceFields(kind="photo"), files=[sample_files["photo"]], cancelled=lambda: True)
    assert stopped.value.code is Code.CANCELLED
    assert snapshot(commune) == before


def test_ticking_with_a_count_computes_the_share(commune: App) -> None:
    row = next(row for row in list_occurrences(commune).rows if "100" in row.target)
    result = tick_occurrence(commune, occurrence_id=row.id, count=(Decimal(2), Decimal(3)), note="còn thôn Đoài", by="Nguyễn Thị Hạnh")
    assert result.measured == Decimal("66.67")
    assert [finding.code for finding in result.findings] == ["TARGET_MISSED"]
    ticked = task_detail(commune, occurrence_id=row.id).row
    assert (ticked.status, ticked.numerator, ticked.denominator, ticked.tick_note) == (
        OccurrenceStatus.DONE,
        Decimal(2),
        Decimal(3),
        "còn thôn Đoài",
    )
    assert set(result.missing) == {slot.text for slot in task_detail(commune, occurrence_id=row.id).slots}


def test_a_second_tick_replaces_the_first_and_a_cleared_one_opens_the_occurrence(commune: App) -> None:
    row = list_occurrences(commune).rows[0]
    tick_occurrence(commune, occurrence_id=row.id, measured=Decimal(1))
    tick_occurrence(commune, occurrence_id=row.id, measured=Decimal("96.50"))
    assert task_detail(commune, occurrence_id=row.id).row.measured == Decimal("96.5")
    clear_ticks(commune, occurrence_ids=[row.id])
    assert task_detail(commune, occurrence_id=row.id).row.status is not OccurrenceStatus.DONE
    assert task_detail(commune, occurrence_id=row.id).row.ticked_at is None


@pytest.mark.parametrize("count", [(Decimal(1), Decimal(0)), (Decimal(-1), Decimal(3)), (Decimal(1), Decimal(-3))])
def test_a_count_of_nothing_is_refused(commune: App, count: tuple[Decimal, Decimal]) -> None:
    row = list_occurrences(commune).rows[0]
    with pytest.raises(RequestError) as refused:
        tick_occurrence(commune, occurrence_id=row.id, count=count)
    assert refused.value.code is Code.BAD_VALUE


def test_undo_takes_back_one_action_after_the_other(commune: App, sample_files: dict[str, Path]) -> None:
    row = list_occurrences(commune).rows[0]
    result = add_evidence(commune, task_ids=[row.id], fields=EvidenceFields(kind="thong_bao"), files=[sample_files["pdf"]])
    tick_occurrence(commune, occurrence_id=row.id)
    delete_evidence(commune, evidence_ids=[result.evidence])
    assert list_evidence(commune) == ()
    assert undo(commune).action == "evidence.delete"
    assert [view.id for view in list_evidence(commune)] == [result.evidence]
    assert undo(commune).action == "tick"
    assert task_detail(commune, occurrence_id=row.id).row.ticked_at is None
    assert undo(commune).action == "evidence.add"
    assert list_evidence(commune) == ()
    assert undo(commune).action == "plan.import"
    assert list_occurrences(commune).rows == ()
    with pytest.raises(RequestError) as nothing:
        undo(commune)
    assert nothing.value.code is Code.NOTHING_TO_UNDO


def test_undo_brings_a_cleared_mark_back_with_its_figures(commune: App) -> None:
    row = list_occurrences(commune).rows[0]
    tick_occurrence(commune, occurrence_id=row.id, measured=Decimal("96.5"), note="đủ")
    before = task_detail(commune, occurrence_id=row.id).row
    clear_ticks(commune, occurrence_ids=[row.id])
    assert undo(commune).action == "tick.clear"
    assert task_detail(commune, occurrence_id=row.id).row == before


def test_search_ignores_diacritics_and_finds_d_by_d(commune: App) -> None:
    with_accents = list_occurrences(commune, chosen=OccurrenceFilter(search="niêm yết")).rows
    without = list_occurrences(commune, chosen=OccurrenceFilter(search="NIEM yet")).rows
    assert with_accents == without != ()
    assert list_occurrences(commune, chosen=OccurrenceFilter(search="khongcotrongkehoach")).rows == ()


def test_status_filter_and_counts_agree(commune: App) -> None:
    everything = list_occurrences(commune)
    overdue = list_occurrences(commune, status=OccurrenceStatus.OVERDUE)
    assert everything.overdue == len(overdue.rows) > 0
    assert all(row.due is not None and row.due < commune.today() for row in overdue.rows)
