"""Reading the journal, and putting rows back as an entry found them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import Session, aliased

from db.base import Travelling
from db.journal import Change, from_json, python_type, table_of, values_of
from db.tables import RECORD_TABLES, JournalEntry, Stream


def last_undoable(session: Session, stream: UUID, actions: Sequence[str]) -> JournalEntry | None:
    """The newest entry of one of ``actions`` that has not been taken back."""
    undo = aliased(JournalEntry)
    return session.scalars(
        select(JournalEntry)
        .where(
            JournalEntry.stream_id == stream,
            JournalEntry.action.in_(actions),
            ~exists().where(undo.stream_id == stream, undo.undoes == JournalEntry.rev),
        )
        .order_by(JournalEntry.rev.desc())
        .limit(1)
    ).one_or_none()


def live_stream(session: Session, unit: UUID) -> Stream:
    return session.scalars(select(Stream).where(Stream.unit == unit, Stream.live)).one()


def streams_of(session: Session, unit: UUID) -> Sequence[Stream]:
    return session.scalars(select(Stream).where(Stream.unit == unit).order_by(Stream.opened_at)).all()


def head_at(session: Session, stream: UUID, rev: int) -> bytes | None:
    """Head of the chain after ``rev`` of a stream, ``None`` where it is not held; rev 0 is not an entry."""
    entry = session.get(JournalEntry, (stream, rev))
    return None if entry is None else entry.head


def entries(session: Session, stream: UUID, after: int, up_to: int) -> Sequence[JournalEntry]:
    """Entries with ``after < rev <= up_to``, in order."""
    return session.scalars(
        select(JournalEntry)
        .where(JournalEntry.stream_id == stream, JournalEntry.rev > after, JournalEntry.rev <= up_to)
        .order_by(JournalEntry.rev)
    ).all()


def row_of(session: Session, change: Change) -> Travelling | None:
    return session.get(RECORD_TABLES[change.kind], (change.owner, change.id))


FOUND_OUT = frozenset({"changed_at", "changed_by", "state"})
"""Columns that no undo compares or puts back."""


def stands_as_left(row: Travelling, change: Change) -> bool:
    """Whether a row still has the values that ``change`` gave it, whoever touched it since.

    Where the bytes of a file are (``state``) is found out by the program, not chosen by anyone: it blocks no undo.
    """
    now = values_of(row)
    return all(now[name] == value for name, value in change.after.items() if name not in FOUND_OUT)


def put_back(row: Travelling, change: Change) -> None:
    """Gives a row the values it had before ``change``; a row that the change made becomes a tombstone."""
    if change.before is None:
        row.deleted = True
        return
    table = table_of(type(row))
    for name, value in change.before.items():
        if name not in {"owner", "id"} | FOUND_OUT:
            setattr(row, name, from_json(value, python_type(table, name)))


def last_change(session: Session, unit: UUID) -> datetime | None:
    """When the office last wrote something of its own."""
    query = (
        select(func.max(JournalEntry.at))
        .join(Stream, and_(Stream.id == JournalEntry.stream_id, Stream.rev == JournalEntry.rev))
        .where(Stream.unit == unit)
    )
    return session.scalars(query).one()
