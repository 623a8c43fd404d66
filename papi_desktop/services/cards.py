"""Cards: who is trusted, and in which relation."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from db.office_queries import cards, current_ring, write_setting
from db.tables import TrustedCard
from papi_desktop.bundle.card import MAX_CARD_BYTES, Card, fingerprint, read_card, same_fingerprint, write_card
from papi_desktop.disk import disk_error, write_whole
from papi_desktop.domain.errors import BundleError, Code, RequestError
from papi_desktop.domain.vocabulary import Relation, Role
from papi_desktop.services.app import App
from papi_desktop.services.changes import EVERYTHING, Area, Changed


@dataclass(frozen=True)
class CardView:
    """A card: whose, under which fingerprint, in which relation; ``None`` while it is not trusted."""

    unit: UUID
    code: str
    name: str
    role: Role
    number: int
    fingerprint: str
    relation: Relation | None = None
    trusted_at: datetime | None = None
    revoked_at: datetime | None = None
    path: Path | None = None
    changed: Changed = frozenset()


def write_own_card(app: App, *, out: Path) -> CardView:
    """Writes this office's card, to be handed to the other side. The keys must be unlocked."""
    with app.read() as session:
        ring = current_ring(session)
        card = Card(
            number=ring.number,
            unit=app.office.unit,
            code=app.office.code,
            name=app.office.name,
            role=app.office.role,
            certificate_pem=ring.certificate,
            age_recipient=ring.age_recipient,
            previous=None,
        )
    out = out.absolute()
    write_whole(out, write_card(card, app.keys))
    return CardView(card.unit, card.code, card.name, card.role, card.number, fingerprint(card.certificate_pem), path=out)


def read_card_file(path: Path) -> CardView:
    """What a card says, before anyone trusts it. Raises ``BundleError`` NOT_A_CARD or SEAL, ``RequestError(NOT_FOUND)``."""
    card = _read(path)
    return CardView(card.unit, card.code, card.name, card.role, card.number, fingerprint(card.certificate_pem))


def trust_card(app: App, *, path: Path, spoken: str) -> CardView:
    """Trusts a card whose fingerprint was read aloud or typed (``spoken``). The relation follows from the roles of both offices.

    Raises ``BundleError`` NOT_A_CARD, SEAL, WRONG_FINGERPRINT, WRONG_CARD (two communes, two authorities, or one's own card).
    """
    card = _read(path)
    if not same_fingerprint(fingerprint(card.certificate_pem), spoken):
        raise BundleError(Code.WRONG_FINGERPRINT, name=card.name, given=spoken)
    if card.role is app.office.role or card.unit == app.office.unit:
        raise BundleError(Code.WRONG_CARD, name=card.name)
    relation = Relation.SUPERIOR if card.role is Role.AUTHORITY else Relation.SUBORDINATE
    with app.unit_of_work("card.trust") as uow:
        known = uow.session.get(TrustedCard, (card.unit, card.number))
        if known is not None and known.fingerprint != fingerprint(card.certificate_pem):
            raise BundleError(Code.WRONG_FINGERPRINT, name=card.name, given=spoken)
        if known is None:
            known = TrustedCard(
                unit=card.unit,
                number=card.number,
                code=card.code,
                name=card.name,
                relation=relation,
                fingerprint=fingerprint(card.certificate_pem),
                certificate=card.certificate_pem,
                age_recipient=card.age_recipient,
                trusted_at=app.clock.now(),
            )
            uow.session.add(known)
        known.revoked_at = None
        if relation is Relation.SUPERIOR:
            write_setting(uow.session, "superior", card.name)
        uow.note(unit=str(card.unit), number=card.number, fingerprint=known.fingerprint, relation=relation.value)
        uow.commit()
    return _view(known, changed=EVERYTHING)


def revoke_card(app: App, *, code: str) -> CardView:
    """Trusts the cards of a unit no longer: what was imported stays, nothing more enters. Raises ``RequestError(NOT_FOUND)``."""
    with app.unit_of_work("card.revoke") as uow:
        found = [card for card in cards(uow.session) if card.code == code]
        if not found:
            raise RequestError(Code.NOT_FOUND, what=code)
        for card in found:
            card.revoked_at = app.clock.now()
        uow.note(unit=str(found[0].unit), code=code)
        uow.commit()
    return _view(found[0], changed=frozenset({Area.CARDS, Area.BUNDLES}))


def list_cards(app: App) -> tuple[CardView, ...]:
    """All cards that are or were trusted."""
    with app.read() as session:
        return tuple(_view(card) for card in cards(session, revoked=True))


def _read(path: Path) -> Card:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_CARD_BYTES + 1)
    except FileNotFoundError as error:
        raise RequestError(Code.NOT_FOUND, what=path.name) from error
    except OSError as error:
        raise disk_error(error, path) from error
    return read_card(data)


def _view(card: TrustedCard, *, changed: Changed = frozenset()) -> CardView:
    role = Role.AUTHORITY if card.relation is Relation.SUPERIOR else Role.COMMUNE
    return CardView(
        unit=card.unit,
        code=card.code,
        name=card.name,
        role=role,
        number=card.number,
        fingerprint=card.fingerprint,
        relation=card.relation,
        trusted_at=card.trusted_at,
        revoked_at=card.revoked_at,
        changed=changed,
    )
