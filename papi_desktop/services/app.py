"""The open data folder: what every service takes first."""

import os
import secrets
from collections.abc import Callable, Hashable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar
from uuid import UUID, uuid4

from filelock import FileLock, Timeout
from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError, NoResultFound
from sqlalchemy.orm import Session

from db.engine import DATABASE_NAME, make_engine, migrate, sqlite_url
from db.journal_queries import live_stream
from db.office_queries import current_ring, setting
from db.tables import Unit
from db.unit_of_work import Actor, Ids, UnitOfWork
from papi_desktop.disk import disk_error
from papi_desktop.domain.errors import Code, KeyringError, StorageError
from papi_desktop.domain.vocabulary import Role
from papi_desktop.evidence.store import FolderStore, ObjectStore
from papi_desktop.services.calendar import OfficeCalendar, VietnamCalendar
from papi_desktop.services.readings import Readings

if TYPE_CHECKING:
    from papi_desktop.bundle.keys import Keys

T = TypeVar("T")

LOCK_NAME = "papi.lock"
HOLDER_NAME = "papi.lock.holder"

Progress = Callable[[int, int], None]
"""``progress(done, total)``; total is 0 while it is not known."""
Cancelled = Callable[[], bool]


def no_progress(done: int, total: int) -> None:
    del done, total


def never() -> bool:
    return False


class Clock(Protocol):
    def now(self) -> datetime:
        """This instant, with its zone: the office's local time."""
        ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now().astimezone()


class RandomIds:
    def new_id(self) -> UUID:
        return uuid4()

    def new_salt(self) -> bytes:
        return secrets.token_bytes(16)


@dataclass(frozen=True)
class Office:
    """Whose data folder this is."""

    unit: UUID
    code: str
    name: str
    role: Role


@dataclass
class App:
    """An open data folder. Built by ``open_app``; closed once, by who opened it."""

    home: Path
    engine: Engine
    store: ObjectStore
    office: Office
    clock: Clock
    ids: Ids
    calendar: OfficeCalendar
    cleaned: int
    """Files a killed run had left behind, removed at the start."""
    _readings: Readings
    _lock: FileLock
    _database: tuple[int, int]
    """Which file the database was when it was opened."""
    _keys: "Keys | None" = field(default=None, repr=False)

    def __enter__(self) -> "App":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        self._readings.close()
        self.engine.dispose()
        _release(self.home, self._lock)

    def today(self) -> date:
        return self.clock.now().date()

    def read(self) -> Session:
        """A session that reads one snapshot; use it as a context manager. Raises ``StorageError(DATA_GONE)``."""
        self._require_data()
        return Session(self.engine, expire_on_commit=False)

    def unit_of_work(self, action: str) -> UnitOfWork:
        """A write transaction in the name of the officer at work."""
        from papi_desktop.services.records import must_fit  # brings the bundle's records, which reading does not need

        with self.read() as session:
            officer = setting(session, "officer")
            stream = live_stream(session, self.office.unit).id
        actor = Actor(self.office.unit, stream, None if officer is None else UUID(officer), self.clock.now())
        return UnitOfWork(self.engine, actor, self.ids, action, fits=must_fit)

    def kept(self, kind: str, key: Hashable, read: Callable[[], T]) -> T:
        """What ``read`` gives, from the last time where nothing was written since (``Readings``). Raises ``StorageError(DATA_GONE)``."""
        self._require_data()
        return self._readings.kept(kind, key, read)

    def last_kept(self, kind: str) -> tuple[Hashable, object] | None:
        """What ``kept`` still holds of a kind, with its key, without reading anything."""
        return self._readings.last(kind)

    def _require_data(self) -> None:
        """A system may go on writing into a file that was deleted, moved or replaced: what is written there is lost."""
        if _file_id(self.home / DATABASE_NAME) != self._database:
            self.engine.dispose()  # the file is opened anew once it is back
            raise StorageError(Code.DATA_GONE, path=str(self.home))

    def renew_office(self) -> None:
        """Reads anew who this office is, after its name was changed."""
        with self.read() as session:
            self.office = _office(session)

    @property
    def temporary(self) -> Path:
        """A folder for files on their way in or out; cleared at every start.

        Raises ``StorageError`` DATA_GONE, DISK_FULL or WRITE_FAILED.
        """
        self._require_data()
        folder = self.home / "incoming"
        try:
            folder.mkdir(exist_ok=True)
        except OSError as error:
            raise disk_error(error, folder) from error
        return folder

    @property
    def unlocked(self) -> bool:
        return self._keys is not None

    def unlock(self, secret: str) -> None:
        """Unlocks the seal key by passphrase or recovery code. Takes about a second on purpose.

        Raises ``KeyringError(WRONG_PASSPHRASE)``.
        """
        from papi_desktop.bundle.keys import normalise_recovery_code, unlock_keys  # most sittings end without a seal

        with self.read() as session:
            ring = current_ring(session)
        code = normalise_recovery_code(secret)
        try:
            self._keys = unlock_keys(ring.by_passphrase, secret)
        except KeyringError:
            if code is None:
                raise
            self._keys = unlock_keys(ring.by_recovery_code, code)

    @property
    def keys(self) -> "Keys":
        """The unlocked keys; raises ``KeyringError(NO_PASSPHRASE)`` while they are locked."""
        if self._keys is None:
            raise KeyringError(Code.NO_PASSPHRASE)
        return self._keys


def default_home() -> Path:
    """Where the data folder is when nobody names one."""
    import platformdirs

    return Path(platformdirs.user_data_dir("papi-desktop", appauthor=False))


def is_data_folder(home: Path) -> bool:
    return (home / DATABASE_NAME).is_file()


def _file_id(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return (found.st_dev, found.st_ino)


def lock_folder(home: Path) -> FileLock:
    """Takes the one process lock of a data folder; it dies with the process. Raises ``StorageError(IN_USE)``."""
    lock = FileLock(home / LOCK_NAME, thread_local=False)  # opened beside the window, closed by it
    holder = home / HOLDER_NAME
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise StorageError(Code.IN_USE, holder=holder.read_text("utf-8") if holder.exists() else "PID ?") from error
    except OSError as error:
        raise StorageError(Code.WRITE_FAILED, path=str(home), reason=error.strerror or "") from error
    holder.write_text(f"PID {os.getpid()}", "utf-8")
    return lock


def _release(home: Path, lock: FileLock) -> None:
    (home / HOLDER_NAME).unlink(missing_ok=True)
    lock.release()


def open_app(
    home: Path,
    *,
    clock: Clock | None = None,
    ids: Ids | None = None,
    calendar: OfficeCalendar | None = None,
    keys: "Keys | None" = None,
) -> App:
    """Opens a data folder, migrating its database when an older program wrote it.

    ``keys`` are ready where they were unlocked before; else ``App.unlock`` unlocks them when a seal is to be made.
    Raises ``StorageError``: NO_DATA, IN_USE, DATA_NEWER, DATA_DAMAGED.
    """
    home = home.absolute()
    if not is_data_folder(home):
        raise StorageError(Code.NO_DATA, path=str(home))
    with ExitStack() as undone:
        lock = lock_folder(home)
        undone.callback(_release, home, lock)
        engine = make_engine(sqlite_url(home))
        undone.callback(engine.dispose)
        store = FolderStore(home)
        try:
            cleaned = store.clear_leftovers()
            migrate(engine)
            with Session(engine) as session:
                office = _office(session)
        except (DatabaseError, NoResultFound) as error:
            raise StorageError(Code.DATA_DAMAGED, what=str(error)) from error
        except OSError as error:
            raise disk_error(error, home) from error
        undone.pop_all()
    return App(
        home=home,
        engine=engine,
        store=store,
        office=office,
        clock=clock or SystemClock(),
        ids=ids or RandomIds(),
        calendar=calendar or VietnamCalendar(),
        cleaned=cleaned,
        _readings=Readings(engine),
        _lock=lock,
        _database=_file_id(home / DATABASE_NAME),
        _keys=keys,
    )


def _office(session: Session) -> Office:
    unit_id = setting(session, "unit")
    if unit_id is None:
        raise StorageError(Code.DATA_DAMAGED, what="setting unit")
    unit = session.get_one(Unit, (UUID(unit_id), UUID(unit_id)))
    return Office(unit=unit.id, code=unit.code, name=unit.name, role=Role(setting(session, "role")))
