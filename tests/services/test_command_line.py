"""Answers and exit statuses of the command line, within this process."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from papi_desktop.cli.root import cli
from papi_desktop.domain.errors import PapiError


@pytest.fixture
def home(template: Any, tmp_path: Path) -> Path:
    target = tmp_path / "so"
    shutil.copytree(template.home / "authority", target)
    return target


def answer(home: Path, *arguments: str) -> tuple[int, Any]:
    done = CliRunner().invoke(cli, ["--home", str(home), "--json", *arguments], standalone_mode=False)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    status = done.return_value if isinstance(done.return_value, int) else done.exit_code
    return status, json.loads(done.stdout)


def test_a_refused_bundle_is_exit_1_and_named(home: Path, tmp_path: Path) -> None:
    (tmp_path / "thu.txt").write_text("không phải gói", "utf-8")
    status, said = answer(home, "bundle", "import", str(tmp_path / "thu.txt"))
    assert (status, said["files"][0]["verdict"], said["files"][0]["code"]) == (1, "refused", "NOT_A_BUNDLE")
    status, said = answer(home, "bundle", "verify", str(tmp_path / "thu.txt"))
    assert (status, said["files"][0]["ok"], said["files"][0]["code"]) == (1, False, "NOT_A_BUNDLE")


def test_an_empty_folder_is_no_failure(home: Path, tmp_path: Path) -> None:
    (tmp_path / "trong").mkdir()
    assert answer(home, "bundle", "import", str(tmp_path / "trong")) == (0, {"files": [], "skipped": []})


def test_periods_are_set_listed_and_refused(home: Path) -> None:
    status, _ = answer(home, "period", "set", "2026-Q4", "--deadline", "2027-01-05", "--name", "Kỳ báo cáo quý IV")
    assert status == 0
    _, said = answer(home, "period", "list")
    assert [(each["key"], each["deadline"], each["set_above"]) for each in said["periods"]] == [("2026-Q4", "2027-01-05", False)]
    with pytest.raises(PapiError, match="BAD_VALUE"):
        answer(home, "period", "set", "quy-4", "--deadline", "2027-01-05")
    with pytest.raises(PapiError, match="BAD_VALUE"):
        answer(home, "period", "set", "2026-Q4", "--deadline", "2026-01-05")


def test_status_counts_by_dimension_and_assigning_filters(template: Any, tmp_path: Path) -> None:
    commune = tmp_path / "xa"
    shutil.copytree(template.home / "commune", commune)
    _, listed = answer(commune, "tasks")
    task = listed["tasks"][0]
    answer(commune, "assign", task["task_id"], "--officer", "nguyen thi hanh")
    answer(commune, "tick", task["id"])
    _, mine = answer(commune, "tasks", "--officer", "Nguyễn Thị Hạnh")
    assert {each["task_id"] for each in mine["tasks"]} == {task["task_id"]}
    _, said = answer(commune, "status")
    (unit,) = said["units"]
    assert unit["code"] == "99001"
    assert sum(cell["due"] for cell in unit["cells"]) == len(listed["tasks"])
    assert sum(cell["done"] for cell in unit["cells"]) == 1
    assert len(unit["cells"]) == 8


def test_many_are_marked_and_what_is_left_out_is_exit_3(template: Any, tmp_path: Path) -> None:
    commune = tmp_path / "xa"
    shutil.copytree(template.home / "commune", commune)
    _, listed = answer(commune, "tasks")
    ids = [each["id"] for each in listed["tasks"]]
    status, said = answer(commune, "tick", *ids)
    assert status == 3
    assert {*said["occurrences"], *(each["occurrence"] for each in said["left_out"])} == set(ids)
    assert {each["reason"] for each in said["left_out"]} == {"figure_needed"}
    assert answer(commune, "not-applicable", *ids[:2], "--reason", "Không có (mẫu)")[0] == 0
    _, listed = answer(commune, "tasks", "--status", "not_applicable")
    assert {each["id"] for each in listed["tasks"]} == set(ids[:2])
    assert answer(commune, "not-applicable", *ids[:2], "--undo")[1]["occurrences"]
    assert set(answer(commune, "untick", *ids)[1]["occurrences"]) == set(said["occurrences"]) - set(ids[:2])
    with pytest.raises(PapiError, match="BAD_VALUE"):
        answer(commune, "not-applicable", ids[0])
