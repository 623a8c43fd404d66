"""One transaction of one action: rows and journal entry together, or nothing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar
from uuid import UUID

from sqlalchemy import Engine, event, inspect, select
from sqlalchemy.orm import Session, UOWTransaction
from sqlalchemy.orm.exc import StaleDataError

from db.base import Travelling
from db.engine import WRITES
from db.journal import Change, Entry, Values, record_type, table_of, to_json, values_of
from db.tables import JournalEntry, Stream
from papi_desktop.domain.chain import entry_digest, next_head
from papi_desktop.domain.errors import Code, StorageError

Row = TypeVar("Row", bound=Travelling)


class Ids(Protocol):
    """Where new ids and salts come from; injected, so that a bundle can be reproduced in a test."""

    def new_id(self) -> UUID: ...

    def new_salt(self) -> bytes: ...


@dataclass(frozen=True)
class Actor:
    """In whose name rows are written: the office, its live stream, the officer at work, the moment."""

    unit: UUID
    stream: UUID
    officer: UUID | None
    now: datetime


class UnitOfWork:
    """A write transaction. Leaving it without ``commit`` takes everything back.

    Rows of the office itself that were added or changed are stamped with the next rev of its stream, and one journal entry with the rows
    before and after is written beside them. The rev is taken under the database's write lock, which is held to the end.
    """

    def __init__(self, engine: Engine, actor: Actor, ids: Ids, action: str, *, fits: Callable[[Travelling], None] | None = None) -> None:
        """``fits`` raises for a row that could never be sent: it is asked before the commit, so that nothing of the kind is recorded."""
        self._actor = actor
        self._ids = ids
        self._action = action
        self._fits = fits
        self._session = Session(engine.execution_options(**{WRITES: True}), expire_on_commit=False)
        self._before: dict[Travelling, Values | None] = {}
        self._stream: Stream | None = None
        self._undoes: int | None = None
        self._detail: Values = {}

    @property
    def session(self) -> Session:
        return self._session

    def __enter__(self) -> Self:
        event.listen(self._session, "before_flush", self._stamp)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._session.close()  # rolls back what was not committed
        if isinstance(error, StaleDataError):
            raise StorageError(Code.CONFLICT) from error

    def make(self, table: type[Row], **values: Any) -> Row:
        """A new row of this office, with an id of its own."""
        values.setdefault("id", self._ids.new_id())
        row = table(owner=self._actor.unit, **values)
        self._session.add(row)
        return row

    def note(self, **detail: Any) -> None:
        """Details for the journal entry; an action that changes no travelling row is journalled only with one."""
        self._detail |= {name: to_json(value) for name, value in detail.items()}

    @property
    def rev(self) -> int:
        """The rev that this transaction takes when it is journalled."""
        with self._session.no_autoflush:
            return self._live_stream().rev + 1

    def undoing(self, rev: int) -> None:
        self._undoes = rev

    def commit(self) -> int | None:
        """Writes rows and journal entry in one transaction; the entry's rev, or ``None`` where there was nothing to journal."""
        self._session.flush()
        if self._fits is not None:
            for row in self._before:
                self._fits(row)
        rev = self._write_entry() if self._before or self._detail else None
        self._session.commit()
        return rev

    def _live_stream(self) -> Stream:
        if self._stream is None:
            self._stream = self._session.scalars(select(Stream).where(Stream.id == self._actor.stream).with_for_update()).one()
        return self._stream

    def _stamp(self, session: Session, context: UOWTransaction, instances: Any) -> None:
        del context, instances
        changed = [row for row in (*session.new, *session.dirty) if isinstance(row, Travelling) and session.is_modified(row)]
        own = [row for row in changed if row.owner == self._actor.unit]
        if not own:
            return
        rev = self.rev
        for row in own:
            if row not in self._before:
                self._before[row] = None if row in session.new else _values_before(row)
            row.stream, row.rev = self._actor.stream, rev
            row.changed_at, row.changed_by = self._actor.now, self._actor.officer

    def _write_entry(self) -> int:
        stream = self._live_stream()
        entry = Entry(
            stream=stream.id,
            rev=self.rev,
            at=self._actor.now,
            by=self._actor.officer,
            action=self._action,
            detail=self._detail,
            changes=tuple(_changes(self._before.items())),
        )
        body, salt = entry.encode(), self._ids.new_salt()
        digest = entry_digest(salt, body.encode())
        stream.rev, stream.head = entry.rev, next_head(stream.head, digest)
        self._session.add(
            JournalEntry(
                stream_id=stream.id,
                rev=entry.rev,
                digest=digest,
                head=stream.head,
                at=entry.at,
                action=entry.action,
                undoes=self._undoes,
                salt=salt,
                body=body,
            )
        )
        return entry.rev


def _values_before(row: Travelling) -> Values:
    """The row's values as the database still holds them."""
    state, values = inspect(row), values_of(row)
    for name in table_of(type(row)).c.keys():  # noqa: SIM118 - a column collection iterates over columns
        if name in values:
            old = state.attrs[name].history.deleted
            if old:
                values[name] = to_json(old[0])
    return values


def _changes(before: Iterable[tuple[Travelling, Values | None]]) -> Iterable[Change]:
    for row, values in before:
        yield Change(record_type(row), row.owner, row.id, values, values_of(row))
