"""Making a data folder, and the people and settings of its office."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from db.engine import DATABASE_NAME, make_engine, migrate, sqlite_url
from db.office_queries import current_ring, officers_of, setting, write_setting
from db.tables import KeyRing, Officer, Stream, Unit
from db.unit_of_work import Actor, Ids, UnitOfWork
from papi_desktop.bundle.card import fingerprint
from papi_desktop.bundle.keys import lock_keys, make_keys, make_recovery_code, normalise_recovery_code
from papi_desktop.disk import disk_error, flush_folder
from papi_desktop.domain.chain import root_head
from papi_desktop.domain.errors import Code, KeyringError, RequestError, StorageError
from papi_desktop.domain.text import nfc
from papi_desktop.domain.vocabulary import Audience, Role, UnitKind
from papi_desktop.evidence.store import FolderStore
from papi_desktop.services.app import App, Clock, RandomIds, SystemClock, is_data_folder, lock_folder
from papi_desktop.services.changes import Area, Changed

MINIMUM_PASSPHRASE = 8
OWN_LOCK_FILES = {"papi.lock", "papi.lock.holder", "incoming", "objects"}


@dataclass(frozen=True)
class InitResult:
    """A new office: its id, the fingerprint of its card, and the recovery code, which is shown once and kept nowhere in clear."""

    home: Path
    unit: UUID
    fingerprint: str
    recovery_code: str


@dataclass(frozen=True)
class OfficerRow:
    id: UUID
    full_name: str
    position: str
    at_work: bool


@dataclass(frozen=True)
class OfficeView:
    """Who we are, for the side bar, the papers and the settings."""

    unit: UUID
    code: str
    name: str
    role: Role
    superior: str
    fingerprint: str
    officers: tuple[OfficerRow, ...]
    signatory: OfficerRow | None


@dataclass(frozen=True)
class OfficerResult:
    officer: UUID
    changed: Changed


def init_office(
    home: Path,
    *,
    role: Role,
    code: str,
    name: str,
    passphrase: str,
    superior: str = "",
    officers: Iterable[tuple[str, str]] = (),
    clock: Clock | None = None,
    ids: Ids | None = None,
) -> InitResult:
    """Makes a data folder with database, keys and card. It appears whole or not at all.

    ``officers`` are (full name, position); the first is at work, the last signs papers. Raises ``StorageError`` EXISTS,
    DISK_FULL or WRITE_FAILED, ``RequestError`` BAD_VALUE for an empty code or name, ``KeyringError`` WEAK_PASSPHRASE.
    """
    clock, ids = clock or SystemClock(), ids or RandomIds()
    code, name = nfc(code.strip()), nfc(name.strip())
    if not name or not code.isascii() or not code.isalnum() or len(code) > 16:
        raise RequestError(Code.BAD_VALUE, field="name" if not name else "code", value=name if not name else code)
    if len(passphrase) < MINIMUM_PASSPHRASE:
        raise KeyringError(Code.WEAK_PASSPHRASE, minimum=MINIMUM_PASSPHRASE)
    home = home.absolute()
    if is_data_folder(home) or (home.is_dir() and {path.name for path in home.iterdir()} - OWN_LOCK_FILES):
        raise StorageError(Code.EXISTS, path=str(home))
    existed = home.exists()
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise disk_error(error, home) from error
    lock = lock_folder(home)
    try:
        store = FolderStore(home)
        store.clear_leftovers()
        store.make()
        recovery_code = make_recovery_code()
        unit, own_fingerprint = _make_database(
            home / "incoming",
            role=role,
            code=code,
            name=name,
            secrets=(passphrase, recovery_code),
            superior=nfc(superior),
            officers=officers,
            clock=clock,
            ids=ids,
        )
        (home / "incoming" / DATABASE_NAME).rename(home / DATABASE_NAME)
        (home / "incoming").rmdir()
        flush_folder(home)
    except OSError as error:
        raise disk_error(error, home) from error
    finally:
        (home / "papi.lock.holder").unlink(missing_ok=True)
        lock.release()
        if not is_data_folder(home) and not existed:
            _remove_unfinished(home)
    return InitResult(home, unit, own_fingerprint, recovery_code)


def is_recovery_code(typed: str, made: str) -> bool:
    """Whether ``typed`` is the code that was just made, whatever case, spaces and dashes it was typed with."""
    return normalise_recovery_code(typed) == made


def _remove_unfinished(home: Path) -> None:
    for name in ("incoming", "objects"):
        folder = home / name
        if folder.exists():
            for path in folder.iterdir():
                path.unlink()
            folder.rmdir()
    (home / "papi.lock").unlink(missing_ok=True)
    with suppress(OSError):  # somebody else put a file there meanwhile: it stays theirs
        home.rmdir()


def _make_database(
    folder: Path,
    *,
    role: Role,
    code: str,
    name: str,
    secrets: tuple[str, str],
    superior: str,
    officers: Iterable[tuple[str, str]],
    clock: Clock,
    ids: Ids,
) -> tuple[UUID, str]:
    folder.mkdir()
    engine = make_engine(sqlite_url(folder))
    migrate(engine)
    now, unit, stream = clock.now(), ids.new_id(), ids.new_id()
    keys = make_keys(unit, code, name, 1)
    with UnitOfWork(engine, Actor(unit, stream, None, now), ids, "init") as uow:
        uow.session.add(Stream(id=stream, unit=unit, rev=0, head=root_head(stream, None), opened_at=now))
        uow.session.add(
            KeyRing(
                number=1,
                certificate=keys.certificate_pem,
                age_recipient=keys.age_recipient,
                by_passphrase=lock_keys(keys, secrets[0]),
                by_recovery_code=lock_keys(keys, secrets[1]),
                made_at=now,
            )
        )
        uow.session.flush()
        kind = UnitKind.COMMUNE if role is Role.COMMUNE else UnitKind.AUTHORITY
        uow.make(Unit, id=unit, code=code, name=name, kind=kind, predecessors=[], audience=_audience(role))
        people = [_new_officer(uow, role, full_name, position) for full_name, position in officers]
        for key, value in {
            "unit": str(unit),
            "role": role.value,
            "superior": superior,
            "officer": str(people[0].id) if people else None,
            "signatory": str(people[-1].id) if people else None,
        }.items():
            write_setting(uow.session, key, value)
        uow.commit()
    engine.dispose()
    return unit, fingerprint(keys.certificate_pem)


def _audience(role: Role) -> Audience:
    return Audience.SUPERIOR if role is Role.COMMUNE else Audience.SUBORDINATES


def _new_officer(uow: UnitOfWork, role: Role, full_name: str, position: str) -> Officer:
    return uow.make(Officer, full_name=nfc(full_name), position=nfc(position), unit_id=None, active=True, audience=_audience(role))


def add_officer(app: App, *, full_name: str, position: str) -> OfficerResult:
    """Enters an officer; the first one is at work from then on."""
    if not full_name.strip():
        raise RequestError(Code.BAD_VALUE, field="name", value=full_name)
    with app.unit_of_work("officer.add") as uow:
        officer = _new_officer(uow, app.office.role, full_name.strip(), position.strip())
        for key in ("officer", "signatory"):
            if setting(uow.session, key) is None:
                write_setting(uow.session, key, str(officer.id))
        uow.commit()
    return OfficerResult(officer.id, frozenset({Area.OFFICE}))


def office_view(app: App) -> OfficeView:
    """Who we are and who works here."""
    with app.read() as session:
        at_work, signatory = setting(session, "officer"), setting(session, "signatory")
        officers = officers_of(session, app.office.unit)
        rows = tuple(OfficerRow(o.id, o.full_name, o.position, str(o.id) == at_work) for o in officers)
        return OfficeView(
            unit=app.office.unit,
            code=app.office.code,
            name=app.office.name,
            role=app.office.role,
            superior=setting(session, "superior") or "",
            fingerprint=fingerprint(current_ring(session).certificate),
            officers=rows,
            signatory=next((row for row in rows if str(row.id) == signatory), None),
        )


def change_passphrase(app: App, *, secret: str, new_passphrase: str) -> None:
    """Locks the keys under a new passphrase; ``secret`` is the old one or the recovery code, which stays valid."""
    if len(new_passphrase) < MINIMUM_PASSPHRASE:
        raise KeyringError(Code.WEAK_PASSPHRASE, minimum=MINIMUM_PASSPHRASE)
    app.unlock(secret)
    with app.unit_of_work("key.passphrase") as uow:
        current_ring(uow.session).by_passphrase = lock_keys(app.keys, new_passphrase)
        uow.note(key=current_ring(uow.session).number)
        uow.commit()
