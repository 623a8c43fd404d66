"""The schema: its head is what the tables say, on SQLite and as SQL for PostgreSQL; data survives each step."""

import io
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.orm import Session

from db.engine import HEAD, alembic_config, make_engine, migrate, sqlite_url
from db.journal import table_of
from db.tables import RECORD_TABLES, Base, Evidence
from papi_desktop.domain.errors import Code, StorageError


def test_head_equals_the_tables(tmp_path: Path) -> None:
    engine = make_engine(sqlite_url(tmp_path))
    migrate(engine)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    engine.dispose()


def test_every_migration_compiles_for_postgresql() -> None:
    config = alembic_config()
    config.set_main_option("dialect_name", "postgresql")
    config.output_buffer = output = io.StringIO()
    command.upgrade(config, "head", sql=True)
    sql = output.getvalue()
    for table in Base.metadata.tables:
        assert f"CREATE TABLE {table} " in sql or f'CREATE TABLE "{table}" ' in sql
    assert sql.count("TIMESTAMP WITH TIME ZONE") >= len(RECORD_TABLES)
    assert "DEFERRABLE INITIALLY DEFERRED" in sql


def test_migrating_twice_changes_nothing(tmp_path: Path) -> None:
    engine = make_engine(sqlite_url(tmp_path))
    migrate(engine)
    before = (tmp_path / "papi.db").read_bytes()
    migrate(engine)
    assert (tmp_path / "papi.db").read_bytes() == before
    engine.dispose()


def test_a_database_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    engine = make_engine(sqlite_url(tmp_path))
    migrate(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StorageError) as refused:
        migrate(engine)
    assert refused.value.code is Code.DATA_NEWER
    engine.dispose()


def test_migrations_form_one_line() -> None:
    scripts = ScriptDirectory.from_config(alembic_config())
    assert scripts.get_heads() == [HEAD]


def test_what_an_older_program_wrote_survives_every_step(tmp_path: Path) -> None:
    engine = make_engine(sqlite_url(tmp_path))
    config = alembic_config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    unit, one = uuid4(), uuid4()
    written = {"owner": unit.hex, "id": one.hex, "number": "12/TB-UBND", "at": "2026-03-01 08:00:00", "issued": "2026-02-27"}
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO evidence (owner, id, stream, rev, changed_at, audience, kind, number, issued, abstract, place,"
                " personal_data, details, search) VALUES (:owner, :id, :owner, 1, :at, 'superior', 'thong_bao', :number, :issued,"
                " '', '', 0, '{}', '')"
            ),
            written,
        )
    migrate(engine)
    with Session(engine) as session:
        kept = session.get_one(Evidence, (unit, one))
        assert (kept.number, kept.issued, kept.deleted) == ("12/TB-UBND", date(2026, 2, 27), False)
    with engine.connect() as connection:
        asked = "EXPLAIN QUERY PLAN SELECT count(*) FROM evidence WHERE owner = '' AND deleted IS 0 AND issued > '2026'"
        assert "COVERING INDEX ix_evidence_owner_deleted_issued" in str(connection.exec_driver_sql(asked).all())
    engine.dispose()


def test_connections_keep_the_promises_of_storage(tmp_path: Path) -> None:
    engine = make_engine(sqlite_url(tmp_path))
    with engine.connect() as connection:
        pragmas = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("foreign_keys", "journal_mode", "synchronous")}
    assert pragmas == {"foreign_keys": 1, "journal_mode": "wal", "synchronous": 2}
    engine.dispose()


def test_every_row_that_travels_is_keyed_stamped_and_can_be_deleted_softly() -> None:
    for table in RECORD_TABLES.values():
        columns = table_of(table).c
        assert [column.name for column in columns if column.primary_key] == ["owner", "id"]
        assert {"stream", "rev", "changed_at", "changed_by", "deleted", "audience", "version"} <= set(columns.keys())
