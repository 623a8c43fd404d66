"""What checking the data reads."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from db.tables import RECORD_TABLES, Attachment, Bundle, BundleProof, JournalEntry, Plan, StoredObject, Stream
from papi_desktop.domain.vocabulary import AttachmentState


def integrity_faults(session: Session) -> list[str]:
    """SQLite's own check of its file; PostgreSQL checks its pages by itself."""
    if session.get_bind().dialect.name != "sqlite":
        return []
    return [line for line in session.scalars(text("PRAGMA integrity_check")) if line != "ok"]


def broken_references(session: Session) -> list[str]:
    """Rows whose parent is not there. PostgreSQL cannot hold any."""
    if session.get_bind().dialect.name != "sqlite":
        return []
    return [f"{row[0]} {row[1]} -> {row[2]}" for row in session.execute(text("PRAGMA foreign_key_check"))]


def attachments_without_object(session: Session, owner: UUID) -> Sequence[str]:
    """Files of the office's own attachments that should be here and were never stored."""
    return session.scalars(
        select(Attachment.sha256)
        .outerjoin(StoredObject, StoredObject.sha256 == Attachment.sha256)
        .where(Attachment.owner == owner, Attachment.state == AttachmentState.HERE, StoredObject.sha256.is_(None))
        .distinct()
    ).all()


def streams(session: Session) -> Sequence[Stream]:
    return session.scalars(select(Stream)).all()


def chain(session: Session, stream: UUID) -> Iterator[JournalEntry]:
    """Entries in order, a batch at a time."""
    query = select(JournalEntry).where(JournalEntry.stream_id == stream).order_by(JournalEntry.rev)
    yield from session.scalars(query.execution_options(yield_per=500))


def kept_proofs(session: Session) -> Sequence[UUID]:
    """Bundles taken in, whose seal was kept."""
    return session.scalars(select(Bundle.id).where(~Bundle.ours)).all()


def unclaimed_objects(session: Session) -> Sequence[str]:
    """Stored objects that no attachment, plan or kept bundle file names."""
    used = select(Attachment.sha256).union(
        select(BundleProof.sha256), select(Plan.document_sha256).where(Plan.document_sha256.is_not(None))
    )
    return session.scalars(select(StoredObject.sha256).where(StoredObject.sha256.not_in(used))).all()


def row_count(session: Session) -> int:
    return sum(session.scalars(select(func.count()).select_from(table)).one() for table in RECORD_TABLES.values())
