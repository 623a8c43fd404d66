"""Plans, index systems with their two levels, tasks with targets and expected results, occurrences, ticks, reporting periods."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Travelling, parent
from papi_desktop.domain.vocabulary import Comparator


class Plan(Travelling):
    """One issued document. A new edition names the one it replaces; a plan taken over from above names its source row."""

    __tablename__ = "plan"

    number: Mapped[str]
    title: Mapped[str]
    issuer: Mapped[str]
    issued: Mapped[date | None]
    year: Mapped[int]
    index_systems: Mapped[list[str]] = mapped_column(JSON, default=list)
    edition: Mapped[int] = mapped_column(default=1)
    previous_id: Mapped[UUID | None]
    source_owner: Mapped[UUID | None]
    source_id: Mapped[UUID | None]
    document_sha256: Mapped[str | None] = mapped_column(String(64))
    document_name: Mapped[str] = mapped_column(default="")
    objectives: Mapped[list[str]] = mapped_column(JSON, default=list)
    unread: Mapped[list[str]] = mapped_column(JSON, default=list)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (parent("previous_id", "plan"),)


class IndexSystem(Travelling):
    """An index system such as PAPI or PAR INDEX; ``code`` is the same in every commune."""

    __tablename__ = "index_system"

    code: Mapped[str] = mapped_column(String(64))
    name: Mapped[str]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (Index(None, "owner", "code"),)


class Dimension(Travelling):
    """``Chỉ số nội dung``. ``key`` recognises the same dimension across communes that import their own plans."""

    __tablename__ = "dimension"

    index_id: Mapped[UUID]
    number: Mapped[str] = mapped_column(String(16))
    name: Mapped[str]
    key: Mapped[str] = mapped_column(String(300))

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (parent("index_id", "index_system"), Index(None, "owner", "key"))


class Component(Travelling):
    """``Nội dung thành phần`` of a dimension; ``key`` as for dimensions."""

    __tablename__ = "component"

    dimension_id: Mapped[UUID]
    label: Mapped[str] = mapped_column(String(32))
    name: Mapped[str]
    key: Mapped[str] = mapped_column(String(600))

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (parent("dimension_id", "dimension"), Index(None, "owner", "key"))


class Task(Travelling):
    """One row of a plan, stable across the plan's editions. Source words stand beside what was understood of them.

    ``retired`` marks a task that a newer edition no longer holds. ``search`` is the folded text that searching compares.
    """

    __tablename__ = "task"

    plan_id: Mapped[UUID]
    index_id: Mapped[UUID | None]
    dimension_id: Mapped[UUID | None]
    component_id: Mapped[UUID | None]
    number: Mapped[int]
    group_name: Mapped[str] = mapped_column(default="")
    text: Mapped[str]
    target_text: Mapped[str] = mapped_column(default="")
    result_text: Mapped[str] = mapped_column(default="")
    lead_text: Mapped[str] = mapped_column(default="")
    coordinating_text: Mapped[str] = mapped_column(default="")
    implementing_text: Mapped[str] = mapped_column(default="")
    notes: Mapped[str] = mapped_column(default="")
    lead_units: Mapped[list[str]] = mapped_column(JSON, default=list)
    coordinating_units: Mapped[list[str]] = mapped_column(JSON, default=list)
    implementing_units: Mapped[list[str]] = mapped_column(JSON, default=list)
    timing_text: Mapped[str] = mapped_column(default="")
    timing_kinds: Mapped[list[str]] = mapped_column(JSON, default=list)
    timing_start: Mapped[date | None]
    timing_end: Mapped[date | None]
    timing_offset_days: Mapped[int | None]
    source_table: Mapped[int | None]
    source_row: Mapped[int | None]
    source_page: Mapped[int | None]
    retired: Mapped[bool] = mapped_column(default=False)
    points_max: Mapped[Decimal | None]
    points_self: Mapped[Decimal | None]
    points_reason: Mapped[str] = mapped_column(default="")
    officer_id: Mapped[UUID | None]
    search: Mapped[str] = mapped_column(default="")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            parent("plan_id", "plan"),
            parent("index_id", "index_system"),
            parent("dimension_id", "dimension"),
            parent("component_id", "component"),
            parent("officer_id", "officer"),
            Index(None, "owner", "plan_id", "number"),
        )


class Target(Travelling):
    """One figure a task is measured by; ``value`` is empty for targets against an earlier figure."""

    __tablename__ = "target"

    task_id: Mapped[UUID]
    position: Mapped[int]
    text: Mapped[str]
    comparator: Mapped[Comparator]
    value: Mapped[Decimal | None]
    unit: Mapped[str]
    what: Mapped[str]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (parent("task_id", "task"), Index(None, "owner", "task_id"))


class ExpectedResult(Travelling):
    """One product that proves a task; ``kind`` is an evidence kind."""

    __tablename__ = "expected_result"

    task_id: Mapped[UUID]
    position: Mapped[int]
    text: Mapped[str]
    kind: Mapped[str] = mapped_column(String(32))

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (parent("task_id", "task"), Index(None, "owner", "task_id"))


class ReportingPeriod(Travelling):
    """What the level above expects by which deadline; the office may set its own."""

    __tablename__ = "reporting_period"

    key: Mapped[str] = mapped_column(String(16))
    name: Mapped[str]
    starts: Mapped[date]
    ends: Mapped[date]
    deadline: Mapped[date]


class Occurrence(Travelling):
    """One time that a task is due. ``due`` is empty for undated and on-event tasks; ``status_note`` is the reason when not applicable."""

    __tablename__ = "occurrence"

    task_id: Mapped[UUID]
    period: Mapped[str] = mapped_column(String(8))
    due: Mapped[date | None]
    not_applicable: Mapped[bool] = mapped_column(default=False)
    status_note: Mapped[str] = mapped_column(default="")
    officer_id: Mapped[UUID | None]
    reporting_owner: Mapped[UUID | None]
    reporting_id: Mapped[UUID | None]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            parent("task_id", "task"),
            parent("officer_id", "officer"),
            Index(None, "owner", "task_id"),
            Index(None, "owner", "due"),
        )


class Tick(Travelling):
    """An occurrence marked as done: by whom, when, with which figure. ``numerator``/``denominator`` where the figure is a share."""

    __tablename__ = "tick"

    occurrence_id: Mapped[UUID]
    officer_id: Mapped[UUID | None]
    ticked_at: Mapped[datetime]
    measured: Mapped[Decimal | None]
    numerator: Mapped[Decimal | None]
    denominator: Mapped[Decimal | None]
    note: Mapped[str] = mapped_column(default="")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (parent("occurrence_id", "occurrence"), parent("officer_id", "officer"), Index(None, "owner", "occurrence_id"))
