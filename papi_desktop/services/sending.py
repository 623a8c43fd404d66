"""Sealing what is new for a recipient into a bundle."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from db.evidence_queries import attachments_with
from db.journal_queries import entries, head_at, live_stream
from db.office_queries import cards, current_ring
from db.review_queries import supplemented
from db.sync_queries import (
    Outgoing,
    changed_counts,
    changed_rows,
    next_sequence,
    note_abandoned,
    note_begun,
    note_written,
    objects_size,
    objects_to_send,
    peer_position,
    personal_evidence,
    unanswered_bundles,
)
from db.tables import Attachment, Bundle, Evidence, StoredObject, Stream, Tick, TrustedCard
from papi_desktop.bundle.card import fingerprint
from papi_desktop.bundle.journal import encode_digests
from papi_desktop.bundle.layout import BundleInfo, Position, file_name
from papi_desktop.bundle.records import Record, encode_record, gzip_member
from papi_desktop.bundle.writing import ObjectSource, WrittenBundle, write_bundle
from papi_desktop.disk import disk_error
from papi_desktop.domain.chain import root_head
from papi_desktop.domain.errors import BundleError, Code, PapiError
from papi_desktop.domain.vocabulary import AttachmentState, Audience, BundleKind, Relation, Role
from papi_desktop.services.app import App, Cancelled, never
from papi_desktop.services.changes import Area, Changed
from papi_desktop.services.records import receipt_record, record_of

StageProgress = Callable[[str, int, int], None]
"""``progress(stage, done, total)`` with stage ``gather``, ``write`` or ``check`` and bytes done of all."""


def no_stages(stage: str, done: int, total: int) -> None:
    del stage, done, total


@dataclass(frozen=True)
class BundleFile:
    """A bundle written, read back and found equal."""

    path: Path
    id: UUID
    sequence: int
    recipient: str
    bytes: int
    records: int
    objects: int


@dataclass(frozen=True)
class ExportResult:
    """``left_out`` names files that could not go along (their attachments are marked damaged)."""

    bundles: tuple[BundleFile, ...]
    left_out: tuple[str, ...]
    changed: Changed = frozenset({Area.BUNDLES, Area.TASKS, Area.EVIDENCE})


@dataclass(frozen=True)
class ExportPreview:
    """What the next bundle to a recipient would hold. ``since`` is the day of its last receipt; ``supplemented`` counts evidence
    changed after it was returned."""

    recipient: str
    sequence: int
    since: date | None
    evidence: int
    ticks: int
    files: int
    bytes: int
    records: int
    personal_data: int
    supplemented: int


@dataclass(frozen=True)
class _Draft:
    """One snapshot of everything a bundle needs."""

    info: BundleInfo
    records: tuple[Record, ...]
    digests: bytes
    objects: tuple[StoredObject, ...]
    count: int


def preview_export(app: App, *, to: str = "") -> ExportPreview:
    """Counts what is new since the recipient's last receipt. Raises ``BundleError(NO_RECIPIENT)``."""
    with app.read() as session:
        card = recipient(session, app, to)
        stream = live_stream(session, app.office.unit)
        position = peer_position(session, card.unit, stream.id)
        out = Outgoing(app.office.unit, stream.id, position.held_rev, card.unit)
        counts = changed_counts(session, out, _audience(app))
        files, size = objects_size(session, out)
        flagged = personal_evidence(session, out)
        again = supplemented(session, owner=app.office.unit, stream=stream.id, after=position.held_rev)
        sequence = next_sequence(session, card.unit)
    return ExportPreview(
        recipient=card.name,
        sequence=sequence,
        since=None if position.receipt_at is None else position.receipt_at.astimezone().date(),
        evidence=counts[Evidence][1],
        ticks=counts[Tick][1],
        files=files,
        bytes=size,
        records=sum(rows for rows, _ in counts.values()),
        personal_data=flagged,
        supplemented=again,
    )


def export_bundles(
    app: App,
    *,
    out: Path,
    to: str = "",
    plain: bool = False,
    everything: bool = False,
    progress: StageProgress = no_stages,
    cancelled: Cancelled = never,
) -> ExportResult:
    """Seals what is new since the recipient's last receipt into ``out``, read back before it counts as written.

    Nothing new gives no bundle. Encrypted to the recipient and to this office unless ``plain``. The keys must be unlocked.
    Raises ``BundleError`` NO_RECIPIENT, PERSONAL_DATA (plain), READ_BACK; ``StorageError`` DISK_FULL, WRITE_FAILED, FILE_EXISTS;
    ``KeyringError(NO_PASSPHRASE)``; ``PapiError(CANCELLED)``.
    """
    _ = app.keys  # locked keys are told before anything is gathered
    try:
        out.mkdir(parents=True, exist_ok=True)
        for leftover in out.glob(f"papi-{app.office.code}-*.papi.*.part"):
            leftover.unlink()  # ours, of a run that was killed: the process lock says that nobody writes it now
    except OSError as error:
        raise disk_error(error, out) from error
    with app.read() as session:
        card = recipient(session, app, to)
    left_out: list[str] = []
    while True:
        progress("gather", 0, 1)
        left_out += _mark_vanished(app, card, everything=everything)
        draft = _begin(app, card, plain=plain, everything=everything)
        if draft is None:
            return ExportResult((), tuple(left_out))
        target = out.absolute() / file_name(draft.info, encrypted=not plain)
        try:
            written = _write(app, draft, target, card=None if plain else card, progress=progress, cancelled=cancelled)
        except BundleError as error:
            _abandon(app, draft)
            if error.code is not Code.OBJECT_DAMAGED:
                raise
            left_out += _mark_damaged(app, [str(error.params["sha256"])])
        except PapiError:
            _abandon(app, draft)
            raise
        else:
            return ExportResult((_finish(app, card, draft, written),), tuple(left_out))


def recipient(session: Session, app: App, code: str) -> TrustedCard:
    """The trusted card a bundle goes to: that of ``code``, else of the level above. Raises ``BundleError(NO_RECIPIENT)``."""
    relation = Relation.SUPERIOR if app.office.role is Role.COMMUNE else Relation.SUBORDINATE
    found = [card for card in cards(session, relation=relation) if not code or card.code == code]
    if not found or (not code and relation is Relation.SUBORDINATE):
        raise BundleError(Code.NO_RECIPIENT, unit=code)
    return found[0]


def _audience(app: App) -> Audience:
    return Audience.SUPERIOR if app.office.role is Role.COMMUNE else Audience.SUBORDINATES


def _begin(app: App, card: TrustedCard, *, plain: bool, everything: bool) -> _Draft | None:
    """Takes a snapshot and commits the bundle's id before its first byte is written; ``None`` when there is nothing new."""
    with app.unit_of_work("bundle.export") as uow:
        session = uow.session
        stream = live_stream(session, app.office.unit)
        position = peer_position(session, card.unit, stream.id)
        after = 0 if everything else position.held_rev
        out = Outgoing(app.office.unit, stream.id, after, card.unit, everything)
        rows = list(changed_rows(session, out, _audience(app)))
        objects = objects_to_send(session, out)
        receipts_due = app.office.role is Role.AUTHORITY and unanswered_bundles(session, card.unit) > 0
        if not rows and not objects and not receipts_due:
            return None
        hashes = [stored.sha256 for stored in objects]
        flagged = personal_evidence(session, out)
        if plain and flagged:
            raise BundleError(Code.PERSONAL_DATA, count=flagged)
        records = [record_of(row) for row in rows]
        receipt = receipt_record(session, app, card.unit)
        info = _info(session, app, card, stream, after)
        session.add(
            Bundle(
                id=info.bundle_id,
                ours=True,
                kind=info.kind,
                peer=card.unit,
                sequence=info.sequence,
                from_stream=stream.id,
                from_rev=after,
                to_stream=stream.id,
                to_rev=stream.rev,
                state="begun",
                at=app.clock.now(),
                records=len(records),
                objects=len(objects),
                encrypted=not plain,
                counts={
                    "evidence": sum(isinstance(row, Evidence) and not row.deleted for row in rows),
                    "ticks": sum(isinstance(row, Tick) and not row.deleted for row in rows),
                },
            )
        )
        digests = encode_digests(entry.digest for entry in entries(session, stream.id, after, stream.rev))
        session.flush()
        note_begun(session, card.unit, info.bundle_id, hashes)
        uow.note(bundle=str(info.bundle_id), recipient=card.code, recipient_fingerprint=card.fingerprint, encrypted=not plain)
        uow.commit()
    return _Draft(info, (*records, *([] if receipt is None else [receipt])), digests, tuple(objects), len(records))


def _info(session: Session, app: App, card: TrustedCard, stream: Stream, after: int) -> BundleInfo:
    ring = current_ring(session)
    start = root_head(stream.id, None) if after == 0 else head_at(session, stream.id, after)
    if start is None:
        raise PapiError(Code.DATA_DAMAGED, what=f"journal {after}")
    return BundleInfo(
        organisation=app.office.name,
        date=app.today(),
        bundle_id=app.ids.new_id(),
        kind=BundleKind.REPORT if app.office.role is Role.COMMUNE else BundleKind.REPLY,
        sender_code=app.office.code,
        sender_fingerprint=fingerprint(ring.certificate),
        recipient_code=card.code,
        recipient_fingerprint=card.fingerprint,
        lineage=(),
        from_=Position(stream.id, after),
        to=Position(stream.id, stream.rev),
        head_from=start,
        head_to=stream.head,
        sequence=next_sequence(session, card.unit),
    )


def _write(
    app: App, draft: _Draft, target: Path, *, card: TrustedCard | None, progress: StageProgress, cancelled: Cancelled
) -> WrittenBundle:
    sources = [
        ObjectSource(stored.sha256, stored.size, stored.crc32, lambda sha=stored.sha256: app.store.open(sha)) for stored in draft.objects
    ]
    recipients = None if card is None else (card.age_recipient, app.keys.age_recipient)
    return write_bundle(
        target,
        info=draft.info,
        records=gzip_member(encode_record(record) for record in draft.records),
        digests=draft.digests,
        objects=sources,
        keys=app.keys,
        recipients=recipients,
        progress=progress,
        cancelled=cancelled,
    )


def _finish(app: App, card: TrustedCard, draft: _Draft, written: WrittenBundle) -> BundleFile:
    with app.unit_of_work("bundle.written") as uow:
        bundle = uow.session.get_one(Bundle, draft.info.bundle_id)
        bundle.state, bundle.path, bundle.size = "written", str(written.path), written.bytes
        position = peer_position(uow.session, card.unit, draft.info.to.stream)
        position.sent_rev = max(position.sent_rev, draft.info.to.rev)
        uow.session.add(position)
        note_written(uow.session, draft.info.bundle_id)
        uow.commit()
    return BundleFile(
        path=written.path,
        id=draft.info.bundle_id,
        sequence=draft.info.sequence,
        recipient=card.code,
        bytes=written.bytes,
        records=draft.count,
        objects=len(draft.objects),
    )


def _abandon(app: App, draft: _Draft) -> None:
    with app.unit_of_work("bundle.abandoned") as uow:
        uow.session.get_one(Bundle, draft.info.bundle_id).state = "abandoned"
        note_abandoned(uow.session, draft.info.bundle_id)
        uow.commit()


def _mark_vanished(app: App, card: TrustedCard, *, everything: bool) -> list[str]:
    """Objects that are to be sent but are no longer in the store: one bad file never stops an export."""
    with app.read() as session:
        stream = live_stream(session, app.office.unit)
        position = peer_position(session, card.unit, stream.id)
        after = 0 if everything else position.held_rev
        objects = objects_to_send(session, Outgoing(app.office.unit, stream.id, after, card.unit, everything))
    gone = [stored.sha256 for stored in objects if not _whole(app, stored)]
    return _mark_damaged(app, gone) if gone else []


def _whole(app: App, stored: StoredObject) -> bool:
    return app.store.has(stored.sha256) and app.store.path(stored.sha256).stat().st_size == stored.size


def _mark_damaged(app: App, hashes: Sequence[str]) -> list[str]:
    with app.unit_of_work("attachment.damaged") as uow:
        found: Sequence[Attachment] = attachments_with(uow.session, app.office.unit, hashes)
        for attachment in found:
            attachment.state = AttachmentState.DAMAGED
        uow.commit()
    return [attachment.name for attachment in found]


@dataclass(frozen=True)
class RepliesResult:
    bundles: tuple[BundleFile, ...]
    left_out: tuple[str, ...]
    changed: Changed = frozenset({Area.BUNDLES, Area.REVIEWS})


def write_replies(
    app: App,
    *,
    out: Path,
    unit_code: str = "",
    plain: bool = False,
    progress: StageProgress = no_stages,
    cancelled: Cancelled = never,
) -> RepliesResult:
    """Answers one subordinate unit, or every one (``unit_code`` empty) that has something new: reviews, messages, a receipt."""
    with app.read() as session:
        codes = [unit_code] if unit_code else [card.code for card in cards(session, relation=Relation.SUBORDINATE)]
    written: list[BundleFile] = []
    left_out: list[str] = []
    for code in dict.fromkeys(codes):
        result = export_bundles(app, out=out, to=code, plain=plain, progress=progress, cancelled=cancelled)
        written += result.bundles
        left_out += result.left_out
    return RepliesResult(tuple(written), tuple(left_out))
