"""The search over everything: what it finds, in what order, and that it asks for no diacritics."""

from datetime import date
from pathlib import Path

import pytest

from papi_desktop.domain.vocabulary import ReviewVerdict
from papi_desktop.services.app import App
from papi_desktop.services.evidence import EvidenceFields, add_evidence
from papi_desktop.services.receiving import import_bundles
from papi_desktop.services.reviews import list_reviews, review_evidence
from papi_desktop.services.search import FoundKind, search
from papi_desktop.services.sending import export_bundles
from papi_desktop.services.tasks import list_occurrences
from papi_desktop.services.ticks import tick_occurrence


def test_words_find_tasks_evidence_and_plans(commune: App, sample_files: dict[str, Path]) -> None:
    row = list_occurrences(commune).rows[0]
    fields = EvidenceFields(kind="thong_bao", number="62/TB-UBND", issued=date(2026, 11, 2), abstract="Niêm yết danh sách hộ nghèo")
    made = add_evidence(commune, task_ids=[row.id], fields=fields, files=[sample_files["pdf"]])
    found = search(commune, words="  NIEM yet ho ngheo ").found
    (evidence,) = (each for each in found if each.kind is FoundKind.EVIDENCE)
    assert (evidence.target, evidence.title) == (made.evidence, "62/TB-UBND Niêm yết danh sách hộ nghèo")
    assert (evidence.day, evidence.evidence_kind) == (date(2026, 11, 2), "thong_bao")
    assert [each.kind for each in found] == sorted((each.kind for each in found), key=list(FoundKind).index)
    assert {each.target for each in search(commune, words="62/tb").found} == {made.evidence}
    (plan,) = search(commune, words="kế hoạch mẫu 2026").found or search(commune, words="ke hoach").found[-1:]
    assert plan.kind is FoundKind.PLAN
    assert plan.year == 2026


def test_a_task_is_found_once_at_its_first_occurrence_that_is_open(commune: App) -> None:
    rows = list_occurrences(commune).rows
    quarterly = next(row for row in rows if row.period == "2026-Q1")
    own = sorted((row for row in rows if row.task_id == quarterly.task_id), key=lambda row: row.due or date.max)
    assert len(own) == 4

    def target() -> object:
        (found,) = (each for each in search(commune, words=quarterly.text).found if each.kind is FoundKind.TASK)
        return found.target

    assert target() == own[0].id
    tick_occurrence(commune, occurrence_id=own[0].id, note="xong")
    assert target() == own[1].id


@pytest.mark.parametrize("words", ["", "   ", "zzzkhongco"])
def test_no_words_or_no_match_find_nothing(commune: App, words: str) -> None:
    assert search(commune, words=words).found == ()


def test_signs_mean_themselves(commune: App) -> None:
    """A per cent sign finds the tasks whose target holds one, not everything; nor does any other sign of SQL."""
    with_sign = {row.task_id for row in list_occurrences(commune).rows if "%" in f"{row.text} {row.target}"}
    assert len([each for each in search(commune, words="%", limit=500).found if each.kind is FoundKind.TASK]) == len(with_sign) > 0
    for words in ("_", "' OR 1=1 --", "\\", "a" * 5000):
        assert search(commune, words=words).found == ()


def test_more_than_is_shown_is_said(commune: App) -> None:
    result = search(commune, words="u", limit=2)
    assert result.more
    assert [each.kind for each in result.found].count(FoundKind.TASK) == 2
    assert not search(commune, words="u", limit=500).more


def test_deleted_is_not_found(commune: App, sample_files: dict[str, Path]) -> None:
    from papi_desktop.services.bin import delete_evidence

    row = list_occurrences(commune).rows[0]
    made = add_evidence(commune, task_ids=[row.id], fields=EvidenceFields(kind="other", number="77/QĐ"), files=[sample_files["pdf"]])
    assert search(commune, words="77/qd").found
    delete_evidence(commune, evidence_ids=[made.evidence])
    assert not search(commune, words="77/qd").found


def test_above_units_and_their_evidence_are_found(commune: App, authority: App, sample_files: dict[str, Path], tmp_path: Path) -> None:
    row = list_occurrences(commune).rows[0]
    add_evidence(commune, task_ids=[row.id], fields=EvidenceFields(kind="other", number="12/BC"), files=[sample_files["pdf"]])
    export_bundles(commune, out=tmp_path / "up")
    import_bundles(authority, paths=[tmp_path / "up"])
    (item,) = list_reviews(authority)
    review_evidence(authority, evidence_id=item.id, verdict=ReviewVerdict.ACCEPTED)
    (found,) = search(authority, words="12/bc").found
    assert (found.kind, found.target, found.note) == (FoundKind.EVIDENCE, item.id, commune.office.name)
    assert found.unit == commune.office.unit
    (unit,) = (each for each in search(authority, words=commune.office.code).found if each.kind is FoundKind.UNIT)
    assert unit.target == commune.office.unit
    assert not any(each.kind is FoundKind.TASK for each in search(authority, words=row.text[:20]).found)
