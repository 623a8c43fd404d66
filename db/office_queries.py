"""Looking up offices, cards and positions."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.tables import KeyRing, Officer, Setting, TrustedCard
from papi_desktop.domain.errors import Code, RequestError
from papi_desktop.domain.text import fold, nfc
from papi_desktop.domain.vocabulary import Relation


def cards(session: Session, *, relation: Relation | None = None, unit: UUID | None = None, revoked: bool = False) -> Sequence[TrustedCard]:
    """Trusted cards, newest number of a unit first; revoked ones only on request."""
    query = select(TrustedCard).order_by(TrustedCard.code, TrustedCard.number.desc())
    if relation is not None:
        query = query.where(TrustedCard.relation == relation)
    if unit is not None:
        query = query.where(TrustedCard.unit == unit)
    if not revoked:
        query = query.where(TrustedCard.revoked_at.is_(None))
    return session.scalars(query).all()


def card_with(session: Session, fingerprint: str) -> TrustedCard | None:
    """The card, revoked or not, whose certificate has this SHA-256 in hex."""
    return session.scalars(select(TrustedCard).where(TrustedCard.fingerprint == fingerprint)).one_or_none()


def superior_of(session: Session) -> UUID | None:
    """The unit above, once its card is trusted."""
    query = (
        select(TrustedCard.unit)
        .where(TrustedCard.relation == Relation.SUPERIOR, TrustedCard.revoked_at.is_(None))
        .order_by(TrustedCard.trusted_at.desc())
        .limit(1)
    )
    return session.scalars(query).one_or_none()


def officer_named(session: Session, owner: UUID, name: str) -> Officer:
    """The officer who works here and has that id or name; written without diacritics it does where only one can be meant.

    Raises ``RequestError`` NOT_FOUND or AMBIGUOUS.
    """
    at_hand = [officer for officer in officers_of(session, owner) if officer.active]
    exact = [officer for officer in at_hand if name == str(officer.id) or _as_written(officer.full_name) == _as_written(name)]
    found = exact or [officer for officer in at_hand if fold(officer.full_name) == fold(name)]
    if not found:
        raise RequestError(Code.NOT_FOUND, what=name)
    if len(found) > 1:
        raise RequestError(Code.AMBIGUOUS, what=name, count=len(found))
    return found[0]


def _as_written(name: str) -> str:
    return " ".join(nfc(name).split()).casefold()


def officer_of(session: Session, owner: UUID, officer_id: UUID) -> Officer:
    """Raises ``RequestError(NOT_FOUND)``."""
    officer = session.get(Officer, (owner, officer_id))
    if officer is None or officer.deleted:
        raise RequestError(Code.NOT_FOUND, what=str(officer_id))
    return officer


def officers_of(session: Session, owner: UUID) -> Sequence[Officer]:
    """The office's officers by name."""
    return session.scalars(select(Officer).where(Officer.owner == owner, ~Officer.deleted).order_by(Officer.full_name)).all()


def current_ring(session: Session) -> KeyRing:
    """The keys that seal now."""
    return session.scalars(select(KeyRing).where(KeyRing.retired_at.is_(None)).order_by(KeyRing.number.desc()).limit(1)).one()


def settings_of(session: Session, prefix: str) -> dict[str, Any]:
    """The settings that are made whose keys begin with ``prefix``, by the rest of the key."""
    query = select(Setting.key, Setting.value).where(Setting.key.startswith(prefix, autoescape=True))
    return {key.removeprefix(prefix): value for key, value in session.execute(query) if value is not None}


def setting(session: Session, key: str) -> Any:
    """A setting of the office, ``None`` where it was never made."""
    row = session.get(Setting, key)
    return None if row is None else row.value


def write_setting(session: Session, key: str, value: Any) -> None:
    session.merge(Setting(key=key, value=value))
