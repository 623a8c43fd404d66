"""The communes page as the level above uses it: who needs a hand, what is behind a cell, on to the review, and the workbook."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QSettings, QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import delete

from db.tables import TrustedCard
from papi_desktop.domain.periods import Period
from papi_desktop.domain.vocabulary import ReviewVerdict
from papi_desktop.services.app import App
from papi_desktop.services.changes import EVERYTHING
from papi_desktop.services.evidence import EvidenceFields, add_evidence
from papi_desktop.services.periods import set_reporting_period
from papi_desktop.services.receiving import import_bundles
from papi_desktop.services.reviews import list_reviews, review_evidence
from papi_desktop.services.sending import export_bundles
from papi_desktop.services.status import StatusCell, StatusColumn, StatusMatrix, StatusScope, UnitStatus
from papi_desktop.services.tasks import list_occurrences
from papi_desktop.services.ticks import tick_occurrence
from resources.i18n import use_language
from ui.colours import DARK, LIGHT, Ink, Scheme, contrast
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.models.heat_model import HeatModel, heat_step, tint_of
from ui.pages.commune_rows import LAST, UNIT, Matrix, Only, Order, UnitRow, heat_cell, heat_columns, wanted
from ui.pages.communes import CommunesPage
from ui.pages.page import Room
from ui.pages.review_rows import ReviewWanted
from ui.theme import Theme, ThemeChoice
from ui.tour import settle
from ui.widgets.buttons import PrimaryButton
from ui.widgets.heat_view import HeatView, two_lines
from ui.widgets.message_bar import MessageKind
from ui.window_state import open_settings

WIDE = (1366, 689)
Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier
OPENNESS, VOICE = "2. Công khai (mẫu)", "1. Tham gia (mẫu)"
PATIENCE = 20_000


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return open_settings(tmp_path / "machine" / "window.ini")


@pytest.fixture
def open_window(qtbot: QtBot, authority: App, jobs: Jobs, settings: QSettings) -> Iterator[Callable[[], MainWindow]]:
    def pages() -> list[CommunesPage]:
        page = CommunesPage(authority, jobs)
        page.year = 2026
        return [page]

    def opened() -> MainWindow:
        window = MainWindow(jobs=jobs, settings=settings, make_pages=pages)
        qtbot.addWidget(window)
        window.resize(*WIDE)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        settle(jobs)
        return window

    yield opened
    settle(jobs)


def page_of(window: MainWindow) -> CommunesPage:
    page = window.page
    assert isinstance(page, CommunesPage)
    return page


@pytest.fixture
def three(authority: App, invented: Any) -> dict[str, UUID]:
    """Three communes beside the sample one: one is late with its tasks, one is done, one never sent anything."""
    set_reporting_period(authority, period=Period("2026-Q3"), name="Kỳ báo cáo quý III (mẫu)", deadline=date(2026, 10, 5))
    came = datetime(2026, 11, 6, 8, tzinfo=UTC)
    behind = invented.unit("99002", "UBND xã Vĩnh Lạc (mẫu)")
    late = invented.unit("99003", "UBND phường Trần Phú (mẫu)", came=came)
    done = invented.unit("99004", "UBND xã An Khê (mẫu)", came=came.replace(day=2))
    invented.plan(late, {VOICE: 3, OPENNESS: 4}, due=date(2026, 11, 1), done=5)
    invented.plan(done, {OPENNESS: 2, "9. Việc riêng (mẫu)": 1}, done=3)
    return {"behind": behind, "late": late, "done": done}


@pytest.fixture
def received(commune: App, authority: App, sample_files: dict[str, Path], tmp_path: Path) -> str:
    """The sample commune has sent evidence for the first task of its plan; the dimension of that task."""
    row = list_occurrences(commune).rows[0]
    add_evidence(commune, task_ids=[row.id], fields=EvidenceFields(kind="thong_bao", number="1/TB"), files=[sample_files["pdf"]])
    tick_occurrence(commune, occurrence_id=row.id)
    export_bundles(commune, out=tmp_path / "usb")
    import_bundles(authority, paths=[tmp_path / "usb"])
    return row.dimension


def texts(page: CommunesPage, column: int) -> list[str]:
    return [str(page.model.index(row, column).data()).replace("\N{EN SPACE}", " ") for row in range(page.model.rowCount())]


def spoken(page: CommunesPage, name: str, column: str) -> str:
    row = next(row for row in page.model.rows if row.name == name)
    return str(page.model.place_of(row.unit, column).data(Qt.ItemDataRole.AccessibleTextRole))


def leads(page: CommunesPage) -> list[tuple[str, object]]:
    """Where the page leads from now on; the other pages are not in this window."""
    led: list[tuple[str, object]] = []

    def note(name: str, what: object) -> None:
        led.append((name, what))

    page.leads_to.disconnect()
    page.leads_to.connect(note)
    return led


def press(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(widget, key, modifier)


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


@pytest.mark.usefixtures("three")
def test_what_needs_work_stands_first(open_window: Callable[[], MainWindow]) -> None:
    page = page_of(open_window())
    assert texts(page, 0) == ["Xã Tân Phú (mẫu)", "Xã Vĩnh Lạc (mẫu)", "Phường Trần Phú (mẫu)", "Xã An Khê (mẫu)"]
    assert texts(page, 1) == ["Not sent", "Not sent", "06/11/2026 sent late", "02/11/2026 sent late"]
    assert page.header.fact == "4 offices, as of 06/11/2026"
    titles = [column.title for column in page.model.columns]
    assert titles == ["Commune, ward", "Last bundle", VOICE, OPENNESS, "9. Việc riêng (mẫu)"]
    assert texts(page, 2) == ["—", "—", "3/3", "—"]
    assert texts(page, 3) == ["—", "—", "2/4 late 2", "2/2"]
    assert spoken(page, "Phường Trần Phú (mẫu)", page.model.columns[3].key) == f"{OPENNESS}: 2 of 4 occurrences done, 2 overdue"
    assert spoken(page, "Xã Vĩnh Lạc (mẫu)", LAST).endswith("late with the report of this period")
    assert spoken(page, "Xã An Khê (mẫu)", LAST).endswith("sent after the deadline of this period")
    late = page.model.columns[1].cell(page.model.rows[3])
    assert (late.icon, late.ink) == ("clock", Ink.AMBER)


@pytest.mark.usefixtures("three")
def test_order_filter_and_find(open_window: Callable[[], MainWindow], jobs: Jobs) -> None:
    page = page_of(open_window())
    for order, first in ((Order.NAME, "Phường Trần Phú (mẫu)"), (Order.PROGRESS, "Xã Tân Phú (mẫu)"), (Order.LAST, "Xã Tân Phú (mẫu)")):
        page.filters.order.setCurrentIndex(page.filters.order.findData(order))
        page.filters.order.activated.emit(page.filters.order.currentIndex())
        assert texts(page, 0)[0] == first
    assert texts(page, 1) == ["Not sent", "Not sent", "02/11/2026 sent late", "06/11/2026 sent late"]
    assert [page.filters.sent.text(), page.filters.behind.text()] == ["2/4 sent this period", "4 late to send"]
    assert page.filters.behind.toolTip() == "Not sent: 2; sent after the deadline: 2"
    page.filters.behind.click()
    assert len(texts(page, 1)) == 4, "who sent after the deadline was late too"
    page.filters.sent.click()
    assert "Not sent" not in texts(page, 1)
    assert not page.filters.behind.isChecked(), "one filter at a time"
    page.filters.sent.click()
    press(page.window(), Key.Key_F, CTRL)
    assert focused() is page.header.search, "Ctrl+F searches everything, as on every page"
    press(page.window(), Key.Key_G, CTRL)
    assert page.filters.search.hasFocus()
    QTest.keyClicks(page.filters.search, "an khe")
    assert texts(page, 0) == ["Xã An Khê (mẫu)"], "without diacritics"
    QTest.keyClicks(page.filters.search, "x")
    assert page.model.rowCount() == 0
    assert page.filters.clear_link.isVisible()
    page.filters.clear_link.click()
    settle(jobs)
    assert page.model.rowCount() == 4


@pytest.mark.usefixtures("three")
def test_period_and_index_narrow_what_is_counted(open_window: Callable[[], MainWindow], jobs: Jobs) -> None:
    page = page_of(open_window())
    filters = page.filters
    assert [filters.index.itemText(number) for number in range(filters.index.count())] == ["Index: all", "Index: PAPI"]
    filters.period.setCurrentIndex(filters.period.findText("Period: Quarter III"))
    filters.period.activated.emit(filters.period.currentIndex())
    settle(jobs)
    assert page.scope == StatusScope(year=2026, period=Period("2026-Q3"), below=True)
    assert page.model.columnCount() == 2, "nothing was due in that quarter"
    page.show_year(2025)
    settle(jobs)
    assert page.scope == StatusScope(year=2025, below=True)


def test_keyboard_alone_from_a_cell_to_its_occurrences_and_on_to_the_review(
    open_window: Callable[[], MainWindow], jobs: Jobs, authority: App, received: str, qtbot: QtBot, three: dict[str, UUID]
) -> None:
    window = open_window()
    page = page_of(window)
    led = leads(page)
    page.view.setFocus()
    while page.model.rows[page.view.currentIndex().row()].status.code != "99001":
        press(page.view, Key.Key_Down)
    while page.model.columns[page.view.currentIndex().column()].title != received:
        press(page.view, Key.Key_Right)
    place = page.view.currentIndex()
    settle(jobs)
    assert page.detail.heading.whole == f"Xã Tân Phú (mẫu), {received}"
    assert page.detail.unreviewed.text == "1 to review"
    assert page.detail.named.whole.startswith("Overdue: ")
    press(page.view, Key.Key_Return)
    settle(jobs)
    assert page.occurrences.isVisible()
    assert page.occurrences.view.hasFocus()
    first = page.occurrences.rows.rows[0]
    assert (first.evidence, first.dimension) == (1, received)
    assert page.occurrences.rows.total > 1
    press(page.occurrences.view, Key.Key_Escape)
    assert page.view.hasFocus()
    assert page.view.currentIndex() == place, "Esc returns to the same cell"
    press(page.view, Key.Key_Return)
    press(page.occurrences.view, Key.Key_Down)
    press(page.occurrences.view, Key.Key_Return)
    settle(jobs)
    assert led == [], "there is nothing to review in an occurrence without evidence"
    button = page.occurrences.evidence_button
    assert (button.text(), button.isEnabled()) == ("No evidence received", False)
    assert "nothing to review" in button.toolTip()
    press(page.occurrences.view, Key.Key_Up)
    assert (button.text(), button.isEnabled()) == ("Show its evidence", True)
    press(page.occurrences.view, Key.Key_Return)
    settle(jobs)
    (evidence,) = list_reviews(authority)
    assert led == [("reviewPage", ReviewWanted("99001", received, (evidence.unit, evidence.id)))]
    press(window, Key.Key_Escape)
    press(page.view, Key.Key_Return, CTRL)
    assert led[1:] == [("reviewPage", ReviewWanted("99001", received))]
    del qtbot, three


def test_evidence_that_is_judged_is_shown_among_all(
    open_window: Callable[[], MainWindow], jobs: Jobs, authority: App, received: str
) -> None:
    (item,) = list_reviews(authority)
    review_evidence(authority, evidence_id=item.id, verdict=ReviewVerdict.ACCEPTED)
    page = page_of(open_window())
    led = leads(page)
    row = next(row for row in page.model.rows if row.status.code == "99001")
    column = next(column.key for column in page.model.columns if column.title == received)
    page.view.setCurrentIndex(page.model.place_of(row.unit, column))
    settle(jobs)
    page.detail.open_button.click()
    page.occurrences.evidence_button.click()
    settle(jobs)
    assert led == [("reviewPage", (item.unit, item.id))], "not to a queue of what waits, which does not hold it"
    page.occurrences.evidence_button.click()
    press(page.occurrences.view, Key.Key_Escape)
    settle(jobs)
    assert len(led) == 1, "whoever went back meanwhile is not led away"


@pytest.mark.usefixtures("three")
def test_enter_before_the_cell_was_read_still_opens_it(open_window: Callable[[], MainWindow], jobs: Jobs) -> None:
    page = page_of(open_window())
    page.view.setFocus()
    press(page.view, Key.Key_Down)
    press(page.view, Key.Key_Down)
    press(page.view, Key.Key_Return)
    settle(jobs)
    assert page.occurrences.isVisible()
    assert page.occurrences.rows.total == 7, "a unit's own cell opens all of its occurrences"


@pytest.mark.usefixtures("three")
def test_a_cell_without_tasks_opens_nothing(open_window: Callable[[], MainWindow], jobs: Jobs) -> None:
    page = page_of(open_window())
    page.view.setCurrentIndex(page.model.index(1, 3))
    settle(jobs)
    assert page.detail.counts.text() == "Nothing of it in the plan"
    assert "Kỳ báo cáo quý III (mẫu) was due on 05/10/2026." in page.detail.named.whole
    assert not page.detail.open_button.isEnabled()
    assert not page.detail.review_button.isEnabled()
    press(page.view, Key.Key_Return)
    settle(jobs)
    assert page.view.isVisible()


def test_a_refresh_keeps_cell_filter_and_words(
    open_window: Callable[[], MainWindow], authority: App, jobs: Jobs, received: str, three: dict[str, UUID]
) -> None:
    page = page_of(open_window())
    row = next(row for row in page.model.rows if row.status.code == "99001")
    column = next(column.key for column in page.model.columns if column.title == received)
    page.view.setCurrentIndex(page.model.place_of(row.unit, column))
    page.filters.unreviewed.click()
    assert texts(page, 0) == ["Xã Tân Phú (mẫu)"]
    (item,) = list_reviews(authority)
    result = review_evidence(authority, evidence_id=item.id, verdict=ReviewVerdict.RETURNED, comment="Bổ sung (mẫu)")
    page.changed.emit(result.changed)
    settle(jobs)
    assert page.filters.unreviewed.text() == "0 to review"
    assert page.model.rowCount() == 0, "nobody waits any more; the filter stays"
    page.filters.clear()
    settle(jobs)
    chosen = page.view.currentIndex()
    assert (page.model.rows[chosen.row()].status.code, page.model.columns[chosen.column()].key) == ("99001", column)
    assert "back 1" in str(chosen.data()), "returned evidence shows in its cell"
    assert page.detail.returned.text == "1 returned"
    page.occurrences.show_rows("", ())
    press(page.view, Key.Key_Return)
    page.refresh(EVERYTHING)
    settle(jobs)
    assert page.occurrences.isVisible()
    del three


def test_waiting_and_refused_bundles_lead_to_the_inbox(
    open_window: Callable[[], MainWindow], invented: Any, three: dict[str, UUID]
) -> None:
    invented.bundle(three["late"], datetime(2026, 11, 7, tzinfo=UTC), sequence=3, state="waiting")
    invented.bundle(three["done"], datetime(2026, 11, 7, tzinfo=UTC), sequence=2, state="fork")
    page = page_of(open_window())
    led = leads(page)
    assert [page.filters.waiting.text(), page.filters.refused.text()] == ["1 bundle waits", "1 bundle refused"]
    page.filters.waiting.click()
    page.filters.refused.click()
    assert led == [("inboxPage", None), ("inboxPage", None)]


def test_before_any_commune_is_known_the_inbox_is_offered(open_window: Callable[[], MainWindow], authority: App) -> None:
    with authority.engine.begin() as connection:
        connection.execute(delete(TrustedCard))
    page = page_of(open_window())
    led = leads(page)
    (button,) = [button for button in page.findChildren(PrimaryButton) if button.isVisible()]
    button.click()
    assert led == [("inboxPage", None)]
    assert not page.excel_button.isEnabled()
    assert not page.view.isVisible()


@pytest.mark.usefixtures("three")
def test_the_workbook_is_written_by_key(open_window: Callable[[], MainWindow], jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window()
    press(window, Key.Key_S, CTRL)

    def dialogs() -> list[QFileDialog]:
        return [each for each in QApplication.topLevelWidgets() if isinstance(each, QFileDialog) and each.isVisible()]

    qtbot.waitUntil(lambda: bool(dialogs()), timeout=PATIENCE)
    field = dialogs()[0].findChild(QLineEdit, "fileNameEdit")
    assert isinstance(field, QLineEdit)
    assert field.text() == "progress-2026.xlsx"
    field.setText(str(tmp_path / "tien-do"))
    press(field, Key.Key_Return)
    settle(jobs)
    message = window.messages.bars[-1].message
    assert (message.kind, message.heading) == (MessageKind.DONE, "A workbook on 4 offices is written.")
    names = [row[2] for row in load_workbook(tmp_path / "tien-do.xlsx")["Đơn vị"].iter_rows(min_row=7, values_only=True)]
    assert "UBND phường Trần Phú (mẫu)" in names


@pytest.mark.usefixtures("three", "received")
@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("size", [WIDE, (1093, 614), (683, 384)])
def test_it_fits_and_the_unit_stays_in_sight(
    open_window: Callable[[], MainWindow], jobs: Jobs, language: Any, size: tuple[int, int]
) -> None:
    use_language(language)
    window = open_window()
    page = page_of(window)
    window.resize(*size)
    settle(jobs)
    assert window.size() == QSize(*size)
    assert page.minimumSizeHint().width() <= 1190
    assert page.minimumSizeHint().height() <= 600
    page.view.setFocus()
    last = page.model.columnCount() - 1
    page.view.setCurrentIndex(page.model.index(0, last))
    assert page.view.viewport().rect().contains(page.view.visualRect(page.model.index(0, last)))
    scrolls = page.view.horizontalScrollBar().maximum() > 0
    assert page.view.still.isVisible() == scrolls
    if size == (683, 384):
        assert scrolls
        assert not page.detail.isVisible(), "table and detail take turns"
        page.view.setCurrentIndex(page.model.index(0, 2))
        place = page.view.visualRect(page.model.index(0, 2))
        assert place.left() >= page.view.columnWidth(0) - 1, "not under the column that stays"
        page.view.setCurrentIndex(page.model.index(1, 0))
        settle(jobs)
        press(page.view, Key.Key_Return)
        settle(jobs)
        assert page.occurrences.isVisible()
        assert page.detail.isVisible()
        press(page.occurrences.view, Key.Key_Escape)
        assert page.view.isVisible()


def test_titles_take_two_lines_and_are_said_in_full() -> None:
    assert two_lines("1. Tham gia của người dân", len, 12) == "1. Tham gia\ncủa người…"
    assert two_lines("8. Quản trị", len, 40) == "8. Quản trị"
    assert two_lines("Cungứngdịchvụcông", len, 5) == "Cungứngdịchvụcông", "one word is not broken"


@pytest.mark.parametrize(
    ("cell", "text", "icon", "tint"),
    [
        (StatusCell("", 4, 10, 0, 0), "4/10", None, 0),
        (StatusCell("", 5, 10, 0, 0), "5/10", None, 1),
        (StatusCell("", 65, 100, 0, 0), "65/100", None, 2),
        (StatusCell("", 9, 10, 0, 0), "9/10", None, 3),
        (StatusCell("", 10, 10, 0, 0), "10/10", "check-circle", Ink.GREEN),
        (StatusCell("", 10, 10, 0, 2), "10/10 back 2", "returned", Ink.PLUM),
        (StatusCell("", 3, 10, 1, 2), "3/10 late 1 back 2", "exclamation-circle", Ink.RED),
        (StatusCell("", 0, 0, 0, 0), "—", None, None),
        (None, "—", None, None),
    ],
)
def test_a_cell_says_the_worst_by_icon_and_all_of_it_by_text(
    cell: StatusCell | None, text: str, icon: str | None, tint: int | Ink | None
) -> None:
    made = heat_cell(cell)
    assert (made.text.replace("\N{EN SPACE}", " "), made.icon, made.tint) == (text, icon, tint)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=lambda scheme: scheme.name)
def test_words_and_icons_are_readable_on_every_tint(scheme: Scheme) -> None:
    for step in range(4):
        assert contrast(QColor(scheme.text), QColor(tint_of(step, scheme))) >= 4.5
    for ink in (Ink.RED, Ink.PLUM, Ink.GREEN):
        assert contrast(QColor(scheme.text), QColor(tint_of(ink, scheme))) >= 4.5
        assert contrast(scheme.ink(ink), QColor(tint_of(ink, scheme))) >= 4.5
    steps = [QColor(colour).lightness() for colour in scheme.heat]
    assert steps == sorted(steps, reverse=scheme is LIGHT)
    assert len(set(steps)) == 4


@pytest.mark.usefixtures("three")
def test_colours_follow_the_scheme_live(open_window: Callable[[], MainWindow], theme: Theme) -> None:
    page = page_of(open_window())
    late = page.model.index(2, 3)
    assert late.data(Qt.ItemDataRole.BackgroundRole).color() == QColor(LIGHT.red.tint)
    theme.choose(ThemeChoice.DARK)
    QApplication.processEvents()
    assert late.data(Qt.ItemDataRole.BackgroundRole).color() == QColor(DARK.red.tint)
    palette = page.view.palette()
    assert palette.color(palette.ColorRole.Highlight) == QColor(DARK.accent)
    assert contrast(palette.color(palette.ColorRole.HighlightedText), palette.color(palette.ColorRole.Highlight)) >= 4.5


def many(count: int) -> Matrix:
    columns = tuple(StatusColumn(f"PAPI/{number}", "PAPI", f"{number}. Nội dung (mẫu)") for number in range(1, 9))
    rows: list[UnitRow] = []
    for number in range(count):
        cells = tuple(StatusCell(c.dimension, number % 30, 30, number % 3, number % 5, "PAPI", c.key) for c in columns)
        name = f"UBND xã Số {number} (mẫu)"
        unit = UnitStatus(uuid4(), f"{number:05d}", name, cells, datetime(2026, 11, 6, tzinfo=UTC), 1)
        rows.append(UnitRow(unit, name, f"{number:05d} {name.lower()}", {cell.column: cell for cell in cells}))
    read = StatusMatrix(StatusScope(), tuple(row.status for row in rows), columns, None, ("PAPI",))
    return Matrix(read, tuple(rows), {})


def test_a_whole_country_makes_only_the_cells_that_are_seen(qtbot: QtBot) -> None:
    matrix = many(3321)
    model = HeatModel[UnitRow](key=lambda row: row.unit)
    view = HeatView("", model, frozen=2)
    qtbot.addWidget(view)
    view.resize(1150, 440)
    view.show()
    qtbot.waitExposed(view)
    model.set_table(heat_columns(matrix, date(2026, 11, 16)), Order.NEED.of(matrix.rows))
    view.grab()
    assert model.rowCount() == 3321
    assert 0 < model.made <= 40 * 10
    assert not view.viewport().findChildren(QWidget), "no widget in a cell"
    assert len(wanted(matrix.rows, "so 33", Only.ALL)) < 100


def test_arriving_chooses_a_unit_even_if_it_was_filtered_away(
    open_window: Callable[[], MainWindow], jobs: Jobs, three: dict[str, UUID]
) -> None:
    page = page_of(open_window())
    page.filters.search.setText("an khe")
    page.arrive(three["late"])
    settle(jobs)
    row = page.model.row_at(page.view.currentIndex())
    assert row is not None
    assert row.unit == three["late"]
    assert page.model.columns[page.view.currentIndex().column()].key == UNIT


@pytest.mark.usefixtures("three")
def test_every_control_has_a_name(open_window: Callable[[], MainWindow]) -> None:
    page = page_of(open_window())
    for control in (page.filters.index, page.filters.period, page.filters.order, page.filters.search, page.view, page.occurrences.view):
        assert control.accessibleName()
    for button, keys in ((page.excel_button, "Ctrl+S"), (page.detail.review_button, "Ctrl+Return"), (page.detail.open_button, "Enter")):
        assert keys in button.toolTip()
    page.set_room(Room.NARROW)
    assert page.filters.search.isVisible()
    assert heat_step(1, 2) == 1


@pytest.mark.usefixtures("three")
def test_the_same_cell_is_found_again_at_the_next_start(open_window: Callable[[], MainWindow], jobs: Jobs) -> None:
    page = page_of(open_window())
    page.view.setCurrentIndex(page.model.index(2, 3))
    again = page_of(open_window())
    again.return_to(page.place())
    settle(jobs)
    assert (again.view.currentIndex().row(), again.view.currentIndex().column()) == (2, 3)
    again.return_to("somewhere else")
    assert again.place() == page.place()


@pytest.mark.usefixtures("three")
def test_f6_and_tab_go_as_the_eye_does(open_window: Callable[[], MainWindow], jobs: Jobs) -> None:
    window = open_window()
    page = page_of(window)
    page.view.setCurrentIndex(page.model.index(2, 3))
    settle(jobs)
    page.filters.index.setFocus()
    seen: list[QWidget] = []
    while not page.detail.isAncestorOf(focused()):
        seen.append(focused())
        press(focused(), Key.Key_Tab)
        assert len(seen) < 12
    filters = page.filters
    assert seen == [filters.index, filters.period, filters.order, filters.search, filters.sent, filters.behind, page.view]
    assert focused() is page.detail.open_button
    page.filters.index.setFocus()
    press(window, Key.Key_F6)
    assert page.view.hasFocus()
    press(window, Key.Key_F6)
    assert page.detail.isAncestorOf(focused())
    press(window, Key.Key_Escape)
    assert page.view.hasFocus()
