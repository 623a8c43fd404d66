"""The rules as an office keeps them, what they say of its work, and the commands for them."""

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from papi_desktop.cli.root import cli
from papi_desktop.domain.errors import Code, RequestError
from papi_desktop.domain.progress import Finding, FindingCode
from papi_desktop.services.app import App, open_app
from papi_desktop.services.evidence import EvidenceFields, add_evidence
from papi_desktop.services.receiving import import_bundles
from papi_desktop.services.review_details import review_detail
from papi_desktop.services.rules import RuleRow, change_rule, list_rules, reset_rule
from papi_desktop.services.sending import export_bundles
from papi_desktop.services.tasks import OccurrenceRow, list_occurrences, task_detail
from papi_desktop.services.ticks import tick_occurrence
from papi_desktop.services.undo import undo
from papi_desktop.wording import finding_text, rule_text
from resources.i18n import use_language
from tests.conftest import FixedClock

POSTING = "Niêm yết danh sách hộ nghèo"
CALENDAR = "Niêm yết lịch tiếp công dân"


@pytest.fixture
def vietnamese() -> Iterator[None]:
    use_language("vi")
    yield
    use_language("en")


def a_row(app: App, text: str) -> OccurrenceRow:
    return next(row for row in list_occurrences(app).rows if row.text.startswith(text))


def kept(app: App, rule_id: str) -> RuleRow:
    return next(row for row in list_rules(app) if row.rule.id == rule_id)


def findings(app: App, row: OccurrenceRow) -> list[Finding]:
    return [finding for finding in task_detail(app, occurrence_id=row.id).findings if finding.rule]


def record(app: App, row: OccurrenceRow, file: Path, **fields: Any) -> None:
    add_evidence(app, task_ids=[row.id], fields=EvidenceFields(**fields), files=[file])


# keeping


def test_a_change_is_kept_undone_and_reset(commune: App) -> None:
    shipped = kept(commune, "posting")
    assert (shipped.rule.days, shipped.changed) == (30, False)
    change_rule(commune, rule_id="posting", days=15, working=True)
    change_rule(commune, rule_id="posting", verified=True)
    row = kept(commune, "posting")
    assert (row.rule.days, row.rule.working, row.rule.verified, row.rule.active, row.changed) == (15, True, True, True, True)
    assert undo(commune).action == "rule.change"
    assert not kept(commune, "posting").rule.verified
    assert kept(commune, "posting").rule.days == 15
    reset_rule(commune, rule_id="posting")
    assert kept(commune, "posting") == shipped
    assert undo(commune).action == "rule.reset"
    assert kept(commune, "posting").rule.days == 15
    assert change_rule(commune, rule_id="posting", days=30, working=False).row == shipped, "as it came is no change"
    assert kept(commune, "posting") == shipped


def test_a_change_stays_in_the_data_folder(commune: App, tmp_path: Path) -> None:
    change_rule(commune, rule_id="poor_household_meeting", quorum=75)
    commune.close()
    shutil.copytree(commune.home, tmp_path / "backup")
    with open_app(tmp_path / "backup") as restored:
        assert kept(restored, "poor_household_meeting").rule.quorum == 75


@pytest.mark.parametrize(
    ("rule_id", "given", "code"),
    [
        ("no such rule", {"days": 3}, Code.NOT_FOUND),
        ("posting", {"days": 0}, Code.BAD_VALUE),
        ("posting", {"days": 367}, Code.BAD_VALUE),
        ("posting", {"quorum": 50}, Code.BAD_VALUE),
        ("poor_household_meeting", {"quorum": 0}, Code.BAD_VALUE),
        ("poor_household_meeting", {"quorum": 101}, Code.BAD_VALUE),
        ("poor_household_meeting", {"days": 3}, Code.BAD_VALUE),
        ("poor_household_meeting", {"working": True}, Code.BAD_VALUE),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(commune: App, rule_id: str, given: dict[str, Any], code: Code) -> None:
    before = list_rules(commune)
    with pytest.raises(RequestError) as caught:
        change_rule(commune, rule_id=rule_id, **given)
    assert caught.value.code is code
    assert list_rules(commune) == before


def test_no_rule_of_that_name_is_reset(commune: App) -> None:
    with pytest.raises(RequestError) as caught:
        reset_rule(commune, rule_id="no such rule")
    assert caught.value.code is Code.NOT_FOUND


@pytest.mark.parametrize(("days", "quorum"), [(1, 1), (366, 100)])
def test_the_bounds_themselves_are_taken(commune: App, days: int, quorum: int) -> None:
    assert change_rule(commune, rule_id="posting", days=days).row.rule.days == days
    assert change_rule(commune, rule_id="poor_household_meeting", quorum=quorum).row.rule.quorum == quorum


# judging


@pytest.mark.usefixtures("vietnamese")
def test_a_posting_is_judged_day_by_day_in_the_words_of_the_field(commune: App, clock: FixedClock, sample_files: dict[str, Path]) -> None:
    """Today is Monday 16/11/2026."""
    row = a_row(commune, CALENDAR)
    assert [finding_text(finding) for finding in findings(commune, row)] == ["Chưa ghi thời gian niêm yết; cần niêm yết 30 ngày"]
    change_rule(commune, rule_id="posting", days=5)
    first = date(2026, 11, 14)
    record(commune, row, sample_files["photo"], kind="posting", place="Trụ sở UBND xã", posted_from=first, posted_to=date(2026, 11, 16))
    [running] = findings(commune, row)
    assert (finding_text(running), running.until) == ("Niêm yết đến 18/11 mới đủ", date(2026, 11, 16))
    assert (rule_text(running.rule), running.verified) == ("Niêm yết công khai (mức chung)", False)
    clock.advance(days=1)
    assert [finding_text(finding) for finding in findings(commune, row)] == ["Thiếu 2 ngày niêm yết"]
    change_rule(commune, rule_id="posting", days=3, verified=True)
    [enough] = findings(commune, row)
    assert (finding_text(enough), enough.verified) == ("Đủ", True)
    change_rule(commune, rule_id="posting", active=False)
    assert findings(commune, row) == []


@pytest.mark.usefixtures("vietnamese")
def test_a_list_of_households_asks_for_both_places_and_the_broadcast(commune: App, sample_files: dict[str, Path]) -> None:
    row = a_row(commune, POSTING)
    days = {"posted_from": date(2026, 11, 6), "posted_to": date(2026, 11, 10)}
    record(commune, row, sample_files["photo"], kind="posting", place="Nhà văn hóa thôn Đông", **days)
    said = {finding_text(finding) for finding in findings(commune, row)}
    assert said == {"Chưa có niêm yết tại: trụ sở UBND cấp xã"}
    every = [finding_text(finding) for finding in task_detail(commune, occurrence_id=row.id).findings]
    assert [text for text in every if "phát thanh" in text] == ["Còn thiếu: Nhật ký phát thanh"], "said once, as an expected result"
    record(
        commune,
        row,
        sample_files["pdf"],
        kind="posting",
        place="Trụ sở UBND xã",
        posted_from=date(2026, 11, 6),
        posted_to=date(2026, 11, 9),
    )
    assert "Thiếu 1 ngày làm việc niêm yết" in {finding_text(finding) for finding in findings(commune, row)}


@pytest.mark.usefixtures("vietnamese")
def test_what_no_expected_result_names_is_asked_for_by_the_rule(commune: App, sample_files: dict[str, Path]) -> None:
    row = a_row(commune, "Công bố kế hoạch sử dụng đất")
    assert "posting" not in {slot.kind for slot in task_detail(commune, occurrence_id=row.id).slots}
    record(commune, row, sample_files["pdf"], kind="quyet_dinh", issued=date(2026, 11, 10))
    assert {finding_text(each) for each in findings(commune, row)} == {
        "Công khai chậm nhất ngày 25/11",
        "Quy tắc yêu cầu, chưa ghi nhận: Niêm yết",
    }


@pytest.mark.usefixtures("vietnamese")
def test_a_meeting_below_its_quorum_is_said_with_both_figures(commune: App, sample_files: dict[str, Path]) -> None:
    row = a_row(commune, "Tổ chức họp dân bình xét")
    details = {"invited": "100", "present": "62"}
    record(commune, row, sample_files["pdf"], kind="meeting", details=details)
    worst = findings(commune, row)[0]
    assert finding_text(worst) == "Họp: 62\N{NO-BREAK SPACE}% hộ dự, cần 70\N{NO-BREAK SPACE}%"
    change_rule(commune, rule_id="poor_household_meeting", quorum=62)
    assert findings(commune, row)[0].code is FindingCode.MEETING_MET


@pytest.mark.usefixtures("vietnamese")
def test_budget_figures_are_late_two_days_after_their_time(commune: App, sample_files: dict[str, Path]) -> None:
    rows = [row for row in list_occurrences(commune).rows if row.text.startswith("Công khai số liệu thực hiện dự toán")]
    row = next(row for row in rows if row.period == "2026-Q3")
    assert [finding_text(finding) for finding in findings(commune, row)] == ["Chưa công khai, quá hạn 32 ngày"]
    record(commune, row, sample_files["pdf"], kind="link", issued=date(2026, 10, 17))
    assert [finding_text(finding) for finding in findings(commune, row)] == ["Quá hạn công khai 2 ngày"]


def test_what_is_missing_weighs_more_once_a_task_is_marked_as_done(commune: App) -> None:
    row = next(row for row in list_occurrences(commune).rows if row.text.startswith(CALENDAR) and row.status.value == "todo")
    assert [finding.level.value for finding in findings(commune, row)] == ["info"]
    tick_occurrence(commune, occurrence_id=row.id)
    assert [finding.level.value for finding in findings(commune, row)] == ["warning"]


def test_the_reviewer_is_told_the_same_by_the_rules_of_their_own_office(
    commune: App, authority: App, sample_files: dict[str, Path], tmp_path: Path
) -> None:
    row = a_row(commune, CALENDAR)
    fields = EvidenceFields(kind="posting", posted_from=date(2026, 11, 1), posted_to=date(2026, 11, 10))
    made = add_evidence(commune, task_ids=[row.id], fields=fields, files=[sample_files["photo"]])
    export_bundles(commune, out=tmp_path / "usb")
    import_bundles(authority, paths=[tmp_path / "usb"])

    def said() -> list[Finding]:
        return [finding for finding in review_detail(authority, evidence_id=made.evidence).findings if finding.rule]

    assert said() == findings(commune, row)
    assert said()[0].params["count"] == "20"
    change_rule(authority, rule_id="posting", days=11)
    assert said()[0].params["count"] == "1"


# the command line


@pytest.fixture
def home(template: Any, tmp_path: Path) -> Path:
    target = tmp_path / "xa"
    shutil.copytree(template.home / "commune", target)
    return target


def call(home: Path, *arguments: str) -> Any:
    done = CliRunner().invoke(cli, ["--home", str(home), "--json", *arguments], standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    return json.loads(done.stdout)


def test_rules_are_listed_set_and_reset_by_command(home: Path) -> None:
    listed = {each["id"]: each for each in call(home, "rules", "list")["rules"]}
    assert listed["poor_household_posting"] == {
        "id": "poor_household_posting",
        "name": "Niêm yết danh sách hộ nghèo, hộ cận nghèo",
        "days": 3,
        "working": True,
        "event": "posting",
        "places": ["village_house", "commune_office"],
        "forms": ["posting", "broadcast_log"],
        "quorum": None,
        "quorum_others": None,
        "basis": listed["poor_household_posting"]["basis"],
        "source": listed["poor_household_posting"]["source"],
        "source_date": "2026-11-20",
        "verified": False,
        "active": True,
        "changed": False,
    }
    said = call(home, "rules", "set", "posting", "--days", "15", "--working", "--verified", "--off")
    assert (said["days"], said["working"], said["verified"], said["active"], said["changed"]) == (15, True, True, False, True)
    said = call(home, "rules", "set", "posting", "--calendar", "--unverified", "--on")
    assert (said["days"], said["working"], said["verified"], said["active"], said["changed"]) == (15, False, False, True, True)
    assert call(home, "rules", "set", "poor_household_meeting", "--quorum", "80")["quorum"] == 80
    assert call(home, "undo")["undone"] == "rule.change"
    assert call(home, "rules", "reset", "posting")["days"] == 30
    with pytest.raises(RequestError) as caught:
        call(home, "rules", "set", "posting", "--days", "0")
    assert caught.value.code is Code.BAD_VALUE


def test_nothing_to_set_is_a_wrong_use(home: Path) -> None:
    done = CliRunner().invoke(cli, ["--home", str(home), "rules", "set", "posting"])
    assert done.exit_code == 2
    done = CliRunner().invoke(cli, ["--home", str(home), "rules", "list"])
    assert done.exit_code == 0
    assert "poor_household_meeting" in done.stdout


def test_verdicts_stand_in_the_list_of_tasks(home: Path) -> None:
    tasks = call(home, "tasks", "--search", "niem yet lich tiep cong dan")["tasks"]
    verdicts = [verdict for task in tasks for verdict in task["verdicts"] if "rule" in verdict]
    assert {(verdict["rule"], verdict["verified"]) for verdict in verdicts} == {("posting", False)}
    assert all("until" in verdict for verdict in verdicts)
