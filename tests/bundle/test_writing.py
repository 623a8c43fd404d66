"""Writing: what public tools say of a bundle, and what stays behind when something goes wrong."""

import errno
import os
import shutil
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from io import BytesIO, FileIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import pytest

from papi_desktop.bundle import layout, writing
from papi_desktop.bundle.journal import encode_digests
from papi_desktop.bundle.reading import verify_bundle
from papi_desktop.bundle.verifying import check_tag_files
from papi_desktop.bundle.work import never, unwatched
from papi_desktop.bundle.writing import ObjectSource, write_bundle
from papi_desktop.domain.errors import BundleError, Code, PapiError, StorageError

if TYPE_CHECKING:
    from tests.bundle.conftest import Judge, Sender


def _recipients(sender: "Sender") -> list[str]:
    return [sender.receiver.keys.age_recipient, sender.keys.age_recipient]


# --- public tools


@pytest.fixture(scope="module", params=["plain", "decrypted"])
def bag(request: pytest.FixtureRequest, sender: "Sender", tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle as it is written, or written encrypted and opened by the age program."""
    folder = tmp_path_factory.mktemp("bag")
    path = folder / "bundle.papi.zip"
    if request.param == "plain":
        sender.write(path)
        return path
    if shutil.which("age") is None:
        pytest.skip("the program age is not installed")
    sender.write(folder / "bundle.papi.age", recipients=_recipients(sender))
    (folder / "identity").write_text(sender.receiver.keys.age_identity + "\n")
    run(folder, "age", "-d", "-i", "identity", "-o", path.name, "bundle.papi.age")
    return path


def run(folder: Path, *command: str) -> str:
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert result.returncode == 0, (command, result.stdout, result.stderr)
    return result.stdout + result.stderr


@pytest.fixture(scope="module")
def unpacked(bag: Path) -> Path:
    run(bag.parent, "unzip", "-q", bag.name)
    return next(path for path in bag.parent.iterdir() if path.is_dir())


def test_unzip(bag: Path) -> None:
    assert "No errors detected" in run(bag.parent, "unzip", "-t", bag.name)


def test_zipfile(bag: Path) -> None:
    with zipfile.ZipFile(bag) as archive:
        assert archive.testzip() is None


def test_sha256sum(unpacked: Path) -> None:
    assert run(unpacked, "sha256sum", "--strict", "-c", "manifest-sha256.txt").count(": OK") == 6
    assert run(unpacked, "sha256sum", "--strict", "-c", "tagmanifest-sha256.txt").count(": OK") == 4


def test_bagit(unpacked: Path) -> None:
    assert "is valid" in run(unpacked.parent, sys.executable, "-W", "ignore", "-m", "bagit", "--validate", unpacked.name)


def test_openssl(unpacked: Path) -> None:
    command = "openssl cms -verify -binary -inform DER -in seal.p7s -content tagmanifest-sha256.txt -CAfile certificate.pem -purpose any"
    assert "successful" in run(unpacked, *command.split(), "-out", "/dev/null")


def test_gunzip(unpacked: Path) -> None:
    run(unpacked, "gunzip", "-t", "data/records.jsonl.gz")


def test_the_sender_can_open_it_too(sender: "Sender", tmp_path: Path) -> None:
    path = tmp_path / "b"
    sender.write(path, recipients=_recipients(sender))
    identities = [sender.keys.age_identity]
    report = verify_bundle(path, identities=identities, trust=sender.receiver, temporary=tmp_path)
    assert report.encrypted


# --- what comes out


def test_the_writer_and_the_simulated_sender_agree(sender: "Sender", genuine: bytes, tmp_path: Path) -> None:
    """Two implementations of one layout: all bytes but those of the seal are equal."""
    written = sender.write(tmp_path / "b")
    data = (tmp_path / "b").read_bytes()
    assert written.bytes == len(data)
    assert written.sha256 == sha256(data).hexdigest()
    with zipfile.ZipFile(BytesIO(genuine)) as ours, zipfile.ZipFile(BytesIO(data)) as theirs:
        assert ours.namelist() == theirs.namelist()
        differing = [name for name in ours.namelist() if ours.read(name) != theirs.read(name)]
    assert [name.partition("/")[2] for name in differing] == [layout.SEAL]


def test_the_tag_files_are_the_proof(sender: "Sender", tmp_path: Path) -> None:
    written = sender.write(tmp_path / "b")
    assert check_tag_files(written.tag_files) == sender.info.sender_fingerprint
    with zipfile.ZipFile(tmp_path / "b") as archive:
        assert {n: archive.read(f"{layout.folder_name(sender.info.bundle_id)}/{n}") for n in written.tag_files} == written.tag_files
    with pytest.raises(BundleError) as caught:
        check_tag_files(written.tag_files | {layout.BAG_INFO: b""})
    assert caught.value.params == {"member": layout.BAG_INFO}


def test_writing_twice_gives_the_same_bytes_but_for_the_seal(sender: "Sender", tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fixed = sender.write(tmp_path / "a").tag_files[layout.SEAL]
    monkeypatch.setattr(writing, "seal", lambda _data, _keys: fixed)  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    sender.write(tmp_path / "b", sources=list(reversed(sender.sources())))
    sender.write(tmp_path / "c")
    assert (tmp_path / "b").read_bytes() == (tmp_path / "c").read_bytes()
    assert len({len((tmp_path / name).read_bytes()) for name in "abc"}) <= 2  # the seal's length depends on its numbers


def test_progress_and_order(sender: "Sender", tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    write_bundle(
        tmp_path / "b",
        info=sender.info,
        records=sender.records,
        digests=encode_digests(sender.digests),
        objects=sender.sources(),
        keys=sender.keys,
        recipients=None,
        progress=lambda stage, done, total: seen.append((stage, done, total)),
        cancelled=never,
    )
    size = (tmp_path / "b").stat().st_size
    assert [(s, d, t) for s, d, t in seen if d == t] == [("write", size, size), ("check", size, size)]
    assert seen == sorted(seen, key=lambda step: (step[0] != "write", step[1]))


# --- what goes wrong


def _nothing_left(folder: Path) -> None:
    assert list(folder.iterdir()) == []


@pytest.fixture(params=[False, True], ids=["plain", "encrypted"])
def recipients(request: pytest.FixtureRequest, sender: "Sender") -> list[str] | None:
    return _recipients(sender) if request.param else None


def test_an_existing_file_is_never_overwritten(sender: "Sender", tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"mine")
    with pytest.raises(BundleError) as caught:
        sender.write(tmp_path / "b")
    assert caught.value.code is Code.FILE_EXISTS
    assert [p.read_bytes() for p in tmp_path.iterdir()] == [b"mine"]


@pytest.mark.parametrize("links", [True, False], ids=["links", "no links (FAT)"])
def test_a_file_that_appears_meanwhile_is_not_overwritten(
    links: bool, sender: "Sender", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not links:
        _no_links(monkeypatch)

    def meanwhile() -> BinaryIO:
        (tmp_path / "b").write_bytes(b"theirs")
        return BytesIO(sender.objects[0])

    source = replace(sender.sources()[0], open=meanwhile)
    with pytest.raises(BundleError) as caught:
        sender.write(tmp_path / "b", sources=[source])
    assert caught.value.code is Code.FILE_EXISTS
    assert [p.read_bytes() for p in tmp_path.iterdir()] == [b"theirs"]


def _no_links(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_source: Path, _target: Path) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)


def test_without_hard_links(sender: "Sender", tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _no_links(monkeypatch)
    sender.write(tmp_path / "b")
    assert [p.name for p in tmp_path.iterdir()] == ["b"]


def test_a_leftover_of_ours_is_cleared_and_nothing_else(sender: "Sender", tmp_path: Path) -> None:
    (tmp_path / "b.part").write_bytes(b"half")
    (tmp_path / "c.part").write_bytes(b"another")
    sender.write(tmp_path / "b")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["b", "c.part"]


def _damaged(source: ObjectSource, data: bytes) -> ObjectSource:
    return replace(source, open=lambda: BytesIO(data))


def _missing() -> BinaryIO:
    raise FileNotFoundError(errno.ENOENT, "gone")


DAMAGE: dict[str, Callable[[ObjectSource, bytes], ObjectSource]] = {
    "one bit": lambda source, data: _damaged(source, bytes([data[0] ^ 1]) + data[1:]),
    "shorter": lambda source, data: _damaged(source, data[:-1]),
    "longer": lambda source, data: _damaged(source, data + b"x"),
    "much longer": lambda source, data: _damaged(source, data * 500),
    "empty": lambda source, _: _damaged(source, b""),
    "gone": lambda source, _: replace(source, open=_missing),
    "another CRC recorded": lambda source, _: replace(source, crc32=source.crc32 ^ 1),
    "another size recorded": lambda source, _: replace(source, size=source.size + 1),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_object_is_named(name: str, sender: "Sender", recipients: list[str] | None, tmp_path: Path) -> None:
    whole = sender.sources()
    damaged = [DAMAGE[name](whole[0], sender.objects[0]), *whole[1:]]
    with pytest.raises(BundleError) as caught:
        sender.write(tmp_path / "b", recipients=recipients, sources=damaged)
    assert (caught.value.code, caught.value.params["sha256"]) == (Code.OBJECT_DAMAGED, whole[0].sha256)
    _nothing_left(tmp_path)


class _Endless(BytesIO):
    """A file that grows while it is read."""

    given = 0

    def read(self, size: int | None = -1, /) -> bytes:
        self.given += size or 0
        assert self.given < 1 << 24, "read on and on"
        return bytes(size or 0)


def test_an_object_that_never_ends(sender: "Sender", tmp_path: Path) -> None:
    source = replace(sender.sources()[0], open=_Endless)
    with pytest.raises(BundleError) as caught:
        sender.write(tmp_path / "b", sources=[source])
    assert caught.value.code is Code.OBJECT_DAMAGED
    _nothing_left(tmp_path)


def test_cancelling_at_any_step_leaves_nothing(sender: "Sender", recipients: list[str] | None, tmp_path: Path) -> None:
    for steps in range(40):
        asked = iter(range(steps))
        try:
            write_bundle(
                tmp_path / "b",
                info=sender.info,
                records=sender.records,
                digests=encode_digests(sender.digests),
                objects=sender.sources(),
                keys=sender.keys,
                recipients=recipients,
                progress=unwatched,
                cancelled=lambda asked=asked: next(asked, None) is None,
            )
        except BundleError as error:
            assert error.code is Code.CANCELLED  # noqa: PT017 - the last step succeeds
            _nothing_left(tmp_path)
        else:
            assert steps > 20
            return
    pytest.fail("never finished")


class _FullDisk(FileIO):
    """A file on a disk with room for so many bytes."""

    room = 0

    def write(self, data: Any, /) -> int:
        if self.room <= 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        taken = super().write(memoryview(data)[: self.room])
        type(self).room -= taken
        return taken


def _open_parts_as(kind: type[FileIO], monkeypatch: pytest.MonkeyPatch) -> None:
    usual = Path.open

    def opened(path: Path, mode: str = "r", buffering: int = -1, **more: Any) -> Any:
        return kind(path, "xb") if mode == "xb" else usual(path, mode, buffering, **more)

    monkeypatch.setattr(Path, "open", opened)


def test_a_full_disk_at_every_size(sender: "Sender", recipients: list[str] | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    size = sender.write(tmp_path / "b", recipients=recipients).bytes
    (tmp_path / "b").unlink()
    _open_parts_as(_FullDisk, monkeypatch)
    for point in range(40):
        _FullDisk.room = size * point // 40
        with pytest.raises(StorageError) as caught:
            sender.write(tmp_path / "b", recipients=recipients)
        assert (caught.value.code, caught.value.params["path"]) == (Code.DISK_FULL, str(tmp_path / "b"))
        _nothing_left(tmp_path)
    _FullDisk.room = size + 1000
    assert sender.write(tmp_path / "b", recipients=recipients).bytes > 0


@pytest.fixture
def small_files() -> Iterator[None]:
    """The system itself refuses files beyond 50,000 bytes, as FAT does beyond 4 GiB."""
    resource: Any = pytest.importorskip("resource", reason="Windows has no such limit")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.usefixtures("small_files")
def test_a_limit_on_file_sizes(sender: "Sender", recipients: list[str] | None, tmp_path: Path) -> None:
    with pytest.raises(StorageError) as caught:
        sender.write(tmp_path / "b", recipients=recipients, sources=_noise())
    assert caught.value.code is Code.WRITE_FAILED
    _nothing_left(tmp_path)


def _noise() -> list[ObjectSource]:
    data = b"".join(sha256(bytes([n])).digest() for n in range(256)) * 10
    return [ObjectSource(sha256(data).hexdigest(), len(data), zlib.crc32(data), lambda: BytesIO(data))]


def test_too_little_room_is_seen_before_the_first_byte(sender: "Sender", tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1000))  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    with pytest.raises(StorageError) as caught:
        sender.write(tmp_path / "b", sources=[replace(s, open=_missing) for s in sender.sources()])
    assert (caught.value.code, caught.value.params["free"]) == (Code.DISK_FULL, 1000)
    _nothing_left(tmp_path)


def test_a_file_system_with_small_files(sender: "Sender", tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What Linux says on FAT32 beyond 4 GiB - 1, here beyond 50,000 bytes."""

    class Small(FileIO):
        def seek(self, offset: int, whence: int = 0, /) -> int:
            if offset > 50_000:
                raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
            return super().seek(offset, whence)

    _open_parts_as(Small, monkeypatch)
    with pytest.raises(StorageError) as caught:
        sender.write(tmp_path / "b", sources=[replace(s, open=_missing) for s in sender.sources()])
    assert (caught.value.code, caught.value.params["reason"]) == (Code.WRITE_FAILED, os.strerror(errno.EFBIG))
    _nothing_left(tmp_path)


@pytest.mark.parametrize("recipients", [[], ["age1nobody"]])
def test_no_right_recipient(recipients: list[str], sender: "Sender", tmp_path: Path) -> None:
    with pytest.raises(BundleError) as caught:
        sender.write(tmp_path / "b", recipients=recipients)
    assert caught.value.code is Code.NO_RECIPIENT
    _nothing_left(tmp_path)


def test_a_folder_that_is_not_there(sender: "Sender", tmp_path: Path) -> None:
    with pytest.raises(StorageError) as caught:
        sender.write(tmp_path / "gone" / "b")
    assert caught.value.code is Code.WRITE_FAILED


def test_a_device_that_gives_back_other_bytes(
    sender: "Sender", recipients: list[str] | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flush = os.fsync
    done: list[int] = []

    def worn_out(handle: int) -> None:
        flush(handle)
        if not done:
            done.append(os.pwrite(handle, b"?", 40_000))

    monkeypatch.setattr(os, "fsync", worn_out)
    with pytest.raises(BundleError) as caught:
        sender.write(tmp_path / "b", recipients=recipients)
    assert caught.value.code is Code.READ_BACK
    _nothing_left(tmp_path)


@pytest.mark.parametrize("call", ["fsync", "link"])
def test_a_stick_that_is_pulled(call: str, sender: "Sender", tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, call, gone)
    if call == "link":
        monkeypatch.setattr(Path, "rename", gone)
    with pytest.raises(StorageError) as caught:
        sender.write(tmp_path / "b")
    assert caught.value.code is Code.WRITE_FAILED
    monkeypatch.undo()
    _nothing_left(tmp_path)
    assert sender.write(tmp_path / "b").bytes


def test_figures_that_do_not_belong_together_are_not_written(sender: "Sender", tmp_path: Path) -> None:
    spoiled = [replace(sender, digests=sender.digests[:-1]), replace(sender, keys=sender.receiver.keys)]
    for one, code in zip(spoiled, (Code.CHAIN, Code.WRONG_FINGERPRINT), strict=True):
        with pytest.raises(PapiError) as caught:
            one.write(tmp_path / "b")
        assert caught.value.code is code
    _nothing_left(tmp_path)


def test_what_was_written_is_accepted(sender: "Sender", recipients: list[str] | None, tmp_path: Path, judge: "Judge") -> None:
    path = tmp_path / "b"
    sender.write(path, recipients=recipients)
    report = judge(path.read_bytes())
    assert (report.encrypted, report.objects) == (recipients is not None, 4)
