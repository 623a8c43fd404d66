"""What a reviewer is shown of the evidence of a commune, and that a verdict goes to what was seen."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from db.evidence_queries import living_links
from db.tables import Attachment, Dimension, Evidence
from papi_desktop.domain.errors import Code, RequestError, StorageError
from papi_desktop.domain.progress import FindingCode
from papi_desktop.domain.vocabulary import ReviewState, ReviewVerdict
from papi_desktop.services.app import App
from papi_desktop.services.evidence import EvidenceFields, add_evidence
from papi_desktop.services.receiving import import_bundles
from papi_desktop.services.review_details import ReviewDetail, review_detail
from papi_desktop.services.reviews import QueueFilter, review_counts, review_evidence, review_queue
from papi_desktop.services.sending import export_bundles, write_replies
from papi_desktop.services.tasks import OccurrenceRow, list_occurrences
from papi_desktop.services.ticks import tick_occurrence
from papi_desktop.services.undo import undo
from papi_desktop.wording import finding_text
from resources.i18n import use_language
from tests.conftest import FixedClock

COMMENT = "Đề nghị chụp lại ảnh (mẫu)."


def a_row(app: App, wanted: Callable[[OccurrenceRow], bool]) -> OccurrenceRow:
    return next(row for row in list_occurrences(app).rows if wanted(row))


def record(app: App, row: OccurrenceRow, file: Path, **fields: object) -> UUID:
    said = {"kind": "thong_bao", "number": "62/TB-UBND", **fields}
    return add_evidence(app, task_ids=[row.id], fields=EvidenceFields(**said), files=[file]).evidence  # pyright: ignore[reportArgumentType]


def send(commune: App, authority: App, out: Path) -> None:
    export_bundles(commune, out=out)
    import_bundles(authority, paths=[out])


def change(commune: App, evidence: UUID, **values: object) -> None:
    """The commune corrects an evidence that was sent."""
    with commune.unit_of_work("evidence.edit") as uow:
        row = uow.session.get_one(Evidence, (commune.office.unit, evidence))
        for name, value in values.items():
            setattr(row, name, value)
        uow.commit()


def codes(detail: ReviewDetail) -> set[FindingCode]:
    return {finding.code for finding in detail.findings}


def rows(app: App, chosen: QueueFilter) -> list[UUID]:
    return [row.id for row in review_queue(app, chosen=chosen).rows]


def test_the_queue_is_filtered_by_unit_state_dimension_and_year(
    commune: App, authority: App, sample_files: dict[str, Path], tmp_path: Path
) -> None:
    listed = list_occurrences(commune).rows
    first = listed[0]
    other = next(row for row in listed if row.dimension != first.dimension and row.dimension)
    one = record(commune, first, sample_files["pdf"])
    two = record(commune, other, sample_files["photo"], kind="photo", number="", abstract="Ảnh (mẫu) " + "rất dài " * 2000)
    send(commune, authority, tmp_path / "usb")
    everything = review_queue(authority, chosen=QueueFilter())
    assert [row.id for row in everything.rows] == [one, two]
    assert len(everything.rows[1].abstract) < 200, "a list never carries a whole abstract"
    assert (everything.counts.received, everything.counts.pending, everything.counts.pending_units) == (2, 2, 1)
    assert rows(authority, QueueFilter(unit_code=commune.office.code)) == [one, two]
    assert rows(authority, QueueFilter(unit_code="00000")) == []
    assert rows(authority, QueueFilter(dimension=other.dimension)) == [two]
    assert rows(authority, QueueFilter(dimension="no such")) == []
    assert rows(authority, QueueFilter(year=2026)) == [one, two]
    assert rows(authority, QueueFilter(year=2025)) == []
    left_out = QueueFilter(unit_code="00000", state=ReviewState.ACCEPTED, dimension="no such", year=2025, also=two)
    assert rows(authority, left_out) == [two], "what is asked for by its id is listed whatever the filters say"
    assert rows(authority, replace(left_out, also_of=commune.office.unit)) == [two]
    assert rows(authority, replace(left_out, also_of=uuid4())) == []
    assert rows(authority, QueueFilter(also=two)) == [one, two], "and only once"
    assert review_counts(authority, chosen=QueueFilter(year=2025)).received == 0

    review_evidence(authority, evidence_id=one, verdict=ReviewVerdict.ACCEPTED)
    assert rows(authority, QueueFilter(state=ReviewState.PENDING)) == [two]
    assert rows(authority, QueueFilter(state=ReviewState.ACCEPTED)) == [one]
    assert rows(authority, QueueFilter(state=ReviewState.RETURNED)) == []
    assert review_counts(authority, chosen=QueueFilter()).pending == 1


def test_a_dimension_is_found_by_its_key_and_named_for_people(
    commune: App, authority: App, sample_files: dict[str, Path], tmp_path: Path
) -> None:
    row = next(row for row in list_occurrences(commune).rows if row.dimension)
    one = record(commune, row, sample_files["pdf"])
    send(commune, authority, tmp_path / "usb")
    with authority.read() as session:
        key = next(dimension.key for dimension in session.query(Dimension) if row.dimension == f"{dimension.number}. {dimension.name}")
    found = review_queue(authority, chosen=QueueFilter(dimension=key))
    assert [each.id for each in found.rows] == [one]
    assert found.counts.dimension == row.dimension


def test_evidence_of_no_task_belongs_to_every_year(commune: App, authority: App, sample_files: dict[str, Path], tmp_path: Path) -> None:
    one = record(commune, list_occurrences(commune).rows[0], sample_files["pdf"])
    with commune.unit_of_work("unlink") as uow:
        for link in living_links(uow.session, commune.office.unit, one):
            link.deleted = True
        uow.commit()
    send(commune, authority, tmp_path / "usb")
    assert rows(authority, QueueFilter(year=1999)) == [one]


def test_details_name_unit_tasks_bundle_and_files(
    commune: App, authority: App, sample_files: dict[str, Path], tmp_path: Path, clock: FixedClock
) -> None:
    row = a_row(commune, lambda row: row.expected > 1)
    one = record(commune, row, sample_files["pdf"], issued=date(2026, 11, 3), place="Nhà văn hóa thôn Đoài (mẫu)")
    send(commune, authority, tmp_path / "usb")
    detail = review_detail(authority, evidence_id=one)
    assert (detail.unit_code, detail.number, detail.issued) == (commune.office.code, "62/TB-UBND", date(2026, 11, 3))
    assert [task.occurrence for task in detail.tasks] == [row.id]
    assert detail.carrier is not None
    assert (detail.carrier.sequence, detail.carrier.received_at) == (1, clock.now())
    assert [(file.name, file.state) for file in detail.files] == [(sample_files["pdf"].name, "here")]
    assert detail.state is ReviewState.PENDING
    assert detail.earlier == ()
    assert detail.file_changes is None
    assert {FindingCode.FILES_WHOLE, FindingCode.MISSING_RESULT} <= codes(detail)


def test_files_that_are_owed_or_damaged_are_named(commune: App, authority: App, sample_files: dict[str, Path], tmp_path: Path) -> None:
    row = list_occurrences(commune).rows[0]
    one = record(commune, row, sample_files["pdf"])
    export_bundles(commune, out=tmp_path / "lost")
    two = record(commune, row, sample_files["photo"], kind="photo")
    send(commune, authority, tmp_path / "usb")
    owed = review_detail(authority, evidence_id=one)
    assert [file.state for file in owed.files] == ["owed"]
    assert FindingCode.FILES_OWED in codes(owed)
    assert FindingCode.FILES_WHOLE not in codes(owed)
    whole = review_detail(authority, evidence_id=two)
    assert FindingCode.FILES_WHOLE in codes(whole)
    stored = authority.store.path(whole.files[0].sha256)
    stored.chmod(0o644)
    stored.write_bytes(b"cut")
    assert FindingCode.FILES_DAMAGED in codes(review_detail(authority, evidence_id=two))


def test_dates_kinds_and_figures_out_of_place_are_found_and_said(
    commune: App, authority: App, sample_files: dict[str, Path], tmp_path: Path
) -> None:
    row = a_row(commune, lambda row: row.target.startswith("100%") and row.expected > 1)
    one = record(commune, row, sample_files["pdf"], kind="giay_moi", issued=date(2019, 1, 1))
    tick_occurrence(commune, occurrence_id=row.id, count=(Decimal(3), Decimal(4)), note="Bổ sung sau (mẫu)")
    send(commune, authority, tmp_path / "usb")
    detail = review_detail(authority, evidence_id=one)
    assert {FindingCode.DATE_OUTSIDE, FindingCode.UNUSUAL_KIND, FindingCode.TARGET_MISSED} <= codes(detail)
    assert detail.findings[0].code is FindingCode.TARGET_MISSED, "worst first"
    use_language("vi")
    said = [finding_text(finding) for finding in detail.findings]
    assert any(text.startswith("Ngày 01/01/2019 của 62/TB-UBND nằm ngoài kỳ") for text in said)
    assert not any("{" in text or "giay_moi" in text for text in said)


def test_a_new_version_knows_what_was_said_of_the_one_before_and_what_is_new(
    commune: App, authority: App, sample_files: dict[str, Path], tmp_path: Path, clock: FixedClock
) -> None:
    one = record(commune, list_occurrences(commune).rows[0], sample_files["pdf"])
    send(commune, authority, tmp_path / "one")
    review_evidence(authority, evidence_id=one, verdict=ReviewVerdict.RETURNED, comment=COMMENT)
    assert review_detail(authority, evidence_id=one).comment == COMMENT
    assert review_detail(authority, evidence_id=one).earlier == (), "the verdict on this version is not an earlier one"

    clock.advance(days=2)
    change(commune, one, abstract="Thông báo đã sửa (mẫu)")
    send(commune, authority, tmp_path / "two")
    detail = review_detail(authority, evidence_id=one)
    assert detail.state is ReviewState.PENDING
    assert [(each.verdict, each.comment) for each in detail.earlier] == [(ReviewVerdict.RETURNED, COMMENT)]
    assert detail.file_changes == ()
    (said,) = (finding for finding in detail.findings if finding.code is FindingCode.RETURNED_BEFORE)
    assert said.params == {"count": "1", "date": "16/11/2026"}
    use_language("vi")
    assert finding_text(said) == "Đã trả lại 1 lần, gần nhất ngày 16/11/2026"
    assert detail.carrier is not None
    assert detail.carrier.received_at == clock.now()

    with commune.unit_of_work("evidence.edit") as uow:
        evidence = uow.session.get_one(Evidence, (commune.office.unit, one))
        evidence.abstract = "Thông báo có ảnh (mẫu)"
        old = uow.session.query(Attachment).filter_by(evidence_id=one).one()
        values = {name: getattr(old, name) for name in ("evidence_id", "sha256", "size", "media_type", "pages", "width", "height")}
        values |= {"taken_at": None, "latitude": None, "longitude": None}
        uow.make(Attachment, position=2, name="anh-moi.jpg", **values)
        old.deleted = True
        uow.commit()
    send(commune, authority, tmp_path / "three")
    changes = review_detail(authority, evidence_id=one).file_changes
    assert changes is not None
    assert [(each.name, each.gone) for each in changes] == [(sample_files["pdf"].name, True), ("anh-moi.jpg", False)]


def test_a_verdict_goes_to_the_version_that_was_seen_or_to_none(
    commune: App, authority: App, sample_files: dict[str, Path], tmp_path: Path, snapshot: Callable[[App], object]
) -> None:
    one = record(commune, list_occurrences(commune).rows[0], sample_files["pdf"])
    send(commune, authority, tmp_path / "one")
    seen = review_detail(authority, evidence_id=one).seen
    change(commune, one, abstract="Bản sửa (mẫu)")
    send(commune, authority, tmp_path / "two")
    before = snapshot(authority)
    with pytest.raises(StorageError) as refused:
        review_evidence(authority, evidence_id=one, verdict=ReviewVerdict.ACCEPTED, seen=seen)
    assert refused.value.code is Code.CONFLICT
    assert snapshot(authority) == before
    now = review_detail(authority, evidence_id=one).seen
    with pytest.raises(StorageError):
        review_evidence(authority, evidence_id=one, verdict=ReviewVerdict.ACCEPTED, seen=replace(now, digest="0" * 64))
    result = review_evidence(authority, evidence_id=one, verdict=ReviewVerdict.ACCEPTED, seen=now)
    assert [item.state for item in result.items] == [ReviewState.ACCEPTED]
    with pytest.raises(StorageError):
        review_evidence(authority, evidence_id=one, verdict=ReviewVerdict.RETURNED, comment=COMMENT, seen=now)
    assert review_detail(authority, evidence_id=one).state is ReviewState.ACCEPTED, "a verdict that was not seen is not written over"
    undo(authority)
    assert review_detail(authority, evidence_id=one).seen == now


def test_a_verdict_is_unanswered_until_a_reply_carries_it(
    commune: App, authority: App, sample_files: dict[str, Path], tmp_path: Path
) -> None:
    one = record(commune, list_occurrences(commune).rows[0], sample_files["pdf"])
    send(commune, authority, tmp_path / "usb")
    write_replies(authority, out=tmp_path / "first")
    assert review_counts(authority, chosen=QueueFilter()).unanswered == 0
    review_evidence(authority, evidence_id=one, verdict=ReviewVerdict.ACCEPTED)
    assert review_counts(authority, chosen=QueueFilter()).unanswered == 1
    write_replies(authority, out=tmp_path / "second")
    assert review_counts(authority, chosen=QueueFilter()).unanswered == 0


def test_a_link_is_read_only_where_the_evidence_is_one(commune: App, authority: App, sample_files: dict[str, Path], tmp_path: Path) -> None:
    row = list_occurrences(commune).rows[0]
    text = "Trang công khai: https://mau.example/ngan-sach."
    one = record(commune, row, sample_files["pdf"], kind="link", abstract=text)
    two = record(commune, row, sample_files["photo"], kind="photo", abstract=text)
    send(commune, authority, tmp_path / "usb")
    assert review_detail(authority, evidence_id=one).link == "https://mau.example/ngan-sach"
    assert review_detail(authority, evidence_id=two).link == ""


def test_what_is_not_there_is_not_found(commune: App, authority: App, sample_files: dict[str, Path], tmp_path: Path) -> None:
    one = record(commune, list_occurrences(commune).rows[0], sample_files["pdf"])
    send(commune, authority, tmp_path / "usb")
    for named, unit in ((uuid4(), None), (one, uuid4())):
        with pytest.raises(RequestError) as refused:
            review_detail(authority, evidence_id=named, unit=unit)
        assert refused.value.code is Code.NOT_FOUND
    with pytest.raises(RequestError):
        review_detail(commune, evidence_id=one)
