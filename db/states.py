"""How far each evidence has travelled, as SQL: the one place where positions, receipts and reviews become a state."""

from enum import IntEnum
from uuid import UUID

from sqlalchemy import Integer, Subquery, and_, case, exists, literal, select
from sqlalchemy.sql.elements import ColumnElement

from db.tables import Attachment, Delivery, Evidence, PeerPosition, Review
from papi_desktop.domain.vocabulary import AttachmentState, ReviewVerdict, SyncState


class Travel(IntEnum):
    """``SyncState`` as a number that aggregates: the least of several is their common state, and ``RETURNED`` outranks all."""

    RETURNED = 0
    LOCAL = 1
    SENT = 2
    RECEIVED = 3
    ACCEPTED = 4

    @property
    def sync(self) -> SyncState:
        return SyncState[self.name]


def travel_of(row: type[Evidence], *, office: UUID, peer: UUID | None, whole: ColumnElement[bool] | None = None) -> ColumnElement[int]:
    """How far one row version has come, seen from ``office``.

    A row of another unit is here, so it was received. One of our own is sent when a written bundle covers it, and received when the
    peer's receipt holds its position and (``whole``) every object it names.
    """
    held = select(PeerPosition.held_rev).where(PeerPosition.peer == peer, PeerPosition.stream_id == row.stream).scalar_subquery()
    sent = select(PeerPosition.sent_rev).where(PeerPosition.peer == peer, PeerPosition.stream_id == row.stream).scalar_subquery()
    received = row.rev <= held if whole is None else and_(row.rev <= held, whole)
    return case(
        (row.owner != office, int(Travel.RECEIVED)),
        (received, int(Travel.RECEIVED)),
        (row.rev <= sent, int(Travel.SENT)),
        else_=int(Travel.LOCAL),
    )


def evidence_travel(*, office: UUID, peer: UUID | None) -> Subquery:
    """Columns ``owner id travel comment``: the state of every living evidence, with the reviewer's words on this very version."""
    not_held = exists().where(
        Attachment.owner == Evidence.owner,
        Attachment.evidence_id == Evidence.id,
        ~Attachment.deleted,
        Attachment.state == AttachmentState.HERE,
        ~exists().where(Delivery.peer == peer, Delivery.sha256 == Attachment.sha256, Delivery.state == "held"),
    )
    travel = case(
        (Review.verdict == ReviewVerdict.RETURNED, int(Travel.RETURNED)),
        (Review.verdict == ReviewVerdict.ACCEPTED, int(Travel.ACCEPTED)),
        else_=travel_of(Evidence, office=office, peer=peer, whole=~not_held),
    )
    judged = and_(
        Review.subject == literal("evidence"),
        Review.subject_owner == Evidence.owner,
        Review.subject_id == Evidence.id,
        Review.judged_stream == Evidence.stream,
        Review.judged_rev == Evidence.rev,
        ~Review.deleted,
    )
    return (
        select(Evidence.owner, Evidence.id, travel.cast(Integer).label("travel"), Review.comment.label("comment"))
        .outerjoin(Review, judged)
        .where(~Evidence.deleted)
        .subquery("evidence_travel")
    )
