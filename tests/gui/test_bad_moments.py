"""What goes wrong while the window is open: it says what happened, what was not lost, what to do, and keeps what was typed."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from papi_desktop.domain.errors import Code, StorageError
from papi_desktop.domain.vocabulary import OccurrenceStatus
from papi_desktop.services.app import App
from papi_desktop.services.tasks import list_occurrences
from papi_desktop.wording import error_message
from ui.jobs import Jobs
from ui.pages.tasks import TasksPage
from ui.theme import Theme
from ui.tour import settle
from ui.widgets.message_bar import MessageKind
from ui.window_state import open_settings
from ui.workplace import Workplace

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def place(qtbot: QtBot, commune: App, jobs: Jobs, theme: Theme, tmp_path: Path) -> Iterator[Workplace]:
    place = Workplace(commune, jobs, open_settings(tmp_path / "window.ini"), theme)
    qtbot.addWidget(place.window)
    place.window.resize(1366, 689)
    place.window.show()
    place.window.activateWindow()
    qtbot.waitUntil(place.window.isActiveWindow)
    place.window.open_page("tasksPage")
    settle(jobs)
    yield place
    settle(jobs)


def said(place: Workplace) -> list[tuple[MessageKind, str]]:
    return [(bar.message.kind, bar.message.heading) for bar in place.window.messages.bars]


def test_a_data_folder_that_vanishes_and_comes_back(place: Workplace, commune: App, jobs: Jobs, tmp_path: Path, qtbot: QtBot) -> None:
    page = place.window.page
    assert isinstance(page, TasksPage)
    row = next(row for row in page.list.rows if row.expected and "%" not in row.target)
    page.arrive(row.id)
    settle(jobs)
    page.panel.tick.reason.insert("đã họp, chờ biên bản")
    away = tmp_path / "away"
    commune.home.rename(away)
    QTest.keyClick(page, Qt.Key.Key_Return, CTRL)
    settle(jobs)
    told = error_message(StorageError(Code.DATA_GONE, path=str(commune.home)))
    assert said(place) == [(MessageKind.ERROR, told.what)]
    for name in place.window.names:  # every page stays usable, none says it twice
        place.window.open_page(name)
        settle(jobs)
    assert said(place)[0] == (MessageKind.ERROR, told.what)
    away.rename(commune.home)
    place.window.messages.bars[0].closed.emit()
    place.window.open_page("tasksPage")
    settle(jobs)
    assert page.panel.tick.reason.text() == "đã họp, chờ biên bản"
    place.window.activateWindow()
    qtbot.waitUntil(place.window.isActiveWindow)
    QTest.keyClick(page, Qt.Key.Key_Return, CTRL)
    settle(jobs)
    (done,) = (each for each in list_occurrences(commune).rows if each.id == row.id)
    assert (done.status, done.tick_note) == (OccurrenceStatus.DONE, "đã họp, chờ biên bản")


@pytest.mark.skipif(os.name != "posix", reason="a file is held against writing in another way here")
def test_a_data_folder_that_turns_read_only(
    place: Workplace, commune: App, jobs: Jobs, sample_files: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system refuses every new file in the data folder, as on a stick whose switch was moved."""
    page = place.window.page
    assert isinstance(page, TasksPage)
    page.show_example()
    settle(jobs)
    before = list_occurrences(commune).rows
    real = cast("Callable[..., object]", Path.open)

    def refuse(path: Path, mode: str = "r", *arguments: object, **options: object) -> object:
        if path.is_relative_to(commune.home) and not set(mode).isdisjoint("wxa+"):
            raise OSError(30, "Read-only file system", str(path))
        return real(path, mode, *arguments, **options)

    monkeypatch.setattr(Path, "open", refuse)
    dialog = page.add_evidence([sample_files["pdf"]])
    assert dialog is not None
    settle(jobs)
    dialog.number.selectAll()
    QTest.keyClicks(dialog.number, "62/TB-UBND")
    QTest.keyClick(dialog.number, Qt.Key.Key_Return, CTRL)
    settle(jobs)
    assert dialog.isVisible(), "what was typed stays where it was"
    assert dialog.number.text() == "62/TB-UBND"
    assert "What was saved before is not lost" in dialog.files_note.text
    assert list_occurrences(commune).rows == before
    monkeypatch.undo()
    closed: list[int] = []
    dialog.finished.connect(closed.append)
    QTest.keyClick(dialog.number, Qt.Key.Key_Return, CTRL)
    settle(jobs)
    assert closed == [QDialog.DialogCode.Accepted]
    assert sum(row.evidence for row in list_occurrences(commune).rows) == 1
