"""The whole job from a terminal, as the IT person would do it: two empty folders at the start, an accepted report at the end."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from papi_desktop.documents.plan_docx import write_plan_document
from papi_desktop.documents.sample_evidence import write_sample_evidence
from papi_desktop.services.demo import STEPS
from resources.sample_plan import sample_plan

PASSPHRASE = "cụm mật khẩu mẫu"
Papi = Callable[..., Any]


class Office:
    """``papi --home HOME --json`` as a function."""

    def __init__(self, home: Path, passphrase: str = PASSPHRASE) -> None:
        self.home, self.passphrase = home, passphrase

    def __call__(self, *arguments: object, status: int = 0) -> Any:
        done = self.run(*arguments)
        assert done.returncode == status, done.stderr
        return json.loads(done.stdout)

    def run(self, *arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "papi_desktop.cli", "--home", str(self.home), "--json", *map(str, arguments)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
            timeout=120,
            check=False,
            env={**os.environ, "PAPI_PASSPHRASE": self.passphrase, "PYTHONUTF8": "1", **environment},
        )


def verdicts(answer: Any) -> list[str]:
    return [file["verdict"] for file in answer["files"]]


def test_from_two_empty_folders_to_an_accepted_report(tmp_path: Path) -> None:
    commune, authority = Office(tmp_path / "xa"), Office(tmp_path / "so")
    sample = sample_plan(2026)
    plan, files = tmp_path / "ke-hoach.docx", tmp_path / "tep"
    write_plan_document(plan, sample)
    written = write_sample_evidence(files, sample)
    notice, photo = (next(each for each in written if bool(each.evidence.photos) is wanted) for wanted in (False, True))

    made = commune("init", "--role", "commune", "--code", "99001", "--name", "UBND xã Tân Phú (mẫu)", "--officer", "Nguyễn Thị Hạnh")
    above = authority("init", "--role", "authority", "--code", "99000", "--name", "Sở Nội vụ (mẫu)")
    assert commune("init", "--role", "commune", "--code", "99001", "--name", "x", status=1)["error"]["code"] == "EXISTS"
    commune("card", "write", "--out", tmp_path / "xa.papi.card")
    authority("card", "write", "--out", tmp_path / "so.papi.card")
    wrong = commune("card", "trust", tmp_path / "so.papi.card", "--fingerprint", made["fingerprint"], status=1)
    assert wrong["error"]["code"] == "WRONG_FINGERPRINT"
    commune("card", "trust", tmp_path / "so.papi.card", "--fingerprint", above["fingerprint"].lower().replace("-", " "))
    assert authority("card", "trust", tmp_path / "xa.papi.card", "--fingerprint", made["fingerprint"])["relation"] == "subordinate"

    read = commune("plan", "read", plan)
    assert (len(read["tasks"]), read["number"], read["year"]) == (len(sample.tasks), sample.number, 2026)
    assert commune("plan", "import", plan)["added"] == len(sample.tasks)
    tasks = commune("tasks")["tasks"]
    assert len({task["task_id"] for task in tasks}) == len(sample.tasks)
    assert {task["status"] for task in tasks} <= {"todo", "overdue"}

    task = tasks[0]
    added = commune(
        *("evidence", "add", "--task", task["id"], "--kind", "thong_bao", "--number", "62/TB-UBND", "--date", "2026-11-02"),
        *("--abstract", "Thông báo niêm yết danh sách", notice.files[0]),
    )
    assert [file["state"] for file in added["attachments"]] == ["stored"]
    (tmp_path / "rong.pdf").touch()
    partly = commune("evidence", "add", "--task", task["id"], "--kind", "photo", tmp_path / "rong.pdf", photo.files[0], status=3)
    assert sorted(file["state"] for file in partly["attachments"]) == ["refused", "stored"]
    assert commune("undo")["undone"] == "evidence.add"
    ticked = commune("tick", task["id"], "--count", "3/3", "--by", "nguyen thi hanh")
    assert (ticked["status"], ticked["measured"]) == ("done", "100")
    assert [found["number"] for found in commune("evidence", "list", "--search", "niem yet danh sach")["evidence"]] == ["62/TB-UBND"]
    paper = commune("checklist", "--out", tmp_path / "danh-muc.pdf", "--period", "2026-Q4")
    assert paper["pages"] >= 1
    assert Path(paper["path"]).read_bytes().startswith(b"%PDF")

    bundle = commune("bundle", "export", "--out", tmp_path / "usb")["bundles"][0]
    assert authority("bundle", "verify", bundle["path"])["files"][0]["ok"]
    taken = authority("bundle", "import", tmp_path / "usb")
    assert (verdicts(taken), taken["files"][0]["missing"]) == (["imported"], [])
    assert verdicts(authority("bundle", "import", bundle["path"])) == ["duplicate"]

    item = authority("review", "list")["items"][0]
    assert (item["number"], item["state"]) == ("62/TB-UBND", "pending")
    assert authority("review", "return", item["id"], status=1)["error"]["code"] == "BAD_VALUE"
    authority("review", "return", item["id"], "--comment", "Đề nghị bổ sung ngày kết thúc niêm yết.")
    authority("reply", "--all", "--out", tmp_path / "tra-loi")
    assert verdicts(commune("bundle", "import", tmp_path / "tra-loi")) == ["imported"]
    assert [t["id"] for t in commune("tasks")["tasks"] if t["sync"] == "returned"] == [task["id"]]
    authority("review", "accept", item["id"])
    authority("reply", "--unit", "99001", "--out", tmp_path / "tra-loi-2")
    commune("bundle", "import", tmp_path / "tra-loi-2")
    assert commune("evidence", "show", added["evidence"])["sync"] == "accepted"
    for office in (commune, authority):
        assert office("check") == {**office("check"), "ok": True, "problems": []}


def test_answers_that_callers_rely_on(tmp_path: Path) -> None:
    nobody = Office(tmp_path / "khong-co")
    assert nobody("tasks", status=1)["error"]["code"] == "NO_DATA"
    assert nobody.run("tasks", "--due", "31/12/2026").returncode == 2
    assert nobody.run("khong-co-lenh").returncode == 2
    assert nobody("plan", "read", tmp_path / "mat.docx", status=1)["error"]["code"] == "FILE_MISSING"
    locked = nobody.run("init", "--role", "commune", "--code", "1", "--name", "x", PAPI_PASSPHRASE="")
    assert (locked.returncode, json.loads(locked.stdout)["error"]["code"]) == (1, "NO_PASSPHRASE")
    assert not (tmp_path / "khong-co").exists()
    english = nobody.run("tasks", PAPI_LANG="en")
    assert "error[NO_DATA]: There is no data folder" in english.stderr
    assert "error[NO_DATA]: Không có thư mục dữ liệu" in nobody.run("tasks").stderr


def test_a_second_program_on_the_same_folder_is_refused_politely(template_home: Path) -> None:
    from papi_desktop.services.app import open_app

    office = Office(template_home)
    with open_app(template_home):
        refused = office("tasks", status=1)["error"]
    assert refused["code"] == "IN_USE"
    assert str(os.getpid()) in refused["message"]
    assert office("tasks")["tasks"]


@pytest.fixture
def template_home(template: Any, tmp_path: Path) -> Path:
    home = tmp_path / "xa"
    shutil.copytree(template.home / "commune", home)
    return home


PUBLIC_TOOLS = ("unzip", "sha256sum", "openssl")


def test_public_tools_agree_on_the_demos_bundles(tmp_path: Path) -> None:
    """Plain and decrypted, up and down: what this program calls whole, so do unzip, sha256sum, bagit and openssl."""
    missing = [tool for tool in PUBLIC_TOOLS if shutil.which(tool) is None]
    assert not missing, f"installer/dev.sh installs {missing}"
    made = Office(tmp_path / "demo")("demo")
    assert len(made["steps"]) == STEPS
    commune, authority = (Office(tmp_path / "demo" / side, made["passphrase"]) for side in ("commune", "authority"))
    plain_up = commune("bundle", "export", "--plain", "--everything", "--out", tmp_path / "len")
    plain_down = authority("bundle", "export", "--plain", "--everything", "--to", "99001", "--out", tmp_path / "xuong")
    paths = [Path(each["bundles"][0]["path"]) for each in (plain_up, plain_down)]
    paths += [decrypted(tmp_path, path) for path in sorted((tmp_path / "demo").glob("usb*/*.age"))]
    assert len(paths) == 14, "a bundle of each of the seven communes that report, a second of four, the reply, and the two plain ones"
    for path in paths:
        agree(path, tmp_path / path.stem)


def decrypted(tmp_path: Path, path: Path) -> Path:
    """The bundle inside an age file, opened by ``age`` itself with the recipient's identity."""
    from papi_desktop.services.app import open_app
    from papi_desktop.services.demo import PASSPHRASE as DEMO_PASSPHRASE

    assert shutil.which("age"), "installer/dev.sh installs age"
    side = "commune" if path.parent.name == "usb-tra-loi" else "authority"
    identity = tmp_path / f"{side}.identity"
    if not identity.exists():
        with open_app(tmp_path / "demo" / side) as app:
            app.unlock(DEMO_PASSPHRASE)
            identity.write_text(app.keys.age_identity + "\n", "ascii")
    plain = tmp_path / f"{path.stem}.zip"
    subprocess.run(["age", "-d", "-i", identity, "-o", plain, path], check=True, timeout=60)
    return plain


def agree(path: Path, folder: Path) -> None:
    subprocess.run(["unzip", "-tq", path], check=True, capture_output=True, timeout=60)
    subprocess.run(["unzip", "-q", path, "-d", folder], check=True, timeout=60)
    (bag,) = folder.iterdir()
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        subprocess.run(["sha256sum", "--strict", "--quiet", "-c", manifest], check=True, cwd=bag, timeout=60)
    subprocess.run([sys.executable, "-W", "ignore", "-m", "bagit", "--validate", bag], check=True, capture_output=True, timeout=60)
    verify = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "seal.p7s", "-content", "tagmanifest-sha256.txt"]
    subprocess.run(
        [*verify, "-CAfile", "certificate.pem", "-purpose", "any", "-out", os.devnull], check=True, capture_output=True, cwd=bag, timeout=60
    )
