"""Searching everything from the header: the list under the field, the keys, and where a find leads."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from papi_desktop.services.app import App
from papi_desktop.services.evidence import EvidenceFields, add_evidence
from papi_desktop.services.search import FoundKind
from papi_desktop.services.tasks import OccurrenceRow, list_occurrences
from ui.jobs import Jobs
from ui.pages.tasks import TasksPage
from ui.search_results import SearchResults
from ui.theme import Theme
from ui.tour import settle
from ui.window_state import open_settings
from ui.workplace import Workplace

Key = Qt.Key


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


@pytest.fixture
def row(commune: App) -> OccurrenceRow:
    """A task whose words no other task has."""
    rows = list_occurrences(commune).rows
    return next(row for row in rows if sum(row.text in other.text for other in rows) == 1)


def results_of(place: Workplace) -> SearchResults:
    (results,) = (each for each in place.window.findChildren(SearchResults) if each.window() is place.window)
    return results


def press(place: Workplace, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget() or place.window, key, modifier)


def type_words(field: QLineEdit, words: str) -> None:
    """As a Vietnamese input method puts them in; ``QTest.keyClicks`` knows ASCII only."""
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(field, event)


def look_for(place: Workplace, jobs: Jobs, words: str, qtbot: QtBot) -> SearchResults:
    press(place, Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    field.clear()
    type_words(field, words)
    results = results_of(place)
    qtbot.waitUntil(lambda: results.result.words == words)
    settle(jobs)
    return results


def test_a_find_opens_its_task_by_keyboard(place: Workplace, jobs: Jobs, qtbot: QtBot, row: OccurrenceRow) -> None:
    place.window.open_page("plansPage")
    settle(jobs)
    results = look_for(place, jobs, row.text, qtbot)
    assert results.isVisible()
    assert results.result.found[0].target == row.id
    press(place, Key.Key_Down)
    assert QApplication.focusWidget() is results.view
    press(place, Key.Key_Return)
    settle(jobs)
    page = place.window.page
    assert isinstance(page, TasksPage)
    assert page.list.current == row.id
    assert not results.isVisible()


def test_f3_goes_from_find_to_find_and_round(place: Workplace, jobs: Jobs, qtbot: QtBot) -> None:
    results = look_for(place, jobs, "niêm yết", qtbot)
    page = place.window.page
    assert isinstance(page, TasksPage)
    tasks = [found.target for found in results.result.found if found.kind is FoundKind.TASK]
    assert len(tasks) == len(results.result.found) > 1
    opened: list[object] = []
    for _press in range(len(tasks) + 1):
        press(place, Key.Key_F3)
        settle(jobs)
        opened.append(page.list.current)
    assert opened == [*tasks, tasks[0]]
    press(place, Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    settle(jobs)
    assert page.list.current == tasks[-1]


def test_escape_closes_the_list_only(place: Workplace, jobs: Jobs, qtbot: QtBot) -> None:
    for words, start in (("niem yet", Key.Key_Shift), ("cong khai", Key.Key_Down)):
        results = look_for(place, jobs, words, qtbot)
        field = QApplication.focusWidget()
        press(place, start)
        assert results.isVisible()
        press(place, Key.Key_Escape)
        assert not results.isVisible()
        assert QApplication.focusWidget() is field


def test_the_list_goes_with_the_focus_and_with_the_words(place: Workplace, jobs: Jobs, qtbot: QtBot) -> None:
    results = look_for(place, jobs, "niem yet", qtbot)
    press(place, Key.Key_Tab)
    qtbot.waitUntil(lambda: not results.isVisible())
    results = look_for(place, jobs, "khong co gi nhu vay", qtbot)
    assert results.isVisible()
    assert "No matches" in results.foot.text()
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    field.selectAll()
    press(place, Key.Key_Delete)
    assert not results.isVisible()
    assert results.result.found == ()


def test_enter_before_the_finds_are_there_opens_the_first(place: Workplace, jobs: Jobs, row: OccurrenceRow) -> None:
    press(place, Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    type_words(field, row.text)
    press(place, Key.Key_Return)
    settle(jobs)
    settle(jobs)
    page = place.window.page
    assert isinstance(page, TasksPage)
    assert page.list.current == row.id


def test_f3_without_a_search_says_how(place: Workplace) -> None:
    press(place, Key.Key_F3)
    assert "searched" in place.window.messages.bars[0].message.heading


def test_evidence_without_words_of_its_own_shows_its_kind(
    place: Workplace, commune: App, jobs: Jobs, qtbot: QtBot, row: OccurrenceRow, sample_files: dict[str, Path]
) -> None:
    add_evidence(commune, task_ids=[row.id], fields=EvidenceFields(kind="photo"), files=[sample_files["photo"]])
    results = look_for(place, jobs, sample_files["photo"].stem, qtbot)
    assert [results.view.model().index(0, 0).data()] == ["Photo"]
    press(place, Key.Key_Return)
    settle(jobs)
    assert place.window.page.name == "evidencePage"
