"""The plans page: taking a plan in from the document to the database, by keyboard, with all that can go wrong."""

import shutil
import sqlite3
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

import docx
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QBrush, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from papi_desktop.domain.plan_document import SourcePlace
from papi_desktop.domain.vocabulary import OccurrenceStatus, TimingKind
from papi_desktop.services.app import App
from papi_desktop.services.changes import Changed
from papi_desktop.services.plans import list_plans
from papi_desktop.services.tasks import list_occurrences, task_detail
from papi_desktop.services.undo import undo
from resources.i18n import Language, use_language
from ui.colours import DARK, LIGHT
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.pages import plans as plans_module
from ui.pages.page import Page
from ui.pages.plan_understood import Entry
from ui.pages.plans import PlansPage
from ui.theme import Theme, ThemeChoice
from ui.tour import settle
from ui.widgets.message_bar import Message, MessageBar, MessageKind
from ui.window_state import open_settings

CTRL = Qt.KeyboardModifier.ControlModifier
ACTION = Qt.DropAction.CopyAction
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
HEAD = ("TT", "Nhiệm vụ", "Chỉ tiêu", "Kết quả", "Chủ trì", "Thời gian")
PROMPT = 0.5
"""Seconds: measured are 0.05, on a machine that does nothing else."""


class TasksPage(Page):
    """Stands in for the page that a finished import leads to."""

    def __init__(self) -> None:
        super().__init__("tasksPage", "Tasks", "tasks")

    def refresh(self, changed: Changed) -> None:
        del changed

    def areas(self) -> Sequence[QWidget]:
        return ()


def open_window(qtbot: QtBot, app: App, jobs: Jobs, tmp_path: Path) -> MainWindow:
    settings = open_settings(tmp_path / "window.ini")
    window = MainWindow(jobs=jobs, settings=settings, make_pages=lambda: [PlansPage(app, jobs), TasksPage()])
    qtbot.addWidget(window)
    window.resize(1366, 689)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    settle(jobs)
    return window


@pytest.fixture
def window(qtbot: QtBot, commune: App, jobs: Jobs, tmp_path: Path) -> Iterator[MainWindow]:
    """Of a commune that has taken the sample plan in."""
    yield open_window(qtbot, commune, jobs, tmp_path)
    settle(jobs)


@pytest.fixture
def page(window: MainWindow) -> PlansPage:
    return plans_page(window)


@pytest.fixture
def empty(qtbot: QtBot, commune: App, jobs: Jobs, tmp_path: Path) -> Iterator[MainWindow]:
    """Of a commune without a plan."""
    undo(commune)
    yield open_window(qtbot, commune, jobs, tmp_path)
    settle(jobs)


@pytest.fixture
def write_plan(tmp_path: Path) -> Callable[..., Path]:
    """Writes a Word plan of ``rows`` under the usual header."""

    def write(*rows: Sequence[str], head: Sequence[str] = HEAD, name: str = "ke-hoach-nho.docx") -> Path:
        document = docx.Document()
        texts = ("ỦY BAN NHÂN DÂN XÃ AN BÌNH (MẪU)", "Số: 7/KH-UBND", "KẾ HOẠCH", "Thực hiện Chỉ số PAPI năm 2026")
        for text in texts:
            document.add_paragraph(text)
        table = document.add_table(rows=1 + len(rows), cols=len(head))
        for cells, texts in zip(table.rows, (head, *rows), strict=True):
            for cell, text in zip(cells.cells, texts, strict=True):
                cell.text = text
        path = tmp_path / name
        document.save(str(path))
        return path

    return write


def plans_page(window: MainWindow) -> PlansPage:
    page = window.pages[0]
    assert isinstance(page, PlansPage)
    return page


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifier)


def write(text: str) -> None:
    """Types ``text`` over what the field with the focus holds; an input method would put letters with marks in the same way."""
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    field.selectAll()
    field.insert(text)
    field.textEdited.emit(text)


def read(page: PlansPage, jobs: Jobs, path: Path) -> None:
    page.arrive(path)
    settle(jobs)
    assert page.comparison.isVisible()


def confirm(page: PlansPage, qtbot: QtBot, jobs: Jobs) -> None:
    page.comparison.confirm()
    settle(jobs)
    qtbot.waitUntil(lambda: not page.comparison.isVisible())
    settle(jobs)


def entries(page: PlansPage) -> list[Entry]:
    return [row for part in page.comparison.tree.entries.groups for row in part.rows]


def parts(page: PlansPage) -> dict[str, str]:
    return {part.title: part.count for part in page.comparison.tree.entries.groups}


def bars(window: MainWindow) -> list[MessageBar]:
    return window.messages.bars


def messages(window: MainWindow) -> list[Message]:
    return [bar.message for bar in bars(window)]


def counts(app: App) -> dict[str, int]:
    """The number of rows of every table, read beside the program."""
    with closing(sqlite3.connect(app.home / "papi.db")) as database:
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}


def drop(page: PlansPage, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    QApplication.sendEvent(page, QDragEnterEvent(page.rect().center(), ACTION, data, LEFT, NONE))
    assert page.drop.isVisible()
    QApplication.sendEvent(page, QDropEvent(QPointF(page.rect().center()), ACTION, data, LEFT, NONE))


# the whole way


def test_a_plan_is_taken_in_by_keyboard_alone(
    empty: MainWindow, commune: App, jobs: Jobs, qtbot: QtBot, sample_files: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def choose(_parent: QWidget, then: Callable[[Path], object]) -> None:
        then(sample_files["docx"])

    monkeypatch.setattr(plans_module, "ask_for_plan", choose)
    page = plans_page(empty)
    assert page.empty.isVisible()
    page.empty_button.setFocus()
    press(Qt.Key.Key_O, CTRL)
    settle(jobs)
    assert page.comparison.tree.hasFocus()
    assert page.comparison.confirm_button.text() == "Confirm and make 161 occurrences"
    assert page.comparison.read_chip.text == "47 tasks read"
    assert list_plans(commune) == ()
    press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(page.list.isVisible)
    settle(jobs)
    (plan,) = list_plans(commune)
    assert (plan.number, plan.tasks, plan.occurrences, len(plan.unread)) == ("45/KH-UBND", 47, 161, 1)
    assert page.list.hasFocus()
    assert page.panel.counts.text() == "47 tasks, 161 occurrences"
    (said,) = messages(empty)
    assert (said.kind, said.heading, said.sentence) == (MessageKind.UNDO, "Imported the plan 45/KH-UBND.", "47 tasks, 161 occurrences.")


def test_the_message_of_an_import_leads_to_the_tasks_and_takes_it_back(
    empty: MainWindow, commune: App, jobs: Jobs, qtbot: QtBot, sample_files: dict[str, Path]
) -> None:
    page = plans_page(empty)
    read(page, jobs, sample_files["docx"])
    confirm(page, qtbot, jobs)
    bars(empty)[0].action_button.click()
    settle(jobs)
    assert list_plans(commune) == ()
    assert page.empty.isVisible()
    read(page, jobs, sample_files["docx"])
    confirm(page, qtbot, jobs)
    bars(empty)[0].link_button.click()
    assert empty.page.name == "tasksPage"


def test_a_dropped_file_is_read(page: PlansPage, jobs: Jobs, sample_files: dict[str, Path]) -> None:
    drop(page, sample_files["docx"])
    settle(jobs)
    assert page.comparison.isVisible()
    assert page.comparison.path == sample_files["docx"]


# correcting


def test_another_timing_changes_the_occurrences_here_and_in_the_database(
    empty: MainWindow, commune: App, jobs: Jobs, qtbot: QtBot, write_plan: Callable[..., Path]
) -> None:
    page = plans_page(empty)
    read(page, jobs, write_plan(("1", "Công khai ngân sách", "100% khoản thu", "Báo cáo", "Phòng Kinh tế", "Theo hướng dẫn riêng")))
    comparison = page.comparison
    assert comparison.confirm_button.text() == "Confirm and make 1 occurrence"
    assert parts(page) == {"To be confirmed": "1"}
    press(Qt.Key.Key_Return)
    assert comparison.form.text.hasFocus()
    for _ in range(4):
        press(Qt.Key.Key_Tab)
    assert comparison.form.timing.hasFocus()
    write("Hàng quý")
    assert comparison.form.kind.currentData() == TimingKind.QUARTERLY.value
    assert comparison.form.dues.whole == "4 occurrences"
    press(Qt.Key.Key_Return, CTRL)  # at once, before the typing has rested
    qtbot.waitUntil(page.list.isVisible)
    settle(jobs)
    rows = list_occurrences(commune).rows
    assert [row.due for row in rows] == [date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31)]


def test_what_a_timing_means_is_chosen_beside_the_plans_own_words(
    empty: MainWindow, commune: App, jobs: Jobs, qtbot: QtBot, write_plan: Callable[..., Path]
) -> None:
    page = plans_page(empty)
    read(page, jobs, write_plan(("1", "Công khai ngân sách", "100%", "Báo cáo", "Phòng Kinh tế", "Theo hướng dẫn riêng")))
    form = page.comparison.form
    form.kind.setFocus()
    form.kind.setCurrentIndex(form.kind.findData(TimingKind.BY_DATE.value))
    form.kind.activated.emit(form.kind.currentIndex())
    assert form.due.isVisible()
    form.due.setFocus()
    write("31/02/2026")
    assert "31/02/2026" in form.note.text
    write("30/06/2026")
    assert not form.note.text
    qtbot.waitUntil(lambda: entries(page)[0].state == "Corrected")
    confirm(page, qtbot, jobs)
    (row,) = list_occurrences(commune).rows
    assert row.due == date(2026, 6, 30)


def test_every_field_of_a_task_arrives_as_corrected(
    empty: MainWindow, commune: App, jobs: Jobs, qtbot: QtBot, write_plan: Callable[..., Path]
) -> None:
    page = plans_page(empty)
    read(page, jobs, write_plan(("1", "Công khai ngân sách", "100%", "Báo cáo", "Phòng Kinh tế", "Quý II/2026")))
    form = page.comparison.form
    form.text.setPlainText("Công khai dự toán ngân sách")
    for field, text in (
        (form.target, "Ít nhất 80% khoản thu"),
        (form.result, "Thông báo; Biên bản"),
        (form.lead, "Văn phòng HĐND và UBND"),
    ):
        field.setFocus()
        write(text)
    assert form.target_meaning.whole == "≥\N{NO-BREAK SPACE}80\N{NO-BREAK SPACE}% khoản thu"
    assert form.result_meaning.whole == "2 results"
    confirm(page, qtbot, jobs)
    (row,) = list_occurrences(commune).rows
    assert (row.text, row.target, row.expected) == ("Công khai dự toán ngân sách", "Ít nhất 80% khoản thu", 2)


def test_corrections_of_a_task_are_taken_back_together(page: PlansPage, jobs: Jobs, sample_files: dict[str, Path]) -> None:
    read(page, jobs, sample_files["docx"])
    comparison = page.comparison
    task = next(entry for entry in entries(page) if entry.task is not None)
    comparison.tree.go_to(task.place)
    comparison.form.target.setFocus()
    write("Ít nhất 80% hộ")
    assert comparison.corrected
    comparison.form.reset_button.click()
    assert not comparison.corrected
    assert task.task is not None
    assert comparison.form.target.text() == task.task.target


def test_rows_are_split_joined_left_out_and_taken_back(
    page: PlansPage, qtbot: QtBot, commune: App, jobs: Jobs, write_plan: Callable[..., Path]
) -> None:
    read(
        page,
        jobs,
        write_plan(("1", "Niêm yết danh sách; họp thôn", "100%", "", "UBND xã", "Quý II"), ("2", "Gửi biên bản", "", "", "", "")),
    )
    comparison, form = page.comparison, page.comparison.form

    def shown() -> list[str]:
        settle(jobs)
        return [entry.text for entry in entries(page)]

    def choose(text: str) -> None:
        form.row_menu.aboutToShow.emit()
        next(action for action in form.row_menu.actions() if action.text() == text).trigger()

    comparison.tree.go_to(SourcePlace(1, 2))
    cursor = form.text.textCursor()
    cursor.setPosition(len("Niêm yết danh sách;"))
    form.text.setTextCursor(cursor)
    choose("Split the task at the cursor")
    assert shown() == ["Niêm yết danh sách;", "họp thôn", "Gửi biên bản"]
    comparison.tree.go_to(SourcePlace(1, 2, part=1))
    choose("Join to the task above")
    assert shown() == ["Niêm yết danh sách;\nhọp thôn", "Gửi biên bản"]
    comparison.tree.go_to(SourcePlace(1, 3))
    choose("Leave out: this is no task")
    assert sorted(shown()) == ["Gửi biên bản", "Niêm yết danh sách;\nhọp thôn"]
    assert comparison.unread_chip.text == "1 row unread"
    comparison.tree.go_to(SourcePlace(1, 3))
    choose("Take this row for a task")
    assert len(shown()) == 2
    comparison.tree.setFocus()
    for left in (1, 0, 0):
        press(Qt.Key.Key_Z, CTRL)
        settle(jobs)
        assert comparison.unread_chip.isVisible() is bool(left)
    assert shown() == ["Niêm yết danh sách;", "họp thôn", "Gửi biên bản"]
    confirm(page, qtbot, jobs)
    kept = [row.text for row in list_occurrences(commune).rows if row.text in {"Niêm yết danh sách;", "họp thôn", "Gửi biên bản"}]
    assert sorted(set(kept)) == ["Gửi biên bản", "Niêm yết danh sách;", "họp thôn"]


def test_typing_is_one_step_to_take_back(page: PlansPage, jobs: Jobs, sample_files: dict[str, Path]) -> None:
    read(page, jobs, sample_files["docx"])
    comparison = page.comparison
    task = next(entry for entry in entries(page) if entry.task is not None)
    assert task.task is not None
    comparison.tree.go_to(task.place)
    comparison.form.target.setFocus()
    write("Ít nhất")
    write("Ít nhất 80% hộ")
    settle(jobs)
    comparison.tree.setFocus()
    press(Qt.Key.Key_Z, CTRL)
    settle(jobs)
    assert not comparison.corrected
    assert comparison.form.target.text() == task.task.target


def test_the_index_and_the_other_units_can_be_corrected(
    page: PlansPage, qtbot: QtBot, commune: App, jobs: Jobs, write_plan: Callable[..., Path]
) -> None:
    read(page, jobs, write_plan(("1", "Công khai dự toán ngân sách", "100%", "", "UBND xã", "Quý II")))
    others = page.comparison.form.others
    for name, text in (("index_system", "SIPAS"), ("dimension_name", "Công khai"), ("coordinating_text", "Kế toán; Trưởng thôn")):
        others[name].setFocus()
        others[name].setText(text)
        others[name].textEdited.emit(text)
    settle(jobs)
    confirm(page, qtbot, jobs)
    row = next(row for row in list_occurrences(commune).rows if row.text == "Công khai dự toán ngân sách")
    detail = task_detail(commune, occurrence_id=row.id)
    assert (row.index, row.dimension) == ("SIPAS", "Công khai")
    assert detail.coordinating == "Kế toán; Trưởng thôn"


def test_a_plan_for_all_offices_gives_work_for_our_own_tasks_only(
    page: PlansPage, qtbot: QtBot, commune: App, jobs: Jobs, write_plan: Callable[..., Path]
) -> None:
    read(
        page,
        jobs,
        write_plan(
            ("1", "Ban hành hướng dẫn chung của tỉnh", "", "", "Sở Nội vụ", "Quý II"),
            ("2", "Niêm yết công khai tại các xã", "", "", "UBND cấp xã", "Quý II"),
        ),
    )
    comparison = page.comparison
    assert comparison.ours_box.isVisible()
    assert [part.title for part in comparison.tree.entries.groups][-1] == "Work of other offices"
    confirm(page, qtbot, jobs)
    status = {row.text: row.status for row in list_occurrences(commune).rows}
    assert status["Ban hành hướng dẫn chung của tỉnh"] is OccurrenceStatus.NOT_APPLICABLE
    assert status["Niêm yết công khai tại các xã"] is not OccurrenceStatus.NOT_APPLICABLE


def test_a_timing_that_is_right_is_confirmed_and_the_next_one_shown(page: PlansPage, jobs: Jobs, sample_files: dict[str, Path]) -> None:
    read(page, jobs, sample_files["docx"])
    comparison = page.comparison
    waiting = [entry.place for entry in entries(page) if entry.open]
    comparison.tree.go_to(waiting[0])
    comparison.form.confirm_button.click()
    assert comparison.form.place == waiting[1]
    assert comparison.open_chip.text == f"{len(waiting) - 1} tasks to be confirmed"
    for _ in waiting[1:]:
        comparison.form.confirm_button.click()
    assert not comparison.open_chip.isVisible()
    assert comparison.tree.hasFocus()


def test_number_date_and_year_are_corrected(
    empty: MainWindow, commune: App, jobs: Jobs, qtbot: QtBot, write_plan: Callable[..., Path]
) -> None:
    page = plans_page(empty)
    read(page, jobs, write_plan(("1", "Công khai ngân sách", "100%", "Báo cáo", "Phòng Kinh tế", "Quý II")))
    comparison = page.comparison
    comparison.heading_button.click()
    form = comparison.heading_form
    assert form.number.hasFocus()
    for field, text in ((form.number, "8/KH-UBND"), (form.issued, "30/02/2027")):
        field.setFocus()
        write(text)
    assert "30/02/2027" in form.note.text
    assert not comparison.confirm_button.isEnabled()
    for field, text in ((form.issued, "05/01/2027"), (form.year, "2027")):
        field.setFocus()
        write(text)
    assert comparison.confirm_button.isEnabled()
    confirm(page, qtbot, jobs)
    (plan,) = list_plans(commune)
    assert (plan.number, plan.issued, plan.year) == ("8/KH-UBND", date(2027, 1, 5), 2027)
    (row,) = list_occurrences(commune).rows
    assert row.due == date(2027, 6, 30)


def test_a_heading_left_wrong_says_again_what_counts(page: PlansPage, jobs: Jobs, sample_files: dict[str, Path]) -> None:
    read(page, jobs, sample_files["docx"])
    comparison = page.comparison
    comparison.heading_button.click()
    comparison.heading_form.year.setFocus()
    write("20")
    assert not comparison.confirm_button.isEnabled()
    press(Qt.Key.Key_Escape)
    assert comparison.isVisible()
    assert comparison.heading_form.isHidden()
    assert comparison.confirm_button.isEnabled()
    assert comparison.heading_form.year.text() == "2026"


def test_a_column_understood_wrongly_is_read_again(page: PlansPage, jobs: Jobs, write_plan: Callable[..., Path]) -> None:
    head = ("TT", "Nhiệm vụ", "Mục tiêu", "Ghi chú", "Chủ trì", "Thời gian")
    read(page, jobs, write_plan(("1", "Công khai ngân sách", "Báo cáo", "100% khoản thu", "Phòng Kinh tế", "Quý II/2026"), head=head))
    comparison = page.comparison
    choices = comparison.source.choices.choices
    assert [choice.currentData() for choice in choices] == ["no", "text", "target", "", "lead_text", "timing"]
    choices[3].setCurrentIndex(choices[3].findData("target"))
    choices[3].activated.emit(choices[3].currentIndex())
    settle(jobs)
    assert [choice.currentData() for choice in choices] == ["no", "text", "", "target", "lead_text", "timing"]
    assert comparison.form.target.text() == "100% khoản thu"


def test_a_choice_of_columns_without_tasks_changes_nothing(window: MainWindow, jobs: Jobs, write_plan: Callable[..., Path]) -> None:
    page = plans_page(window)
    read(page, jobs, write_plan(("1", "Công khai ngân sách", "100%", "Báo cáo", "Phòng Kinh tế", "Quý II/2026")))
    choices = page.comparison.source.choices.choices
    choices[1].setCurrentIndex(choices[1].findData(""))
    choices[1].activated.emit(choices[1].currentIndex())
    settle(jobs)
    assert [message.kind for message in messages(window)] == [MessageKind.ERROR]
    assert choices[1].currentData() == "text"
    assert len(entries(page)) == 1


# source and tree


def test_tree_and_source_show_the_same_row(page: PlansPage, jobs: Jobs, sample_files: dict[str, Path]) -> None:
    read(page, jobs, sample_files["docx"])
    comparison = page.comparison
    comparison.source.view.selectRow(10)
    place = comparison.source.model.place(10)
    assert comparison.tree.entry is not None
    assert comparison.tree.entry.place == comparison.form.place == place
    other = next(entry for entry in entries(page) if entry.task is not None and entry.place != place)
    comparison.tree.go_to(other.place)
    shown = comparison.source.view.currentIndex().row()
    assert comparison.source.model.place(shown) == other.place


def test_an_unread_row_is_marked_by_icon_and_tint_and_shown_in_its_words(
    page: PlansPage, jobs: Jobs, write_plan: Callable[..., Path]
) -> None:
    task = ("1", "Công khai ngân sách", "100%", "Báo cáo", "Phòng Kinh tế", "Quý II/2026")
    read(page, jobs, write_plan(task, ("", "Ghi chú: thực hiện theo chỉ đạo của cấp trên", "", "", "", "")))
    comparison = page.comparison
    model = comparison.source.model
    assert model.kind(1) == "unread"
    assert model.headerData(1, Qt.Orientation.Vertical, Qt.ItemDataRole.DecorationRole) is not None
    assert model.headerData(0, Qt.Orientation.Vertical, Qt.ItemDataRole.DecorationRole) is None
    tint = model.data(model.index(1, 1), Qt.ItemDataRole.BackgroundRole)
    assert isinstance(tint, QBrush)
    assert tint.color().name().upper() == LIGHT.amber.tint
    assert "Unread" in str(model.data(model.index(1, 1), Qt.ItemDataRole.AccessibleTextRole))
    comparison.source.view.selectRow(1)
    assert comparison.form.unread_words.isVisible()
    assert "Ghi chú" in comparison.form.unread_words.toPlainText()


def test_a_cell_of_ten_thousand_characters_is_cut_on_screen_only(
    empty: MainWindow, commune: App, jobs: Jobs, qtbot: QtBot, write_plan: Callable[..., Path]
) -> None:
    page = plans_page(empty)
    long = ("Công khai dự toán ngân sách " * 400)[:10_000].strip()
    read(page, jobs, write_plan(("1", long, "100%", "Báo cáo", "Phòng Kinh tế", "Quý II/2026")))
    model = page.comparison.source.model
    shown = str(model.data(model.index(0, 1)))
    assert len(shown) <= 300
    assert shown.endswith("…")
    assert page.comparison.form.text.toPlainText() == long
    confirm(page, qtbot, jobs)
    assert list_occurrences(commune).rows[0].text == long


def test_a_thousand_rows_are_shown_and_corrected_without_waiting(page: PlansPage, jobs: Jobs, write_plan: Callable[..., Path]) -> None:
    rows = [(str(n), f"Công khai nội dung số {n} của xã", "100%", "Báo cáo", "Phòng Kinh tế", "Hàng quý") for n in range(1, 1001)]
    page.arrive(write_plan(*rows))
    settle(jobs)
    comparison = page.comparison
    assert comparison.confirm_button.text() == "Confirm and make 4000 occurrences"
    last = entries(page)[-1]
    start = time.perf_counter()
    comparison.tree.go_to(last.place)
    comparison.form.timing.setFocus()
    write("Hàng tháng")
    QApplication.processEvents()
    assert time.perf_counter() - start < PROMPT
    assert comparison.source.view.rowHeight(0) == comparison.source.view.rowHeight(999)


# what goes wrong


def corrupt(path: Path, sample: Path) -> None:
    path.write_bytes(sample.read_bytes()[:2000])


def not_a_plan(path: Path, _sample: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Giấy mời họp (mẫu)")
    document.save(str(path))


def no_tasks(path: Path, _sample: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=1, cols=len(HEAD))
    for cell, text in zip(table.rows[0].cells, HEAD, strict=True):
        cell.text = text
    document.save(str(path))


def locked(path: Path, _sample: Path) -> None:
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"))


def old_format(path: Path, _sample: Path) -> None:
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 2000)


def no_bytes(path: Path, _sample: Path) -> None:
    path.write_bytes(b"")


def nothing(_path: Path, _sample: Path) -> None:
    pass


def folder(path: Path, _sample: Path) -> None:
    path.mkdir()


def other_archive(path: Path, _sample: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("anh.txt", "ảnh")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (corrupt, "is damaged"),
        (not_a_plan, "no table of tasks"),
        (other_archive, "no table of tasks"),
        (no_tasks, "no task in it"),
        (locked, "protected by a password"),
        (old_format, "old Word or Excel format"),
        (no_bytes, "is empty"),
        (nothing, "no longer there"),
        (folder, "cannot be read"),
    ],
)
def test_a_bad_document_is_refused_in_words_and_changes_nothing(
    window: MainWindow,
    commune: App,
    jobs: Jobs,
    tmp_path: Path,
    sample_files: dict[str, Path],
    spoil: Callable[[Path, Path], object],
    said: str,
) -> None:
    page, path = plans_page(window), tmp_path / "ke-hoach-hong.docx"
    spoil(path, sample_files["docx"])
    before = counts(commune)
    drop(page, path)
    settle(jobs)
    (message,) = messages(window)
    assert message.kind is MessageKind.ERROR
    assert said in message.heading
    assert path.name in message.heading
    assert "{" not in message.heading + message.sentence
    assert page.list.isVisible()
    assert counts(commune) == before


def test_a_bad_document_leaves_the_comparison_under_way(
    window: MainWindow, jobs: Jobs, tmp_path: Path, sample_files: dict[str, Path]
) -> None:
    page, path = plans_page(window), tmp_path / "trong.docx"
    path.write_bytes(b"")
    read(page, jobs, sample_files["docx"])
    drop(page, path)
    settle(jobs)
    assert page.comparison.isVisible()
    assert page.comparison.path == sample_files["docx"]


def test_a_file_that_vanishes_before_it_is_taken_in(
    window: MainWindow, commune: App, jobs: Jobs, tmp_path: Path, sample_files: dict[str, Path]
) -> None:
    page, path = plans_page(window), tmp_path / "usb.docx"
    shutil.copy(sample_files["docx"], path)
    read(page, jobs, path)
    before = counts(commune)
    path.unlink()
    page.comparison.confirm()
    settle(jobs)
    assert [message.kind for message in messages(window)] == [MessageKind.ERROR]
    assert "usb.docx" in messages(window)[0].heading
    assert page.comparison.isVisible()
    assert page.comparison.isEnabled()
    assert counts(commune) == before


# leaving and coming again


def test_cancelling_changes_nothing_and_can_be_gone_back_on(
    window: MainWindow, commune: App, jobs: Jobs, sample_files: dict[str, Path]
) -> None:
    page = plans_page(window)
    before = counts(commune)
    read(page, jobs, sample_files["docx"])
    task = next(entry for entry in entries(page) if entry.task is not None)
    page.comparison.tree.go_to(task.place)
    page.comparison.form.timing.setFocus()
    write("Hàng tháng")
    press(Qt.Key.Key_Escape)
    assert page.list.isVisible()
    assert page.list.hasFocus()
    assert counts(commune) == before
    bars(window)[0].action_button.click()
    assert page.comparison.isVisible()
    assert page.comparison.form.timing.text() == "Hàng tháng"
    settle(jobs)
    assert counts(commune) == before


def test_back_asks_for_another_document(page: PlansPage, jobs: Jobs, sample_files: dict[str, Path]) -> None:
    read(page, jobs, sample_files["docx"])
    page.comparison.back_button.click()
    assert page.choose_button.isVisible()
    assert page.choose_button.hasFocus()
    press(Qt.Key.Key_Escape)
    assert page.list.isVisible()


def test_a_plan_that_is_here_is_shown_as_a_new_edition(
    window: MainWindow, commune: App, jobs: Jobs, qtbot: QtBot, sample_files: dict[str, Path]
) -> None:
    page = plans_page(window)
    read(page, jobs, sample_files["docx"])
    comparison = page.comparison
    assert comparison.difference.whole == "New edition of plan 45/KH-UBND: 0 added, 0 changed, 0 dropped, 47 kept."
    assert comparison.confirm_button.text() == "Confirm the new edition (161 occurrences)"
    comparison.tree.go_to(SourcePlace(2, 2))
    comparison.form.target.setFocus()
    write("Ít nhất 03 buổi/tháng")
    qtbot.waitUntil(lambda: "1 changed" in comparison.difference.whole)
    assert "46 kept" in comparison.difference.whole
    confirm(page, qtbot, jobs)
    (plan,) = list_plans(commune)
    assert plan.tasks == 47


def test_the_list_says_what_there_is(window: MainWindow, page: PlansPage, jobs: Jobs, tmp_path: Path) -> None:
    assert page.header.fact == "1 plan"
    (row,) = page.plans.rows
    assert (row.number, row.year, row.edition, row.tasks, row.occurrences) == ("45/KH-UBND", 2026, 1, 47, 161)
    assert page.panel.number.text() == "45/KH-UBND"
    assert page.panel.unread.title.text() == "1 unread row, kept with the plan"
    assert "Nơi nhận" in page.panel.unread.lines.toPlainText()
    page.panel.tasks_button.click()
    assert window.page.name == "tasksPage"
    window.open_page("plansPage", row.id)
    settle(jobs)
    assert page.list.currentIndex().row() == 0
    window.open_page("plansPage", tmp_path / "gone.docx")
    settle(jobs)
    assert [message.kind for message in messages(window)] == [MessageKind.ERROR]


# how it looks


def test_every_control_has_a_name(page: PlansPage, jobs: Jobs, sample_files: dict[str, Path]) -> None:
    read(page, jobs, sample_files["docx"])
    kinds = (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit)
    controls = [control for kind in kinds for control in page.findChildren(kind) if control.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert len(controls) > 20
    nameless = [c for c in controls if not (c.accessibleName() or (isinstance(c, QAbstractButton) and c.text()))]
    assert nameless == []


def test_tab_goes_through_the_form_in_reading_order(page: PlansPage, jobs: Jobs, sample_files: dict[str, Path]) -> None:
    read(page, jobs, sample_files["docx"])
    form = page.comparison.form
    waiting = next(entry for entry in entries(page) if entry.open)
    page.comparison.tree.go_to(waiting.place)
    form.text.setFocus()
    seen: list[QWidget | None] = []
    for _ in range(6):
        seen.append(QApplication.focusWidget())
        press(Qt.Key.Key_Tab)
    assert seen == [form.text, form.target, form.result, form.lead, form.timing, form.kind]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_fits_a_small_screen(
    language: Language, qtbot: QtBot, commune: App, jobs: Jobs, tmp_path: Path, sample_files: dict[str, Path]
) -> None:
    use_language(language)
    window = open_window(qtbot, commune, jobs, tmp_path)
    page = plans_page(window)
    assert window.minimumSizeHint().width() <= 1366
    assert window.minimumSizeHint().height() <= 689
    read(page, jobs, sample_files["docx"])
    assert page.wants_width
    assert window.side_bar.compact
    assert window.minimumSizeHint().width() <= 1366
    assert window.minimumSizeHint().height() <= 689
    window.resize(1093, 614)
    assert window.minimumSizeHint().width() <= 1093
    assert window.minimumSizeHint().height() <= 614
    settle(jobs)


def test_narrow_and_dark_pictures(theme: Theme, window: MainWindow, page: PlansPage, jobs: Jobs, sample_files: dict[str, Path]) -> None:
    read(page, jobs, sample_files["docx"])
    for choice, scheme in ((ThemeChoice.LIGHT, LIGHT), (ThemeChoice.DARK, DARK)):
        theme.choose(choice)
        for size in ((1366, 689), (1093, 614)):
            window.resize(*size)
            settle(jobs)
            picture = window.grab().toImage()
            colours = {picture.pixelColor(x, y).name().upper() for x in range(0, size[0], 3) for y in range(0, size[1], 3)}
            assert {scheme.window, scheme.card} <= colours
            assert len(colours) > 40  # words are drawn, not blanks


def test_in_a_very_narrow_window_the_parts_take_turns(
    window: MainWindow, page: PlansPage, jobs: Jobs, sample_files: dict[str, Path]
) -> None:
    window.resize(760, 420)
    settle(jobs)
    assert page.list.isVisible()
    assert not page.panel.isVisible()
    page.list.setFocus()
    press(Qt.Key.Key_Return)
    assert page.panel.isVisible()
    press(Qt.Key.Key_Escape)
    assert page.list.hasFocus()
    read(page, jobs, sample_files["docx"])
    comparison = page.comparison
    assert comparison.tree.isVisible()
    assert not comparison.source.isVisible()
    assert not comparison.form.isVisible()
    press(Qt.Key.Key_Return)
    assert comparison.form.isVisible()
    press(Qt.Key.Key_Escape)
    assert comparison.tree.hasFocus()
    comparison.turn_button.click()
    assert comparison.source.isVisible()


def test_a_row_cut_by_a_page_break_leads_to_its_task(page: PlansPage, jobs: Jobs, write_plan: Callable[..., Path]) -> None:
    task = ("1", "Niêm yết danh sách hộ nghèo", "100% thôn", "Thông báo", "Phòng Văn hóa - Xã hội", "Quý II/2026")
    read(page, jobs, write_plan(task, ("", "và gửi biên bản về xã", "", "", "", ""), ("2", *task[1:])))
    model = page.comparison.source.model
    assert model.kind(1) == "continued"
    page.comparison.source.view.selectRow(2)
    page.comparison.source.view.selectRow(1)
    assert page.comparison.form.place == model.place(0)
