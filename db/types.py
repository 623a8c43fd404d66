"""Column types that SQLite and PostgreSQL share."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, DateTime, Dialect, String, TypeDecorator, type_coerce
from sqlalchemy.orm import InstrumentedAttribute


class UtcDateTime(TypeDecorator[datetime]):
    """An instant, stored as UTC. Naive values are refused: a clock without a zone is a bug, not data."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(value)
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        del dialect
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class ExactDecimal(TypeDecorator[Decimal]):
    """A decimal number kept as text: SQLite would turn it into a binary float and 96,5 must stay 96,5."""

    impl = String(40)
    cache_ok = True

    @property
    def python_type(self) -> type[Decimal]:
        return Decimal

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        del dialect
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        del dialect
        return None if value is None else Decimal(value)


def raw_key(column: InstrumentedAttribute[UUID] | InstrumentedAttribute[UUID | None] | ColumnElement[UUID]) -> ColumnElement[Any]:
    """An id as the database holds it: making a ``UUID`` of each takes most of the time in which a long list is read."""
    return type_coerce(column, String)
