"""Starting: the first start, the passphrase, the window of each role, language and look, pictures of every page, and what goes wrong."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from papi_desktop.domain.errors import Code, StorageError
from papi_desktop.domain.vocabulary import Role
from papi_desktop.services.app import App, is_data_folder, open_app
from papi_desktop.services.demo import DemoStep
from papi_desktop.services.evidence import EvidenceFields, add_evidence
from papi_desktop.services.office import office_view
from papi_desktop.services.summary import Summary, summary
from papi_desktop.services.tasks import list_occurrences, task_detail
from papi_desktop.services.ticks import tick_occurrence
from resources.i18n import Language, current_language
from ui import sample_data, workplace
from ui.first_start import FirstStart
from ui.jobs import Failure, Jobs
from ui.pages.page import Page
from ui.pages.settings import SettingsPage
from ui.pages.tasks import TasksPage
from ui.passphrase import PassphraseDialog, with_keys
from ui.start import _Alarm
from ui.theme import Theme, ThemeChoice
from ui.tour import settle
from ui.window_state import language_choice, open_settings, theme_choice
from ui.workplace import Workplace

PASSPHRASE = "mat khau mau"
ENTER = Qt.Key.Key_Return


# the first start


@pytest.fixture
def first(qtbot: QtBot, jobs: Jobs, tmp_path: Path) -> FirstStart:
    dialog = FirstStart(tmp_path / "du-lieu", jobs)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_an_office_is_set_up_and_its_recovery_code_typed_back(first: FirstStart, jobs: Jobs, tmp_path: Path) -> None:
    form = first.form
    form.name.setText("UBND xã Tân Phú (mẫu)")
    form.code.setText("99001")
    form.superior.setText("Sở Nội vụ (mẫu)")
    form.officer.setText("Nguyễn Thị Hạnh (mẫu)")
    form.passphrase.setText("bon tu de nho")
    form.again.setText("bon tu de nho")
    QTest.keyClick(form.again, ENTER)
    settle(jobs)
    code = first.code.shown
    assert code.count("-") == 6
    first.reject()
    assert first.isVisible()
    assert "write the code down" in first.code.note.text
    first.code.field.setText("XXXX-XXXX")
    first.finish_button.click()
    assert "not the code above" in first.code.note.text
    first.code.field.setText(code.lower().replace("-", " "))
    QTest.keyClick(first.code.field, ENTER)
    assert (first.chosen, first.page) == (tmp_path / "du-lieu", "plansPage")
    with open_app(tmp_path / "du-lieu") as app:
        view = office_view(app)
        assert (view.role, view.code, view.superior) == (Role.COMMUNE, "99001", "Sở Nội vụ (mẫu)")
        assert [officer.full_name for officer in view.officers if officer.at_work] == ["Nguyễn Thị Hạnh (mẫu)"]
        app.unlock("bon tu de nho")


def test_what_is_wrong_in_the_form_is_said_and_stays(first: FirstStart, jobs: Jobs, tmp_path: Path) -> None:
    form = first.form
    form.code.setText("xã 1")
    form.passphrase.setText("ngan")
    form.again.setText("khac")
    first.create_button.click()
    settle(jobs)
    notes = (form.name_note, form.code_note, form.officer_note, form.passphrase_note, form.again_note)
    assert all(note.text for note in notes)
    assert form.code.text() == "xã 1"
    assert first.focusWidget() is form.name
    assert not (tmp_path / "du-lieu").exists()


def test_a_folder_that_is_in_the_way_is_said(first: FirstStart, jobs: Jobs, tmp_path: Path) -> None:
    (tmp_path / "du-lieu").mkdir()
    (tmp_path / "du-lieu" / "thu.txt").write_text("của người khác")
    form = first.form
    for field, text in ((form.name, "UBND xã (mẫu)"), (form.code, "99001"), (form.officer, "A (mẫu)")):
        field.setText(text)
    form.passphrase.setText("bon tu de nho")
    form.again.setText("bon tu de nho")
    first.create_button.click()
    settle(jobs)
    assert "already holds data" in first.messages.bars[0].message.heading
    assert form.name.text() == "UBND xã (mẫu)"
    assert first.create_button.isEnabled()


def test_another_data_folder_is_taken_only_when_it_is_one(first: FirstStart, commune: App, tmp_path: Path) -> None:
    first._take_other(tmp_path)
    assert first.isVisible()
    assert "holds no data" in first.messages.bars[0].message.heading
    first._take_other(commune.home)
    assert first.chosen == commune.home
    assert first.chosen_by_hand


def test_sample_data_is_made_whole_or_not_at_all(
    first: FirstStart, jobs: Jobs, tmp_path: Path, commune: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    def short_demo(home: Path, *, step: object) -> None:
        shutil.copytree(commune.home, home / "commune")
        assert callable(step)
        step(DemoStep(1, "Lập dữ liệu", "xong"))

    def broken_demo(home: Path, *, step: object) -> None:
        short_demo(home, step=step)
        raise StorageError(Code.DISK_FULL, path=str(home))

    monkeypatch.setattr(sample_data, "run_demo", broken_demo)
    first.side.sample_button.click()
    settle(jobs)
    assert first.isVisible()
    assert "disk is full" in first.messages.bars[0].message.heading
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith("du-lieu")) == []
    monkeypatch.setattr(sample_data, "run_demo", short_demo)
    first.side.sample_button.click()
    settle(jobs)
    assert first.chosen == tmp_path / "du-lieu-mau" / "commune"
    assert is_data_folder(tmp_path / "du-lieu-mau" / "commune")
    assert not first.chosen_by_hand


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
    settle(jobs)
    yield place
    settle(jobs)


def test_the_pages_of_a_commune_with_what_waits_on_them(place: Workplace, commune: App, jobs: Jobs, sample_files: dict[str, Path]) -> None:
    window = place.window
    assert [page.name for page in window.pages] == ["tasksPage", "syncPage", "plansPage", "settingsPage"]
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


def test_the_pages_of_the_level_above(qtbot: QtBot, authority: App, jobs: Jobs, settings: QSettings, theme: Theme) -> None:
    place = Workplace(authority, jobs, settings, theme)
    qtbot.addWidget(place.window)
    place.window.show()
    settle(jobs)
    assert [page.name for page in place.window.pages] == ["inboxPage", "plansPage", "settingsPage"]
    for page in place.window.pages:
        place.window.open_page(page.name)
        settle(jobs)
        assert page.header.search is None, "there is no page here that could show what is found"


def test_another_year_lists_its_own_tasks(place: Workplace, jobs: Jobs) -> None:
    page = place.window.page
    assert isinstance(page, TasksPage)
    assert page.list.rows
    place.window.side_bar.year_chosen.emit(2019)
    settle(jobs)
    assert page.list.rows == ()


def test_search_in_the_header_filters_the_tasks(place: Workplace, jobs: Jobs) -> None:
    place.window.open_page("plansPage")
    place.window.search_requested.emit("hộ nghèo")
    settle(jobs)
    page = place.window.page
    assert isinstance(page, TasksPage)
    assert page.list.filters.search.text() == "hộ nghèo"


def test_the_keys_are_told(place: Workplace) -> None:
    QTest.keyClick(place.window, Qt.Key.Key_F1)
    assert "Ctrl+M" in place.window.messages.bars[0].message.sentence


def a_button(page: Page, text: str) -> QRadioButton:
    return next(button for button in page.findChildren(QRadioButton) if button.text() == text)


def test_language_and_look_change_at_once_and_are_kept(place: Workplace, jobs: Jobs, settings: QSettings, theme: Theme) -> None:
    window = place.window
    window.open_page("settingsPage")
    settle(jobs)
    assert isinstance(window.page, SettingsPage)
    assert any("-" in label.text() and len(label.text()) > 30 for label in window.page.findChildren(QLabel))
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
    names = ("01-tasksPage", "02-syncPage", "03-plansPage", "04-settingsPage")
    assert pictures == [f"{name}.{language}.png" for name in names for language in ("en", "vi")]
    assert {str(tmp_path / "anh" / name) for name in pictures} == set(done.stdout.split())
    english, vietnamese = (QImage(str(tmp_path / "anh" / f"01-tasksPage.{language}.png")) for language in ("en", "vi"))
    assert (english.width(), english.height()) == (1366, 689)
    assert english != vietnamese


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
