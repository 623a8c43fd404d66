"""Evidence, its files, its links to occurrences, and what a reviewer said of it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Travelling, parent
from papi_desktop.domain.vocabulary import AttachmentState, ReviewVerdict


class Evidence(Travelling):
    """One fact with its files.

    ``issued`` is the evidence's own date, apart from the day it was recorded; ``details`` holds the fields of its kind.
    """

    __tablename__ = "evidence"

    kind: Mapped[str] = mapped_column(String(32))
    number: Mapped[str] = mapped_column(default="")
    issued: Mapped[date | None]
    abstract: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    posted_from: Mapped[date | None]
    posted_to: Mapped[date | None]
    personal_data: Mapped[bool] = mapped_column(default=False)
    details: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    search: Mapped[str] = mapped_column(default="")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (Index(None, "owner", "deleted", "issued"), Index(None, "owner", "kind", "number"))


class Attachment(Travelling):
    """A file of an evidence, identified by the SHA-256 of its plain bytes wherever and however they are kept."""

    __tablename__ = "attachment"

    evidence_id: Mapped[UUID]
    position: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str] = mapped_column(String(128))
    name: Mapped[str]
    pages: Mapped[int | None]
    width: Mapped[int | None]
    height: Mapped[int | None]
    taken_at: Mapped[datetime | None]
    latitude: Mapped[Decimal | None]
    longitude: Mapped[Decimal | None]
    state: Mapped[AttachmentState] = mapped_column(default=AttachmentState.HERE)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (parent("evidence_id", "evidence"), Index(None, "owner", "evidence_id", "deleted"), Index(None, "sha256"))


class Link(Travelling):
    """An evidence that serves an occurrence, and which expected result it fills there."""

    __tablename__ = "link"

    evidence_id: Mapped[UUID]
    occurrence_id: Mapped[UUID]
    expected_id: Mapped[UUID | None]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            parent("evidence_id", "evidence"),
            parent("occurrence_id", "occurrence"),
            parent("expected_id", "expected_result"),
            Index(None, "owner", "evidence_id", "deleted", "occurrence_id"),
            Index(None, "owner", "occurrence_id", "deleted", "evidence_id", "expected_id"),
        )


class Review(Travelling):
    """A reviewer's verdict on one version of an evidence or occurrence of another unit; a later version is unreviewed."""

    __tablename__ = "review"

    subject: Mapped[str] = mapped_column(String(16))
    subject_owner: Mapped[UUID]
    subject_id: Mapped[UUID]
    judged_stream: Mapped[UUID]
    judged_rev: Mapped[int] = mapped_column(BigInteger)
    judged_digest: Mapped[str] = mapped_column(String(64))
    verdict: Mapped[ReviewVerdict]
    comment: Mapped[str] = mapped_column(default="")
    reviewed_at: Mapped[datetime]
    points: Mapped[Decimal | None]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (Index(None, "subject_owner", "subject_id"),)


class Message(Travelling):
    """A dated request or explanation about a row, between two offices."""

    __tablename__ = "message"

    about_owner: Mapped[UUID | None]
    about_id: Mapped[UUID | None]
    text: Mapped[str]
    due: Mapped[date | None]


class Proposal(Travelling):
    """A row version that the receiver holds beyond a branch and gives back; ``record`` is the record's own line."""

    __tablename__ = "proposal"

    record: Mapped[str]
