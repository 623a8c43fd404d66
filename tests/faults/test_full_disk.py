"""Promise T9, full disk: wherever writing stops, nothing half done is left and a second try succeeds.

The limit on the size of a file (RLIMIT_FSIZE) makes the system refuse writes at a chosen byte, as a full disk does but under another
number (EFBIG); a small file system in memory, where one may be mounted, is really full.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from papi_desktop.domain.errors import Code, StorageError
from papi_desktop.services.app import App
from papi_desktop.services.bundles import list_bundles
from papi_desktop.services.evidence import EvidenceFields, add_evidence
from papi_desktop.services.sending import export_bundles
from papi_desktop.services.tasks import list_occurrences

resource = pytest.importorskip("resource", reason="limits on file sizes are a POSIX facility")

SCRIPT = """
import json, resource, signal, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from papi_desktop.domain.errors import PapiError
from papi_desktop.services.app import open_app
from papi_desktop.services.checking import check
from papi_desktop.services.evidence import EvidenceFields, add_evidence, list_evidence
from papi_desktop.services.sending import export_bundles
from papi_desktop.services.tasks import list_occurrences

home, action, limit, passphrase, file, out = sys.argv[1:]
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with open_app(Path(home)) as app:
    app.unlock(passphrase)
    def act():
        if action == "export":
            return len(export_bundles(app, out=Path(out), plain=True).bundles)
        row = list_occurrences(app).rows[0]
        return len(add_evidence(app, task_ids=[row.id], fields=EvidenceFields(kind="photo"), files=[Path(file)]).attachments)
    codes = []
    for step in map(int, limit.split(",")):
        resource.setrlimit(resource.RLIMIT_FSIZE, (step, resource.RLIM_INFINITY))
        try:
            act()
            codes.append("done")
        except PapiError as error:
            codes.append(error.code.value)
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        if codes[-1] == "done":
            break
    left = sorted(p.name for p in Path(out).rglob("*")) if Path(out).exists() else []
    waiting = [str(p) for p in (app.home / "incoming").rglob("*") if p.is_file()]
    print(json.dumps({{"codes": codes, "left": left, "waiting": waiting, "evidence": len(list_evidence(app)),
                      "problems": [p.code for p in check(app).problems], "retry": act()}}))
"""


def run(home: Path, action: str, limits: list[int], file: Path, out: Path, passphrase: str) -> dict[str, object]:
    script = SCRIPT.format(tests=str(Path(__file__).parents[1]))
    arguments = [str(home), action, ",".join(map(str, limits)), passphrase, str(file), str(out)]
    done = subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def home(template: object, tmp_path: Path) -> Path:
    import shutil

    target = tmp_path / "xa"
    shutil.copytree(template.home / "commune", target)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    return target


def test_a_disk_that_fills_while_exporting(home: Path, tmp_path: Path) -> None:
    big = tmp_path / "lon.bin"
    big.write_bytes(bytes(range(256)) * 1024)
    recorded = run(home, "record", [1 << 40], big, tmp_path / "khong", "mat khau mau")
    assert recorded["codes"] == ["done"]
    limits = list(range(4096, 256 * 1024, 4096))
    result = run(home, "export", limits, big, tmp_path / "usb", "mat khau mau")
    assert set(result["codes"]) == {"WRITE_FAILED"}  # pyright: ignore[reportArgumentType]
    assert len(result["codes"]) == len(limits)  # pyright: ignore[reportArgumentType]
    assert (result["left"], result["problems"], result["retry"]) == ([], [], 1)
    print(f"exports cut by a full disk: {len(limits)}, files left behind: 0")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 256 KiB."""
    folder = tmp_path / "dia"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip(f"no file system may be mounted here: {mounted.stderr.decode().strip()}")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_is_really_full(commune: App, small_disk: Path, tmp_path: Path) -> None:
    big = tmp_path / "lon.bin"
    big.write_bytes(bytes(range(256)) * 1200)
    add_evidence(commune, task_ids=[list_occurrences(commune).rows[0].id], fields=EvidenceFields(kind="photo"), files=[big])
    (small_disk / "cua-nguoi-khac.txt").write_text("giữ nguyên", "utf-8")
    for plain in (True, False):
        with pytest.raises(StorageError) as refused:
            export_bundles(commune, out=small_disk, plain=plain)
        assert refused.value.code is Code.DISK_FULL
        assert [path.name for path in small_disk.iterdir()] == ["cua-nguoi-khac.txt"]
    assert [row.state for row in list_bundles(commune)] == []
    assert export_bundles(commune, out=tmp_path / "usb").bundles[0].sequence == 1


def test_a_disk_that_fills_while_recording(home: Path, tmp_path: Path) -> None:
    big = tmp_path / "lon.bin"
    big.write_bytes(bytes(range(256)) * 1024)
    limits = list(range(0, 256 * 1024, 4096))
    result = run(home, "record", limits, big, tmp_path / "khong", "mat khau mau")
    assert set(result["codes"]) == {"WRITE_FAILED"}  # pyright: ignore[reportArgumentType]
    assert (result["waiting"], result["evidence"], result["problems"], result["retry"]) == ([], 0, [], 1)
    print(f"recordings cut by a full disk: {len(limits)}, lost: 0")
