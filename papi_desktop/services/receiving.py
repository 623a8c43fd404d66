"""Taking bundles in: every one is verified, placed, and applied whole or not at all."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from db.evidence_queries import stored
from db.journal_queries import entries, head_at
from db.office_queries import card_with, current_ring
from db.sync_queries import (
    Incoming,
    apply_rows,
    foreign_stream,
    keep_chain,
    missing_objects,
    note_arrived,
    note_held,
    note_receipt,
    peer_position,
    waiting_bundles,
)
from db.tables import Bundle, BundleProof, StoredObject, Stream
from db.unit_of_work import UnitOfWork
from papi_desktop.bundle.card import fingerprint
from papi_desktop.bundle.layout import JOURNAL, RECORDS, BundleInfo
from papi_desktop.bundle.reading import VerifiedBundle, open_bundle, recognise, verify_bundle
from papi_desktop.bundle.record_types import VALUES, Receipt, Review, Unit
from papi_desktop.bundle.records import Record
from papi_desktop.bundle.verifying import TrustedCard
from papi_desktop.domain.chain import heads, root_head
from papi_desktop.domain.errors import BundleError, Code, PapiError
from papi_desktop.domain.vocabulary import BundleKind, ImportVerdict
from papi_desktop.evidence.store import Intake, ObjectFacts
from papi_desktop.services.app import App, Cancelled, Progress, never, no_progress
from papi_desktop.services.changes import EVERYTHING, Changed
from papi_desktop.services.proofs import kept_digests, kept_info, kept_records
from papi_desktop.services.records import incoming_of

REPORT_TYPES = frozenset(VALUES) - {"review", "proposal"}
"""Record types a commune may send up; it reviews nobody."""
REPLY_TYPES = frozenset(["unit", "officer", "period", "review", "message", "receipt"])
"""Record types that come down."""
VERDICT_CODES = {Code.FORK: ImportVerdict.FORK, Code.GAP: ImportVerdict.WAITING, Code.UNKNOWN_CARD: ImportVerdict.WAITING}


@dataclass(frozen=True)
class FileVerdict:
    """What became of one file. Counts are by record type.

    ``missing`` are hashes of objects still owed by the sender, ``open`` the ranges of its journal still awaited ("stream@from..to");
    ``error`` says why the file was refused or waits.
    """

    path: Path
    verdict: ImportVerdict
    unit_code: str = ""
    unit_name: str = ""
    sequence: int | None = None
    new: dict[str, int] = field(default_factory=dict[str, int])
    same: dict[str, int] = field(default_factory=dict[str, int])
    changed: dict[str, int] = field(default_factory=dict[str, int])
    objects: int = 0
    missing: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    error: PapiError | None = None


@dataclass(frozen=True)
class ImportResult:
    """One verdict per bundle found; ``skipped`` are other files of the folders named."""

    files: tuple[FileVerdict, ...]
    skipped: tuple[Path, ...]
    changed: Changed = EVERYTHING


@dataclass(frozen=True)
class VerifiedFile:
    """What checking one file said, importing nothing."""

    path: Path
    ok: bool
    unit_code: str = ""
    sequence: int | None = None
    records: int = 0
    objects: int = 0
    error: PapiError | None = None


class AppTrust:
    """The cards of a data folder, as the verifier asks for them."""

    def __init__(self, app: App) -> None:
        self._app = app
        with app.read() as session:
            self._fingerprint = fingerprint(current_ring(session).certificate)

    @property
    def own_code(self) -> str:
        return self._app.office.code

    @property
    def own_fingerprint(self) -> str:
        return self._fingerprint

    def card_for(self, fingerprint: str) -> TrustedCard | None:
        with self._app.read() as session:
            card = card_with(session, fingerprint)
        if card is None:
            return None
        return TrustedCard(
            unit=card.unit,
            code=card.code,
            relation=card.relation,
            certificate_pem=card.certificate,
            revoked=card.revoked_at is not None,
        )


def verify_bundles(app: App, *, paths: Sequence[Path], progress: Progress = no_progress) -> tuple[VerifiedFile, ...]:
    """Checks bundles against the cards here and imports nothing. Encrypted ones need unlocked keys."""
    found: list[VerifiedFile] = []
    for done, path in enumerate(paths):
        progress(done, len(paths))
        found.append(_verified(path, app, app.temporary))
    progress(len(paths), len(paths))
    return tuple(found)


def _verified(path: Path, app: App | None, temporary: Path) -> VerifiedFile:
    try:
        identities = () if app is None else _identities(app, path)
        report = verify_bundle(path, identities=identities, trust=None if app is None else AppTrust(app), temporary=temporary)
    except PapiError as error:
        return VerifiedFile(path, ok=False, error=error)
    return VerifiedFile(
        path,
        ok=True,
        unit_code=report.info.sender_code,
        sequence=report.info.sequence,
        records=sum(report.records.values()),
        objects=report.objects,
    )


def verify_alone(paths: Sequence[Path], temporary: Path) -> tuple[VerifiedFile, ...]:
    """Checks plain bundles without a data folder: whole and sealed by the key they name, whoever that is."""
    return tuple(_verified(path, None, temporary) for path in paths)


def is_encrypted(path: Path) -> bool:
    """Whether opening a file, or one of a folder, needs unlocked keys."""
    files = [child for child in path.rglob("*") if child.is_file()] if path.is_dir() else [path]
    return any(_is_age(file) for file in files if file.is_file())


def _is_age(path: Path) -> bool:
    try:
        return recognise(path) == "age"
    except BundleError:
        return False  # unreadable: its own verdict says so


def _identities(app: App, path: Path) -> tuple[str, ...]:
    return (app.keys.age_identity,) if recognise(path) == "age" else ()


def import_bundles(app: App, *, paths: Sequence[Path], progress: Progress = no_progress, cancelled: Cancelled = never) -> ImportResult:
    """Takes in bundles from files and folders, found by content. Each file gets its own verdict; a refused one changes nothing.

    Raises ``KeyringError(NO_PASSPHRASE)`` for encrypted bundles and locked keys.
    """
    named, skipped = _candidates(paths)
    verdicts: list[FileVerdict] = []
    for done, path in enumerate(named):
        if cancelled():
            raise PapiError(Code.CANCELLED)
        progress(done, len(named))
        verdicts.append(_import_file(app, path, cancelled))
    progress(len(named), len(named))
    return ImportResult(tuple(verdicts), tuple(skipped))


def _candidates(paths: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """Files named are all tried; of folders those that are bundles by content."""
    named: list[Path] = []
    skipped: list[Path] = []
    for path in paths:
        if path.is_dir():
            for child in sorted(child for child in path.rglob("*") if child.is_file()):
                (named if _may_be_bundle(child) else skipped).append(child)
        else:
            named.append(path)
    return named, skipped


def _may_be_bundle(path: Path) -> bool:
    """What cannot be read may be one: it gets a verdict of its own."""
    try:
        return recognise(path) is not None
    except BundleError:
        return True


def _import_file(app: App, path: Path, cancelled: Cancelled) -> FileVerdict:
    try:
        with open_bundle(path, identities=_identities(app, path), trust=AppTrust(app), temporary=app.temporary) as bundle:
            if bundle.sender is None:
                raise BundleError(Code.UNKNOWN_CARD)  # only where no trust was asked for, which is not here
            return _take_in(app, path, _Delivery(bundle, bundle.sender), cancelled)
    except BundleError as error:
        return FileVerdict(path, VERDICT_CODES.get(error.code, ImportVerdict.REFUSED), error=error)


@dataclass(frozen=True)
class _Delivery:
    """A verified bundle and the trusted card behind its seal."""

    bundle: VerifiedBundle
    sender: TrustedCard


def _take_in(app: App, path: Path, delivery: _Delivery, cancelled: Cancelled) -> FileVerdict:
    with app.read() as session:
        known = session.get(Bundle, delivery.bundle.info.bundle_id)
        owed = set(missing_objects(session, delivery.sender.unit))
    if known is not None and known.state in {ImportVerdict.IMPORTED, ImportVerdict.WAITING}:
        return _deliver_owed(app, path, delivery, known, owed, cancelled)
    records = list(delivery.bundle.records())
    _check_records(app, delivery.bundle.info, delivery.sender, records)
    with app.store.take_in() as intake:
        facts = _stage_objects(delivery, intake, cancelled, wanted=None)
        proofs = _stage_proofs(delivery, intake)
        try:
            with app.unit_of_work("bundle.import") as uow:
                waits = _place(uow.session, delivery.sender.unit, delivery.bundle.info, delivery.bundle.digests())
                counts = _Counts()
                if not waits:
                    _apply(uow, app, delivery.bundle.info, delivery.sender.unit, delivery.bundle.digests(), records, counts)
                _note_objects(uow.session, [*facts, *proofs.values()])
                note_held(uow.session, delivery.sender.unit, [each.sha256 for each in facts])
                state = ImportVerdict.WAITING if waits else ImportVerdict.IMPORTED
                _note_bundle(uow, app, path, delivery, state, counts, len(records), {name: each.sha256 for name, each in proofs.items()})
                if not waits:
                    _apply_waiting(uow, app, delivery.sender.unit, counts)
                uow.session.flush()
                missing = tuple(missing_objects(uow.session, delivery.sender.unit))
                awaited = _open_range(uow.session, delivery) if waits else ()
                intake.publish()
                uow.commit()
        except IntegrityError as error:
            raise BundleError(Code.RECORDS, reason="reference") from error
    return _verdict(path, delivery, state, counts, objects=len(facts), missing=missing, awaited=awaited)


@dataclass
class _Counts:
    new: Counter[str] = field(default_factory=Counter[str])
    same: Counter[str] = field(default_factory=Counter[str])
    changed: Counter[str] = field(default_factory=Counter[str])


def _verdict(
    path: Path,
    delivery: _Delivery,
    verdict: ImportVerdict,
    counts: _Counts,
    *,
    objects: int,
    missing: tuple[str, ...],
    awaited: tuple[str, ...] = (),
) -> FileVerdict:
    return FileVerdict(
        path=path,
        verdict=verdict,
        unit_code=delivery.bundle.info.sender_code,
        unit_name=delivery.bundle.info.organisation,
        sequence=delivery.bundle.info.sequence,
        new=dict(+counts.new),
        same=dict(+counts.same),
        changed=dict(+counts.changed),
        objects=objects,
        missing=missing,
        open=awaited,
        error=BundleError(Code.GAP, name=path.name) if verdict is ImportVerdict.WAITING else None,
    )


def _check_records(app: App, info: BundleInfo, sender: TrustedCard, records: Sequence[Record]) -> None:
    """Receiving, 7: owner and kind rules. A bundle that breaks one is refused whole."""
    allowed = REPORT_TYPES if info.kind is BundleKind.REPORT else REPLY_TYPES
    seen: set[tuple[str, UUID]] = set()
    for record in records:
        if record.owner != sender.unit or record.t not in allowed:
            raise BundleError(Code.FOREIGN_ROW, type=record.t)
        if isinstance(record.v, Review) and record.v.subject_owner != app.office.unit:
            raise BundleError(Code.FOREIGN_ROW, type=record.t)
        if isinstance(record.v, Unit) and record.id == sender.unit and record.v.code != sender.code:
            raise BundleError(Code.FOREIGN_ROW, type=record.t)
        if (record.t, record.id) in seen:
            raise BundleError(Code.RECORDS, reason="twice")
        seen.add((record.t, record.id))
        if record.rev is not None and not (record.stream == info.to.stream and info.from_.rev < record.rev <= info.to.rev):
            raise BundleError(Code.RECORDS, reason="position")


def _place(session: Session, unit: UUID, info: BundleInfo, digests: Sequence[bytes]) -> bool:
    """Receiving, 5: whether a range must wait for an earlier one. Raises ``BundleError(FORK)`` for another history of a held stream."""
    held = foreign_stream(session, unit)
    if info.lineage or info.from_.stream != info.to.stream or (held is not None and held.id != info.to.stream):
        raise BundleError(Code.FORK)  # restored and moved streams: their rules come with restoring itself
    if info.from_.rev > (0 if held is None else held.rev):
        return True
    start = root_head(info.to.stream, None) if info.from_.rev == 0 else head_at(session, info.from_.stream, info.from_.rev)
    if start != info.head_from:
        raise BundleError(Code.FORK)
    overlap = entries(session, info.to.stream, info.from_.rev, info.to.rev)
    if any(entry.digest != digest for entry, digest in zip(overlap, digests, strict=False)):
        raise BundleError(Code.FORK)
    return False


def _open_range(session: Session, delivery: _Delivery) -> tuple[str, ...]:
    """The range of the sender's journal that is missing before a waiting bundle."""
    held = foreign_stream(session, delivery.sender.unit)
    start = delivery.bundle.info.from_
    return (f"{start.stream}@{0 if held is None else held.rev}..{start.rev}",)


def _apply(
    uow: UnitOfWork, app: App, info: BundleInfo, unit: UUID, digests: Sequence[bytes], records: Iterable[Record], counts: _Counts
) -> None:
    """Rows, chain and receipts of one range that joins on to what is held."""
    session = uow.session
    rows, receipts = list[Incoming](), list[Receipt]()
    for record in records:
        if isinstance(record.v, Receipt):
            receipts.append(record.v)
        else:
            rows.append(incoming_of(record))
    for kind, applied in apply_rows(session, unit, rows).items():
        counts.new[kind] += applied.new
        counts.same[kind] += applied.same
        counts.changed[kind] += applied.changed
    stream = foreign_stream(session, unit)
    if stream is None:
        stream = Stream(id=info.to.stream, unit=unit, rev=0, head=info.head_from, opened_at=app.clock.now())
        session.add(stream)
        session.flush()
    keep_chain(session, stream.id, info.from_.rev, digests, list(heads(info.head_from, digests)))
    if info.to.rev > stream.rev:
        stream.rev, stream.head = info.to.rev, info.head_to
    for receipt in receipts:
        _apply_receipt(session, app, unit, receipt)


def _apply_receipt(session: Session, app: App, peer: UUID, receipt: Receipt) -> None:
    """How far the peer holds our stream. A head that is not ours confirms nothing."""
    note_arrived(session, [bundle.id for bundle in receipt.bundles])
    for held in receipt.streams:
        if held.rev and head_at(session, held.stream, held.rev) != bytes.fromhex(held.head):
            continue
        own = session.get(Stream, held.stream)
        if own is None or own.unit != app.office.unit:
            continue
        position = peer_position(session, peer, held.stream)
        position.held_rev, position.receipt_at = held.rev, app.clock.now()
        position.sent_rev = max(position.sent_rev, held.rev)
        session.add(position)
        session.flush()
        note_receipt(session, owner=app.office.unit, peer=peer, stream=held.stream, held=held.rev, missing=receipt.missing)


def _apply_waiting(uow: UnitOfWork, app: App, unit: UUID, counts: _Counts) -> None:
    """Bundles that waited for the range that was just closed, as far as they join on."""
    for waiting in waiting_bundles(uow.session, unit):
        stream = foreign_stream(uow.session, unit)
        if stream is None or waiting.from_rev > stream.rev:
            return
        info, digests = kept_info(uow.session, app, waiting.id), kept_digests(uow.session, app, waiting.id)
        try:
            _place(uow.session, unit, info, digests)
        except BundleError:
            waiting.state = ImportVerdict.FORK
            continue
        _apply(uow, app, info, unit, digests, kept_records(uow.session, app, waiting.id), counts)
        waiting.state = ImportVerdict.IMPORTED


def _stage_objects(delivery: _Delivery, intake: Intake, cancelled: Cancelled, *, wanted: set[str] | None) -> list[ObjectFacts]:
    """Receiving, 6: every object, hashed while copied; the bundle's own check comes first, then ours by the store."""
    taken: list[ObjectFacts] = []

    class Sink:
        def __init__(self, sha256: str, size: int) -> None:
            del size
            self._writer = intake.new_object()
            self._wanted = wanted is None or sha256 in wanted

        def write(self, data: bytes) -> None:
            if cancelled():
                raise PapiError(Code.CANCELLED)
            self._writer.write(data)

        def commit(self) -> None:
            if self._wanted:
                taken.append(self._writer.commit())
            else:
                self._writer.abort()

        def abort(self) -> None:
            self._writer.abort()

    delivery.bundle.stream_objects(Sink)
    return taken


def _stage_proofs(delivery: _Delivery, intake: Intake) -> dict[str, ObjectFacts]:
    """Tag files, seal and payload lists, kept by content: ``check`` verifies them again."""
    facts: dict[str, ObjectFacts] = {}
    bundle = delivery.bundle
    kept = {**bundle.tag_files, RECORDS: bundle.records_bytes(), JOURNAL: bundle.digests_bytes}
    for name, data in kept.items():
        writer = intake.new_object()
        writer.write(data)
        facts[name] = writer.commit()
    return facts


def _note_objects(session: Session, facts: Iterable[ObjectFacts]) -> None:
    fresh = {each.sha256: each for each in facts}
    known = stored(session, fresh)
    session.add_all(StoredObject(sha256=f.sha256, size=f.size, crc32=f.crc32) for sha, f in fresh.items() if sha not in known)
    session.flush()


def _note_bundle(
    uow: UnitOfWork,
    app: App,
    path: Path,
    delivery: _Delivery,
    state: ImportVerdict,
    counts: _Counts,
    records: int,
    proofs: dict[str, str],
) -> None:
    info = delivery.bundle.info
    uow.session.add(
        Bundle(
            id=info.bundle_id,
            ours=False,
            kind=info.kind,
            peer=delivery.sender.unit,
            sequence=info.sequence,
            from_stream=info.from_.stream,
            from_rev=info.from_.rev,
            to_stream=info.to.stream,
            to_rev=info.to.rev,
            noted_rev=uow.rev,
            state=state.value,
            at=app.clock.now(),
            path=str(path.absolute()),
            size=path.stat().st_size,
            records=records,
            objects=len(delivery.bundle.object_names),
            counts={"evidence": counts.new["evidence"] + counts.changed["evidence"], "ticks": counts.new["tick"] + counts.changed["tick"]},
        )
    )
    uow.session.flush()
    uow.session.add_all(BundleProof(bundle_id=info.bundle_id, name=name, sha256=sha256) for name, sha256 in proofs.items())
    uow.note(bundle=str(info.bundle_id), sender=info.sender_code, state=state.value)


def _deliver_owed(app: App, path: Path, delivery: _Delivery, known: Bundle, owed: set[str], cancelled: Cancelled) -> FileVerdict:
    """A known bundle changes nothing, but still delivers objects that are owed (promise T4)."""
    wanted = {sha256 for sha256, _ in delivery.bundle.object_names if sha256 in owed or not app.store.has(sha256)}
    objects = 0
    if wanted:
        with app.store.take_in() as intake:
            facts = _stage_objects(delivery, intake, cancelled, wanted=wanted)
            objects = len(facts)
            with app.unit_of_work("bundle.objects") as uow:
                _note_objects(uow.session, facts)
                note_held(uow.session, delivery.sender.unit, [each.sha256 for each in facts])
                uow.session.get_one(Bundle, known.id).noted_rev = uow.rev
                uow.note(bundle=str(known.id), objects=objects)
                intake.publish()
                uow.commit()
    with app.read() as session:
        missing = tuple(missing_objects(session, delivery.sender.unit))
        still_waits = known.state == ImportVerdict.WAITING
        awaited = _open_range(session, delivery) if still_waits else ()
    verdict = ImportVerdict.WAITING if still_waits else ImportVerdict.DUPLICATE
    return _verdict(path, delivery, verdict, _Counts(), objects=objects, missing=missing, awaited=awaited)
