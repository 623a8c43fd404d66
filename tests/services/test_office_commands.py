"""The office, its people and its keys from the command line."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from papi_desktop.cli.root import cli
from papi_desktop.domain.errors import Code, RequestError
from papi_desktop.services.app import open_app

PASSPHRASE = "mat khau mau"


@pytest.fixture
def home(template: Any, tmp_path: Path) -> Path:
    target = tmp_path / "xa"
    shutil.copytree(template.home / "commune", target)
    return target


def answer(home: Path, *arguments: str) -> Any:
    done = CliRunner().invoke(cli, ["--home", str(home), "--json", *arguments], standalone_mode=False, env={"PAPI_PASSPHRASE": PASSPHRASE})
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return json.loads(done.stdout)


def test_the_office_is_shown_and_edited(home: Path) -> None:
    before = answer(home, "office", "show")
    assert (before["code"], before["place"], before["signatory"]) == ("99001", "Tân Phú", "Lê Minh Đức")
    answer(home, "office", "edit", "--name", "UBND xã Tân Hòa (mẫu)")
    after = answer(home, "office", "show")
    assert (after["name"], after["place"], after["superior"]) == ("UBND xã Tân Hòa (mẫu)", "Tân Hòa", before["superior"])
    assert answer(home, "undo")["undone"] == "office.edit"
    assert answer(home, "office", "show") == before


def test_an_officer_is_corrected_put_to_work_signs_and_leaves(home: Path) -> None:
    officer = answer(home, "officer", "add", "--name", "Đỗ Văn Nam (mẫu)")["officer"]
    said = answer(home, "officer", "edit", officer, "--position", "Phó Chủ tịch (mẫu)")
    assert (said["name"], said["position"]) == ("Đỗ Văn Nam (mẫu)", "Phó Chủ tịch (mẫu)")
    answer(home, "officer", "at-work", officer)
    answer(home, "officer", "signs", officer)
    listed = {each["id"]: each for each in answer(home, "officer", "list")["officers"]}
    assert listed[officer]["at_work"]
    assert answer(home, "office", "show")["signatory"] == "Đỗ Văn Nam (mẫu)"
    answer(home, "officer", "active", officer, "no")
    listed = {each["id"]: each for each in answer(home, "officer", "list")["officers"]}
    assert (listed[officer]["at_work"], listed[officer]["active"]) == (False, False)
    with pytest.raises(RequestError) as caught:
        answer(home, "officer", "edit", "00000000-0000-4000-8000-000000000000", "--name", "Ai đó (mẫu)")
    assert caught.value.code is Code.NOT_FOUND


def test_a_new_recovery_code_is_shown_once_and_opens_the_keys(home: Path) -> None:
    code = answer(home, "key", "recovery-code")["recovery_code"]
    with open_app(home) as app:
        app.unlock(code)
