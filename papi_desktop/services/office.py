"""Making a data folder, and who its office is."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from db.engine import DATABASE_NAME, make_engine, migrate, sqlite_url
from db.office_queries import current_ring, officers_of, setting, write_setting
from db.tables import KeyRing, Stream, Unit
from db.unit_of_work import Actor, Ids, UnitOfWork
from papi_desktop.bundle.card import fingerprint
from papi_desktop.bundle.keys import Keys, lock_keys, make_keys
from papi_desktop.disk import disk_error, flush_folder
from papi_desktop.domain.chain import root_head
from papi_desktop.domain.errors import Code, RequestError, StorageError
from papi_desktop.domain.office_names import paper_name
from papi_desktop.domain.text import nfc
from papi_desktop.domain.vocabulary import Audience, Role, UnitKind
from papi_desktop.evidence.store import FolderStore
from papi_desktop.services.app import App, Clock, RandomIds, SystemClock, is_data_folder, lock_folder
from papi_desktop.services.changes import EVERYTHING, Changed
from papi_desktop.services.office_settings import change_settings
from papi_desktop.services.officers import new_officer
from papi_desktop.services.own_keys import check_passphrase, propose_recovery_code

OWN_LOCK_FILES = {"papi.lock", "papi.lock.holder", "incoming", "objects"}

LockBoth = Callable[[Keys], tuple[bytes, bytes]]
"""How new keys are kept: locked under the passphrase, and under the recovery code."""


@dataclass(frozen=True)
class InitResult:
    """A new office: its id, the fingerprint of its card, and the recovery code, which is shown once and kept nowhere in clear."""

    home: Path
    unit: UUID
    fingerprint: str
    recovery_code: str


@dataclass(frozen=True)
class MadeOffice:
    """A new office, and its keys as they were made: nothing else opens them where ``lock`` kept nothing."""

    unit: UUID
    keys: Keys


@dataclass(frozen=True)
class OfficerRow:
    id: UUID
    full_name: str
    position: str
    at_work: bool
    active: bool = True
    """Still works here."""


@dataclass(frozen=True)
class OfficeView:
    """Who we are, for the side bar, the papers and the settings."""

    unit: UUID
    code: str
    name: str
    role: Role
    superior: str
    place: str
    """What stands before the date on papers: the one that was set, else the one in the name."""
    fingerprint: str
    officers: tuple[OfficerRow, ...]
    signatory: OfficerRow | None


@dataclass(frozen=True)
class OfficeResult:
    changed: Changed = EVERYTHING


def init_office(
    home: Path,
    *,
    role: Role,
    code: str,
    name: str,
    passphrase: str,
    superior: str = "",
    officers: Iterable[tuple[str, str]] = (),
    recovery_code: str | None = None,
    clock: Clock | None = None,
    ids: Ids | None = None,
) -> InitResult:
    """Makes a data folder with database, keys and card. It appears whole or not at all.

    ``officers`` are (full name, position); the first is at work, the last of several signs papers. ``recovery_code`` is one that was
    proposed and proven before (``own_keys``); without it a new one is made. Raises ``StorageError`` EXISTS,
    DISK_FULL or WRITE_FAILED, ``RequestError`` BAD_VALUE for an empty code or name, ``KeyringError`` WEAK_PASSPHRASE.
    """
    check_passphrase(passphrase)
    on_paper = recovery_code or propose_recovery_code()
    made = make_office(
        home,
        role=role,
        code=code,
        name=name,
        lock=lambda keys: (lock_keys(keys, passphrase), lock_keys(keys, on_paper)),
        superior=superior,
        officers=officers,
        clock=clock,
        ids=ids,
    )
    return InitResult(home.absolute(), made.unit, fingerprint(made.keys.certificate_pem), on_paper)


def make_office(
    home: Path,
    *,
    role: Role,
    code: str,
    name: str,
    lock: LockBoth,
    superior: str = "",
    officers: Iterable[tuple[str, str]] = (),
    clock: Clock | None = None,
    ids: Ids | None = None,
) -> MadeOffice:
    """``init_office`` for who says itself how the keys are locked, which takes seconds under a passphrase; it is asked once the folder
    is there. The errors are the same but for those of the passphrase.
    """
    clock, ids = clock or SystemClock(), ids or RandomIds()
    code, name = nfc(code.strip()), nfc(name.strip())
    if not name or not code.isascii() or not code.isalnum() or len(code) > 16:
        raise RequestError(Code.BAD_VALUE, field="name" if not name else "code", value=name if not name else code)
    home = home.absolute()
    if is_data_folder(home) or (home.is_dir() and {path.name for path in home.iterdir()} - OWN_LOCK_FILES):
        raise StorageError(Code.EXISTS, path=str(home))
    existed = home.exists()
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise disk_error(error, home) from error
    held = lock_folder(home)
    try:
        store = FolderStore(home)
        store.clear_leftovers()
        store.make()
        made = _make_database(
            home / "incoming",
            role=role,
            code=code,
            name=name,
            lock=lock,
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
        held.release()
        if not is_data_folder(home) and not existed:
            _remove_unfinished(home)
    return made


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
    lock: LockBoth,
    superior: str,
    officers: Iterable[tuple[str, str]],
    clock: Clock,
    ids: Ids,
) -> MadeOffice:
    folder.mkdir()
    engine = make_engine(sqlite_url(folder))
    migrate(engine)
    now, unit, stream = clock.now(), ids.new_id(), ids.new_id()
    keys = make_keys(unit, code, name, 1)
    by_passphrase, by_recovery_code = lock(keys)
    with UnitOfWork(engine, Actor(unit, stream, None, now), ids, "init") as uow:
        uow.session.add(Stream(id=stream, unit=unit, rev=0, head=root_head(stream, None), opened_at=now))
        uow.session.add(
            KeyRing(
                number=1,
                certificate=keys.certificate_pem,
                age_recipient=keys.age_recipient,
                by_passphrase=by_passphrase,
                by_recovery_code=by_recovery_code,
                made_at=now,
            )
        )
        uow.session.flush()
        kind = UnitKind.COMMUNE if role is Role.COMMUNE else UnitKind.AUTHORITY
        uow.make(Unit, id=unit, code=code, name=name, kind=kind, predecessors=[], audience=Audience.of(role))
        people = [new_officer(uow, role, full_name, position) for full_name, position in officers]
        for key, value in {
            "unit": str(unit),
            "role": role.value,
            "superior": superior,
            "officer": str(people[0].id) if people else None,
            "signatory": str(people[-1].id) if len(people) > 1 else None,
        }.items():
            write_setting(uow.session, key, value)
        uow.commit()
    engine.dispose()
    return MadeOffice(unit, keys)


def office_view(app: App) -> OfficeView:
    """Who we are and who works here."""
    with app.read() as session:
        at_work, signatory = setting(session, "officer"), setting(session, "signatory")
        officers = officers_of(session, app.office.unit)
        rows = tuple(OfficerRow(o.id, o.full_name, o.position, str(o.id) == at_work, o.active) for o in officers)
        return OfficeView(
            unit=app.office.unit,
            code=app.office.code,
            name=app.office.name,
            role=app.office.role,
            superior=setting(session, "superior") or "",
            place=setting(session, "place") or paper_name(app.office.name).place,
            fingerprint=fingerprint(current_ring(session).certificate),
            officers=rows,
            signatory=next((row for row in rows if str(row.id) == signatory), None),
        )


def edit_office(app: App, *, name: str | None = None, place: str | None = None, superior: str | None = None) -> OfficeResult:
    """Changes what is given: the name as on the seal, the place before the date on papers, the name of the level above.

    A place that the name itself says need not be kept. The code cannot be changed: other offices know this one by it. The new name
    travels with the next bundle; cards handed out before keep the old one. Raises ``RequestError(BAD_VALUE)`` for an empty name.
    """
    if name is not None and not name.strip():
        raise RequestError(Code.BAD_VALUE, field="name", value="")
    with app.unit_of_work("office.edit") as uow:
        unit = uow.session.get_one(Unit, (app.office.unit, app.office.unit))
        if name is not None:
            unit.name = nfc(name.strip())
        values: dict[str, str | None] = {}
        if place is not None:
            said = nfc(place.strip())
            values["place"] = None if said == paper_name(unit.name).place else said
        if superior is not None:
            values["superior"] = nfc(superior.strip())
        change_settings(uow, values)
        uow.commit()
    app.renew_office()
    return OfficeResult()
