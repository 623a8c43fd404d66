"""The history of bundles, each with how far it has come."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from db.office_queries import cards
from db.sync_queries import all_objects_held, bundles, peer_position, verdicts_in_range
from db.tables import Bundle
from papi_desktop.domain.vocabulary import BundleKind, SyncState
from papi_desktop.services.app import App


@dataclass(frozen=True)
class BundleRow:
    """A bundle for the history. ``state`` of ours is a ``SyncState`` from ``sent`` on (``begun`` while it is written), of others' the
    import verdict; ``evidence`` counts pieces it carried."""

    id: UUID
    ours: bool
    kind: BundleKind
    peer: UUID
    peer_code: str
    peer_name: str
    sequence: int
    at: datetime
    state: str
    path: str
    size: int
    records: int
    objects: int
    evidence: int
    encrypted: bool


def list_bundles(app: App) -> tuple[BundleRow, ...]:
    """Bundles written and taken in, newest first."""
    with app.read() as session:
        names = {card.unit: (card.code, card.name) for card in cards(session, revoked=True)}
        return tuple(_row(session, app, bundle, names) for bundle in bundles(session))


def _row(session: Session, app: App, bundle: Bundle, names: dict[UUID, tuple[str, str]]) -> BundleRow:
    code, name = names.get(bundle.peer, ("", ""))
    return BundleRow(
        id=bundle.id,
        ours=bundle.ours,
        kind=bundle.kind,
        peer=bundle.peer,
        peer_code=code,
        peer_name=name,
        sequence=bundle.sequence,
        at=bundle.at,
        state=_state(session, app, bundle) if bundle.ours else bundle.state,
        path=bundle.path,
        size=bundle.size,
        records=bundle.records,
        objects=bundle.objects,
        evidence=int(bundle.counts.get("evidence", 0)),
        encrypted=bundle.encrypted,
    )


def _state(session: Session, app: App, bundle: Bundle) -> str:
    """Written is sent; only a receipt makes it received; verdicts on what it carried come on top."""
    if bundle.state != "written":
        return bundle.state
    held = peer_position(session, bundle.peer, bundle.to_stream).held_rev >= bundle.to_rev
    if not held or not all_objects_held(session, bundle.id):
        return SyncState.SENT.value
    judged = verdicts_in_range(session, owner=app.office.unit, stream=bundle.to_stream, after=bundle.from_rev, up_to=bundle.to_rev)
    if judged.returned:
        return SyncState.RETURNED.value
    if judged.evidence and judged.accepted == judged.evidence:
        return SyncState.ACCEPTED.value
    return SyncState.RECEIVED.value
