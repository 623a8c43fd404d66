"""The calendar as an officer uses it: by arrow keys to a day and its work; months, years, holidays, small windows, long words."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from papi_desktop.domain.vocabulary import OccurrenceStatus
from papi_desktop.services.app import App
from papi_desktop.services.changes import EVERYTHING, Area
from papi_desktop.services.due_dates import ONE_DAY, DueDates, due_dates, month_of
from papi_desktop.services.tasks import OccurrenceRow, list_occurrences
from papi_desktop.services.ticks import tick_occurrence
from resources.i18n import use_language
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.pages.calendar import CalendarPage
from ui.pages.day_cell import day_lines
from ui.pages.due_list import Shown
from ui.pages.page import Page, Room
from ui.pages.tasks import TasksPage
from ui.theme import Theme, ThemeChoice
from ui.tour import settle
from ui.widgets.buttons import PlainButton

Key = Qt.Key
TODAY = date(2026, 11, 16)
WIDE, NARROW, SINGLE = (1366, 689), (1093, 614), (683, 384)
LONG = "Niêm yết công khai kế hoạch sử dụng đất " * 250


@pytest.fixture
def window(qtbot: QtBot, commune: App, jobs: Jobs, tmp_path: Path) -> Iterator[MainWindow]:
    def make_pages() -> list[Page]:
        page = CalendarPage(commune, jobs)
        page.year = 2026
        return [page, TasksPage(commune, jobs)]

    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    window = MainWindow(jobs=jobs, settings=settings, make_pages=make_pages)
    qtbot.addWidget(window)
    window.resize(*WIDE)
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    settle(jobs)
    yield window
    settle(jobs)


@pytest.fixture
def page(window: MainWindow) -> CalendarPage:
    return calendar_of(window)


def calendar_of(window: MainWindow) -> CalendarPage:
    page = window.pages[0]
    assert isinstance(page, CalendarPage)
    return page


def current_task(window: MainWindow) -> object:
    page = window.page
    assert isinstance(page, TasksPage)
    return page.list.current


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(*keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(focused(), key)


def listed(page: CalendarPage) -> list[OccurrenceRow]:
    return list(page.list.rows.rows)


def busiest(commune: App) -> date:
    due = due_dates(commune, year=2026)
    return max(due.by_day, key=lambda day: len(due.by_day[day]))


def show(page: CalendarPage, due: DueDates) -> None:
    page._take(due)
    QApplication.processEvents()


def rows_on(day: date, commune: App, *statuses: OccurrenceStatus) -> DueDates:
    row = list_occurrences(commune).rows[0]
    rows = tuple(replace(row, id=commune.ids.new_id(), due=day, status=status) for status in statuses)
    return DueDates({day: rows}, (), len(rows))


def test_arrow_keys_to_a_day_and_enter_to_its_work(window: MainWindow, page: CalendarPage, commune: App, jobs: Jobs) -> None:
    """The whole piece of work by keyboard: from today to the end of the month, into the list, to the second task of that day."""
    window.side_bar.setFocus()
    press(Key.Key_F6)
    while focused() is not page.month:
        press(Key.Key_F6)
    assert page.month.day == TODAY
    press(Key.Key_Down, Key.Key_Down)
    assert page.month.day == date(2026, 11, 30)
    due = due_dates(commune, year=2026).by_day[date(2026, 11, 30)]
    assert len(due) > 1
    assert [row.id for row in listed(page)] == [row.id for row in due]
    press(Key.Key_Return)
    assert page.list.view.hasFocus()
    press(Key.Key_Down, Key.Key_Return)
    settle(jobs)
    assert current_task(window) == due[1].id


def test_a_day_with_one_task_leads_straight_to_it(window: MainWindow, page: CalendarPage, commune: App, jobs: Jobs) -> None:
    due = due_dates(commune, year=2026)
    day, rows = next((day, rows) for day, rows in due.by_day.items() if len(rows) == 1)
    page.month.choose(day - ONE_DAY)
    page.month.setFocus()
    press(Key.Key_Right, Key.Key_Return)
    settle(jobs)
    assert current_task(window) == rows[0].id


def test_a_day_without_work_says_so(page: CalendarPage) -> None:
    page.month.choose(date(2026, 11, 11))
    page.month.setFocus()
    press(Key.Key_Return)
    assert page.list.tabs.hasFocus()
    assert page.list._nothing[Shown.DAY].isVisible()
    assert not page.list.open_button.isEnabled()
    assert "nothing is due" in str(page.month.days.data(page.month.currentIndex(), Qt.ItemDataRole.AccessibleTextRole))


def test_the_keys_of_the_month(page: CalendarPage) -> None:
    page.month.setFocus()
    press(Key.Key_PageDown)
    assert page.month.day == date(2026, 12, 16)
    press(Key.Key_PageDown)
    assert page.month.day == date(2027, 1, 16), "the year turns too"
    press(Key.Key_PageUp, Key.Key_PageUp, Key.Key_PageUp)
    assert page.month.day == date(2026, 10, 16)
    press(Key.Key_Home)
    assert page.month.day == TODAY
    page.month.choose(date(2026, 12, 31))
    press(Key.Key_Right)
    assert (page.month.day, page.month.month) == (date(2027, 1, 1), date(2027, 1, 1))
    press(Key.Key_Up)
    assert (page.month.day, page.month.month) == (date(2026, 12, 25), date(2026, 12, 1))
    press(Key.Key_Left)
    assert page.month.day == date(2026, 12, 24)


def test_the_buttons_say_their_keys_and_do_the_same(page: CalendarPage) -> None:
    for button, key, day in (
        (page.after, "PgDn", date(2026, 12, 16)),
        (page.before, "PgUp", TODAY),
        (page.before, "PgUp", date(2026, 10, 16)),
        (page.today, "Home", TODAY),
    ):
        assert f"({key})" in button.toolTip()
        button.click()
        assert page.month.day == day


def test_a_click_on_a_day_of_the_next_month_turns_the_page(page: CalendarPage, jobs: Jobs) -> None:
    index = page.month.days.index_of(date(2026, 12, 3))
    QTest.mouseClick(page.month.viewport(), Qt.MouseButton.LeftButton, pos=page.month.visualRect(index).center())
    settle(jobs)
    assert (page.month.day, page.month.month) == (date(2026, 12, 3), date(2026, 12, 1))
    assert page.month.days.day_at(page.month.currentIndex()) == date(2026, 12, 3)
    assert page._sheet.title.text() == "Month 12/2026"


def test_a_double_click_leads_to_the_work(window: MainWindow, page: CalendarPage, commune: App, jobs: Jobs) -> None:
    due = due_dates(commune, year=2026)
    day, rows = next((day, rows) for day, rows in due.by_day.items() if len(rows) == 1)
    page.month.choose(day)
    place = page.month.visualRect(page.month.currentIndex()).center()
    QTest.mouseClick(page.month.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(page.month.viewport(), Qt.MouseButton.LeftButton, pos=place)
    settle(jobs)
    assert current_task(window) == rows[0].id


def test_counts_agree_with_the_task_list(page: CalendarPage, commune: App) -> None:
    rows = list_occurrences(commune).rows
    undated = [row for row in rows if row.due is None]
    assert page.header.fact == f"{len(rows)} occurrences, {len(undated)} without a due date"
    for month in range(1, 13):
        page.month.choose(date(2026, month, 1))
        due = [row for row in rows if row.due is not None and month_of(row.due) == date(2026, month, 1)]
        overdue = sum(row.status is OccurrenceStatus.OVERDUE for row in due)
        done = sum(row.status is OccurrenceStatus.DONE for row in due)
        noun = "occurrence" if len(due) == 1 else "occurrences"
        assert page._sheet.fact.text() == f"{len(due)} {noun}, {done} done, {overdue} overdue"
        assert page.list.tabs.tabText(1) == f"Whole month: {len(due)}"
        page.list.show_list(Shown.MONTH)
        assert {row.id for row in listed(page)} == {row.id for row in due}
    page.list.show_list(Shown.UNDATED)
    assert [row.id for row in listed(page)] == [row.id for row in undated]


def test_what_has_no_date_is_reached_too(window: MainWindow, page: CalendarPage, commune: App, jobs: Jobs) -> None:
    page.list.tabs.setFocus()
    press(Key.Key_Right, Key.Key_Right)
    assert page.list.shown is Shown.UNDATED
    undated = due_dates(commune, year=2026).undated
    page.list.view.setFocus()
    press(Key.Key_Down)
    page.list.open_button.click()
    settle(jobs)
    assert current_task(window) == undated[1].id


def test_a_month_without_due_dates_is_a_month_all_the_same(page: CalendarPage, commune: App) -> None:
    empty = next(date(2027, month, 1) for month in range(1, 13) if not due_dates(commune, year=2026).of_month(date(2027, month, 1)))
    page.month.choose(empty)
    page.list.show_list(Shown.MONTH)
    assert page._sheet.fact.text() == "0 occurrences, 0 done, 0 overdue"
    assert page.list._nothing[Shown.MONTH].isVisible()
    assert not any(page.month.cell_of(day).lines for week in page.month.days.weeks for day in week)


def test_a_day_says_its_number_its_counts_and_what_day_it_is(page: CalendarPage, commune: App, jobs: Jobs) -> None:
    assert page.month.cell_of(TODAY).note.whole == "Today"
    assert page.month.cell_of(TODAY).number.text() == "16"
    page.month.choose(date(2026, 9, 2))
    settle(jobs)
    assert page.month.cell_of(date(2026, 9, 2)).holiday.whole == "National Day"
    day = busiest(commune)
    page.month.choose(day)
    assert page.month.cell_of(day).lines == [line.text for line in day_lines(due_dates(commune, year=2026).by_day[day], 4)]
    spoken = str(page.month.days.data(page.month.currentIndex(), Qt.ItemDataRole.AccessibleTextRole))
    assert f"{day:%d/%m/%Y}" in spoken
    assert f"{len(due_dates(commune, year=2026).by_day[day])} occurrences" in spoken


def test_days_off_are_greyed_and_days_at_work_are_not(page: CalendarPage, jobs: Jobs) -> None:
    days = page.month.days

    def grey(day: date) -> bool:
        return days.data(days.index_of(day), Qt.ItemDataRole.BackgroundRole) is not None

    assert [grey(date(2026, 11, day)) for day in (16, 20, 21, 22, 24)] == [False, False, True, True, True]
    assert grey(date(2026, 10, 30)), "a day of another month"
    page.month.choose(date(2026, 10, 30))
    settle(jobs)
    assert not grey(date(2026, 10, 30))
    assert grey(date(2026, 10, 31))


def test_the_most_urgent_comes_first_and_the_rest_is_counted(commune: App) -> None:
    day = date(2026, 11, 10)
    status = OccurrenceStatus
    rows = rows_on(day, commune, status.DONE, status.DONE, status.TODO, status.OVERDUE, status.DOING).by_day[day]
    assert [line.text for line in day_lines(rows)] == ["1 overdue", "1 in progress", "1 to do", "2 done"]
    assert [line.text for line in day_lines(rows, 2)] == ["1 overdue", "4 others"]
    [line] = day_lines(rows, 1)
    assert (line.text, line.mark.icon) == ("5 due", "exclamation-circle")
    assert day_lines((), 1) == []


def test_a_tick_elsewhere_is_seen_at_once_and_the_choice_stays(page: CalendarPage, commune: App, jobs: Jobs) -> None:
    day = date(2026, 11, 30)
    page.month.choose(day)
    page.list.view.selectRow(2)
    row = listed(page)[2]
    tick_occurrence(commune, occurrence_id=row.id)
    page.take(frozenset({Area.TASKS}))
    settle(jobs)
    assert page.month.day == day
    assert page.list.rows.row_at(page.list.view.currentIndex()) == listed(page)[2]
    assert (listed(page)[2].id, listed(page)[2].status) == (row.id, OccurrenceStatus.DONE)
    assert "1 done" in page.month.cell_of(day).lines
    assert "1 done" in page._sheet.fact.text()


def test_the_task_chosen_stays_chosen_where_the_list_grows(page: CalendarPage, commune: App) -> None:
    day = date(2026, 11, 10)
    one, two = rows_on(day, commune, OccurrenceStatus.TODO, OccurrenceStatus.TODO).by_day[day]
    page.month.choose(day)
    show(page, DueDates({day: (two,)}, (), 1))
    show(page, DueDates({day: (one, two)}, (), 2))
    assert page.list.rows.row_at(page.list.view.currentIndex()) == two


def test_a_read_that_is_out_of_date_is_dropped(page: CalendarPage, jobs: Jobs) -> None:
    page.refresh(EVERYTHING)
    first = jobs.jobs[-1]
    page.refresh(EVERYTHING)
    assert first.stop.is_set()
    settle(jobs)
    page.take(frozenset({Area.OFFICE}))
    assert not jobs.busy


def test_another_year_shows_its_like_of_today(page: CalendarPage, jobs: Jobs) -> None:
    page.show_year(2025)
    settle(jobs)
    assert page.month.day == date(2025, 11, 16)
    assert page.header.fact == "0 occurrences, 0 without a due date"
    assert page.plan_button.isVisible()
    page.show_year(2026)
    settle(jobs)
    assert page.month.day == TODAY
    assert not page.plan_button.isVisible()


def test_without_a_plan_it_leads_to_the_plans(window: MainWindow, page: CalendarPage, jobs: Jobs) -> None:
    page.show_year(2019)
    settle(jobs)
    page.leads_to.disconnect(window._lead)
    led: list[str] = []

    def note(name: str, _what: object) -> None:
        led.append(name)

    page.leads_to.connect(note)
    page.plan_button.click()
    assert led == ["plansPage"]


@pytest.mark.parametrize(("size", "room"), [(WIDE, Room.WIDE), (NARROW, Room.NARROW), (SINGLE, Room.SINGLE)])
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("look", [ThemeChoice.LIGHT, ThemeChoice.DARK])
def test_the_page_fits_its_window(
    window: MainWindow,
    page: CalendarPage,
    commune: App,
    jobs: Jobs,
    theme: Theme,
    size: tuple[int, int],
    room: Room,
    language: str,
    look: ThemeChoice,
) -> None:
    del page
    theme.choose(look)
    use_language("en" if language == "en" else "vi")
    window.rebuild()
    window.resize(*size)
    settle(jobs)
    new = calendar_of(window)
    day = busiest(commune)
    new.month.choose(day)
    settle(jobs)
    assert (window.width(), window.height()) == size
    assert new.room is room
    hint = new.minimumSizeHint()
    assert hint.width() <= 1190
    assert hint.height() <= 600
    assert new.list.isVisible() is (room is not Room.SINGLE)
    shown = [cell for cells in new.month.cells[: len(new.month.days.weeks)] for cell in cells]
    assert all(cell.geometry().bottom() <= new.month.viewport().height() for cell in shown)
    assert new.month.cell_of(day).lines, "counts show in every room"
    cell = new.month.cell_of(day)
    assert all(line.geometry().bottom() <= cell.height() for line in cell._lines if line.isVisible())


def test_month_and_list_take_turns_in_a_small_window(window: MainWindow, page: CalendarPage, jobs: Jobs) -> None:
    window.resize(*SINGLE)
    settle(jobs)
    page.month.choose(date(2026, 11, 30))
    page.month.setFocus()
    press(Key.Key_Return)
    assert page.list.view.isVisible()
    assert not page.month.isVisible()
    assert page.list.view.hasFocus()
    press(Key.Key_Escape)
    assert page.month.hasFocus()
    assert not page.list.isVisible()
    assert page.month.day == date(2026, 11, 30)
    press(Key.Key_Return)
    window.resize(*WIDE)
    settle(jobs)
    assert page.month.isVisible()
    assert page.list.isVisible()


def test_esc_leaves_the_list_for_the_day(window: MainWindow, page: CalendarPage) -> None:
    page.month.choose(date(2026, 11, 30))
    page.month.setFocus()
    assert not page.escape()
    press(Key.Key_Return)
    QTest.keyClick(window, Key.Key_Escape)
    assert page.month.hasFocus()


def test_ten_thousand_letters_are_cut_and_kept_in_the_tooltip(page: CalendarPage, commune: App) -> None:
    day = date(2026, 11, 10)
    row = replace(list_occurrences(commune).rows[0], due=day, text=LONG)
    page.month.choose(day)
    show(page, DueDates({day: (row,)}, (), 1))
    assert page.list.rows.index(0, 0).data(Qt.ItemDataRole.ToolTipRole) == LONG
    assert page.list.view.rowHeight(0) == 40
    assert not page.list.view.horizontalScrollBar().isVisible()


def test_ten_thousand_due_dates_turn_without_delay(page: CalendarPage, commune: App, jobs: Jobs) -> None:
    row = list_occurrences(commune).rows[0]
    days = [date(2026, 1, 1) + number * ONE_DAY for number in range(365)]
    by_day = {day: tuple(replace(row, id=commune.ids.new_id(), due=day) for _number in range(28)) for day in days}
    show(page, DueDates(by_day, (), 28 * 365))
    page.month.setFocus()
    for _number in range(6):
        press(Key.Key_PageUp)
    settle(jobs)
    assert page.month.day == date(2026, 5, 16)
    assert len(page.month.findChildren(QWidget)) < 42 * 20


def test_every_control_has_a_name(page: CalendarPage) -> None:
    for widget in page.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            assert widget.accessibleName() or (isinstance(widget, PlainButton) and widget.text()), widget
