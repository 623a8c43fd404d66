"""Promises T1 to T4 and T8 at the whole way in: whatever is wrong with a bundle, it is named and nothing changes."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from papi_desktop.bundle.card import fingerprint
from papi_desktop.bundle.journal import encode_digests
from papi_desktop.bundle.keys import Keys, make_keys
from papi_desktop.bundle.layout import BundleInfo, Position
from papi_desktop.bundle.record_types import Evidence, Officer, Review
from papi_desktop.bundle.records import Record, encode_record, gzip_member
from papi_desktop.bundle.writing import write_bundle
from papi_desktop.domain.chain import heads, root_head
from papi_desktop.domain.errors import Code
from papi_desktop.domain.vocabulary import BundleKind, ImportVerdict, ReviewVerdict
from papi_desktop.services.app import App
from papi_desktop.services.cards import revoke_card
from papi_desktop.services.evidence import EvidenceFields, add_evidence
from papi_desktop.services.receiving import import_bundles
from papi_desktop.services.sending import export_bundles, write_replies
from papi_desktop.services.tasks import list_occurrences

Snapshot = Callable[[App], object]
MOMENT = datetime(2026, 11, 16, tzinfo=UTC)


@pytest.fixture
def bundle(commune: App, tmp_path: Path) -> Path:
    """A plain bundle of the commune with one small file."""
    row = list_occurrences(commune).rows[0]
    small = tmp_path / "so.txt"
    small.write_text("Biên bản (mẫu)", "utf-8")
    add_evidence(commune, task_ids=[row.id], fields=EvidenceFields(kind="bien_ban"), files=[small])
    return export_bundles(commune, out=tmp_path / "usb", plain=True).bundles[0].path


class Forger:
    """A sender simulated in memory, who holds real keys and writes whatever it likes."""

    def __init__(self, sender: App, recipient: App, keys: Keys) -> None:
        self.sender, self.keys, self.stream = sender.office, keys, uuid4()
        self.recipient = recipient.office
        self.recipient_fingerprint = fingerprint(recipient.keys.certificate_pem)
        self.kind = BundleKind.REPORT

    def record(self, kind: str, values: object, *, owner: UUID | None = None, rev: int = 1) -> Record:
        return Record(
            t=kind,
            id=uuid4(),
            owner=owner or self.sender.unit,
            stream=self.stream,
            rev=rev,
            at=MOMENT,
            by=None,
            deleted=False,
            v=values,  # pyright: ignore[reportArgumentType] - a forger sends what it likes
        )

    def write(self, folder: Path, records: list[Record], **changes: object) -> Path:
        digests = [bytes([7]) * 32]
        root = root_head(self.stream, None)
        info = BundleInfo(
            organisation=self.sender.name,
            date=MOMENT.date(),
            bundle_id=uuid4(),
            kind=self.kind,
            sender_code=self.sender.code,
            sender_fingerprint=fingerprint(self.keys.certificate_pem),
            recipient_code=self.recipient.code,
            recipient_fingerprint=self.recipient_fingerprint,
            from_=Position(self.stream, 0),
            to=Position(self.stream, 1),
            head_from=root,
            head_to=list(heads(root, digests))[-1],
            sequence=1,
        )
        folder.mkdir(exist_ok=True)
        return write_bundle(
            folder / "forged.papi.zip",
            info=replace(info, **changes),  # pyright: ignore[reportArgumentType] - see above
            records=gzip_member(encode_record(record) for record in records),
            digests=encode_digests(digests),
            objects=[],
            keys=self.keys,
            recipients=None,
            progress=lambda stage, done, total: None,
            cancelled=lambda: False,
        ).path


def refusal(app: App, path: Path) -> tuple[ImportVerdict, Code | None]:
    file = import_bundles(app, paths=[path]).files[0]
    return file.verdict, None if file.error is None else file.error.code


OFFICER = Officer(full_name="Người Lạ (mẫu)", position="", unit_id=None, active=True)
EVIDENCE = Evidence(
    kind="photo", number="", issued=None, abstract="", place="", posted_from=None, posted_to=None, personal_data=False, details={}
)


def review_of(owner: UUID) -> Review:
    return Review(
        subject="evidence",
        subject_owner=owner,
        subject_id=uuid4(),
        judged_stream=uuid4(),
        judged_rev=1,
        judged_digest="0" * 64,
        verdict=ReviewVerdict.ACCEPTED,
        comment="",
        reviewed_at=MOMENT,
        points=None,
    )


def test_an_honest_forger_is_believed(authority: App, commune: App, tmp_path: Path) -> None:
    """The forger's own work is whole: what the cases below refuse is the one thing each changes."""
    forger = Forger(commune, authority, commune.keys)
    assert refusal(authority, forger.write(tmp_path / "x", [forger.record("officer", OFFICER)])) == (ImportVerdict.IMPORTED, None)


def test_300_single_flipped_bits_are_all_refused(authority: App, bundle: Path, tmp_path: Path, snapshot: Snapshot) -> None:
    before, whole = snapshot(authority), bundle.read_bytes()
    bits = random.Random(20261116).sample(range(8 * len(whole)), 300)  # noqa: S311 - a repeatable choice of places
    flipped = tmp_path / "hong.papi.zip"
    for bit in bits:
        data = bytearray(whole)
        data[bit // 8] ^= 1 << bit % 8
        flipped.write_bytes(data)
        verdict, code = refusal(authority, flipped)
        assert verdict in {ImportVerdict.REFUSED, ImportVerdict.WAITING}, bit
        assert code is not None, bit
    assert snapshot(authority) == before
    assert refusal(authority, bundle) == (ImportVerdict.IMPORTED, None)


@pytest.mark.parametrize("kept", [0, 1, 100, 0.3, 0.7, -1])
def test_a_truncated_bundle_is_refused(authority: App, bundle: Path, tmp_path: Path, snapshot: Snapshot, kept: float) -> None:
    before, whole = snapshot(authority), bundle.read_bytes()
    cut = tmp_path / "cut.papi.zip"
    cut.write_bytes(whole[: int(kept * len(whole)) if isinstance(kept, float) else kept])
    verdict, code = refusal(authority, cut)
    assert verdict is ImportVerdict.REFUSED
    assert code in {Code.TRUNCATED, Code.NOT_A_BUNDLE}
    assert snapshot(authority) == before


def test_an_encrypted_bundle_that_was_cut_or_changed_is_refused(commune: App, authority: App, tmp_path: Path, snapshot: Snapshot) -> None:
    path = export_bundles(commune, out=tmp_path / "usb").bundles[0].path
    before, whole = snapshot(authority), path.read_bytes()
    for data in (whole[:-1], whole[: len(whole) // 2], whole[:-5] + bytes([whole[-5] ^ 1]) + whole[-4:], whole[:200]):
        path.write_bytes(data)
        assert refusal(authority, path)[0] is ImportVerdict.REFUSED
    assert snapshot(authority) == before


def test_what_is_no_bundle_is_refused_when_named_and_skipped_in_a_folder(authority: App, bundle: Path, snapshot: Snapshot) -> None:
    before = snapshot(authority)
    letter = bundle.parent / "thu.txt"
    letter.write_text("không phải gói", "utf-8")
    assert refusal(authority, letter) == (ImportVerdict.REFUSED, Code.NOT_A_BUNDLE)
    assert snapshot(authority) == before
    result = import_bundles(authority, paths=[bundle.parent])
    assert [file.verdict for file in result.files] == [ImportVerdict.IMPORTED]
    assert result.skipped == (letter,)


def test_a_renamed_bundle_is_still_read(authority: App, bundle: Path) -> None:
    assert refusal(authority, bundle.rename(bundle.with_name("báo cáo (1).txt"))) == (ImportVerdict.IMPORTED, None)


def test_an_unknown_office_waits_for_its_card(authority: App, commune: App, tmp_path: Path, snapshot: Snapshot) -> None:
    stranger = Forger(commune, authority, make_keys(uuid4(), "99777", "UBND xã Lạ (mẫu)", 1))
    before = snapshot(authority)
    path = stranger.write(tmp_path / "x", [stranger.record("officer", OFFICER)])
    assert refusal(authority, path) == (ImportVerdict.WAITING, Code.UNKNOWN_CARD)
    assert snapshot(authority) == before


def test_a_revoked_card_opens_nothing(authority: App, bundle: Path, snapshot: Snapshot) -> None:
    revoke_card(authority, code="99001")
    before = snapshot(authority)
    assert refusal(authority, bundle) == (ImportVerdict.REFUSED, Code.REVOKED_CARD)
    assert snapshot(authority) == before


def test_the_wrong_side_is_refused(authority: App, commune: App, tmp_path: Path, snapshot: Snapshot) -> None:
    forger = Forger(commune, authority, commune.keys)
    forger.kind = BundleKind.REPLY
    before = snapshot(authority)
    path = forger.write(tmp_path / "x", [forger.record("review", review_of(authority.office.unit))])
    assert refusal(authority, path) == (ImportVerdict.REFUSED, Code.WRONG_SIDE)
    assert snapshot(authority) == before


def test_another_recipients_bundle_is_refused(authority: App, commune: App, bundle: Path, tmp_path: Path, snapshot: Snapshot) -> None:
    own = snapshot(commune)
    assert refusal(commune, bundle)[0] is not ImportVerdict.IMPORTED, "one's own report is not for oneself"
    assert snapshot(commune) == own
    forger = Forger(commune, authority, commune.keys)
    before = snapshot(authority)
    path = forger.write(tmp_path / "x", [forger.record("officer", OFFICER)], recipient_code="99999")
    assert refusal(authority, path) == (ImportVerdict.REFUSED, Code.WRONG_RECIPIENT)
    assert snapshot(authority) == before


FORGERIES: dict[str, tuple[Callable[[Forger, App], list[Record]], Code]] = {
    "a row of the receiver": (lambda f, a: [f.record("officer", OFFICER, owner=a.office.unit)], Code.FOREIGN_ROW),
    "a row of a third office": (lambda f, a: [f.record("evidence", EVIDENCE, owner=uuid4())], Code.FOREIGN_ROW),
    "a commune reviews": (lambda f, a: [f.record("review", review_of(f.sender.unit))], Code.FOREIGN_ROW),
    "a rev beyond the range": (lambda f, a: [f.record("officer", OFFICER, rev=2)], Code.RECORDS),
    "one row twice": (lambda f, a: [f.record("officer", OFFICER)] * 2, Code.RECORDS),
    "a child without parent": (
        lambda f, a: [f.record("officer", Officer(full_name="A", position="", unit_id=uuid4(), active=True))],
        Code.RECORDS,
    ),
}


@pytest.mark.parametrize("case", FORGERIES)
def test_records_that_break_a_rule_refuse_the_bundle(authority: App, commune: App, tmp_path: Path, snapshot: Snapshot, case: str) -> None:
    make, code = FORGERIES[case]
    forger = Forger(commune, authority, commune.keys)
    before = snapshot(authority)
    path = forger.write(tmp_path / "x", make(forger, authority))
    assert refusal(authority, path) == (ImportVerdict.REFUSED, code)
    assert snapshot(authority) == before


def test_another_history_of_a_held_stream_is_a_fork(authority: App, commune: App, bundle: Path, tmp_path: Path, snapshot: Snapshot) -> None:
    assert refusal(authority, bundle) == (ImportVerdict.IMPORTED, None)
    forger = Forger(commune, authority, commune.keys)
    before = snapshot(authority)
    other_stream = forger.write(tmp_path / "x", [forger.record("officer", OFFICER)])
    assert refusal(authority, other_stream) == (ImportVerdict.FORK, Code.FORK)
    with commune.read() as session:
        from db.journal_queries import live_stream

        forger.stream = live_stream(session, commune.office.unit).id
    same_stream = forger.write(tmp_path / "y", [forger.record("officer", OFFICER)])
    assert refusal(authority, same_stream) == (ImportVerdict.FORK, Code.FORK)
    assert snapshot(authority) == before


def test_a_reply_cannot_review_another_commune(commune: App, authority: App, tmp_path: Path, snapshot: Snapshot) -> None:
    forger = Forger(authority, commune, authority.keys)
    forger.kind = BundleKind.REPLY
    before = snapshot(commune)
    path = forger.write(tmp_path / "x", [forger.record("review", review_of(uuid4()))])
    assert refusal(commune, path) == (ImportVerdict.REFUSED, Code.FOREIGN_ROW)
    path.unlink()
    path = forger.write(tmp_path / "x", [forger.record("evidence", EVIDENCE, owner=commune.office.unit)])
    assert refusal(commune, path) == (ImportVerdict.REFUSED, Code.FOREIGN_ROW)
    assert snapshot(commune) == before


def test_the_incoming_file_is_never_written_to(authority: App, bundle: Path) -> None:
    bundle.chmod(0o444)
    before = (bundle.read_bytes(), bundle.stat().st_mtime_ns)
    import_bundles(authority, paths=[bundle])
    import_bundles(authority, paths=[bundle])
    assert (bundle.read_bytes(), bundle.stat().st_mtime_ns) == before


def test_replay_of_an_old_reply_changes_nothing(commune: App, authority: App, bundle: Path, tmp_path: Path, snapshot: Snapshot) -> None:
    import_bundles(authority, paths=[bundle])
    reply = write_replies(authority, out=tmp_path / "reply", plain=True).bundles[0].path
    import_bundles(commune, paths=[reply])
    before = snapshot(commune)
    assert refusal(commune, reply) == (ImportVerdict.DUPLICATE, None)
    assert snapshot(commune) == before


def test_one_unreadable_file_does_not_stop_the_others(authority: App, bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bad sector of a stick: root may read anything here, so the reading itself is made to fail."""
    import builtins
    import io

    broken = bundle.with_name("hong.papi.zip")
    broken.write_bytes(bundle.read_bytes())
    real = io.open

    def failing(file: object, *arguments: object, **named: object) -> object:
        if str(file) == str(broken):
            raise OSError(5, "Input/output error")
        return real(file, *arguments, **named)  # pyright: ignore[reportCallIssue, reportArgumentType, reportUnknownVariableType]

    monkeypatch.setattr(io, "open", failing)
    monkeypatch.setattr(builtins, "open", failing)
    files = {file.path.name: file for file in import_bundles(authority, paths=[bundle.parent]).files}
    assert files[bundle.name].verdict is ImportVerdict.IMPORTED
    assert files[broken.name].verdict is ImportVerdict.REFUSED
    error = files[broken.name].error
    assert error is not None
    assert error.code is Code.FILE_UNREADABLE
