"""The history of bundles, each with how far it has come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from db.office_queries import cards
from db.sync_queries import RangeVerdicts, bundles, bundles_underway, latest_bundle, peer_position, verdicts_by_bundle
from db.tables import Bundle
from papi_desktop.domain.vocabulary import BundleKind, ImportVerdict, SyncState
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
        return _rows(session, app, bundles(session))


def last_sent(app: App) -> BundleRow | None:
    """The newest bundle of ours that was written whole."""
    return _latest(app, ours=True, states=("written",))


def last_reply(app: App) -> BundleRow | None:
    """The newest bundle of others that went in here."""
    return _latest(app, ours=False, states=(ImportVerdict.IMPORTED, ImportVerdict.PARTIAL))


def _latest(app: App, *, ours: bool, states: Sequence[str]) -> BundleRow | None:
    with app.read() as session:
        bundle = latest_bundle(session, ours=ours, states=states)
        return None if bundle is None else _rows(session, app, [bundle])[0]


def _rows(session: Session, app: App, found: Sequence[Bundle]) -> tuple[BundleRow, ...]:
    names = {card.unit: (card.code, card.name) for card in cards(session, revoked=True)}
    states = _states(session, app, [bundle for bundle in found if bundle.ours])
    return tuple(_row(bundle, states.get(bundle.id, bundle.state), names) for bundle in found)


def _row(bundle: Bundle, state: str, names: dict[UUID, tuple[str, str]]) -> BundleRow:
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
        state=state,
        path=bundle.path,
        size=bundle.size,
        records=bundle.records,
        objects=bundle.objects,
        evidence=int(bundle.counts.get("evidence", 0)),
        encrypted=bundle.encrypted,
    )


def _states(session: Session, app: App, ours: Sequence[Bundle]) -> dict[UUID, str]:
    """How far each written bundle has come: written is sent, only a receipt makes it received, verdicts on what it carried come on top."""
    written = [bundle for bundle in ours if bundle.state == "written"]
    underway = bundles_underway(session, {bundle.peer for bundle in written})
    held = [bundle.id for bundle in written if bundle.id not in underway and _covered(session, bundle)]
    verdicts = verdicts_by_bundle(session, owner=app.office.unit, bundles=held)
    received = {bundle: _judged(verdicts.get(bundle, RangeVerdicts(0, 0, 0))).value for bundle in held}
    return {bundle.id: SyncState.SENT.value for bundle in written} | received


def _covered(session: Session, bundle: Bundle) -> bool:
    """Whether the peer's last receipt holds the range of the bundle."""
    return peer_position(session, bundle.peer, bundle.to_stream).held_rev >= bundle.to_rev


def _judged(verdicts: RangeVerdicts) -> SyncState:
    if verdicts.returned:
        return SyncState.RETURNED
    everything = verdicts.evidence > 0 and verdicts.accepted == verdicts.evidence
    return SyncState.ACCEPTED if everything else SyncState.RECEIVED
