"""Offices, their officers, and the settings of this one."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Travelling, parent
from papi_desktop.domain.vocabulary import UnitKind


class Unit(Travelling):
    """An office or village. An office's own row has ``id == owner``; ``predecessors`` are codes of the units that were merged into it."""

    __tablename__ = "unit"

    code: Mapped[str] = mapped_column(String(32))
    name: Mapped[str]
    kind: Mapped[UnitKind]
    parent_owner: Mapped[UUID | None]
    parent_id: Mapped[UUID | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    predecessors: Mapped[list[str]] = mapped_column(JSON, default=list)


class Officer(Travelling):
    """A person who acts in the program or signs its papers; ``position`` is the title as it stands under a signature."""

    __tablename__ = "officer"

    full_name: Mapped[str]
    position: Mapped[str]
    unit_id: Mapped[UUID | None]
    active: Mapped[bool] = mapped_column(default=True)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (parent("unit_id", "unit"),)


class Setting(Base):
    """A setting of the office; it travels with backups, unlike the settings of the machine."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON, nullable=True)
