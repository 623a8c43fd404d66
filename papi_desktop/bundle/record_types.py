"""The rows that travel, type by type: what stands under ``v`` in a record.

Every field is always present; None and "" are both "nothing". Dates are ``YYYY-MM-DD``, moments RFC 3339 UTC, decimals JSON strings. An id
without an owner beside it names a row of the record's own owner.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from papi_desktop.domain.vocabulary import AttachmentState, ReviewVerdict

_LIMIT = 2**53 - 1

Number = Annotated[int, Meta(ge=-_LIMIT, le=_LIMIT)]
Count = Annotated[int, Meta(ge=0, le=_LIMIT)]
Name = Annotated[str, Meta(max_length=500)]
Text = Annotated[str, Meta(max_length=20_000)]
Names = Annotated[list[Name], Meta(max_length=200)]
Texts = Annotated[list[Text], Meta(max_length=200)]
Hash = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
Details = Annotated[dict[Name, Text], Meta(max_length=200)]
Line = Annotated[str, Meta(min_length=1, max_length=500_000)]


class Values(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every type has in common: nothing but the strictness."""


class Unit(Values, frozen=True):
    code: Name
    name: Name
    kind: Name
    parent_owner: UUID | None
    parent_id: UUID | None
    valid_from: date | None
    valid_to: date | None
    predecessors: Names


class Officer(Values, frozen=True):
    """Who did it travels as a row; ``by`` in a record is the id of one."""

    full_name: Name
    position: Name
    unit_id: UUID | None
    active: bool


class Plan(Values, frozen=True):
    number: Name
    title: Text
    issuer: Name
    issued: date | None
    year: Number
    index_systems: Names
    edition: Count
    previous_id: UUID | None
    source_owner: UUID | None
    source_id: UUID | None
    document_sha256: Hash | None
    document_name: Name
    objectives: Texts
    unread: Texts


class Index(Values, frozen=True):
    code: Name
    name: Name


class Dimension(Values, frozen=True):
    index_id: UUID
    number: Name
    name: Text
    key: Name


class Component(Values, frozen=True):
    dimension_id: UUID
    label: Name
    name: Text
    key: Name


class Task(Values, frozen=True):
    plan_id: UUID
    index_id: UUID | None
    dimension_id: UUID | None
    component_id: UUID | None
    number: Count
    group_name: Text
    text: Text
    target_text: Text
    result_text: Text
    lead_text: Text
    coordinating_text: Text
    implementing_text: Text
    notes: Text
    lead_units: Names
    coordinating_units: Names
    implementing_units: Names
    timing_text: Text
    timing_kinds: Names
    timing_start: date | None
    timing_end: date | None
    timing_offset_days: Number | None
    source_table: Count | None
    source_row: Count | None
    source_page: Count | None
    retired: bool
    points_max: Decimal | None
    points_self: Decimal | None
    points_reason: Text
    officer_id: UUID | None

    def __post_init__(self) -> None:
        check_decimals(self.points_max, self.points_self)


class Target(Values, frozen=True):
    task_id: UUID
    position: Count
    text: Text
    comparator: Name
    value: Decimal | None
    unit: Name
    what: Text

    def __post_init__(self) -> None:
        check_decimals(self.value)


class Expected(Values, frozen=True):
    task_id: UUID
    position: Count
    text: Text
    kind: Name


class Occurrence(Values, frozen=True):
    task_id: UUID
    period: Name
    due: date | None
    status_note: Text
    not_applicable: bool
    officer_id: UUID | None
    reporting_owner: UUID | None
    reporting_id: UUID | None


class Evidence(Values, frozen=True):
    kind: Name
    number: Name
    issued: date | None
    abstract: Text
    place: Text
    posted_from: date | None
    posted_to: date | None
    personal_data: bool
    details: Details


class Attachment(Values, frozen=True):
    evidence_id: UUID
    position: Count
    sha256: Hash
    size: Count
    media_type: Name
    name: Name
    pages: Count | None
    width: Count | None
    height: Count | None
    taken_at: datetime | None
    latitude: Decimal | None
    longitude: Decimal | None
    state: AttachmentState

    def __post_init__(self) -> None:
        check_decimals(self.latitude, self.longitude)
        check_moments(self.taken_at)


class Link(Values, frozen=True):
    evidence_id: UUID
    occurrence_id: UUID
    expected_id: UUID | None


class Tick(Values, frozen=True):
    occurrence_id: UUID
    officer_id: UUID | None
    ticked_at: datetime
    measured: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    note: Text

    def __post_init__(self) -> None:
        check_decimals(self.measured, self.numerator, self.denominator)
        check_moments(self.ticked_at)


class Period(Values, frozen=True):
    key: Name
    name: Name
    starts: date
    ends: date
    deadline: date


class Review(Values, frozen=True):
    """A judgement on one version of one row: (``judged_stream``, ``judged_rev``) and the digest of what it held, object hashes included."""

    subject: Literal["evidence", "occurrence"]
    subject_owner: UUID
    subject_id: UUID
    judged_stream: UUID
    judged_rev: Count
    judged_digest: Hash
    verdict: ReviewVerdict
    comment: Text
    reviewed_at: datetime
    points: Decimal | None

    def __post_init__(self) -> None:
        check_decimals(self.points)
        check_moments(self.reviewed_at)


class Message(Values, frozen=True):
    about_owner: UUID | None
    about_id: UUID | None
    text: Text
    due: date | None


class Proposal(Values, frozen=True):
    """A version written beyond a branch, offered back: the line of that record, without its line end."""

    record: Line


class HeldStream(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How far a stream is held without a gap, and its head there."""

    stream: UUID
    rev: Count
    head: Hash


class AnsweredBundle(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: UUID
    verdict: Name


class Receipt(Values, frozen=True):
    """What its sender holds of the receiver's streams; ``missing`` are the SHA-256 of objects that are owed."""

    streams: Annotated[list[HeldStream], Meta(max_length=100_000)]
    bundles: Annotated[list[AnsweredBundle], Meta(max_length=100_000)]
    missing: Annotated[list[Hash], Meta(max_length=100_000)]


VALUES: dict[str, type[Values]] = {
    "unit": Unit,
    "officer": Officer,
    "plan": Plan,
    "index": Index,
    "dimension": Dimension,
    "component": Component,
    "task": Task,
    "target": Target,
    "expected": Expected,
    "occurrence": Occurrence,
    "evidence": Evidence,
    "attachment": Attachment,
    "link": Link,
    "tick": Tick,
    "period": Period,
    "review": Review,
    "message": Message,
    "proposal": Proposal,
    "receipt": Receipt,
}
"""The type of a record (``t``) and the values that belong to it."""


def check_decimals(*values: Decimal | None) -> None:
    """``ValueError`` for a number that is none, or of more than 30 digits, 12 of them behind the point."""
    for value in values:
        if value is None:
            continue
        _, digits, exponent = value.as_tuple()
        if not isinstance(exponent, int) or not -12 <= exponent <= 0 or len(digits) > 30:
            message = "decimal"
            raise ValueError(message)


def check_moments(*values: datetime | None) -> None:
    """``ValueError`` for a moment that is not in UTC."""
    for value in values:
        offset = value and value.utcoffset()
        if value is not None and (offset is None or offset):
            message = "moment"
            raise ValueError(message)
