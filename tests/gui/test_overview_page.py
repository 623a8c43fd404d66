"""The overview as an officer uses it: by keyboard from a number to the work behind it; nothing yet, much, long words, small windows."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from papi_desktop.domain.vocabulary import BundleKind, OccurrenceStatus, SyncState
from papi_desktop.services.app import App
from papi_desktop.services.bundles import BundleRow
from papi_desktop.services.changes import EVERYTHING, Area, Changed
from papi_desktop.services.figures import DimensionProgress
from papi_desktop.services.overview import DueTask, Overview, Reply, ReturnedItem, overview
from papi_desktop.services.tasks import list_occurrences
from papi_desktop.services.ticks import tick_occurrence
from resources.i18n import use_language
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.pages.overview import OverviewPage
from ui.pages.page import Page, Room
from ui.pages.task_rows import Tab, TasksWanted
from ui.pages.tasks import TasksPage
from ui.theme import Theme, ThemeChoice
from ui.tour import settle
from ui.widgets.buttons import PlainButton

Key = Qt.Key
WIDE, NARROW, SINGLE = (1366, 689), (1093, 614), (683, 384)
LONG = "Niêm yết công khai kế hoạch sử dụng đất " * 250


class Elsewhere(Page):
    """A page that only knows what led to it."""

    def __init__(self, name: str) -> None:
        super().__init__(name, name, "tasks")
        self.arrived: list[object] = []

    def refresh(self, changed: Changed) -> None:
        del changed

    def areas(self) -> list[QWidget]:
        return []

    def arrive(self, what: object) -> None:
        self.arrived.append(what)


@pytest.fixture
def window(qtbot: QtBot, commune: App, jobs: Jobs, tmp_path: Path) -> Iterator[MainWindow]:
    def make_pages() -> list[Page]:
        page = OverviewPage(commune, jobs)
        page.year = 2026
        return [page, TasksPage(commune, jobs), Elsewhere("syncPage"), Elsewhere("plansPage")]

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
def page(window: MainWindow) -> OverviewPage:
    return overview_of(window)


def overview_of(window: MainWindow) -> OverviewPage:
    page = window.pages[0]
    assert isinstance(page, OverviewPage)
    return page


def tasks_of(window: MainWindow) -> TasksPage:
    page = window.page
    assert isinstance(page, TasksPage)
    return page


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def tab_to(wanted: QWidget) -> None:
    """By Tab alone, as an officer without a mouse."""
    for _step in range(60):
        if QApplication.focusWidget() is wanted:
            return
        QTest.keyClick(focused(), Key.Key_Tab)
    pytest.fail(f"Tab never comes to {wanted}")


def shown_in(tasks: TasksPage) -> int:
    return sum(len(group.rows) for group in tasks.list.model.groups)


def returned_item(**values: object) -> ReturnedItem:
    item = ReturnedItem(
        evidence=uuid4(),
        kind="thong_bao",
        number="1/TB-UBND",
        abstract="Kế hoạch sử dụng đất (mẫu)",
        comment="Ảnh không đọc được ngày.",
        occurrence=uuid4(),
        task="Công khai kế hoạch",
        serves=1,
    )
    return replace(item, **values)


def sent_bundle(**values: object) -> BundleRow:
    row = BundleRow(
        id=uuid4(),
        ours=True,
        kind=BundleKind.REPORT,
        peer=uuid4(),
        peer_code="SNV",
        peer_name="Sở Nội vụ (mẫu)",
        sequence=17,
        at=datetime(2026, 11, 6, 9, 0, tzinfo=UTC),
        state=SyncState.SENT.value,
        path="",
        size=1,
        records=9,
        objects=3,
        evidence=23,
        encrypted=True,
    )
    return replace(row, **values)


def seen_with(commune: App, **values: object) -> Overview:
    return replace(overview(commune, year=2026), **values)


def show(page: OverviewPage, seen: Overview) -> None:
    page._show(seen)
    QApplication.processEvents()


def test_enter_on_a_number_leads_to_exactly_that_work(window: MainWindow, page: OverviewPage, commune: App, jobs: Jobs) -> None:
    """The whole piece of work by keyboard: from the overview to the overdue tasks, and mark one as done there."""
    listed = list_occurrences(commune)
    assert listed.overdue > 1
    window.side_bar.setFocus()
    QTest.keyClick(window, Key.Key_F6)
    tab_to(page.overdue)
    assert page.overdue.number == str(listed.overdue)
    QTest.keyClick(focused(), Key.Key_Return)
    settle(jobs)
    tasks = tasks_of(window)
    assert tasks.list.tabs.tab is Tab.OVERDUE
    assert shown_in(tasks) == listed.overdue
    tasks.list.view.setFocus()
    QTest.keyClick(tasks.list.view, Key.Key_Down)
    settle(jobs)
    tick_occurrence(commune, occurrence_id=tasks.list.current)  # pyright: ignore[reportArgumentType] - a row is current
    tasks.changed.emit(EVERYTHING)
    QTest.keyClick(window, Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    settle(jobs)
    assert page.overdue.number == str(listed.overdue - 1)


@pytest.mark.parametrize("tab", [Tab.THIS_WEEK, Tab.LACKING])
def test_every_tile_agrees_with_where_it_leads(window: MainWindow, page: OverviewPage, jobs: Jobs, tab: Tab) -> None:
    tile = page.tiles[tab]
    tile.setFocus()
    QTest.keyClick(tile, Key.Key_Space)
    settle(jobs)
    tasks = tasks_of(window)
    assert tasks.list.tabs.tab is tab
    assert shown_in(tasks) == int(tile.number)


def test_a_dimension_leads_to_its_work_and_its_late_count_to_the_late_ones(window: MainWindow, page: OverviewPage, jobs: Jobs) -> None:
    number, row = next((number, row) for number, row in enumerate(page.progress.list.parts) if not row.late.isHidden())
    total, late = int(row.count.text().partition("/")[2]), int(row.late.whole.split()[0])
    row.link.button.setFocus()
    QTest.keyClick(focused(), Key.Key_Return)
    settle(jobs)
    assert shown_in(tasks_of(window)) == total
    assert {each.dimension for group in tasks_of(window).list.model.groups for each in group.rows} == {row.link.whole}
    window.open_page("overviewPage")
    page.progress.list.parts[number].late.button.setFocus()
    QTest.keyClick(focused(), Key.Key_Return)
    settle(jobs)
    assert tasks_of(window).list.tabs.tab is Tab.OVERDUE
    assert shown_in(tasks_of(window)) == late


def test_what_is_due_next_leads_to_its_task(window: MainWindow, page: OverviewPage, commune: App, jobs: Jobs) -> None:
    row = overview(commune, year=2026).soon[1]
    link = page.soon.links[1]
    assert link.whole == row.text
    link.button.setFocus()
    QTest.keyClick(focused(), Key.Key_Return)
    settle(jobs)
    assert tasks_of(window).list.current == row.id


def test_the_foot_is_honest(page: OverviewPage, commune: App) -> None:
    listed = list_occurrences(commune)
    assert page.progress.total.text() == f"{listed.done}/{len(listed.rows)} occurrences"
    assert "not a PAPI score" in page.progress.honest.whole
    assert not any("%" in row.count.text() for row in page.progress.list.parts)


def test_a_tick_elsewhere_is_seen_at_once_and_the_focus_stays(page: OverviewPage, commune: App, jobs: Jobs) -> None:
    row = next(row for row in list_occurrences(commune).rows if row.status is OccurrenceStatus.OVERDUE)
    part = next(part for part in page.progress.list.parts if part.link.whole == row.dimension)
    done, late = part.bar.value(), part.late.whole
    part.link.button.setFocus()
    tick_occurrence(commune, occurrence_id=row.id)
    page.take(frozenset({Area.TASKS}))
    settle(jobs)
    assert part.bar.value() == done + 1
    assert part.late.whole != late
    assert part.link.button.hasFocus()
    assert page.progress.total.text().startswith("1/")


def test_changes_of_the_office_are_none_of_its_business(page: OverviewPage, jobs: Jobs) -> None:
    page.take(frozenset({Area.OFFICE}))
    assert not jobs.busy


def test_a_read_that_is_out_of_date_is_dropped(page: OverviewPage, jobs: Jobs) -> None:
    page.refresh(EVERYTHING)
    first = jobs.jobs[-1]
    page.refresh(EVERYTHING)
    assert first.stop.is_set()
    settle(jobs)


def test_without_a_plan_it_leads_to_the_plans(window: MainWindow, page: OverviewPage, jobs: Jobs) -> None:
    page.show_year(2019)
    settle(jobs)
    assert not page.overdue.isVisible()
    assert page.plan_button.isVisible()
    page.plan_button.click()
    assert window.page.name == "plansPage"
    window.open_page("overviewPage")
    page.show_year(2026)
    settle(jobs)
    assert page.overdue.isVisible()
    assert not page.plan_button.isVisible()


def test_nothing_is_grey_and_says_so(page: OverviewPage, commune: App) -> None:
    show(page, seen_with(commune, overdue=0, due_this_week=0, lacking=0))
    for tile in page.tiles.values():
        assert (tile.number, tile.line) == ("0", "None")
        assert tile.accessibleName().endswith("0. None")
    show(page, seen_with(commune, lacking=4, lacking_done=0))
    assert page.lacking.line == "All of them are overdue"


def test_the_longest_overdue_is_named_with_its_days(page: OverviewPage, commune: App) -> None:
    row = overview(commune, year=2026).longest_overdue
    assert row is not None
    show(page, seen_with(commune, longest_overdue=replace(row, due=commune.today() - timedelta(days=12), text="Báo cáo quý")))
    assert page.overdue.line == "Longest: 12 days, Báo cáo quý"
    show(page, seen_with(commune, due_this_week=1, next_due=replace(row, due=date(2026, 11, 18), text="Hội nghị")))
    assert page.this_week.line == "Next: Wednesday 18/11/2026, Hội nghị"


def test_before_any_reply_it_says_how_one_comes(page: OverviewPage) -> None:
    assert page.reply.said.text().startswith("No reply has come yet.")
    assert not page.reply.button.isVisible()
    assert not page.reply.returned.isVisible()
    assert page.sent.said.text() == "Nothing was sent yet."
    assert not page.sent.chip.isVisible()


def test_what_came_back_leads_to_the_work(window: MainWindow, page: OverviewPage, commune: App, jobs: Jobs) -> None:
    row = list_occurrences(commune).rows[7]
    reply = Reply(datetime(2026, 11, 12, 8, 0, tzinfo=UTC), "Sở Nội vụ (mẫu)", accepted=14, returned=2)
    items = (returned_item(occurrence=row.id, serves=3), returned_item(abstract="", comment=""))
    show(page, seen_with(commune, reply=reply, returned=items, returned_work=4))
    assert page.reply.fact.text() == "reply of 12/11/2026"
    assert (page.reply.returned.text, page.reply.accepted.text) == ("2 returned", "14 accepted")
    first, second = page.reply.list.parts
    assert (first.link.whole, first.comment.whole) == ("Kế hoạch sử dụng đất (mẫu)", "“Ảnh không đọc được ngày.”")
    assert first.task.whole == "Task: Công khai kế hoạch, and 2 more"
    assert (second.link.whole, second.comment.whole) == ("1/TB-UBND", "No comment was written.")
    assert page.reply.button.text() == "Work on 4 returned occurrences"
    assert not page.reply.said.isVisible()
    first.link.button.setFocus()
    QTest.keyClick(focused(), Key.Key_Return)
    settle(jobs)
    assert tasks_of(window).list.current == row.id
    window.open_page("overviewPage")
    led: list[object] = []

    def note(_name: str, what: object) -> None:
        led.append(what)

    page.leads_to.connect(note)
    page.reply.button.setFocus()
    QTest.keyClick(focused(), Key.Key_Return)
    assert led == [TasksWanted(tab=Tab.RETURNED)]
    settle(jobs)


def test_a_reply_that_left_nothing_to_mend(page: OverviewPage, commune: App) -> None:
    at = datetime(2026, 11, 12, 8, 0, tzinfo=UTC)
    show(page, seen_with(commune, reply=Reply(at, "Sở (mẫu)", accepted=3, returned=1)))
    assert page.reply.said.text() == "Nothing is left to be mended."
    show(page, seen_with(commune, reply=Reply(at, "Sở (mẫu)", accepted=0, returned=0)))
    assert page.reply.said.text().startswith("Sở (mẫu) confirmed what it holds")
    assert not page.reply.accepted.isVisible()


@pytest.mark.parametrize(
    ("state", "days", "chip", "said"),
    [
        (SyncState.SENT, 10, "Sent", "No receipt after 10 days. The data stays whole on this computer."),
        (SyncState.SENT, 0, "Sent", "No receipt yet. The data stays whole on this computer."),
        (SyncState.RECEIVED, 10, "Received", "Confirmed by a receipt; not all of it has been judged yet."),
        (SyncState.ACCEPTED, 10, "Accepted", "Confirmed by a receipt; all evidence in it is accepted."),
        (SyncState.RETURNED, 10, "Returned", "Confirmed by a receipt; some evidence in it was returned."),
    ],
)
def test_the_last_bundle_in_honest_words(
    window: MainWindow, page: OverviewPage, commune: App, state: SyncState, days: int, chip: str, said: str
) -> None:
    at = datetime(2026, 11, 16, 9, 0, tzinfo=UTC) - timedelta(days=days)
    show(page, seen_with(commune, sent=sent_bundle(state=state.value, at=at)))
    assert page.sent.bundle.text() == f"Bundle 0017 of {at:%d/%m/%Y}, 23 evidence items"
    assert (page.sent.chip.text, page.sent.said.text()) == (chip, said)
    page.sent.link.click()
    assert window.page.name == "syncPage"


def test_the_index_chosen_stays_chosen(page: OverviewPage, commune: App) -> None:
    progress = (DimensionProgress("PAPI", "1. Tham gia", 3, 4, 1), DimensionProgress("DDCI", "1. Minh bạch", 1, 9, 0))
    show(page, seen_with(commune, progress=progress))
    assert [part.link.whole for part in page.progress.list.parts] == ["PAPI: 1. Tham gia", "DDCI: 1. Minh bạch"]
    assert page.progress.total.text() == "4/13 occurrences"
    page.progress.index.setFocus()
    QTest.keyClick(page.progress.index, Key.Key_Down)
    QTest.keyClick(page.progress.index, Key.Key_Down)
    assert [part.link.whole for part in page.progress.list.parts] == ["1. Minh bạch"]
    show(page, seen_with(commune, progress=progress))
    assert page.progress.index.currentData() == "DDCI"
    assert page.progress.total.text() == "1/9 occurrences"
    show(page, seen_with(commune, progress=progress[:1]))
    assert (page.progress.index.currentData(), page.progress.index.count()) == ("PAPI", 1)
    show(page, seen_with(commune, progress=(DimensionProgress("", "", 0, 2, 0),)))
    assert [part.link.whole for part in page.progress.list.parts] == ["Without a dimension"]


@pytest.mark.parametrize("size", [WIDE, NARROW, SINGLE])
def test_ten_thousand_letters_are_cut_and_kept_in_the_tooltip(
    window: MainWindow, page: OverviewPage, commune: App, jobs: Jobs, size: tuple[int, int]
) -> None:
    row = DueTask(list_occurrences(commune).rows[0].id, LONG, date(2026, 11, 1))
    seen = seen_with(
        commune,
        longest_overdue=row,
        next_due=row,
        soon=(row,) * 3,
        due_this_week=1,
        progress=tuple(DimensionProgress("PAPI", LONG, 12_345, 99_999, 9_999) for _number in range(30)),
        reply=Reply(datetime(2026, 11, 12, tzinfo=UTC), LONG[:80], 20_000, 20_000),
        returned=tuple(returned_item(abstract=LONG, comment=LONG, task=LONG) for _number in range(12)),
        returned_work=10_000,
    )
    window.resize(*size)
    show(page, seen)
    settle(jobs)
    assert (window.width(), window.height()) == size
    assert not page._scroll.horizontalScrollBar().isVisible()
    assert page._upper.width() <= page._scroll.viewport().width()
    assert page.overdue.height() < 120
    part = page.progress.list.parts[0]
    assert part.link.button.width() <= part.link.width()
    assert part.link.button.text().endswith("…")
    assert part.link.button.toolTip() == LONG
    assert page.reply.list.parts[0].comment.text().endswith("…")
    assert page.reply.list.parts[0].comment.text().count("\n") == 1


@pytest.mark.parametrize(("size", "room"), [(WIDE, Room.WIDE), (NARROW, Room.NARROW), (SINGLE, Room.SINGLE)])
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("look", [ThemeChoice.LIGHT, ThemeChoice.DARK])
def test_the_page_fits_its_window(
    window: MainWindow,
    page: OverviewPage,
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
    new = overview_of(window)
    reply = Reply(datetime(2026, 11, 12, tzinfo=UTC), "Sở Nội vụ (mẫu)", 14, 2)
    show(new, seen_with(commune, reply=reply, returned=(returned_item(), returned_item()), returned_work=2, sent=sent_bundle()))
    assert (window.width(), window.height()) == size
    assert new.room is room
    hint = new.minimumSizeHint()
    assert hint.width() <= 1190
    assert hint.height() <= 600
    assert new._scroll.verticalScrollBar().isVisible() is (room is Room.SINGLE)
    assert not new._scroll.horizontalScrollBar().isVisible()
    assert not new.progress.list.verticalScrollBar().isVisible()
    assert new.soon.isVisible() is (room is not Room.NARROW)
    for chip in (new.reply.returned, new.reply.accepted):
        assert chip.geometry().right() <= new.reply.contentsRect().right()
    assert new.overdue.geometry().right() < new.this_week.geometry().left()
    assert {tile.geometry().width() for tile in new.tiles.values()} <= set(range(new.overdue.width() - 1, new.overdue.width() + 2))


def test_a_scheme_that_changes_takes_the_numbers_along(page: OverviewPage, theme: Theme) -> None:
    before = page.overdue._number.palette().windowText().color()
    theme.choose(ThemeChoice.DARK)
    QApplication.processEvents()
    assert page.overdue._number.palette().windowText().color() != before


def test_tab_follows_the_eye_and_every_control_has_a_name(page: OverviewPage, commune: App) -> None:
    show(page, seen_with(commune, returned=(returned_item(),), returned_work=1, sent=sent_bundle()))
    order: list[QWidget] = [
        *page.tiles.values(),
        page.progress.index,
        page.progress.list.parts[0].link.button,
        page.reply.list.parts[0].link.button,
        page.reply.button,
        page.soon.links[0].button,
        page.sent.link,
    ]
    order[0].setFocus()
    walked: list[QWidget] = [order[0]]
    for _step in range(60):
        QTest.keyClick(focused(), Key.Key_Tab)
        walked.append(focused())
        if focused() is order[-1]:
            break
    assert [widget for widget in walked if widget in order] == order
    for widget in page.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            assert widget.accessibleName() or (isinstance(widget, PlainButton) and widget.text()), widget
