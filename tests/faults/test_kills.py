"""Promise T9, kill at any instant: what was said to be done is there, what was not is not half there."""

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from papi_desktop.services.app import open_app
from papi_desktop.services.checking import check
from papi_desktop.services.evidence import list_evidence

KILLS = 12
"""Of each test; the night run does more."""

SCRIPT = """
import sys
from pathlib import Path
from papi_desktop.services.app import open_app
from papi_desktop.services.evidence import EvidenceFields, add_evidence
from papi_desktop.services.sending import export_bundles
from papi_desktop.services.tasks import list_occurrences

home, folder, action, passphrase = sys.argv[1:]
with open_app(Path(home)) as app:
    rows = list_occurrences(app).rows
    if action == "export":
        app.unlock(passphrase)
    print("ready", flush=True)
    for number in range(10_000):
        if action == "record":
            path = Path(folder) / f"{number}.txt"
            path.write_text(f"Bien ban so {number} trong {folder} (mau)\\n" * 500)
            fields = EvidenceFields(kind="bien_ban", number=str(number))
            add_evidence(app, task_ids=[rows[number % len(rows)].id], fields=fields, files=[path])
        else:
            export_bundles(app, out=Path(folder), plain=True, everything=True)
        print(number, flush=True)
"""


def killed_run(home: Path, folder: Path, action: str, after: float) -> int:
    """Kills the action ``after`` seconds of its work; how many rounds it had said to be done."""
    folder.mkdir(exist_ok=True)
    command = [sys.executable, "-c", SCRIPT, str(home), str(folder), action, "mat khau mau"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(after)
        process.send_signal(signal.SIGKILL)
        return process.stdout.read().count("\n")


@pytest.fixture
def home(template: object, tmp_path: Path) -> Path:
    target = tmp_path / "xa"
    shutil.copytree(template.home / "commune", target)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    return target


def test_killed_while_recording(home: Path, tmp_path: Path) -> None:
    chance, done = random.Random(7), 0  # noqa: S311 - a repeatable choice of instants
    for round_ in range(KILLS):
        folder = tmp_path / f"tep-{round_}"
        said = killed_run(home, folder, "record", chance.uniform(0.0, 0.3))
        with open_app(home) as app:
            present = len(list_evidence(app))
            assert check(app).problems == ()
            assert not any((app.home / "incoming").rglob("*.txt"))
        assert done + said <= present <= done + said + 1
        done = present
    print(f"kills while recording: {KILLS}, lost: 0")


def test_killed_while_exporting(home: Path, tmp_path: Path) -> None:
    chance = random.Random(8)  # noqa: S311 - a repeatable choice of instants
    for round_ in range(KILLS // 3):
        folder = tmp_path / f"usb-{round_}"
        said = killed_run(home, folder, "export", chance.uniform(0.0, 0.4))
        whole = [path for path in folder.iterdir() if path.suffix == ".zip"]
        assert said <= len(whole) <= said + 1
        with open_app(home) as app:
            assert check(app).problems == ()
    print(f"kills while exporting: {KILLS // 3}, half written bundles under a final name: 0")
