"""What all tables have in common, and what every row that travels carries."""

from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import JSON, BigInteger, Date, ForeignKeyConstraint, Index, Integer, MetaData, Text, Uuid, false
from sqlalchemy import Enum as EnumType
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, declared_attr, mapped_column

from db.types import ExactDecimal, UtcDateTime
from papi_desktop.domain.vocabulary import Audience

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def _values(words: type[Enum]) -> list[str]:
    return [word.value for word in words]


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        UUID: Uuid(),
        datetime: UtcDateTime(),
        date: Date(),
        Decimal: ExactDecimal(),
        list[str]: JSON(),
        dict[str, str]: JSON(),
        dict[str, Any]: JSON(),
        str: Text(),
        Enum: EnumType(Enum, native_enum=False, length=16, values_callable=_values),  # stored as its word, readable with any tool
    }


def parent(column: str, table: str) -> ForeignKeyConstraint:
    """A reference to a row of the same owner: ``(owner, column)`` names ``table (owner, id)``.

    Checked at commit, since an imported range may name a child before its parent.
    """
    return ForeignKeyConstraint(["owner", column], [f"{table}.owner", f"{table}.id"], deferrable=True, initially="DEFERRED")


class Travelling(Base):
    """A row that travels between offices, keyed by ``(owner, id)``.

    ``owner`` is the id of the unit that alone may write the row; ``(stream, rev)`` names the transaction that wrote this version of it;
    ``deleted`` marks a tombstone, which stays after the bin has been emptied; ``version`` counts local writes, so that two editors of one
    database cannot overwrite each other unseen; ``audience`` (with ``audience_unit``) says whom it is addressed to.
    """

    __abstract__ = True

    owner: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-20)
    id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-19)
    stream: Mapped[UUID] = mapped_column(sort_order=-18)
    rev: Mapped[int] = mapped_column(BigInteger, sort_order=-17)
    changed_at: Mapped[datetime] = mapped_column(sort_order=-16)
    changed_by: Mapped[UUID | None] = mapped_column(sort_order=-15)
    deleted: Mapped[bool] = mapped_column(default=False, server_default=false(), sort_order=-14)
    audience: Mapped[Audience] = mapped_column(default=Audience.SUPERIOR, sort_order=-13)
    audience_unit: Mapped[UUID | None] = mapped_column(sort_order=-12)

    @declared_attr
    @classmethod
    def version(cls) -> MappedColumn[int]:
        return mapped_column(Integer, nullable=False, default=1, server_default="1", sort_order=-11)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.__table__.c.version}

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[Any, ...]:
        return (*cls.constraints(), cls.range_index())

    @classmethod
    def range_index(cls) -> Index:
        """What an export of the range (from, to] of one stream walks."""
        return Index(None, "stream", "rev")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        """Foreign keys and indexes of one table."""
        return ()
