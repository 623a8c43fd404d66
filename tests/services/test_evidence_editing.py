"""Changing, linking and suggesting: one transaction each, undone as one, only of what is the office's own."""

from collections import defaultdict
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from papi_desktop.domain.errors import Code, RequestError
from papi_desktop.domain.likeness import likeness, word_pairs
from papi_desktop.domain.vocabulary import ReviewVerdict, SyncState
from papi_desktop.services.app import App
from papi_desktop.services.evidence import EvidenceFields, add_evidence, list_evidence, show_evidence
from papi_desktop.services.evidence_editing import change_evidence
from papi_desktop.services.evidence_links import link_evidence, linkable_occurrences, suggest_tasks, unlink_evidence
from papi_desktop.services.evidence_listing import EvidenceFilter, evidence_detail, evidence_slice
from papi_desktop.services.receiving import import_bundles
from papi_desktop.services.reviews import list_reviews, review_evidence
from papi_desktop.services.sending import export_bundles, write_replies
from papi_desktop.services.tasks import OccurrenceRow, list_occurrences, task_detail
from papi_desktop.services.undo import undo


def record(app: App, file: Path, fields: EvidenceFields, *tasks: UUID) -> UUID:
    return add_evidence(app, task_ids=tasks, fields=fields, files=[file]).evidence


def first_with(app: App, kind: str) -> OccurrenceRow:
    for row in list_occurrences(app).rows:
        if any(slot.kind == kind for slot in task_detail(app, occurrence_id=row.id).slots):
            return row
    raise LookupError(kind)


def test_only_the_fields_that_are_named_change(commune: App, sample_files: dict[str, Path]) -> None:
    before = EvidenceFields(kind="thong_bao", number="62/TB-UBND", issued=date(2026, 11, 2), abstract="Niêm yết", personal_data=True)
    evidence = record(commune, sample_files["pdf"], before)
    values = EvidenceFields(kind="photo", number="  63/TB-UBND ", issued=None)
    result = change_evidence(commune, evidence_ids=[evidence], values=values, only={"number", "issued"})
    assert result.evidence == (evidence,)
    after = evidence_detail(commune, evidence_id=evidence).fields
    assert after == EvidenceFields(kind="thong_bao", number="63/TB-UBND", abstract="Niêm yết", personal_data=True)


def test_what_is_changed_is_found_by_its_new_words_and_undo_brings_the_old_back(commune: App, sample_files: dict[str, Path]) -> None:
    evidence = record(commune, sample_files["pdf"], EvidenceFields(kind="thong_bao", abstract="Danh sách hộ nghèo"))

    def found(words: str) -> bool:
        return bool(evidence_slice(commune, chosen=EvidenceFilter(search=words), start=0, count=5))

    change_evidence(commune, evidence_ids=[evidence], values=EvidenceFields(kind="bien_ban", abstract="Họp thôn Đoài"))
    assert [found(words) for words in ("thon doai", "biên bản", "ho ngheo", sample_files["pdf"].name)] == [True, True, False, True]
    assert undo(commune).action == "evidence.change"
    assert [found(words) for words in ("thon doai", "ho ngheo")] == [False, True]
    assert evidence_detail(commune, evidence_id=evidence).fields.abstract == "Danh sách hộ nghèo"


def test_the_same_values_change_nothing(commune: App, sample_files: dict[str, Path]) -> None:
    fields = EvidenceFields(kind="thong_bao", number="62/TB-UBND")
    evidence = record(commune, sample_files["pdf"], fields)
    assert change_evidence(commune, evidence_ids=[evidence], values=fields).evidence == ()
    assert undo(commune).action == "evidence.add"


def test_many_are_changed_as_one_and_undone_as_one(commune: App, sample_files: dict[str, Path]) -> None:
    one = record(commune, sample_files["pdf"], EvidenceFields(kind="thong_bao", issued=date(2026, 1, 5)))
    other = record(commune, sample_files["photo"], EvidenceFields(kind="photo", issued=date(2026, 2, 6)))
    change_evidence(
        commune, evidence_ids=[one, other], values=EvidenceFields(kind="posting", personal_data=True), only={"kind", "personal_data"}
    )
    assert {(view.kind, view.personal_data) for view in list_evidence(commune)} == {("posting", True)}
    undo(commune)
    assert {view.id: (view.kind, view.personal_data) for view in list_evidence(commune)} == {
        one: ("thong_bao", False),
        other: ("photo", False),
    }


@pytest.mark.parametrize(
    ("values", "only"),
    [
        (EvidenceFields(kind="bua"), {"kind"}),
        (EvidenceFields(kind="posting", posted_to=date(2026, 1, 1)), {"posted_to"}),
        (EvidenceFields(kind="posting"), {"owner"}),
    ],
)
def test_what_cannot_be_is_refused_whole(commune: App, sample_files: dict[str, Path], values: EvidenceFields, only: set[str]) -> None:
    fields = EvidenceFields(kind="posting", number="1", posted_from=date(2026, 3, 1), posted_to=date(2026, 3, 4))
    evidence = record(commune, sample_files["pdf"], fields)
    with pytest.raises(RequestError) as refused:
        change_evidence(commune, evidence_ids=[evidence], values=values, only=only)
    assert refused.value.code is Code.BAD_VALUE
    assert evidence_detail(commune, evidence_id=evidence).fields == fields


def test_evidence_of_another_office_is_not_ours_to_change(
    commune: App, authority: App, sample_files: dict[str, Path], tmp_path: Path
) -> None:
    row = list_occurrences(commune).rows[0]
    evidence = record(commune, sample_files["pdf"], EvidenceFields(kind="thong_bao"), row.id)
    export_bundles(commune, out=tmp_path / "up")
    import_bundles(authority, paths=[tmp_path / "up"])
    for attempt in (
        lambda: change_evidence(authority, evidence_ids=[evidence], values=EvidenceFields(kind="photo")),
        lambda: link_evidence(authority, evidence_ids=[evidence], task_ids=[row.id]),
        lambda: change_evidence(commune, evidence_ids=[evidence, uuid4()], values=EvidenceFields(kind="photo")),
    ):
        with pytest.raises(RequestError) as refused:
            attempt()
        assert refused.value.code is Code.NOT_FOUND
    assert show_evidence(commune, evidence_id=evidence).kind == "thong_bao"


def test_a_change_after_the_review_is_unsent_and_unreviewed(
    commune: App, authority: App, sample_files: dict[str, Path], tmp_path: Path
) -> None:
    evidence = record(commune, sample_files["pdf"], EvidenceFields(kind="thong_bao"), list_occurrences(commune).rows[0].id)
    export_bundles(commune, out=tmp_path / "up")
    assert evidence_detail(commune, evidence_id=evidence).sync is SyncState.SENT
    import_bundles(authority, paths=[tmp_path / "up"])
    (item,) = list_reviews(authority)
    review_evidence(authority, evidence_id=item.id, verdict=ReviewVerdict.RETURNED, comment="Thiếu ngày")
    write_replies(authority, out=tmp_path / "down")
    import_bundles(commune, paths=[tmp_path / "down"])
    returned = evidence_detail(commune, evidence_id=evidence)
    assert (returned.sync, returned.comment) == (SyncState.RETURNED, "Thiếu ngày")
    change_evidence(commune, evidence_ids=[evidence], values=EvidenceFields(kind="thong_bao", issued=date(2026, 11, 2)), only={"issued"})
    assert evidence_detail(commune, evidence_id=evidence).sync is SyncState.LOCAL


def test_linking_fills_a_result_and_unlinking_empties_it(commune: App, sample_files: dict[str, Path]) -> None:
    row = first_with(commune, "thong_bao")
    evidence = record(commune, sample_files["pdf"], EvidenceFields(kind="thong_bao"))
    assert evidence_detail(commune, evidence_id=evidence).serves == ()
    assert link_evidence(commune, evidence_ids=[evidence], task_ids=[row.id]).links == 1
    assert link_evidence(commune, evidence_ids=[evidence], task_ids=[row.id]).links == 0
    assert [name.id for name in evidence_detail(commune, evidence_id=evidence).serves] == [row.id]
    assert task_detail(commune, occurrence_id=row.id).row.filled == 1
    assert unlink_evidence(commune, evidence_ids=[evidence], occurrence_ids=[row.id]).links == 1
    assert task_detail(commune, occurrence_id=row.id).row.filled == 0
    with pytest.raises(RequestError):
        unlink_evidence(commune, evidence_ids=[evidence], occurrence_ids=[row.id])
    assert undo(commune).action == "evidence.unlink"
    assert undo(commune).action == "evidence.link"
    assert evidence_detail(commune, evidence_id=evidence).serves == ()


def test_another_kind_fills_another_result(commune: App, sample_files: dict[str, Path]) -> None:
    row = first_with(commune, "thong_bao")
    evidence = record(commune, sample_files["pdf"], EvidenceFields(kind="link"), row.id)
    assert task_detail(commune, occurrence_id=row.id).row.filled == 0
    change_evidence(commune, evidence_ids=[evidence], values=EvidenceFields(kind="thong_bao"), only={"kind"})
    filled = [slot.kind for slot in task_detail(commune, occurrence_id=row.id).slots if slot.evidence == evidence]
    assert filled == ["thong_bao"]
    undo(commune)
    assert task_detail(commune, occurrence_id=row.id).row.filled == 0


def test_suggestions_lack_that_kind_hold_the_day_and_share_words(commune: App, sample_files: dict[str, Path]) -> None:
    rows = [
        row
        for row in list_occurrences(commune).rows
        if any(s.kind == "thong_bao" for s in task_detail(commune, occurrence_id=row.id).slots)
    ]
    wanted = rows[-1]
    assert wanted.due is not None
    evidence = record(commune, sample_files["pdf"], EvidenceFields(kind="thong_bao", issued=wanted.due, abstract=wanted.text))
    names = list(suggest_tasks(commune, evidence_id=evidence))
    assert names[0].task_id == wanted.task_id
    assert len(names) <= 3
    link_evidence(commune, evidence_ids=[evidence], task_ids=[names[0].id])
    assert wanted.task_id not in {name.task_id for name in suggest_tasks(commune, evidence_id=evidence)}
    undo(commune)
    change_evidence(commune, evidence_ids=[evidence], values=EvidenceFields(kind="link"), only={"kind"})
    assert suggest_tasks(commune, evidence_id=evidence) == ()
    change_evidence(
        commune, evidence_ids=[evidence], values=EvidenceFields(kind="thong_bao", issued=date(2019, 1, 1)), only={"kind", "issued"}
    )
    assert suggest_tasks(commune, evidence_id=evidence) == ()


def test_another_period_of_a_task_is_suggested_when_one_has_its_evidence(commune: App, sample_files: dict[str, Path]) -> None:
    """The result that the first quarter has is still missing in the last."""
    by_task: dict[UUID, list[OccurrenceRow]] = defaultdict(list)
    for row in list_occurrences(commune).rows:
        by_task[row.task_id].append(row)
    several = next(rows for rows in by_task.values() if len(rows) > 1 and rows[0].expected and rows[-1].due is not None)
    first, last = several[0], several[-1]
    kind = task_detail(commune, occurrence_id=first.id).slots[0].kind
    given = record(commune, sample_files["pdf"], EvidenceFields(kind=kind, issued=first.due, abstract=first.text))
    link_evidence(commune, evidence_ids=[given], task_ids=[first.id])
    assert task_detail(commune, occurrence_id=first.id).row.filled == 1
    other = record(commune, sample_files["photo"], EvidenceFields(kind=kind, issued=last.due, abstract=last.text))
    assert last.id in {name.id for name in suggest_tasks(commune, evidence_id=other)}


def test_likeness_counts_words_of_two_syllables_and_rare_ones_more() -> None:
    assert word_pairs("Ủy ban, nhân dân") == {"uy ban", "nhan dan"}
    texts = ["niêm yết danh sách hộ nghèo", "niêm yết danh sách cử tri", "trồng cây"]
    poor, voters, trees = likeness("Danh sách hộ nghèo đã niêm yết", texts)
    assert poor > voters > trees == 0
    assert likeness("danh sách", texts) == [0.0, 0.0, 0.0]


def test_linkable_occurrences_are_limited_and_found_by_words(commune: App) -> None:
    assert len(linkable_occurrences(commune, limit=3)) == 3
    named = linkable_occurrences(commune, search="NIEM yet")
    assert named
    assert len(named) < len(linkable_occurrences(commune, limit=10_000))
    assert named == linkable_occurrences(commune, search="niêm YẾT")
    assert linkable_occurrences(commune, year=1999) == ()
