"""The fields that a kind of evidence has of its own, from recording to the reviewer, and numbers given twice."""

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from papi_desktop.domain.errors import Code, RequestError
from papi_desktop.domain.kind_fields import Fault
from papi_desktop.services.app import App
from papi_desktop.services.bin import delete_evidence
from papi_desktop.services.evidence import EvidenceFields, EvidenceResult, add_evidence, list_evidence, show_evidence
from papi_desktop.services.evidence_editing import change_evidence
from papi_desktop.services.evidence_listing import evidence_detail
from papi_desktop.services.receiving import import_bundles
from papi_desktop.services.review_details import review_detail
from papi_desktop.services.sending import export_bundles
from papi_desktop.services.tasks import list_occurrences
from papi_desktop.services.undo import undo
from papi_desktop.wording import detail_texts, error_message, fault_text, warning_text

MEETING = {"invited": "1.200", "present": "744", "agreed": "700", "households": " Hộ bà Đào (mẫu): dự, đồng ý\n\nHộ ông Lê (mẫu): vắng "}
KEPT = {"invited": "1200", "present": "744", "agreed": "700", "households": "Hộ bà Đào (mẫu): dự, đồng ý\nHộ ông Lê (mẫu): vắng"}


def added(app: App, file: Path, fields: EvidenceFields, *tasks: UUID) -> EvidenceResult:
    return add_evidence(app, task_ids=tasks, fields=fields, files=[file])


def meeting(app: App, file: Path, *tasks: UUID) -> UUID:
    return added(app, file, EvidenceFields(kind="meeting", details=MEETING), *tasks).evidence


def details_of(app: App, evidence: UUID) -> dict[str, str]:
    detail, view = evidence_detail(app, evidence_id=evidence).fields, show_evidence(app, evidence_id=evidence)
    assert detail.details == view.details
    return dict(view.details)


def found(app: App, words: str) -> bool:
    return bool(list_evidence(app, search=words))


def paper(app: App, folder: Path, name: str, number: str, issued: date | None, kind: str = "thong_bao") -> EvidenceResult:
    file = folder / f"{name}.txt"
    file.write_text(f"Văn bản {name} (mẫu)", "utf-8")
    return added(app, file, EvidenceFields(kind=kind, number=number, issued=issued))


def repeated(result: EvidenceResult) -> list[dict[str, str]]:
    return [warning.params for warning in result.warnings if warning.code == "REPEATED_NUMBER"]


def test_details_are_kept_as_the_schema_says_and_found(commune: App, sample_files: dict[str, Path]) -> None:
    evidence = meeting(commune, sample_files["pdf"])
    assert details_of(commune, evidence) == KEPT
    assert found(commune, "ba dao")
    assert not found(commune, "744")


def test_addresses_and_minutes_are_found(commune: App, sample_files: dict[str, Path]) -> None:
    added(commune, sample_files["pdf"], EvidenceFields(kind="posting", details={"opening_minutes": "05/BB-UBND"}))
    added(commune, sample_files["photo"], EvidenceFields(kind="link", details={"address": "https://mau.example/ngan-sach"}))
    assert [view.kind for view in list_evidence(commune, search="05/bb-ubnd")] == ["posting"]
    assert [view.kind for view in list_evidence(commune, search="mau.example")] == ["link"]


def test_what_is_said_of_the_fields_cannot_be_changed_behind_their_back() -> None:
    said = {"times": "3"}
    fields = EvidenceFields(kind="broadcast_log", details=said)
    said["times"] = "4"
    assert fields.details == {"times": "3"}
    with pytest.raises(TypeError):
        fields.details["times"] = "5"  # pyright: ignore[reportIndexIssue] - what is tested


@pytest.mark.parametrize(
    ("kind", "details", "field"),
    [
        ("meeting", {"invited": "nhiều"}, "invited"),
        ("meeting", {"invited": "5", "present": "6"}, "present"),
        ("posting", {"invited": "5"}, "details"),
        ("thong_bao", {"times": "5"}, "details"),
        ("link", {"address": "mau.example"}, "address"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(
    commune: App, sample_files: dict[str, Path], kind: str, details: dict[str, str], field: str
) -> None:
    with pytest.raises(RequestError) as refused:
        added(commune, sample_files["pdf"], EvidenceFields(kind=kind, details=details))
    assert (refused.value.code, refused.value.params["field"]) == (Code.BAD_VALUE, field)
    assert list_evidence(commune) == ()
    plain = added(commune, sample_files["pdf"], EvidenceFields(kind=kind)).evidence
    with pytest.raises(RequestError):
        change_evidence(commune, evidence_ids=[plain], values=EvidenceFields(kind=kind, details=details), only={"details"})
    assert details_of(commune, plain) == {}


def test_a_refusal_says_which_field_and_what_to_write() -> None:
    error = RequestError(Code.BAD_VALUE, field="present", value="6", fault=Fault.MORE_THAN_INVITED)
    assert "“6”" in error_message(error).what
    assert "“Số hộ dự họp”" in error_message(error).what
    assert error_message(error).todo == fault_text(Fault.MORE_THAN_INVITED) == "Số này không thể lớn hơn số được mời."


def test_a_change_gives_the_fields_it_names_and_undo_takes_them_back(commune: App, sample_files: dict[str, Path]) -> None:
    evidence = meeting(commune, sample_files["pdf"])
    said = EvidenceFields(kind="", details={"present": "800", "households": ""})
    assert change_evidence(commune, evidence_ids=[evidence], values=said, only={"details"}).evidence == (evidence,)
    assert details_of(commune, evidence) == {"invited": "1200", "present": "800", "agreed": "700"}
    assert not found(commune, "ba dao")
    same = EvidenceFields(kind="", details={"present": "0800"})
    assert change_evidence(commune, evidence_ids=[evidence], values=same, only={"details"}).evidence == ()
    assert undo(commune).action == "evidence.change"
    assert details_of(commune, evidence) == KEPT
    assert found(commune, "ba dao")


def test_a_change_is_held_against_what_is_recorded_already(commune: App, sample_files: dict[str, Path]) -> None:
    evidence = meeting(commune, sample_files["pdf"])
    with pytest.raises(RequestError) as refused:
        change_evidence(commune, evidence_ids=[evidence], values=EvidenceFields(kind="", details={"invited": "700"}), only={"details"})
    assert refused.value.params["field"] == "present"
    assert details_of(commune, evidence) == KEPT


def test_another_kind_drops_the_fields_it_does_not_have(commune: App, sample_files: dict[str, Path]) -> None:
    evidence = meeting(commune, sample_files["pdf"])
    change_evidence(commune, evidence_ids=[evidence], values=EvidenceFields(kind="bien_ban", abstract="Họp thôn"), only={"abstract"})
    assert details_of(commune, evidence) == KEPT
    change_evidence(commune, evidence_ids=[evidence], values=EvidenceFields(kind="posting"), only={"kind"})
    assert details_of(commune, evidence) == {}
    said = EvidenceFields(kind="link", details={"address": "https://mau.example", "date_seen": "3/11/2026"})
    change_evidence(commune, evidence_ids=[evidence], values=said, only={"kind", "details"})
    assert details_of(commune, evidence) == {"address": "https://mau.example", "date_seen": "2026-11-03"}
    undo(commune)
    undo(commune)
    assert details_of(commune, evidence) == KEPT


def test_the_same_files_with_the_same_details_are_the_same_evidence(commune: App, sample_files: dict[str, Path]) -> None:
    evidence = meeting(commune, sample_files["pdf"])
    assert meeting(commune, sample_files["pdf"]) == evidence
    assert added(commune, sample_files["pdf"], EvidenceFields(kind="meeting", details={"invited": "1200"})).evidence == evidence
    assert added(commune, sample_files["pdf"], EvidenceFields(kind="meeting", details={"invited": "90"})).evidence != evidence


def test_details_travel_and_the_reviewer_reads_them(commune: App, authority: App, sample_files: dict[str, Path], tmp_path: Path) -> None:
    first, second = list_occurrences(commune).rows[:2]
    evidence = meeting(commune, sample_files["pdf"], first.id)
    fields = EvidenceFields(kind="link", details={"address": "https://mau.example/ngan-sach", "date_seen": "2026-11-03"})
    page = added(commune, sample_files["photo"], fields, second.id).evidence
    export_bundles(commune, out=tmp_path / "usb")
    import_bundles(authority, paths=[tmp_path / "usb"])
    seen = review_detail(authority, evidence_id=evidence)
    assert seen.details == show_evidence(authority, evidence_id=evidence).details == KEPT
    assert review_detail(authority, evidence_id=page).link == "https://mau.example/ngan-sach"
    texts = dict(detail_texts(seen.kind, seen.details))
    link = dict(detail_texts("link", review_detail(authority, evidence_id=page).details))
    assert list(texts)[:4] == ["Số hộ được mời", "Số hộ dự họp", "Số hộ đồng ý", "Từng hộ"]
    assert texts["Số hộ được mời"] == "1.200"
    assert texts["Tỷ lệ dự họp"].startswith("62\N{NO-BREAK SPACE}%")
    assert link["Ngày xem"] == "03/11/2026"


def test_what_another_program_sent_is_shown_as_it_is() -> None:
    assert detail_texts("meeting", {"invited": "nhiều", "colour": "xanh"}) == [("Số hộ được mời", "nhiều"), ("colour", "xanh")]
    assert detail_texts("link", {"date_seen": "hôm qua"}) == [("Ngày xem", "hôm qua")]


def test_a_number_given_twice_in_a_year_is_a_warning_and_no_wall(commune: App, tmp_path: Path) -> None:
    assert repeated(paper(commune, tmp_path, "a", "05/TB-UBND", date(2026, 1, 1))) == []
    second = paper(commune, tmp_path, "b", " 5 / tb-ubnd ", date(2026, 12, 31))
    assert repeated(second) == [{"number": "5 / tb-ubnd", "kind": "thong_bao", "date": "01/01/2026"}]
    (warning,) = evidence_detail(commune, evidence_id=second.evidence).warnings
    said = warning_text(warning.code, warning.params)
    assert "5 / tb-ubnd" in said
    assert "01/01/2026" in said
    assert "Thông báo" in said
    third = paper(commune, tmp_path, "c", "05/TB-UBND", date(2026, 6, 1))
    assert [params["date"] for params in repeated(third)] == ["01/01/2026"], "the one that had it first"


@pytest.mark.parametrize(
    ("number", "issued", "kind"),
    [
        ("05/TB-UBND", date(2027, 1, 1), "thong_bao"),
        ("05/TB-UBND", date(2025, 12, 31), "thong_bao"),
        ("05/TB-UBND", None, "thong_bao"),
        ("05/TB-UBND", date(2026, 5, 5), "bao_cao"),
        ("50/TB-UBND", date(2026, 5, 5), "thong_bao"),
        ("", date(2026, 5, 5), "thong_bao"),
    ],
)
def test_another_year_kind_or_number_is_none_given_twice(commune: App, tmp_path: Path, number: str, issued: date | None, kind: str) -> None:
    paper(commune, tmp_path, "a", "05/TB-UBND", date(2026, 3, 1))
    paper(commune, tmp_path, "khong-so", "", date(2026, 3, 1))
    assert repeated(paper(commune, tmp_path, "b", number, issued, kind)) == []


def test_what_is_no_document_has_no_number_to_give_twice(commune: App, tmp_path: Path) -> None:
    paper(commune, tmp_path, "a", "5", date(2026, 3, 1), "photo")
    assert repeated(paper(commune, tmp_path, "b", "5", date(2026, 3, 1), "photo")) == []


def test_only_living_evidence_of_the_office_itself_has_the_number(commune: App, authority: App, tmp_path: Path) -> None:
    first = paper(commune, tmp_path, "a", "05/TB-UBND", date(2026, 3, 1)).evidence
    export_bundles(commune, out=tmp_path / "usb")
    import_bundles(authority, paths=[tmp_path / "usb"])
    assert repeated(paper(authority, tmp_path, "b", "05/TB-UBND", date(2026, 3, 1))) == []
    delete_evidence(commune, evidence_ids=[first])
    assert repeated(paper(commune, tmp_path, "c", "05/TB-UBND", date(2026, 3, 1))) == []


def test_a_change_that_gives_a_number_twice_says_so(commune: App, tmp_path: Path) -> None:
    paper(commune, tmp_path, "a", "05/TB-UBND", date(2026, 3, 1))
    other = paper(commune, tmp_path, "b", "06/TB-UBND", date(2026, 3, 2)).evidence
    result = change_evidence(commune, evidence_ids=[other], values=EvidenceFields(kind="", number="5/TB-UBND"), only={"number"})
    assert [warning.code for warning in result.warnings] == ["REPEATED_NUMBER"]
    said = EvidenceFields(kind="", abstract="Trích yếu")
    assert change_evidence(commune, evidence_ids=[other], values=said, only={"abstract"}).warnings == (), "it was said when it arose"
