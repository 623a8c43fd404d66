"""The closed word lists of the field. Values are stored, exported and printed in JSON; words for people come from ``wording``."""

from enum import StrEnum


class Role(StrEnum):
    """What an installation is for."""

    COMMUNE = "commune"
    AUTHORITY = "authority"


class UnitKind(StrEnum):
    COMMUNE = "commune"
    AUTHORITY = "authority"
    VILLAGE = "village"
    DEPARTMENT = "department"
    OTHER = "other"


class Relation(StrEnum):
    """What the holder of a trusted card is to this office."""

    SUPERIOR = "superior"
    SUBORDINATE = "subordinate"


class TimingKind(StrEnum):
    """What the timing text of a task says (``thời gian thực hiện``)."""

    ONCE = "once"
    CONTINUOUS = "continuous"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"
    PER_TERM = "per_term"
    ON_EVENT = "on_event"
    SCHOOL_YEAR = "school_year"
    BY_DATE = "by_date"
    BY_QUARTER = "by_quarter"
    RANGE = "range"
    UNSPECIFIED = "unspecified"


class Comparator(StrEnum):
    """How a measured value is held against a target."""

    EQUAL = "eq"
    AT_LEAST = "ge"
    MORE_THAN = "gt"
    AT_MOST = "le"
    LESS_THAN = "lt"


class OccurrenceStatus(StrEnum):
    TODO = "todo"
    DOING = "doing"
    DONE = "done"
    OVERDUE = "overdue"
    NOT_APPLICABLE = "not_applicable"


class WhyLeftOut(StrEnum):
    """Why an occurrence was not marked as done together with others."""

    FIGURE_NEEDED = "figure_needed"
    """Its target asks for a figure, which is entered one by one."""
    NOT_APPLICABLE = "not_applicable"


class SyncState(StrEnum):
    """How far a fact has travelled. ``SENT`` never means ``RECEIVED``: that takes a sealed receipt."""

    LOCAL = "local"
    SENT = "sent"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    RETURNED = "returned"


class AttachmentState(StrEnum):
    """Where the bytes of an attachment are: here, still owed by the sender, thinned out on purpose, or damaged."""

    HERE = "here"
    OWED = "owed"
    THINNED = "thinned"
    DAMAGED = "damaged"


class ReviewVerdict(StrEnum):
    ACCEPTED = "accepted"
    RETURNED = "returned"


class ReviewState(StrEnum):
    """Where the present version of an evidence stands with its reviewer."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    RETURNED = "returned"


class BundleKind(StrEnum):
    """``REPORT`` goes up, ``REPLY`` comes down."""

    REPORT = "report"
    REPLY = "reply"


class ImportVerdict(StrEnum):
    IMPORTED = "imported"
    PARTIAL = "partial"
    DUPLICATE = "duplicate"
    FORK = "fork"
    WAITING = "waiting"
    REFUSED = "refused"


class Audience(StrEnum):
    """Whom a row is addressed to."""

    HOME = "home"
    """Stays in this installation."""
    SUPERIOR = "superior"
    """Goes to the level above."""
    SUBORDINATES = "subordinates"
    """Goes to every subordinate office."""
    UNIT = "unit"
    """Goes to the one unit named beside it."""

    @classmethod
    def of(cls, role: Role) -> "Audience":
        """Whom what an office says of itself is addressed to."""
        return cls.SUPERIOR if role is Role.COMMUNE else cls.SUBORDINATES
