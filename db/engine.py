"""Opening the database: connection settings, and migrating it to this program's schema."""

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from papi_desktop.domain.errors import Code, StorageError

if TYPE_CHECKING:
    from alembic.config import Config

DATABASE_NAME = "papi.db"

HEAD = "0004"
"""The newest migration."""

WRITES = "papi_writes"
"""Execution option of a connection whose transactions write: SQLite then takes the write lock at once instead of failing half way."""


def make_engine(url: URL) -> Engine:
    """An engine with this program's connection settings. Migrates nothing."""
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin)
        event.listen(engine, "checkin", _end_failed_commit)
        event.listen(engine, "handle_error", _as_storage_error)
    return engine


def sqlite_url(home: Path) -> URL:
    return URL.create("sqlite", database=str(home / DATABASE_NAME))


def _set_pragmas(connection: sqlite3.Connection, entry: ConnectionPoolEntry) -> None:
    del entry
    connection.isolation_level = None  # transactions are begun by _begin, never by the driver
    for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _end_failed_commit(connection: sqlite3.Connection | None, entry: ConnectionPoolEntry) -> None:
    """A commit that a deferred reference check refuses leaves SQLite's transaction open, holding the write lock."""
    del entry
    if connection is not None and connection.in_transaction:
        connection.rollback()


def _as_storage_error(context: ExceptionContext) -> StorageError | None:
    """What a failing disk or a held lock means for the officer, for reading and for writing; None for every other error."""
    error = context.original_exception
    if not isinstance(error, sqlite3.OperationalError):
        return None
    match error.sqlite_errorcode & 0xFF:
        case sqlite3.SQLITE_FULL:
            return StorageError(Code.DISK_FULL, path=DATABASE_NAME)
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StorageError(Code.IN_USE, holder="")
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return StorageError(Code.READ_ONLY, path=DATABASE_NAME)
        case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_IOERR:
            return StorageError(Code.WRITE_FAILED, path=DATABASE_NAME, reason=str(error))
        case _:
            return None


class WriteWatch:
    """Tells whether anything was written to the database since it was last asked."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: PoolProxiedConnection | None = None

    def version(self) -> int | None:
        """A number that is another one after every commit, whoever made it; ``None`` where the database does not tell.

        SQLite counts the commits that its other connections make: this one is used for nothing else.
        """
        if self._engine.dialect.name != "sqlite":
            return None
        if self._connection is None:
            self._connection = self._engine.raw_connection()
        cursor = self._connection.cursor()
        try:
            cursor.execute("PRAGMA data_version")
            return int(cursor.fetchall()[0][0])
        finally:
            cursor.close()

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def alembic_config() -> "Config":
    """Where the migrations are, for Alembic's commands."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "db:migrations")
    config.set_main_option("path_separator", "os")
    return config


def migrate(engine: Engine) -> None:
    """Brings the schema to ``HEAD`` in one transaction.

    Raises ``StorageError(DATA_NEWER)`` when a newer program wrote the database: it is left as it is.
    """
    with engine.connect() as connection:
        current = _revision(connection)
    if current == HEAD:
        return
    # Alembic takes longer to import than an up-to-date database to open
    from alembic import command
    from alembic.script import ScriptDirectory

    config = alembic_config()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if current is not None and current not in known:
        raise StorageError(Code.DATA_NEWER)
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _revision(connection: Connection) -> str | None:
    """The revision that the database says it is at; ``None`` for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
