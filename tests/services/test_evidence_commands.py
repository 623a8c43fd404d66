"""The commands for evidence: changing, linking, suggesting, the bin."""

import json
import shutil
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from papi_desktop.cli.root import cli
from papi_desktop.domain.errors import PapiError


@pytest.fixture
def home(template: Any, tmp_path: Path) -> Path:
    target = tmp_path / "xa"
    shutil.copytree(template.home / "commune", target)
    return target


def answer(home: Path, *arguments: str) -> Any:
    done = CliRunner().invoke(cli, ["--home", str(home), "--json", *arguments], standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    return json.loads(done.stdout)


def recorded(home: Path, task: str, file: Path) -> str:
    return answer(home, "evidence", "add", "--task", task, "--kind", "thong_bao", "--number", "62/TB-UBND", str(file))["evidence"]


def test_evidence_is_changed_linked_and_unlinked(home: Path, sample_files: dict[str, Path]) -> None:
    first, *_, last = answer(home, "tasks")["tasks"]
    evidence = recorded(home, first["id"], sample_files["pdf"])
    assert answer(home, "evidence", "change", evidence, "--date", "2026-11-02", "--personal-data")["evidence"] == [evidence]
    shown = answer(home, "evidence", "show", evidence)
    assert (shown["number"], shown["date"], shown["personal_data"]) == ("62/TB-UBND", "2026-11-02", True)
    answer(home, "evidence", "change", evidence, "--no-personal-data")
    assert answer(home, "evidence", "show", evidence)["personal_data"] is False
    assert answer(home, "evidence", "link", evidence, "--task", last["id"])["links"] == 1
    assert set(answer(home, "evidence", "show", evidence)["task_ids"]) == {first["task_id"], last["task_id"]}
    assert answer(home, "evidence", "unlink", evidence, "--task", first["id"])["links"] == 1
    assert answer(home, "evidence", "show", evidence)["task_ids"] == [last["task_id"]]
    answer(home, "undo")
    assert len(answer(home, "evidence", "show", evidence)["task_ids"]) == 2
    assert isinstance(answer(home, "evidence", "suggest", evidence)["tasks"], list)
    with pytest.raises(click.UsageError):
        answer(home, "evidence", "change", evidence)


def test_the_bin_lists_and_restores(home: Path, sample_files: dict[str, Path]) -> None:
    evidence = recorded(home, answer(home, "tasks")["tasks"][0]["id"], sample_files["pdf"])
    assert answer(home, "evidence", "delete", evidence) == {"evidence": evidence}
    assert answer(home, "evidence", "list") == {"evidence": []}
    (resting,) = answer(home, "bin", "list")["evidence"]
    assert (resting["id"], resting["number"], resting["days_left"], resting["files"]) == (evidence, "62/TB-UBND", 30, 1)
    assert answer(home, "bin", "restore", evidence) == {"evidence": [evidence]}
    assert [each["id"] for each in answer(home, "evidence", "list")["evidence"]] == [evidence]
    assert answer(home, "bin", "list") == {"evidence": []}
    with pytest.raises(PapiError, match="NOT_FOUND"):
        answer(home, "bin", "restore", evidence)


def test_fields_of_the_kind_are_given_changed_and_shown(home: Path, sample_files: dict[str, Path]) -> None:
    task = answer(home, "tasks")["tasks"][0]["id"]
    said = ("--kind", "meeting", "--detail", "invited=1.200", "--detail", "present=744", "--detail", "households=Hộ A=B (mẫu)")
    evidence = answer(home, "evidence", "add", "--task", task, *said, str(sample_files["pdf"]))["evidence"]
    assert answer(home, "evidence", "show", evidence)["details"] == {"invited": "1200", "present": "744", "households": "Hộ A=B (mẫu)"}
    answer(home, "evidence", "change", evidence, "--detail", "agreed=700", "--detail", "households=")
    (listed,) = answer(home, "evidence", "list")["evidence"]
    assert listed["details"] == {"invited": "1200", "present": "744", "agreed": "700"}
    shown = CliRunner().invoke(cli, ["--home", str(home), "evidence", "show", evidence]).stdout
    assert "Số hộ được mời: 1.200" in shown
    assert "Số hộ đồng ý: 700" in shown


@pytest.mark.parametrize(("given", "refusal"), [("present", "MỤC=GIÁ TRỊ"), ("present=nhiều", "BAD_VALUE"), ("colour=xanh", "BAD_VALUE")])
def test_a_field_that_cannot_be_is_refused(home: Path, sample_files: dict[str, Path], given: str, refusal: str) -> None:
    task = answer(home, "tasks")["tasks"][0]["id"]
    with pytest.raises((PapiError, click.UsageError), match=refusal):
        answer(home, "evidence", "add", "--task", task, "--kind", "meeting", "--detail", given, str(sample_files["pdf"]))
    assert answer(home, "evidence", "list") == {"evidence": []}


def test_a_number_given_twice_is_said_and_recorded(home: Path, sample_files: dict[str, Path]) -> None:
    task = answer(home, "tasks")["tasks"][0]["id"]
    recorded(home, task, sample_files["pdf"])
    other = answer(home, "evidence", "add", "--task", task, "--kind", "thong_bao", "--number", "62/TB-UBND", str(sample_files["photo"]))
    dates = [
        answer(home, "evidence", "change", each["id"], "--date", "2026-11-02") for each in answer(home, "evidence", "list")["evidence"]
    ]
    assert other["evidence"]
    assert [[warning["code"] for warning in done["warnings"]] for done in dates] == [[], ["REPEATED_NUMBER"]]
