"""Reading: files by content, age, and what an importer is given."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from papi_desktop.bundle import age, reading
from papi_desktop.bundle.journal import parse_digests, walk
from papi_desktop.bundle.layout import OBJECTS, Position
from papi_desktop.bundle.reading import VerifiedBundle, open_bundle, recognise, verify_bundle
from papi_desktop.domain.chain import heads, root_head
from papi_desktop.domain.errors import BundleError, Code, PapiError, StorageError

if TYPE_CHECKING:
    from tests.bundle.conftest import Sender


@dataclass
class Store:
    """An object store that remembers what it was told."""

    kept: dict[str, bytes] = field(default_factory=dict[str, bytes])
    dropped: list[str] = field(default_factory=list[str])

    def __call__(self, name: str, size: int) -> "Taking":
        return Taking(self, name, size)


@dataclass
class Taking:
    store: Store
    name: str
    size: int
    data: bytes = b""

    def write(self, data: bytes, /) -> None:
        self.data += data

    def commit(self) -> None:
        assert len(self.data) == self.size
        self.store.kept[self.name] = self.data

    def abort(self) -> None:
        self.store.dropped.append(self.name)


@pytest.fixture(scope="module")
def sealed(sender: "Sender", tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The genuine bundle, encrypted for the receiver."""
    path = tmp_path_factory.mktemp("sealed") / "b"
    sender.write(path, recipients=[sender.receiver.keys.age_recipient])
    return path.read_bytes()


@pytest.fixture
def incoming(tmp_path: Path) -> Callable[[bytes], Path]:
    def put(data: bytes) -> Path:
        path = tmp_path / "incoming (1).txt"
        path.write_bytes(data)
        return path

    return put


def test_recognised_by_content(genuine: bytes, sealed: bytes, incoming: Callable[[bytes], Path], tmp_path: Path) -> None:
    assert recognise(incoming(genuine)) == "zip"
    assert recognise(incoming(sealed)) == "age"
    for other in (b"", b"PK\3\4", b"%PDF-1.7", b"PK\3\4" + bytes(40), genuine[1:]):
        assert recognise(incoming(other)) is None
    assert recognise(tmp_path) is None
    if hasattr(os, "mkfifo"):  # opening one would wait for ever
        os.mkfifo(tmp_path / "pipe")
        assert recognise(tmp_path / "pipe") is None
    with pytest.raises(BundleError) as caught:
        recognise(tmp_path / "nothing")
    assert caught.value.code is Code.FILE_MISSING


@pytest.mark.parametrize("encrypted", [False, True])
def test_what_an_importer_is_given(
    encrypted: bool, genuine: bytes, sealed: bytes, sender: "Sender", incoming: Callable[[bytes], Path], tmp_path: Path
) -> None:
    path = incoming(sealed if encrypted else genuine)
    path.chmod(0o400)
    store = Store()
    identities = [age.new_identity(), sender.receiver.keys.age_identity]
    with open_bundle(path, identities=identities, trust=sender.receiver, temporary=tmp_path) as bundle:
        assert bundle.encrypted is encrypted
        assert bundle.sender == sender.receiver.card
        assert bundle.digests() == sender.digests
        assert list(bundle.heads()) == [
            (Position(sender.info.to.stream, n), head) for n, head in enumerate(heads(sender.info.head_from, sender.digests), start=1)
        ]
        assert [record.t for record in bundle.records()] == ["unit", "message", "message"]
        assert sorted(bundle.object_names) == sorted((sha256(o).hexdigest(), len(o)) for o in sender.objects)
        bundle.stream_objects(store)
        assert len(list(tmp_path.glob("bundle-*"))) == encrypted
    assert store.kept == {sha256(o).hexdigest(): o for o in sender.objects}
    assert store.dropped == []
    assert list(tmp_path.iterdir()) == [path]


def test_a_wrong_object_is_dropped_and_those_before_it_kept(
    genuine: bytes, sender: "Sender", incoming: Callable[[bytes], Path], tmp_path: Path
) -> None:
    spoiled = genuine.replace(b"\0" * 60_000, b"\0" * 59_999 + b"\1")
    name = sha256(sender.objects[2]).hexdigest()
    order = sorted(sha256(o).hexdigest() for o in sender.objects)
    store = Store()
    with open_bundle(incoming(spoiled), identities=[], trust=sender.receiver, temporary=tmp_path) as bundle:
        error = _failure(bundle, store)
    assert (error.code, error.params["member"]) == (Code.OBJECT, OBJECTS + name)
    assert list(store.kept) == order[: order.index(name)]
    assert store.dropped == [name]


def _failure(bundle: VerifiedBundle, sink: Callable[[str, int], Taking]) -> PapiError:
    with pytest.raises(PapiError) as caught:
        bundle.stream_objects(sink)
    return caught.value


def test_a_store_that_fails_is_told_to_abort(genuine: bytes, sender: "Sender", incoming: Callable[[bytes], Path], tmp_path: Path) -> None:
    class Full(Taking):
        def write(self, data: bytes, /) -> None:
            raise StorageError(Code.DISK_FULL, size=len(data))

    store = Store()
    with open_bundle(incoming(genuine), identities=[], trust=sender.receiver, temporary=tmp_path) as bundle:
        error = _failure(bundle, lambda name, size: Full(store, name, size))
    assert error.code is Code.DISK_FULL
    assert len(store.dropped) == 1


def test_not_for_us(sealed: bytes, incoming: Callable[[bytes], Path], sender: "Sender", tmp_path: Path) -> None:
    for identities in ([], [age.new_identity()]):
        with pytest.raises(BundleError) as caught:
            verify_bundle(incoming(sealed), identities=identities, trust=sender.receiver, temporary=tmp_path)
        assert caught.value.code is Code.CANNOT_OPEN
    assert len(list(tmp_path.iterdir())) == 1


def _refusal(data: bytes, sender: "Sender", incoming: Callable[[bytes], Path], tmp_path: Path) -> BundleError:
    path = incoming(data)
    with pytest.raises(BundleError) as caught:
        verify_bundle(path, identities=[sender.receiver.keys.age_identity], trust=sender.receiver, temporary=tmp_path)
    assert list(tmp_path.iterdir()) == [path], "plaintext was left behind"
    return caught.value


def test_a_truncated_age_file(sealed: bytes, sender: "Sender", incoming: Callable[[bytes], Path], tmp_path: Path) -> None:
    lengths = [*range(22, len(sealed), len(sealed) // 40), *(len(sealed) - n for n in (1, 2, 15, 16, 17))]
    codes = {length: _refusal(sealed[:length], sender, incoming, tmp_path).code for length in lengths}
    assert set(codes.values()) == {Code.TRUNCATED}, codes


def test_any_flipped_bit_of_an_age_file(sealed: bytes, sender: "Sender", incoming: Callable[[bytes], Path], tmp_path: Path) -> None:
    found: set[Code] = set()
    for place in [*range(0, 300, 3), *range(300, len(sealed), len(sealed) // 50), len(sealed) - 1]:
        flipped = sealed[:place] + bytes([sealed[place] ^ 4]) + sealed[place + 1 :]
        found.add(_refusal(flipped, sender, incoming, tmp_path).code)
    assert found == {Code.NOT_A_BUNDLE, Code.CANNOT_OPEN, Code.TRUNCATED, Code.OBJECT}


def test_bytes_behind_an_age_file(sealed: bytes, sender: "Sender", incoming: Callable[[bytes], Path], tmp_path: Path) -> None:
    assert _refusal(sealed + b"x", sender, incoming, tmp_path).code is Code.TRUNCATED


def test_an_age_header_without_end_is_not_given_to_the_library(sender: "Sender", incoming: Callable[[bytes], Path], tmp_path: Path) -> None:
    endless = age.HEADER + b"-> X25519 " + b"A" * (1 << 20)
    assert _refusal(endless, sender, incoming, tmp_path).code is Code.CANNOT_OPEN


@pytest.mark.parametrize("content", [b"", b"hello", b"age-encryption.org/v1\n"])
def test_something_else_inside_an_age_file(content: bytes, sender: "Sender", incoming: Callable[[bytes], Path], tmp_path: Path) -> None:
    sealed = bytearray()

    class Gather:
        def write(self, data: bytes, /) -> None:
            sealed.extend(data)

    age.encrypt(iter([content]), Gather(), [sender.receiver.keys.age_recipient])
    assert _refusal(bytes(sealed), sender, incoming, tmp_path).code is Code.NOT_A_BUNDLE


def test_cancelling(genuine: bytes, sealed: bytes, sender: "Sender", incoming: Callable[[bytes], Path], tmp_path: Path) -> None:
    for data in (genuine, sealed):
        with pytest.raises(BundleError) as caught:
            verify_bundle(
                incoming(data),
                identities=[sender.receiver.keys.age_identity],
                trust=sender.receiver,
                temporary=tmp_path,
                cancelled=lambda: True,
            )
        assert caught.value.code is Code.CANCELLED
    assert len(list(tmp_path.iterdir())) == 1


def test_no_room_for_the_plaintext(
    sealed: bytes, sender: "Sender", incoming: Callable[[bytes], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_source: age.Source, target: age.Sink, _identities: list[str]) -> None:
        target.write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(reading.age, "decrypt", full)
    path = incoming(sealed)
    with pytest.raises(StorageError) as caught:
        verify_bundle(path, identities=[], trust=sender.receiver, temporary=tmp_path)
    assert caught.value.code is Code.DISK_FULL
    assert list(tmp_path.iterdir()) == [path]


def test_progress_reaches_the_end(genuine: bytes, sender: "Sender", incoming: Callable[[bytes], Path], tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    verify_bundle(
        incoming(genuine),
        identities=[],
        trust=sender.receiver,
        temporary=tmp_path,
        progress=lambda stage, done, total: seen.append((stage, done, total)),
    )
    total = sum(map(len, sender.objects))
    assert seen[-1] == ("verify", total, total)


OLD, LIVE = UUID(int=1), UUID(int=2)
D = tuple(bytes([n]) * 32 for n in range(6))


def test_a_range_that_begins_on_an_ancestor(sender: "Sender") -> None:
    """old: 3 entries, branch at 3; live: 2 entries. The receiver holds old@1."""
    old = [root_head(OLD, None), *heads(root_head(OLD, None), D[:3])]
    root = root_head(LIVE, old[3])
    live = [root, *heads(root, D[3:5])]
    info = replace(
        sender.info, lineage=(Position(OLD, 3),), from_=Position(OLD, 1), to=Position(LIVE, 2), head_from=old[1], head_to=live[2]
    )
    assert list(walk(info, D[1:5])) == [
        (Position(OLD, 2), old[2]),
        (Position(OLD, 3), old[3]),
        (Position(LIVE, 0), live[0]),
        (Position(LIVE, 1), live[1]),
        (Position(LIVE, 2), live[2]),
    ]
    for spoiled in (replace(info, lineage=()), replace(info, from_=Position(OLD, 4)), replace(info, lineage=(Position(OLD, 2),))):
        with pytest.raises(BundleError) as caught:
            list(walk(spoiled, D[1:5]))
        assert caught.value.code is Code.CHAIN


@pytest.mark.parametrize("text", [b"x", b"0" * 64, b"0" * 63 + b"\n", b"A" * 64 + b"\n", b"0" * 64 + b"\r\n", b"\n"])
def test_texts_that_are_no_digests(text: bytes) -> None:
    with pytest.raises(BundleError):
        parse_digests(text)
