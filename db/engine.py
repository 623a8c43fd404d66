"""Opening the database: connection settings, and migrating it to this program's schema."""

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.pool import ConnectionPoolEntry

from papi_desktop.domain.errors import Code, StorageError

if TYPE_CHECKING:
    from alembic.config import Config

DATABASE_NAME = "papi.db"

HEAD = "0001"
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
