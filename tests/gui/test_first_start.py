"""The first start: from nothing to a plan on screen by keyboard, left and gone on with, and what stands in the way."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from papi_desktop.domain.errors import Code, StorageError
from papi_desktop.domain.vocabulary import Role
from papi_desktop.services.app import App, is_data_folder, open_app
from papi_desktop.services.cards import read_card_file
from papi_desktop.services.demo import DemoStep
from papi_desktop.services.office import office_view
from papi_desktop.services.plans import import_plan, list_plans
from papi_desktop.services.tasks import list_occurrences
from resources.i18n import Language, use_language
from ui import first_start, sample_data
from ui.first_start import FirstStart, is_unfinished
from ui.jobs import Jobs
from ui.pages.cards import TrustCardDialog
from ui.setup.cards_step import CardsStep
from ui.setup.draft import kept_draft
from ui.setup.plan_step import PlanStep
from ui.start import _open
from ui.tour import settle
from ui.widgets.fields import TextField
from ui.window_state import kept_home, open_settings

CHOSEN = "bon tu de nho"
ENTER, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape
ROLE, OFFICE, KEY, PLAN, DONE = range(5)


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return open_settings(tmp_path / "window.ini")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "du-lieu"


Open = Callable[..., FirstStart]


@pytest.fixture
def opened(qtbot: QtBot, jobs: Jobs, home: Path, settings: QSettings) -> Iterator[Open]:
    dialogs: list[FirstStart] = []

    def show(app: App | None = None) -> FirstStart:
        dialog = FirstStart(home, jobs, settings, app)
        qtbot.addWidget(dialog)
        for before in dialogs:
            before.hide()
        dialogs.append(dialog)
        dialog.show()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    yield show
    settle(jobs)
    for dialog in dialogs:
        left = dialog.take_app()
        if left is not None:
            left.close()


@pytest.fixture
def first(opened: Open) -> FirstStart:
    return opened()


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def type_in(text: str, *, then: Qt.Key | None = None) -> None:
    """Into whatever has the focus, as a person does; the Vietnamese letters come whole."""
    field = focused()
    assert isinstance(field, TextField)
    field.clear()
    for letter in text:
        if letter.isascii():
            QTest.keyClicks(field, letter)
        else:
            field.insert(letter)
    if then is not None:
        QTest.keyClick(field, then)


def fill_office(*, name: str = "Ủy ban nhân dân xã Tân Phú (mẫu)", code: str = "99001") -> None:
    for text in (name, code, "Sở Nội vụ (mẫu)", "Nguyễn Thị Hạnh (mẫu)", "Công chức (mẫu)"):
        type_in(text, then=Qt.Key.Key_Tab)


def the_part(first: FirstStart) -> str:
    parts = first.key.code.code.split("-")
    return " ".join(parts[group - 1] for group in first.key.code.groups).lower()


def fill_key(first: FirstStart) -> None:
    for field in (first.key.passphrase.first, first.key.passphrase.second):
        field.setText(CHOSEN)
    first.key.code.field.setText(the_part(first))


def to_key(first: FirstStart) -> None:
    QTest.keyClick(focused(), ENTER)
    fill_office()
    QTest.keyClick(first.office.name, ENTER)
    assert first.step == KEY


def make_office(first: FirstStart, jobs: Jobs) -> None:
    to_key(first)
    fill_key(first)
    QTest.keyClick(first.key.code.field, ENTER)
    settle(jobs, 60_000)
    assert first.step == PLAN


def drop(page: QWidget, *files: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(page, QDragEnterEvent(page.rect().center(), Qt.DropAction.CopyAction, data, left, none))
    QApplication.sendEvent(page, QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, left, none))


# the whole way


def test_by_keyboard_from_nothing_to_the_tasks_of_the_year(
    qtbot: QtBot, first: FirstStart, jobs: Jobs, home: Path, settings: QSettings, sample_files: dict[str, Path]
) -> None:
    assert first.step == ROLE
    QTest.keyClick(focused(), ENTER)
    fill_office()
    assert "ỦY BAN NHÂN DÂN. XÃ TÂN PHÚ (MẪU)" in first.office.preview.text
    assert "Nguyễn Thị Hạnh (mẫu)" in first.office.preview.text
    QTest.keyClick(focused(), ENTER)
    assert first.step == KEY
    type_in(CHOSEN, then=Qt.Key.Key_Tab)
    type_in(CHOSEN)
    assert first.key.passphrase.notes == ("Strong.", "The same as above.")
    first.key.code.field.setFocus()
    type_in(the_part(first))
    assert not is_data_folder(home), "the office comes into being only when its code was proven"
    QTest.keyClick(focused(), ENTER)
    settle(jobs, 60_000)
    assert (first.step, is_data_folder(home)) == (PLAN, True)
    plan = first.plan
    assert isinstance(plan, PlanStep)
    drop(plan, sample_files["docx"])
    settle(jobs)
    assert plan.is_comparing
    QTest.keyClick(plan.comparison.tree, ENTER, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: first.step == DONE, timeout=30_000)
    settle(jobs)
    assert first.done_step is not None
    assert first.done_step.tasks.total > 10
    assert "occurrences" in first.done_step.said.text()
    QTest.keyClick(first.done_step.list, ENTER)
    assert (first.chosen, first.page) == (home, "tasksPage")
    assert kept_draft(settings, home) is None
    app = first.take_app()
    assert app is not None
    with app:
        view = office_view(app)
        assert (view.role, view.code, view.name, view.superior) == (
            Role.COMMUNE,
            "99001",
            "Ủy ban nhân dân xã Tân Phú (mẫu)",
            "Sở Nội vụ (mẫu)",
        )
        assert [(officer.full_name, officer.position) for officer in view.officers if officer.at_work] == [
            ("Nguyễn Thị Hạnh (mẫu)", "Công chức (mẫu)")
        ]
        assert len(list_occurrences(app).rows) > 10
        app.unlock(CHOSEN)
        app.unlock(first.key.code.code)


def test_the_level_above_takes_cards_in_and_comes_to_its_inbox(first: FirstStart, jobs: Jobs, home: Path, template: Any) -> None:
    QTest.keyClick(first.role.choices[Role.COMMUNE], Qt.Key.Key_Down)
    assert first.role.role is Role.AUTHORITY
    QTest.keyClick(focused(), ENTER)
    fill_office(name="Sở Nội vụ (mẫu)", code="SNV")
    QTest.keyClick(focused(), ENTER)
    fill_key(first)
    QTest.keyClick(first.key.code.field, ENTER)
    settle(jobs, 60_000)
    cards = first.plan
    assert isinstance(cards, CardsStep)
    assert first.side.states[PLAN] == "4. Cards: open now"
    card = template.home / "99001.papi.card"
    drop(cards, card)
    settle(jobs)
    [dialog] = first.findChildren(TrustCardDialog)
    dialog.field.setText(read_card_file(card).fingerprint)
    QTest.keyClick(dialog.field, ENTER)
    settle(jobs)
    assert [row.code for row in cards.cards.rows] == ["99001"]
    QTest.keyClick(cards.list, ENTER)
    assert first.step == DONE
    first.continue_button.click()
    assert (first.chosen, first.page) == (home, "inboxPage")


def test_an_office_without_a_plan_yet_opens_where_plans_are_taken_in(first: FirstStart, jobs: Jobs, home: Path) -> None:
    make_office(first, jobs)
    first.skip_button.click()
    settle(jobs)
    assert first.step == DONE
    QTest.keyClick(first, ENTER)
    assert (first.chosen, first.page) == (home, "plansPage")


# left and gone on with


def test_what_was_typed_is_there_after_a_kill_in_each_step(opened: Open, home: Path, settings: QSettings, qtbot: QtBot) -> None:
    opened()
    QTest.keyClick(focused(), ENTER)
    type_in("UBND xã Tân Phú (mẫu)")
    qtbot.waitUntil(lambda: (kept_draft(settings, home) or first_start.Draft()).name == "UBND xã Tân Phú (mẫu)")
    killed = opened()  # what the next process finds; the first one said no goodbye
    assert (killed.step, killed.office.name.text()) == (OFFICE, "UBND xã Tân Phú (mẫu)")
    assert focused() is killed.office.code, "what is still missing"
    killed.office.name.setFocus()
    fill_office()
    QTest.keyClick(killed.office.name, ENTER)
    killed.key.passphrase.first.setText("mot bi mat khong duoc luu")
    again = opened()
    assert (again.step, again.key.passphrase.text) == (KEY, "")
    assert again.key.code.code != killed.key.code.code
    kept = Path(settings.fileName()).read_text("utf-8")
    assert "bi mat" not in kept
    assert killed.key.code.code not in kept
    assert not is_data_folder(home)


def test_an_office_made_and_killed_before_its_plan_goes_on_with_the_plan(
    opened: Open, jobs: Jobs, home: Path, settings: QSettings, sample_files: dict[str, Path]
) -> None:
    first = opened()
    make_office(first, jobs)
    app = first.take_app()
    assert app is not None
    app.close()  # as the death of a process does
    with open_app(home) as app:
        assert is_unfinished(app, settings)
    again = opened(open_app(home))
    assert again.step == PLAN
    assert again.back_button.isHidden(), "what is made is changed in the settings, not here"
    again.close()
    settle(jobs)
    assert (again.chosen, again.take_app()) == (None, None)
    with open_app(home) as app:
        assert is_unfinished(app, settings), "closing leaves it to be gone on with"
        import_plan(app, path=sample_files["docx"])
        assert not is_unfinished(app, settings), "a plan that is here needs no first start"
    assert kept_draft(settings, home) is None


def test_a_folder_that_was_never_begun_here_simply_opens(commune: App, settings: QSettings) -> None:
    assert not is_unfinished(commune, settings)


def test_starting_opens_what_is_there_without_asking(
    commune: App, jobs: Jobs, settings: QSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_what: object) -> None:
        pytest.fail("nothing is to be set up")

    monkeypatch.setattr("ui.first_start.FirstStart", refuse)
    commune.close()
    app, page = _open(commune.home, jobs, settings)
    assert app is not None
    with app:
        assert (app.home, page) == (commune.home, "")


def test_starting_remembers_a_folder_named_by_hand(
    commune: App, jobs: Jobs, settings: QSettings, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commune.close()

    def choose(dialog: FirstStart) -> None:
        dialog.take_other(commune.home)

    monkeypatch.setattr(FirstStart, "exec", choose)
    app, _page = _open(home, jobs, settings)
    assert app is not None
    with app:
        assert (app.home, kept_home(settings)) == (commune.home, commune.home)


def test_back_loses_nothing(first: FirstStart) -> None:
    to_key(first)
    code = first.key.code.code
    first.key.passphrase.first.setText(CHOSEN)
    QTest.keyClick(first, ESCAPE)
    assert (first.step, first.office.name.text()) == (OFFICE, "Ủy ban nhân dân xã Tân Phú (mẫu)")
    first.back_button.click()
    assert first.step == ROLE
    QTest.keyClick(first, ESCAPE)
    assert first.isVisible(), "there is nothing before the first step"
    for _step in range(2):
        QTest.keyClick(first, ENTER)
    assert (first.step, first.key.passphrase.text, first.key.code.code) == (KEY, CHOSEN, code)


def test_closing_asks_while_a_code_may_be_on_paper(first: FirstStart, home: Path) -> None:
    to_key(first)
    first.key.passphrase.first.setText(CHOSEN)
    first.close()
    assert first.isVisible()
    [box] = first.findChildren(QMessageBox)
    buttons = {button.text(): button for button in box.findChildren(QPushButton)}
    assert "will not be valid" in box.text()
    buttons["Go on setting up"].click()
    assert first.isVisible()
    first.close()
    box = next(box for box in first.findChildren(QMessageBox) if box.isVisible())
    next(button for button in box.findChildren(QPushButton) if button.text().startswith("Stop")).click()
    assert not first.isVisible()
    assert (first.chosen, home.exists()) == (None, False)


def test_closing_while_the_office_is_made_waits_for_it(first: FirstStart, jobs: Jobs, home: Path, settings: QSettings) -> None:
    to_key(first)
    fill_key(first)
    first.continue_button.click()
    first.close()
    assert first.isVisible()
    settle(jobs, 60_000)
    assert not first.isVisible()
    assert first.chosen is None
    with open_app(home) as app:
        assert is_unfinished(app, settings)


def test_closing_while_a_plan_is_taken_in_waits_for_a_safe_point(
    opened: Open, jobs: Jobs, home: Path, settings: QSettings, sample_files: dict[str, Path]
) -> None:
    first = opened()
    make_office(first, jobs)
    plan = first.plan
    assert isinstance(plan, PlanStep)
    plan.begin(sample_files["docx"])
    settle(jobs)
    plan.comparison.confirm()
    first.close()
    settle(jobs)
    assert (first.isVisible(), first.chosen) == (False, None)
    with open_app(home) as app:
        assert is_unfinished(app, settings) == (not list_plans(app)), "all of the plan or nothing of it"


# what is wrong


def test_what_is_wrong_is_said_and_goes_as_soon_as_it_is_mended(first: FirstStart) -> None:
    QTest.keyClick(focused(), ENTER)
    office = first.office
    QTest.keyClick(office.name, ENTER)
    assert first.step == OFFICE
    assert focused() is office.name
    notes = {checked.field: checked.note for checked in (office._name, office._code, office._officer, office._position)}
    assert "as on the seal" in notes[office.name].text
    assert "5 digits" in notes[office.code].text
    assert "choose “Fill in the position later”" in notes[office.position].text
    type_in("UBND xã (mẫu)")
    assert "Please" not in notes[office.name].text
    office.code.setText("9900")
    assert "for example 99001" in notes[office.code].text
    office.code.setText("99001")
    assert "not compared with any list" in notes[office.code].text
    office.officer.setText("Người Một (mẫu)")
    office.later.setChecked(True)
    assert notes[office.position].text == ""
    QTest.keyClick(office.name, ENTER)
    assert first.step == KEY


@pytest.mark.parametrize(
    ("first_typed", "second_typed", "said"),
    [
        ("ngan", "ngan", "Too short"),
        (CHOSEN, "bon tu khac", "differ"),
        (CHOSEN, "", "once more"),
    ],
)
def test_a_bad_passphrase_makes_no_office(
    first: FirstStart, jobs: Jobs, home: Path, first_typed: str, second_typed: str, said: str
) -> None:
    to_key(first)
    fill_key(first)
    first.key.passphrase.first.setText(first_typed)
    first.key.passphrase.second.setText(second_typed)
    first.continue_button.click()
    settle(jobs)
    assert any(said in note for note in first.key.passphrase.notes)
    assert (first.step, home.exists()) == (KEY, False)


@pytest.mark.parametrize(("typed", "said"), [("", "write the code down"), ("XXXX XXXX", "not the two groups")])
def test_a_code_that_is_not_on_paper_makes_no_office(first: FirstStart, jobs: Jobs, home: Path, typed: str, said: str) -> None:
    to_key(first)
    fill_key(first)
    first.key.code.field.setText(typed)
    first.continue_button.click()
    settle(jobs)
    assert said in first.key.code.note
    assert focused() is first.key.code.field
    assert not home.exists()
    first.key.code.field.setText(the_part(first))
    assert "Matches" in first.key.code.note


def test_a_folder_that_is_in_the_way_is_said_and_nothing_is_lost(first: FirstStart, jobs: Jobs, home: Path) -> None:
    home.mkdir()
    (home / "thu.txt").write_text("của người khác")
    to_key(first)
    fill_key(first)
    first.continue_button.click()
    settle(jobs)
    assert "already holds data" in first.messages.bars[0].message.heading
    assert (first.step, first.key.passphrase.text) == (KEY, CHOSEN)
    assert first.continue_button.isEnabled()


def refuse_writing(monkeypatch: pytest.MonkeyPatch, code: Code) -> None:
    def fail(folder: Path, **_details: object) -> object:
        raise StorageError(code, path=str(folder), reason="Permission denied")

    monkeypatch.setattr(first_start, "init_office", fail)


@pytest.mark.parametrize(("code", "said"), [(Code.DISK_FULL, "disk is full"), (Code.WRITE_FAILED, "failed")])
def test_a_full_or_read_only_disk_is_said_and_the_next_try_goes_on(
    first: FirstStart, jobs: Jobs, monkeypatch: pytest.MonkeyPatch, code: Code, said: str
) -> None:
    to_key(first)
    fill_key(first)
    with monkeypatch.context() as patched:
        refuse_writing(patched, code)
        first.continue_button.click()
        settle(jobs)
    assert said in first.messages.bars[0].message.heading
    assert first.step == KEY
    first.continue_button.click()
    settle(jobs, 60_000)
    assert first.step == PLAN


def test_a_place_where_nothing_can_be_written_is_said(qtbot: QtBot, jobs: Jobs, settings: QSettings, tmp_path: Path) -> None:
    (tmp_path / "tep").write_text("không phải thư mục")
    first = FirstStart(tmp_path / "tep" / "du-lieu", jobs, settings)
    qtbot.addWidget(first)
    first.show()
    first.activateWindow()
    qtbot.waitUntil(first.isActiveWindow)
    to_key(first)
    fill_key(first)
    first.continue_button.click()
    settle(jobs)
    assert "failed" in first.messages.bars[0].message.heading
    assert first.step == KEY


def test_a_file_that_is_no_plan_keeps_the_step(first: FirstStart, jobs: Jobs, sample_files: dict[str, Path]) -> None:
    make_office(first, jobs)
    plan = first.plan
    assert isinstance(plan, PlanStep)
    plan.begin(sample_files["photo"])
    settle(jobs)
    assert first.step == PLAN
    assert first.messages.bars[0].message.heading
    plan.begin(sample_files["docx"])
    settle(jobs)
    assert plan.is_comparing
    assert first._footer.isHidden()
    QTest.keyClick(first, ESCAPE)
    assert not plan.is_comparing
    assert not first._footer.isHidden()
    app = first.take_app()
    assert app is not None
    with app:
        assert list_plans(app) == ()


# other data


def short_demo(commune: App) -> Callable[..., None]:
    def make(home: Path, *, step: Callable[[DemoStep], None]) -> None:
        shutil.copytree(commune.home, home / "commune")
        step(DemoStep(1, "Lập dữ liệu", "xong"))

    return make


def test_sample_data_is_made_whole_or_not_at_all(
    first: FirstStart, jobs: Jobs, tmp_path: Path, commune: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken_demo(home: Path, *, step: Callable[[DemoStep], None]) -> None:
        short_demo(commune)(home, step=step)
        raise StorageError(Code.DISK_FULL, path=str(home))

    monkeypatch.setattr(sample_data, "run_demo", broken_demo)
    first.side.sample_button.click()
    settle(jobs)
    assert first.isVisible()
    assert "disk is full" in first.messages.bars[0].message.heading
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith("du-lieu")) == []
    monkeypatch.setattr(sample_data, "run_demo", short_demo(commune))
    first.side.sample_button.click()
    settle(jobs)
    assert first.chosen == tmp_path / "du-lieu-mau" / "commune"
    assert is_data_folder(tmp_path / "du-lieu-mau" / "commune")
    assert not first.chosen_by_hand


def test_sample_data_from_a_later_step_keeps_what_was_begun(
    first: FirstStart, jobs: Jobs, commune: App, settings: QSettings, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sample_data, "run_demo", short_demo(commune))
    to_key(first)
    QTest.keyClick(first.side.sample_button, Qt.Key.Key_Space)
    settle(jobs)
    assert first.chosen is not None
    kept = kept_draft(settings, home)
    assert kept is not None
    assert (kept.code, kept.step) == ("99001", KEY)


def test_another_data_folder_is_taken_only_when_it_is_one(first: FirstStart, commune: App, tmp_path: Path) -> None:
    first.take_other(tmp_path)
    assert first.isVisible()
    assert "holds no data" in first.messages.bars[0].message.heading
    first.take_other(commune.home)
    assert first.chosen == commune.home
    assert first.chosen_by_hand


# how it looks


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("size", [(1366, 689), (1024, 600), (1093, 614), (683, 384)])
def test_each_step_fits_and_its_buttons_stay_in_sight(
    qtbot: QtBot, jobs: Jobs, home: Path, settings: QSettings, size: tuple[int, int], language: Language
) -> None:
    use_language(language)
    first = FirstStart(home, jobs, settings)
    qtbot.addWidget(first)
    first.resize(*size)
    first.show()
    for step in (ROLE, OFFICE, KEY):
        first._show_step(step)
        QApplication.processEvents()
        assert (first.width(), first.height()) == size
        for button in (first.continue_button, first.side.sample_button):
            place = button.mapTo(first, button.rect().bottomRight())
            assert first.rect().contains(place), (step, button.text())
        assert first.continue_button.width() >= first.continue_button.sizeHint().width()


def test_the_steps_say_how_far_they_are(first: FirstStart) -> None:
    to_key(first)
    assert [state.rpartition(": ")[2] for state in first.side.states] == ["done", "done", "open now", "to come", "to come"]


def test_every_field_is_named(first: FirstStart) -> None:
    for step in (first.role, first.office, first.key):
        for field in step.findChildren(TextField):
            assert field.accessibleName()
