"""Rows as plain values, and the body of a journal entry."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table

from db.base import Travelling
from db.tables import RECORD_TABLES
from papi_desktop.domain.errors import Code, StorageError

Values = dict[str, Any]
"""Column name to JSON value."""

ENVELOPE = frozenset({"owner", "id", "stream", "rev", "changed_at", "changed_by", "deleted", "audience", "audience_unit", "version"})
"""Columns every travelling row has, next to the values of its kind."""

LOCAL = frozenset({"search"})
"""Columns derived from others: never sent."""

_KIND_OF_TABLE = {cast("Table", table.__table__).name: kind for kind, table in RECORD_TABLES.items()}


def table_of(kind: type[Travelling]) -> Table:
    return cast("Table", kind.__table__)


def record_type(row: Travelling) -> str:
    """The record type under which a row travels."""
    return _KIND_OF_TABLE[table_of(type(row)).name]


def to_json(value: Any) -> Any:
    """A column's value as JSON: ids and decimals as text, instants in UTC with ``Z``."""
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case Enum():
            return value.value
        case UUID() | Decimal():
            return str(value)
        case _:
            return value


def from_json(value: Any, python_type: type[Any]) -> Any:
    """The inverse of ``to_json`` for a column of ``python_type``."""
    if value is None or not isinstance(value, str):
        return value
    if python_type is datetime:
        return datetime.fromisoformat(value)
    if python_type is date:
        return date.fromisoformat(value)
    if issubclass(python_type, UUID | Decimal | Enum):
        return python_type(value)
    return value


def python_type(table: Table, column: str) -> type[Any]:
    kind = table.c[column].type
    enum_class = getattr(kind, "enum_class", None)
    return cast("type[Any]", enum_class or kind.python_type)


def values_of(row: Travelling) -> Values:
    """Everything of a row that its journal entry keeps."""
    columns = table_of(type(row)).c.keys()
    return {name: to_json(getattr(row, name)) for name in columns if name not in {"stream", "rev", "version"}}


@dataclass(frozen=True)
class Change:
    """One row before (``None``: it was made) and after a transaction."""

    kind: str
    owner: UUID
    id: UUID
    before: Values | None
    after: Values

    def as_json(self) -> Values:
        return {"t": self.kind, "owner": str(self.owner), "id": str(self.id), "before": self.before, "after": self.after}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Change":
        return cls(data["t"], UUID(data["owner"]), UUID(data["id"]), data["before"], data["after"])


@dataclass(frozen=True)
class Entry:
    """What one transaction did: its action with details for people, and the rows it changed."""

    stream: UUID
    rev: int
    at: datetime
    by: UUID | None
    action: str
    detail: Values
    changes: tuple[Change, ...]

    def encode(self) -> str:
        """Canonical JSON: sorted keys, no spaces, UTF-8 as it is."""
        body = {
            "stream": str(self.stream),
            "rev": self.rev,
            "at": to_json(self.at),
            "by": None if self.by is None else str(self.by),
            "action": self.action,
            "detail": self.detail,
            "changes": [change.as_json() for change in self.changes],
        }
        return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def decode(cls, body: str) -> "Entry":
        try:
            data = json.loads(body)
            return cls(
                stream=UUID(data["stream"]),
                rev=data["rev"],
                at=datetime.fromisoformat(data["at"]),
                by=None if data["by"] is None else UUID(data["by"]),
                action=data["action"],
                detail=data["detail"],
                changes=tuple(Change.from_json(change) for change in data["changes"]),
            )
        except (ValueError, KeyError, TypeError) as error:
            raise StorageError(Code.DATA_DAMAGED, what=f"journal entry: {error}") from error
