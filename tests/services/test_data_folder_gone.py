"""A data folder that vanishes, is replaced or turns read-only while it is open: said plainly, and nothing is written past it."""

import shutil
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import URL, text

from db.engine import WRITES, make_engine
from papi_desktop.domain.errors import Code, StorageError
from papi_desktop.services.app import App
from papi_desktop.services.tasks import list_occurrences
from papi_desktop.services.ticks import tick_occurrence


def done(app: App) -> int:
    return list_occurrences(app).done


def test_nothing_is_written_into_a_deleted_folder_and_it_may_come_back(commune: App, tmp_path: Path) -> None:
    row = list_occurrences(commune).rows[0]
    away = tmp_path / "away"
    commune.home.rename(away)
    with pytest.raises(StorageError) as raised:
        tick_occurrence(commune, occurrence_id=row.id, note="đủ")
    assert raised.value.code is Code.DATA_GONE
    assert raised.value.params["path"] == str(commune.home)
    with pytest.raises(StorageError):
        list_occurrences(commune)
    away.rename(commune.home)
    assert done(commune) == 0
    tick_occurrence(commune, occurrence_id=row.id, note="đủ")
    assert done(commune) == 1


def test_there_is_no_room_for_files_on_their_way_while_the_folder_is_gone(commune: App, tmp_path: Path) -> None:
    commune.home.rename(tmp_path / "away")
    with pytest.raises(StorageError) as raised:
        _folder = commune.temporary
    assert raised.value.code is Code.DATA_GONE
    (tmp_path / "away").rename(commune.home)
    folder = commune.temporary
    folder.rmdir()
    folder.touch()
    with pytest.raises(StorageError) as raised:
        _folder = commune.temporary
    assert raised.value.code is Code.WRITE_FAILED


def test_another_file_in_its_place_is_not_written_to(commune: App, tmp_path: Path) -> None:
    row = list_occurrences(commune).rows[0]
    copy = tmp_path / "copy"
    shutil.copytree(commune.home, copy)
    shutil.rmtree(commune.home)
    copy.rename(commune.home)
    before = (commune.home / "papi.db").read_bytes()
    with pytest.raises(StorageError) as raised:
        tick_occurrence(commune, occurrence_id=row.id, note="đủ")
    assert raised.value.code is Code.DATA_GONE
    assert (commune.home / "papi.db").read_bytes() == before


def test_a_database_that_can_only_be_read_says_so(tmp_path: Path) -> None:
    file = tmp_path / "papi.db"
    with sqlite3.connect(file) as plain:
        plain.execute("PRAGMA journal_mode=WAL")
        plain.execute("CREATE TABLE facts (id INTEGER)")
    plain.close()
    engine = make_engine(URL.create("sqlite", database=f"file:{file}", query={"mode": "ro", "uri": "true"}))
    with engine.connect().execution_options(**{WRITES: True}) as connection, pytest.raises(StorageError) as raised:
        connection.execute(text("INSERT INTO facts VALUES (1)"))
    engine.dispose()
    assert raised.value.code is Code.READ_ONLY


def test_a_database_that_cannot_be_opened_says_so(tmp_path: Path) -> None:
    engine = make_engine(URL.create("sqlite", database=str(tmp_path / "no such folder" / "papi.db")))
    with pytest.raises(StorageError) as raised, engine.connect():
        pass
    engine.dispose()
    assert raised.value.code is Code.WRITE_FAILED
