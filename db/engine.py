"""Opening the database: connection settings, and migrating it to this program's schema."""

import sqlite3
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from papi_desktop.domain.errors import Code, StorageError

DATABASE_NAME = "papi.db"

WRITES = "papi_writes"
"""Execution option of a connection whose transactions write: SQLite then takes the write lock at once instead of failing half way."""


def make_engine(url: URL) -> Engine:
    """An engine with this program's connection settings. Migrates nothing."""
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin)
        event.listen(engine, "checkin", _end_failed_commit)
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


def alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", "db:migrations")
    config.set_main_option("path_separator", "os")
    return config


def migrate(engine: Engine) -> None:
    """Brings the schema to this program's head in one transaction.

    Raises ``StorageError(DATA_NEWER)`` when a newer program wrote the database: it is left as it is.
    """
    config = alembic_config()
    scripts = ScriptDirectory.from_config(config)
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        current = MigrationContext.configure(connection).get_current_revision()
        if current == scripts.get_current_head():
            return
        if current is not None and current not in {script.revision for script in scripts.walk_revisions()}:
            raise StorageError(Code.DATA_NEWER)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
