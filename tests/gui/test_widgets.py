"""The components, used as a person uses them."""

import threading
from collections.abc import Callable
from datetime import time as clock
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl, SignalInstance
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from ui.colours import LIGHT, Ink
from ui.jobs import Ending, Jobs
from ui.widgets.buttons import PrimaryButton
from ui.widgets.chip import Chip
from ui.widgets.drop_frame import DropFrame
from ui.widgets.empty_state import EmptyState, no_matches
from ui.widgets.field_note import FieldNote, NoteKind
from ui.widgets.fields import SearchField
from ui.widgets.message_bar import Message, MessageAction, MessageArea, MessageKind
from ui.widgets.page_header import PageHeader
from ui.widgets.progress_panel import ProgressPanel, time_left
from ui.widgets.side_bar import COMPACT, WIDE, Entry, SideBar
from ui.widgets.slot import Slot
from ui.widgets.status_bar import StatusBar
from ui.widgets.verdict_line import Severity, Verdict, VerdictLine, worst_first

LEFT = Qt.MouseButton.LeftButton


def click(button: QPushButton) -> None:
    QTest.mouseClick(button, LEFT)


def heard(signal: SignalInstance) -> list[object]:
    """What ``signal`` carries from now on."""
    values: list[object] = []
    signal.connect(values.append)
    return values


def test_chip_says_its_state_and_takes_another(qtbot: QtBot) -> None:
    chip = Chip("In progress", "dots-circle", Ink.BLUE)
    qtbot.addWidget(chip)
    assert LIGHT.blue.tint in chip.styleSheet()
    chip.set_state("Done", "check-circle", Ink.GREEN)
    assert chip.text == chip.accessibleName() == "Done"
    assert LIGHT.green.tint in chip.styleSheet()


# messages


def problem(number: int) -> Message:
    return Message(MessageKind.ERROR, f"Problem {number}.", "Nothing is lost.", details=f"trace <{number}>")


def test_problems_stay_until_each_is_closed_the_newest_first(qtbot: QtBot) -> None:
    area = MessageArea()
    qtbot.addWidget(area)
    for number in (1, 2, 3, 2):
        area.show_message(problem(number))
    seen: list[tuple[str, str]] = []
    while area.bars:
        bar = area.bars[0]
        seen.append((bar.message.heading, bar.waiting.text()))
        bar.closed.emit()
    assert seen == [("Problem 2.", "2 more messages"), ("Problem 3.", "1 more message"), ("Problem 1.", "")]
    assert area.isHidden()


def test_a_result_replaces_the_one_before_and_leaves_the_problem(qtbot: QtBot) -> None:
    area = MessageArea()
    qtbot.addWidget(area)
    area.show_message(Message(MessageKind.DONE, "Written."))
    area.show_message(problem(1))
    area.show_message(Message(MessageKind.UNDO, "Deleted."))
    assert [bar.message.heading for bar in area.bars] == ["Problem 1.", "Deleted."]
    assert area.close_result()
    assert not area.close_result()
    assert [bar.message.heading for bar in area.bars] == ["Problem 1."]


def test_undo_goes_away_after_its_time_and_an_error_does_not(qtbot: QtBot) -> None:
    area = MessageArea()
    qtbot.addWidget(area)
    area._undo_time.setInterval(10)
    area.show_message(problem(1))
    area.show_message(Message(MessageKind.UNDO, "Deleted."))
    qtbot.waitUntil(lambda: len(area.bars) == 1)
    assert area.bars[0].message.kind is MessageKind.ERROR


def test_taking_the_action_closes_the_message(qtbot: QtBot) -> None:
    area = MessageArea()
    qtbot.addWidget(area)
    taken: list[str] = []
    area.show_message(Message(MessageKind.UNDO, "Deleted.", action=MessageAction("Undo (Ctrl+Z)", lambda: taken.append("undo"))))
    click(area.bars[0].action_button)
    assert taken == ["undo"]
    assert area.bars == []


def test_details_unfold_and_can_be_copied(qtbot: QtBot) -> None:
    area = MessageArea()
    qtbot.addWidget(area)
    area.show()
    area.show_message(problem(7))
    bar = area.bars[0]
    (details,) = bar.findChildren(QPlainTextEdit)
    assert not details.isVisible()
    click(bar.details_button)
    assert details.isVisible()
    assert details.toPlainText() == "trace <7>"
    click(next(button for button in bar.findChildren(QPushButton) if button.text() == "Copy details"))
    assert QGuiApplication.clipboard().text() == "trace <7>"


def test_message_shows_text_as_it_is(qtbot: QtBot) -> None:
    area = MessageArea()
    qtbot.addWidget(area)
    area.show_message(Message(MessageKind.WARNING, "<b>file</b>", "a & b"))
    bar = area.bars[0]
    assert bar.accessibleName() == "<b>file</b> a & b"
    words = [label.text() for label in bar.findChildren(QLabel) if label.textFormat() == Qt.TextFormat.RichText]
    assert len(words) == 1
    assert "&lt;b&gt;file&lt;/b&gt;" in words[0]
    assert words[0].endswith("a &amp; b")


# progress


def test_progress_shows_share_amount_and_time_left(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    panel = ProgressPanel("Importing 128 bundles", keeps="What is imported is kept.", steps=("Collect", "Seal", "Write"))
    qtbot.addWidget(panel)
    panel.set_progress(0, 0)
    assert panel.bar.maximum() == 0
    monkeypatch.setattr(panel._time, "elapsed", lambda: 60_000)
    panel.set_progress(41, 128)
    assert panel.percent.text() == "32\u00a0%"
    assert panel.amount.text() == "41/128, about 2 minutes left"
    panel.set_progress(3 * 10**12, 4 * 10**12)
    assert panel.percent.text() == "75\u00a0%"
    panel.set_step(1)
    assert [LIGHT.green.tint in chip.styleSheet() for chip in panel.findChildren(Chip)] == [True, False, False]


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.4, "about 10 seconds left"),
        (44, "about 40 seconds left"),
        (95, "about 2 minutes left"),
        (3600, "about 60 minutes left"),
        (7300, "about 2 hours left"),
    ],
)
def test_time_left_is_rough(seconds: float, text: str) -> None:
    assert time_left(seconds) == text


def test_panel_follows_a_job_and_cancels_it(qtbot: QtBot, jobs: Jobs) -> None:
    begun = threading.Event()

    def work(*, progress: Callable[[int, int], None], cancelled: Callable[[], bool]) -> None:
        progress(1, 4)
        begun.set()
        while not cancelled():
            threading.Event().wait(0.002)

    panel = ProgressPanel("Writing")
    qtbot.addWidget(panel)
    job = jobs.run(work, long=True)
    panel.follow(job)
    assert panel.isHidden()
    qtbot.waitUntil(panel.isVisible)
    qtbot.waitUntil(lambda: panel.percent.text() == "25\u00a0%")
    click(panel.cancel_button)
    assert not panel.cancel_button.isEnabled()
    qtbot.waitUntil(lambda: job.ending is Ending.DONE)
    assert panel.isHidden()


def test_short_work_shows_no_panel(qtbot: QtBot, jobs: Jobs) -> None:
    panel = ProgressPanel("Writing")
    qtbot.addWidget(panel)
    job = jobs.run(str, "quick")
    panel.follow(job)
    qtbot.waitUntil(lambda: job.ending is Ending.DONE)
    qtbot.wait(350)
    assert panel.isHidden()


# empty, slot, verdict, field note


def test_empty_state_offers_its_buttons(qtbot: QtBot) -> None:
    button = PrimaryButton("Choose files…", "folder")
    empty = EmptyState("image", "No evidence for this task yet", "Drop files here.", (button,))
    qtbot.addWidget(empty)
    assert empty.accessibleName() == "No evidence for this task yet Drop files here."
    with qtbot.waitSignal(button.clicked):
        click(button)


def test_no_matches_offers_to_clear(qtbot: QtBot) -> None:
    cleared: list[str] = []
    empty = no_matches(lambda: cleared.append("x"))
    qtbot.addWidget(empty)
    (button,) = empty.findChildren(QPushButton)
    click(button)
    assert cleared == ["x"]


def test_missing_slot_asks_to_be_filled(qtbot: QtBot) -> None:
    slot = Slot("Closing minutes")
    qtbot.addWidget(slot)
    assert "dashed" in slot.styleSheet()
    assert slot.accessibleName() == "Closing minutes: Missing"
    assert slot.button.accessibleName() == "Add… Closing minutes"
    with qtbot.waitSignal(slot.add_requested), qtbot.assertNotEmitted(slot.open_requested):
        click(slot.button)


def test_filled_slot_opens(qtbot: QtBot) -> None:
    slot = Slot("Announcement", "62/TB-UBND, 2 pages")
    qtbot.addWidget(slot)
    assert "solid" in slot.styleSheet()
    with qtbot.waitSignal(slot.open_requested):
        click(slot.button)


def test_verdicts_come_worst_first() -> None:
    verdicts = [Verdict(severity, severity.name) for severity in (Severity.INFO, Severity.GOOD, Severity.BAD, Severity.WARNING)]
    assert [verdict.sentence for verdict in worst_first(verdicts)] == ["BAD", "WARNING", "GOOD", "INFO"]


def test_unverified_rule_is_marked(qtbot: QtBot) -> None:
    line = VerdictLine(Verdict(Severity.WARNING, "62 % of households, 70 % needed", rule="Rule A", verified=False))
    qtbot.addWidget(line)
    assert line.accessibleName() == "62 % of households, 70 % needed (Rule A; rule to be verified)"


def test_field_note_describes_its_field(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    field = QLineEdit(window)
    note = FieldNote(field, window)
    assert note.isHidden()
    note.say(NoteKind.PROBLEM, "There is no 31/02.")
    assert not note.isHidden()
    assert note.text == field.accessibleDescription() == "There is no 31/02."
    note.clear()
    assert note.isHidden()
    assert field.accessibleDescription() == ""


# dropping files


def drag(page: QWidget, data: QMimeData) -> bool:
    event = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier)
    event.ignore()
    QApplication.sendEvent(page, event)
    return event.isAccepted()


def drop(page: QWidget, data: QMimeData) -> None:
    QApplication.sendEvent(page, QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier))


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(400, 300)
    page.show()
    return page


def test_files_over_the_page_show_where_they_go_and_land(page: QWidget, tmp_path: Path) -> None:
    frame = DropFrame(page, lambda count: f"Drop {count} files on “Posting”")
    data = QMimeData()
    paths = [tmp_path / "ảnh 1.jpg", tmp_path / "b.pdf"]
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    assert drag(page, data)
    assert frame.isVisible()
    assert frame.text == "Drop 2 files on “Posting”"
    assert page.rect().contains(frame.geometry())
    values = heard(frame.dropped)
    drop(page, data)
    assert values == [paths]
    assert frame.isHidden()


def test_leaving_takes_the_frame_away(page: QWidget, tmp_path: Path) -> None:
    frame = DropFrame(page, str)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a"))])
    drag(page, data)
    QApplication.sendEvent(page, QDragLeaveEvent())
    assert frame.isHidden()


@pytest.mark.parametrize("address", ["https://example.vn/x.pdf", ""])
def test_what_is_no_file_is_left_alone(qtbot: QtBot, page: QWidget, address: str) -> None:
    frame = DropFrame(page, str)
    data = QMimeData()
    data.setText("words")
    if address:
        data.setUrls([QUrl(address)])
    with qtbot.assertNotEmitted(frame.dropped):
        assert not drag(page, data)
        drop(page, data)
    assert frame.isHidden()


# header, status bar, side bar


def test_long_fact_does_not_widen_the_header(qtbot: QtBot) -> None:
    header = PageHeader("Tasks")
    qtbot.addWidget(header)
    before = header.minimumSizeHint().width()
    fact = ("a very long fact " * 40).strip()
    header.set_fact(fact)
    assert header.minimumSizeHint().width() == before
    header.resize(600, header.height())
    header.show()
    cut = next(label for label in header.findChildren(QLabel) if label.text().startswith("a very"))
    assert cut.text().endswith("…")
    assert header.fact == cut.toolTip() == fact


def test_status_bar_tells_two_facts(qtbot: QtBot) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.set_saved(clock(9, 42))
    bar.set_unsent(1)
    assert bar.texts == ("All changes saved at 09:42", "1 evidence item not sent")
    bar.set_working("Writing bundle 0018, 63 %")
    bar.set_unsent(7)
    assert bar.texts == ("Writing bundle 0018, 63 %", "7 evidence items not sent")
    bar.set_working("")
    assert bar.texts[0] == "All changes saved at 09:42"


@pytest.fixture
def side_bar(qtbot: QtBot) -> SideBar:
    entries = [Entry("overviewPage", "Overview", "overview", "Ctrl+1"), Entry("tasksPage", "Tasks", "tasks", "Ctrl+2")]
    bar = SideBar(entries, [Entry("settingsPage", "Settings", "settings", "Ctrl+3")])
    qtbot.addWidget(bar)
    bar.resize(WIDE, 600)
    bar.page_chosen.connect(bar.show_current)
    bar.show_current("overviewPage")
    bar.show()
    return bar


def click_row(bar: SideBar, place: str, row: int) -> None:
    tree = bar.pages if place == "pages" else bar.below
    item = tree.topLevelItem(row)
    assert item is not None
    QTest.mouseClick(tree.viewport(), LEFT, pos=tree.visualItemRect(item).center())


def test_side_bar_chooses_by_mouse_and_by_keyboard(side_bar: SideBar) -> None:
    values = heard(side_bar.page_chosen)
    click_row(side_bar, "pages", 1)
    assert values == ["tasksPage"]
    values = heard(side_bar.page_chosen)
    QTest.keyClick(side_bar.pages, Qt.Key.Key_Up)
    assert values == ["overviewPage"]
    values = heard(side_bar.page_chosen)
    click_row(side_bar, "below", 0)
    assert values == ["settingsPage"]
    assert side_bar.pages.selectedItems() == []


def test_help_is_no_page(qtbot: QtBot, side_bar: SideBar) -> None:
    with qtbot.waitSignal(side_bar.help_requested), qtbot.assertNotEmitted(side_bar.page_chosen):
        click_row(side_bar, "below", 1)
    assert side_bar.current == "overviewPage"
    assert [item.data(0, Qt.ItemDataRole.UserRole) for item in side_bar.pages.selectedItems()] == ["overviewPage"]
    side_bar.show_current("settingsPage")
    with qtbot.assertNotEmitted(side_bar.help_requested):
        QTest.keyClick(side_bar.below, Qt.Key.Key_Down)
    with qtbot.waitSignal(side_bar.help_requested):
        QTest.keyClick(side_bar.below, Qt.Key.Key_Return)


def test_counts_stand_beside_titles_and_zero_is_not_shown(side_bar: SideBar) -> None:
    side_bar.set_counts({"tasksPage": 16, "overviewPage": 0})
    assert side_bar.pages.count_text("tasksPage") == "16"
    assert side_bar.pages.count_text("overviewPage") == ""
    assert side_bar.below.count_text(SideBar.HELP) == "F1"


def test_icons_only_keeps_titles_for_tooltip_and_screen_reader(side_bar: SideBar) -> None:
    side_bar.set_compact(compact=True)
    assert side_bar.width() == COMPACT
    item = side_bar.pages.topLevelItem(1)
    assert item is not None
    assert item.text(0) == ""
    assert item.toolTip(0) == "Tasks (Ctrl+2)"
    assert item.data(0, Qt.ItemDataRole.AccessibleTextRole) == "Tasks"
    side_bar.set_compact(compact=False)
    assert item.text(0) == "Tasks"


def test_year_is_chosen_from_the_list(side_bar: SideBar) -> None:
    side_bar.set_years((2026, 2025), 2025)
    assert side_bar.year.currentText() == "Year 2025"
    values = heard(side_bar.year_chosen)
    QTest.keyClick(side_bar.year, Qt.Key.Key_Up)
    assert values == [2026]


def test_a_burst_of_changes_is_one_search(qtbot: QtBot) -> None:
    field = SearchField("Tìm nhiệm vụ")
    qtbot.addWidget(field)
    searched: list[str] = []
    field.settled.connect(lambda: searched.append(field.text()))
    for text in ("n", "ng", "nga", "ngâ", "ngân"):
        field.setText(text)
    assert searched == []
    qtbot.waitUntil(lambda: searched == ["ngân"])
    field.setText("ngân sách")
    field.settle()
    assert searched == ["ngân", "ngân sách"]
    field.settle()
    qtbot.wait(60)
    assert searched == ["ngân", "ngân sách"]


def test_a_search_is_emptied_by_its_button(qtbot: QtBot) -> None:
    field = SearchField("Tìm nhiệm vụ")
    qtbot.addWidget(field)
    field.show()
    _glass, empty = field.findChildren(QToolButton)
    assert not empty.isVisible()
    field.setText("ngân sách")
    assert empty.isVisible()
    QTest.mouseClick(empty, Qt.MouseButton.LeftButton)
    assert field.text() == ""
    assert not empty.isVisible()
