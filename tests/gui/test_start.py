"""Starting: the first start, the passphrase, the window of each role, language and look, pictures of every page, and what goes wrong."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from papi_desktop.services.app import App
from papi_desktop.services.evidence import EvidenceFields, add_evidence
from papi_desktop.services.summary import Summary, summary
from papi_desktop.services.tasks import list_occurrences, task_detail
from papi_desktop.services.ticks import tick_occurrence
from resources.i18n import Language, current_language
from ui import workplace
from ui.jobs import Failure, Jobs
from ui.pages.add_evidence import AddEvidenceDialog
from ui.pages.page import Page
from ui.pages.settings import SettingsPage
from ui.pages.tasks import TasksPage
from ui.passphrase import PassphraseDialog, with_keys
from ui.start import _Alarm
from ui.theme import Theme, ThemeChoice
from ui.tour import settle
from ui.window_state import Place, keep_place, language_choice, open_settings, theme_choice
from ui.workplace import Workplace

PASSPHRASE = "mat khau mau"
ENTER = Qt.Key.Key_Return


# the passphrase


@pytest.fixture
def locked(commune: App) -> App:
    commune._keys = None
    return commune


def test_a_wrong_passphrase_keeps_the_dialog_and_a_right_one_goes_on(qtbot: QtBot, locked: App, jobs: Jobs) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    went_on: list[bool] = []
    with_keys(window, locked, jobs, lambda: went_on.append(locked.unlocked))
    [dialog] = window.findChildren(PassphraseDialog)
    QTest.keyClick(dialog.field, ENTER)
    assert dialog.note.text == "Please enter the passphrase."
    QTest.keyClicks(dialog.field, "khong phai")
    QTest.keyClick(dialog.field, ENTER)
    settle(jobs)
    assert dialog.isVisible()
    assert "does not open the key" in dialog.note.text
    assert dialog.field.hasSelectedText()
    assert went_on == []
    QTest.keyClicks(dialog.field, PASSPHRASE)
    QTest.keyClick(dialog.field, ENTER)
    settle(jobs)
    assert went_on == [True]
    with_keys(window, locked, jobs, lambda: went_on.append(True))
    assert went_on == [True, True]


def test_leaving_the_passphrase_dialog_goes_nowhere(qtbot: QtBot, locked: App, jobs: Jobs) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    went_on: list[bool] = []
    with_keys(window, locked, jobs, lambda: went_on.append(True))
    [dialog] = window.findChildren(PassphraseDialog)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    settle(jobs)
    assert went_on == []
    assert not locked.unlocked


# the window


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return open_settings(tmp_path / "window.ini")


@pytest.fixture
def place(qtbot: QtBot, commune: App, jobs: Jobs, settings: QSettings, theme: Theme) -> Iterator[Workplace]:
    place = Workplace(commune, jobs, settings, theme)
    qtbot.addWidget(place.window)
    place.window.resize(1366, 689)
    place.window.show()
    place.window.open_page("tasksPage")
    settle(jobs)
    yield place
    settle(jobs)


def test_what_waits_is_counted_in_the_frame(place: Workplace, commune: App, jobs: Jobs, sample_files: dict[str, Path]) -> None:
    window = place.window
    before = int(window.side_bar.pages.count_text("tasksPage"))
    assert window.side_bar.year.currentData() == 2026
    assert window.status.texts[0].startswith("All changes saved at")
    assert window.status.texts[1] == "0 evidence items not sent"
    row = next(row for row in list_occurrences(commune).rows if row.status.value == "overdue" and row.expected == 1)
    [slot] = task_detail(commune, occurrence_id=row.id).slots
    add_evidence(commune, task_ids=[row.id], fields=EvidenceFields(kind=slot.kind), files=[sample_files["pdf"]], expected_id=slot.id)
    result = tick_occurrence(commune, occurrence_id=row.id)
    window.page.changed.emit(result.changed)
    settle(jobs)
    assert int(window.side_bar.pages.count_text("tasksPage")) == before - 1
    assert window.status.texts[1] == "1 evidence item not sent"


def test_another_year_lists_its_own_tasks(place: Workplace, jobs: Jobs) -> None:
    page = place.window.page
    assert isinstance(page, TasksPage)
    assert page.list.rows
    place.window.side_bar.year_chosen.emit(2019)
    settle(jobs)
    assert page.list.rows == ()


def test_every_page_has_its_help(place: Workplace) -> None:
    for name in place.window.names:
        place.window.open_page(name)
        QTest.keyClick(place.window, Qt.Key.Key_F1)
        (dialog,) = (each for each in place.window.findChildren(QDialog, "pageHelp") if each.isVisible())
        texts = [label.text() for label in dialog.findChildren(QLabel)]
        assert "Ctrl+Z" in texts
        assert ("Ctrl+M" in texts) is (name in {"tasksPage", "evidencePage"})
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert not dialog.isVisible()


def test_the_next_start_lands_where_the_officer_was(
    qtbot: QtBot, place: Workplace, commune: App, jobs: Jobs, settings: QSettings, theme: Theme
) -> None:
    page = place.window.page
    assert isinstance(page, TasksPage)
    chosen = page.list.rows[7].id
    page.arrive(chosen)
    settle(jobs)
    assert place.window.close()
    later = Jobs()
    again = Workplace(commune, later, settings, theme)
    qtbot.addWidget(again.window)
    again.return_to_place()
    again.window.show()
    settle(later)
    found = again.window.page
    assert isinstance(found, TasksPage)
    assert found.list.current == chosen
    assert later.shut_down(5)


@pytest.mark.parametrize("kept", [Place(), Place("noSuchPage", "x", 1999), Place("tasksPage", "not an id", 2026)])
def test_a_place_that_is_no_longer_there_is_no_matter(place: Workplace, jobs: Jobs, settings: QSettings, commune: App, kept: Place) -> None:
    keep_place(settings, str(commune.office.unit), kept)
    place.return_to_place()
    settle(jobs)
    assert place.window.page.name == "tasksPage"
    assert place.year == 2026


def test_a_language_waits_for_what_would_be_given_up(place: Workplace, jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    page = place.window.page
    monkeypatch.setattr(page, "put_away", lambda: "Finish the plan first.")
    place.speak("vi")
    settle(jobs)
    assert place.window.page is page
    assert place.window.messages.bars[0].message.sentence == "Finish the plan first."
    assert current_language() == "en"
    monkeypatch.undo()


def drop(page: QWidget, *files: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(page, QDragEnterEvent(page.rect().center(), Qt.DropAction.CopyAction, data, left, none))
    QApplication.sendEvent(page, QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, left, none))


@pytest.mark.parametrize(("names", "leads_to"), [(("a.papi.zip", "b.papi.age"), "syncPage"), (("a.pdf", "b.papi.zip"), "evidencePage")])
def test_files_dropped_anywhere_find_their_page(
    place: Workplace, jobs: Jobs, tmp_path: Path, names: tuple[str, ...], leads_to: str
) -> None:
    files = [tmp_path / name for name in names]
    for file in files:
        file.write_bytes(b"x")
    for start in ("overviewPage", "calendarPage", "printPage"):
        place.window.open_page(start)
        settle(jobs)
        drop(place.window.page, *files)
        settle(jobs)
        assert place.window.page.name == leads_to
        for dialog in place.window.findChildren(AddEvidenceDialog):
            dialog.reject()
        settle(jobs)


def a_button(page: Page, text: str) -> QRadioButton:
    return next(button for button in page.findChildren(QRadioButton) if button.text() == text)


def test_language_and_look_change_at_once_and_are_kept(place: Workplace, jobs: Jobs, settings: QSettings, theme: Theme) -> None:
    window = place.window
    window.open_page("settingsPage")
    settle(jobs)
    assert isinstance(window.page, SettingsPage)
    window.page.arrive("look")
    a_button(window.page, "Dark").click()
    assert theme.choice is theme_choice(settings) is ThemeChoice.DARK
    kept: dict[Language, str] = {}
    for name, language in (("Tiếng Việt", "vi"), ("English", "en")):
        a_button(window.page, name).click()
        QApplication.processEvents()
        settle(jobs)
        QTest.qWait(50)
        settle(jobs)
        assert current_language() == language_choice(settings) == language
        assert window.page.name == "settingsPage"
        kept[language_choice(settings)] = window.page.title
    assert len(set(kept.values())) == 2
    assert window.side_bar.year.currentData() == 2026


def test_undo_by_the_key_of_the_window(place: Workplace, commune: App, jobs: Jobs) -> None:
    row = list_occurrences(commune).rows[0]
    tick_occurrence(commune, occurrence_id=row.id)
    place.window.undo_requested.emit()
    settle(jobs)
    assert list_occurrences(commune).rows[0].ticked_at is None
    assert "Undone" in place.window.messages.bars[-1].message.heading


def test_a_plan_of_a_new_year_is_offered(place: Workplace, jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    def with_other_years(app: App, *, year: int | None) -> Summary:
        return replace(summary(app, year=year), years=(2027, 2025))

    monkeypatch.setattr(workplace, "summary", with_other_years)
    place.window.page.changed.emit(frozenset())
    settle(jobs)
    assert [place.window.side_bar.year.itemData(row) for row in range(2)] == [2027, 2025]
    assert place.year == 2027


# the program


def start(*arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    """``papi-desktop`` in a process of its own, without a screen, keeping nothing outside ``home``."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(home), "XDG_STATE_HOME": str(home)}
    environment.pop("PAPI_HOME", None)
    return subprocess.run(
        [sys.executable, "-m", "papi_desktop", *arguments], capture_output=True, text=True, timeout=120, check=False, env=environment
    )


def test_the_tour_saves_every_page_in_both_languages(commune: App, tmp_path: Path) -> None:
    commune.close()
    done = start("--home", str(commune.home), "--tour", str(tmp_path / "anh"), home=tmp_path)
    assert (done.returncode, [line for line in done.stderr.splitlines() if "propagateSizeHints" not in line]) == (0, [])
    pictures = sorted(path.name for path in (tmp_path / "anh").iterdir())
    assert len(pictures) == 2 * 8
    assert pictures[2:4] == ["02-tasksPage.en.png", "02-tasksPage.vi.png"]
    assert {str(tmp_path / "anh" / name) for name in pictures} == set(done.stdout.split())
    english, vietnamese = (QImage(str(tmp_path / "anh" / f"02-tasksPage.{language}.png")) for language in ("en", "vi"))
    assert (english.width(), english.height()) == (1366, 689)
    assert english != vietnamese


def test_a_tour_of_a_scaled_dark_screen(commune: App, tmp_path: Path) -> None:
    commune.close()
    done = start("--home", str(commune.home), "--tour", str(tmp_path), "--scale", "150", "--dark", home=tmp_path)
    assert done.returncode == 0, done.stderr
    picture = QImage(str(tmp_path / "02-tasksPage.vi.png"))
    assert abs(picture.width() - 1366) <= 2
    assert abs(picture.height() - 689) <= 2
    assert picture.pixelColor(3, 3).lightness() < 100


@pytest.mark.parametrize(("in_use", "code"), [(False, "NO_DATA"), (True, "IN_USE")])
def test_a_tour_that_cannot_begin_says_why(commune: App, tmp_path: Path, in_use: bool, code: str) -> None:
    home = commune.home if in_use else tmp_path / "khong-co"
    done = start("--home", str(home), "--tour", str(tmp_path / "anh"), home=tmp_path)
    assert done.returncode == 1
    assert f"error[{code}]" in done.stderr
    assert not (tmp_path / "anh").exists()


def test_what_nobody_foresaw_is_logged_and_shown(capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> None:
    alarm = _Alarm()
    error = ZeroDivisionError("một lỗi mẫu")
    alarm.take(ZeroDivisionError, error, None)
    assert "một lỗi mẫu" in capsys.readouterr().err
    shown: list[Failure] = []
    alarm.show = shown.append
    alarm.take(ZeroDivisionError, error, None)
    assert [failure.error for failure in shown] == [error]
    assert alarm.count == 2
    assert "một lỗi mẫu" in caplog.text
