"""How far each evidence has travelled, as SQL: the one place where positions, receipts and reviews become a state."""

from enum import IntEnum
from functools import lru_cache
from uuid import UUID

from sqlalchemy import Integer, Subquery, and_, case, exists, false, func, literal, select

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


@lru_cache(maxsize=8)  # putting it together takes longer than asking it about one evidence
def evidence_travel(*, office: UUID, peer: UUID | None) -> Subquery:
    """Columns ``owner id travel comment``: the state of every living evidence, with the reviewer's words on this very version.

    Seen from ``office``, a row of another unit is here, so it was received. One of our own is sent when a written bundle covers it, and
    received when the peer's receipt holds its position and every object it names. The cases stand with the cheapest to tell first: only
    of evidence that is held and not judged must the files be looked at.
    """
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
        (Evidence.owner != office, int(Travel.RECEIVED)),
        (and_(Evidence.rev <= PeerPosition.held_rev, ~not_held), int(Travel.RECEIVED)),
        (Evidence.rev <= PeerPosition.sent_rev, int(Travel.SENT)),
        else_=int(Travel.LOCAL),
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
        .outerjoin(PeerPosition, and_(PeerPosition.peer == peer, PeerPosition.stream_id == Evidence.stream))
        .outerjoin(Review, judged)
        # asked for some ids, SQLite would rather walk all that is living by the index of the bare column
        .where(func.coalesce(Evidence.deleted, false()).is_(false()))
        .subquery("evidence_travel")
    )
