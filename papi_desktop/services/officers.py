"""The people of the office: who works here, who is at the computer now, who signs its papers."""

from dataclasses import dataclass
from uuid import UUID

from db.office_queries import officer_of, setting
from db.tables import Officer
from db.unit_of_work import UnitOfWork
from papi_desktop.domain.errors import Code, RequestError
from papi_desktop.domain.text import nfc
from papi_desktop.domain.vocabulary import Audience, Role
from papi_desktop.services.app import App
from papi_desktop.services.changes import Area, Changed
from papi_desktop.services.office_settings import change_settings

AT_WORK, SIGNATORY = "officer", "signatory"
"""The settings that name them."""


@dataclass(frozen=True)
class OfficerResult:
    officer: UUID
    changed: Changed = frozenset({Area.OFFICE, Area.TASKS})


def new_officer(uow: UnitOfWork, role: Role, full_name: str, position: str) -> Officer:
    """An officer's row, within a unit of work. Raises ``RequestError(BAD_VALUE)`` for an empty name."""
    return uow.make(
        Officer,
        full_name=_checked(full_name),
        position=nfc(position.strip()),
        unit_id=None,
        active=True,
        audience=Audience.of(role),
    )


def add_officer(app: App, *, full_name: str, position: str) -> OfficerResult:
    """Enters an officer; the first one is at work from then on. Raises ``RequestError(BAD_VALUE)`` for an empty name."""
    with app.unit_of_work("officer.add") as uow:
        officer = new_officer(uow, app.office.role, full_name, position)
        if setting(uow.session, AT_WORK) is None:
            change_settings(uow, {AT_WORK: str(officer.id)})
        uow.commit()
    return OfficerResult(officer.id)


def edit_officer(app: App, *, officer_id: UUID, full_name: str, position: str) -> OfficerResult:
    """Corrects name and position. Raises ``RequestError`` NOT_FOUND, or BAD_VALUE for an empty name."""
    with app.unit_of_work("officer.edit") as uow:
        officer = officer_of(uow.session, app.office.unit, officer_id)
        officer.full_name, officer.position = _checked(full_name), nfc(position.strip())
        uow.commit()
    return OfficerResult(officer_id)


def set_officer_active(app: App, *, officer_id: UUID, active: bool) -> OfficerResult:
    """Says that an officer left the office, or came back. What they did keeps their name.

    Whoever leaves is neither at work nor signs from then on; nobody is put in their place unasked. Raises ``RequestError(NOT_FOUND)``.
    """
    with app.unit_of_work("officer.active") as uow:
        officer_of(uow.session, app.office.unit, officer_id).active = active
        if not active:
            change_settings(uow, {key: None for key in (AT_WORK, SIGNATORY) if setting(uow.session, key) == str(officer_id)})
        uow.commit()
    return OfficerResult(officer_id)


def put_to_work(app: App, *, officer_id: UUID) -> OfficerResult:
    """From now on everything is recorded in this officer's name. Raises ``RequestError(NOT_FOUND)``, also for one who has left."""
    return _choose(app, "officer.at_work", AT_WORK, officer_id)


def choose_signatory(app: App, *, officer_id: UUID) -> OfficerResult:
    """From now on papers name this officer as who signs for the office. Raises as ``put_to_work``."""
    return _choose(app, "officer.signatory", SIGNATORY, officer_id)


def _choose(app: App, action: str, key: str, officer_id: UUID) -> OfficerResult:
    with app.unit_of_work(action) as uow:
        officer = officer_of(uow.session, app.office.unit, officer_id)
        if not officer.active:
            raise RequestError(Code.NOT_FOUND, what=officer.full_name)
        change_settings(uow, {key: str(officer_id)})
        uow.commit()
    return OfficerResult(officer_id)


def _checked(full_name: str) -> str:
    name = nfc(full_name.strip())
    if not name:
        raise RequestError(Code.BAD_VALUE, field="name", value=name)
    return name
