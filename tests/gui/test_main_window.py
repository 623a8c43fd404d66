"""The frame: pages, keys, width, closing."""

import threading
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from papi_desktop.domain.errors import Code, StorageError
from papi_desktop.services.changes import EVERYTHING, Area, Changed
from resources.i18n import use_language
from ui.jobs import Failure, Jobs
from ui.main_window import MainWindow
from ui.pages.page import Page, PageToCome, Room
from ui.tour import save_pages, settle
from ui.widgets.message_bar import Message, MessageAction, MessageKind
from ui.widgets.side_bar import COMPACT, WIDE
from ui.window_state import open_settings

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class ListPage(Page):
    """A page with a list side and a panel side."""

    def __init__(self, name: str, title: str, icon: str, jobs: Jobs) -> None:
        super().__init__(name, title, icon)
        self._jobs = jobs
        self.list, self.panel = QLineEdit(), QPushButton("Panel")
        row = QHBoxLayout(self)
        row.addWidget(self.list)
        row.addWidget(self.panel)
        self.seen: list[Changed] = []
        self.arrived: list[object] = []
        self.leaves = False
        self.unfinished = ""
        self.examples: list[str] = []

    def show_example(self) -> None:
        self.examples.append(self.list.text())

    def put_away(self) -> str:
        return self.unfinished

    def refresh(self, changed: Changed) -> None:
        self.seen.append(changed)
        self._jobs.read(str, self.name, on_done=self.list.setText)

    def areas(self) -> Sequence[QWidget]:
        return (self.list, self.panel)

    def arrive(self, what: object) -> None:
        self.arrived.append(what)

    def escape(self) -> bool:
        return self.leaves


class FootPage(ListPage):
    below = True


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return open_settings(tmp_path / "machine" / "window.ini")


@pytest.fixture
def window(qtbot: QtBot, jobs: Jobs, settings: QSettings) -> Iterator[MainWindow]:
    def make_pages() -> list[Page]:
        return [
            ListPage("overviewPage", "Overview", "overview", jobs),
            ListPage("tasksPage", "Tasks", "tasks", jobs),
            FootPage("settingsPage", "Settings", "settings", jobs),
        ]

    window = MainWindow(jobs=jobs, settings=settings, make_pages=make_pages)
    qtbot.addWidget(window)
    window.resize(1366, 689)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield window
    settle(jobs)


def list_page(window: MainWindow, name: str) -> ListPage:
    page = next(page for page in window.pages if page.name == name)
    assert isinstance(page, ListPage)
    return page


def press(window: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key, modifier)


def test_number_keys_open_pages_in_the_order_of_the_side_bar(window: MainWindow) -> None:
    window.set_unit("UBND xã Tân Phú (mẫu)")
    for key, name, title in ((Qt.Key.Key_2, "tasksPage", "Tasks"), (Qt.Key.Key_3, "settingsPage", "Settings")):
        press(window, key, CTRL)
        assert window.page.name == name
        assert window.side_bar.current == name
        assert window.windowTitle() == f"{title} - UBND xã Tân Phú (mẫu)"
    press(window, Qt.Key.Key_9, CTRL)
    assert window.page.name == "settingsPage"


def test_a_page_reads_when_first_shown_and_then_only_what_changed(window: MainWindow, jobs: Jobs) -> None:
    overview, tasks = list_page(window, "overviewPage"), list_page(window, "tasksPage")
    assert overview.seen == [EVERYTHING]
    assert tasks.seen == []
    window.open_page("tasksPage")
    jobs.announced.emit(frozenset({Area.EVIDENCE}))
    assert tasks.seen == [EVERYTHING, {Area.EVIDENCE}]
    assert overview.seen == [EVERYTHING]
    jobs.announced.emit(frozenset({Area.TASKS}))
    window.open_page("overviewPage")
    assert overview.seen == [EVERYTHING, {Area.EVIDENCE, Area.TASKS}]
    window.open_page("tasksPage")
    assert tasks.seen[-1] == {Area.TASKS}


def test_pages_nobody_asked_for_are_made_ahead_once_nothing_goes_on(qtbot: QtBot, jobs: Jobs, settings: QSettings) -> None:
    names = ("overviewPage", "tasksPage", "calendarPage")
    places = [PageToCome(name, name, "overview", partial(ListPage, name, name, "overview", jobs)) for name in names]
    window = MainWindow(jobs=jobs, settings=settings, make_pages=lambda: places)
    qtbot.addWidget(window)
    window.show()
    working = QTimer()
    working.timeout.connect(jobs.changed)
    working.start(20)
    qtbot.wait(400)
    assert [page.name for page in window.pages] == ["overviewPage"]
    working.stop()
    qtbot.waitUntil(lambda: [page.name for page in window.pages] == list(names))
    settle(jobs)


def test_pages_speak_to_the_frame_through_signals(window: MainWindow) -> None:
    overview, tasks = list_page(window, "overviewPage"), list_page(window, "tasksPage")
    overview.leads_to.emit("tasksPage", {"status": "overdue"})
    assert window.page is tasks
    assert tasks.arrived == [{"status": "overdue"}]
    tasks.changed.emit(frozenset({Area.TASKS}))
    assert tasks.seen[-1] == {Area.TASKS}
    tasks.message.emit(Message(MessageKind.DONE, "Done."))
    assert [bar.message.heading for bar in window.messages.bars] == ["Done."]


def test_unknown_page_is_an_error(window: MainWindow) -> None:
    with pytest.raises(LookupError):
        window.open_page("inboxPage")


def test_f6_goes_round_the_areas_and_back(window: MainWindow) -> None:
    page = list_page(window, "overviewPage")
    search = page.header.search
    round_trip = [window.side_bar.year, search, page.list, page.panel, window.side_bar.year]
    window.side_bar.year.setFocus()
    for widget in round_trip[1:]:
        press(window, Qt.Key.Key_F6)
        assert QApplication.focusWidget() is widget
    for widget in reversed(round_trip[:-1]):
        press(window, Qt.Key.Key_F6, SHIFT)
        assert QApplication.focusWidget() is widget


def test_keys_that_work_everywhere(qtbot: QtBot, window: MainWindow) -> None:
    page = list_page(window, "overviewPage")
    page.panel.setFocus()
    with qtbot.waitSignal(window.undo_requested):
        press(window, Qt.Key.Key_Z, CTRL)
    values: list[object] = []
    window.help_requested.connect(values.append)
    press(window, Qt.Key.Key_F1)
    assert values == ["overviewPage"]
    press(window, Qt.Key.Key_F, CTRL)
    assert QApplication.focusWidget() is page.header.search


def test_key_of_a_button_works_on_its_page_only(window: MainWindow) -> None:
    page = list_page(window, "overviewPage")
    pressed: list[str] = []
    page.panel.clicked.connect(lambda: pressed.append("E"))
    page.bind_key(page.panel, "Ctrl+E")
    assert page.panel.toolTip() == "Panel (Ctrl+E)"
    page.header.search.setFocus()
    press(window, Qt.Key.Key_E, CTRL)
    assert len(pressed) == 1
    page.panel.setEnabled(False)
    press(window, Qt.Key.Key_E, CTRL)
    page.panel.setEnabled(True)
    window.open_page("tasksPage")
    press(window, Qt.Key.Key_E, CTRL)
    assert len(pressed) == 1


def test_undo_in_a_field_undoes_typing_only(qtbot: QtBot, window: MainWindow) -> None:
    page = list_page(window, "overviewPage")
    settle_text = page.list.text()
    page.list.setFocus()
    QTest.keyClicks(page.list, "abc")
    with qtbot.assertNotEmitted(window.undo_requested):
        press(window, Qt.Key.Key_Z, CTRL)
    assert page.list.text() == settle_text


def test_escape_belongs_to_the_page_first_then_to_the_message(window: MainWindow) -> None:
    page = list_page(window, "overviewPage")
    window.show_message(Message(MessageKind.DONE, "Done."))
    page.leaves = True
    page.panel.setFocus()
    press(window, Qt.Key.Key_Escape)
    assert window.messages.bars
    page.leaves = False
    press(window, Qt.Key.Key_Escape)
    assert window.messages.bars == []


@pytest.mark.parametrize(
    ("width", "room", "side"),
    [(1350, Room.WIDE, WIDE), (1349, Room.NARROW, COMPACT), (1000, Room.NARROW, COMPACT), (999, Room.SINGLE, COMPACT)],
)
def test_width_decides_the_layout(window: MainWindow, width: int, room: Room, side: int) -> None:
    window.resize(width, 600)
    assert all(page.room is room for page in window.pages)
    assert window.side_bar.width() == side


def test_frame_leaves_room_on_a_small_screen(window: MainWindow) -> None:
    hint = window.minimumSizeHint()
    assert hint.height() <= 689
    assert hint.width() <= 1366


def test_refusal_and_the_unexpected_are_shown(qtbot: QtBot, window: MainWindow, jobs: Jobs) -> None:
    def refuse() -> None:
        raise StorageError(Code.DISK_FULL, path="/x")

    jobs.run(refuse)
    qtbot.waitUntil(lambda: len(window.messages.bars) == 1)
    assert "/x" in window.messages.bars[0].message.heading
    window.messages.bars[0].closed.emit()
    window.show_unexpected(Failure("Counting", ValueError("x"), "the trace"))
    message = window.messages.bars[0].message
    assert (message.heading, message.details) == ("Unexpected error: Counting.", "the trace")


def test_status_bar_tells_long_work_with_its_share(qtbot: QtBot, window: MainWindow, jobs: Jobs) -> None:
    gate, go_on = threading.Event(), threading.Event()

    def work(*, progress: Callable[[int, int], None], cancelled: Callable[[], bool]) -> None:
        del cancelled
        go_on.wait(5)
        progress(63, 100)
        gate.wait(5)

    jobs.run(work, title="Writing bundle 0018", long=True)
    qtbot.waitUntil(lambda: window.status.texts[0] == "Writing bundle 0018")
    go_on.set()
    qtbot.waitUntil(lambda: window.status.texts[0] == "Writing bundle 0018, 63\u00a0%")
    gate.set()
    qtbot.waitUntil(lambda: window.status.texts[0] == "")


def test_closing_waits_for_the_write_without_blocking(qtbot: QtBot, window: MainWindow, jobs: Jobs) -> None:
    gate, written = threading.Event(), list[str]()

    def write() -> None:
        gate.wait(5)
        written.append("row")

    jobs.run(write)
    assert not window.close()
    assert window.isVisible()
    assert "safe point" in window.status.texts[0]
    gate.set()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert written == ["row"]


def test_closing_cancels_long_work(qtbot: QtBot, window: MainWindow, jobs: Jobs) -> None:
    begun, stopped = threading.Event(), threading.Event()

    def work(*, progress: Callable[[int, int], None], cancelled: Callable[[], bool]) -> None:
        del progress
        begun.set()
        while not cancelled():
            threading.Event().wait(0.002)
        stopped.set()

    jobs.run(work, long=True)
    assert begun.wait(5)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert stopped.is_set()


def test_closing_asks_where_something_would_be_given_up(window: MainWindow, jobs: Jobs) -> None:
    list_page(window, "tasksPage").unfinished = "The plan is not taken in yet."
    answers = ["Stay here", "Close without it"]
    asked: list[str] = []

    def answer() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        asked.append(box.text())
        next(button for button in box.buttons() if button.text() == answers[len(asked) - 1]).click()

    closed: list[str] = []
    window.closing.connect(lambda: closed.append(window.page.name))
    for visible in (True, False):
        QTimer.singleShot(0, answer)
        window.close()
        assert window.isVisible() is visible
    assert asked == ["The plan is not taken in yet."] * 2
    assert closed == ["overviewPage"]
    settle(jobs)


def test_what_was_said_of_done_work_goes_when_the_person_goes_on(window: MainWindow) -> None:
    undo = MessageAction("Undo", lambda: None)
    for message, stays in (
        (Message(MessageKind.DONE, "Written."), False),
        (Message(MessageKind.UNDO, "Recorded.", action=undo), True),
        (Message(MessageKind.ERROR, "The disk is full."), True),
    ):
        window.open_page("overviewPage")
        window.show_message(message)
        window.page.leads_to.emit("tasksPage", None)
        assert message in [bar.message for bar in window.messages.bars], "a page that leads on has just said it"
        press(window, Qt.Key.Key_3, CTRL)
        assert (message in [bar.message for bar in window.messages.bars]) is stays


def test_tab_goes_through_a_message_between_header_and_page(window: MainWindow) -> None:
    page = list_page(window, "overviewPage")
    window.show_message(Message(MessageKind.ERROR, "The disk is full.", action=MessageAction("Try again", lambda: None)))
    page.header.search.setFocus()
    press(window, Qt.Key.Key_Tab)
    bar = window.messages.bars[0]
    assert QApplication.focusWidget() is bar.action_button
    press(window, Qt.Key.Key_Tab)
    press(window, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is page.list


def test_two_windows_on_the_same_data_never_disagree(qtbot: QtBot, window: MainWindow, jobs: Jobs, settings: QSettings) -> None:
    other = MainWindow(jobs=jobs, settings=settings, make_pages=lambda: [ListPage("tasksPage", "Tasks", "tasks", jobs)])
    qtbot.addWidget(other)
    other.show()
    window.page.changed.emit(frozenset({Area.TASKS}))
    assert list_page(other, "tasksPage").seen[-1] == {Area.TASKS}
    assert list_page(window, "overviewPage").seen[-1] == {Area.TASKS}


def test_size_is_remembered(qtbot: QtBot, window: MainWindow, settings: QSettings) -> None:
    window.resize(760, 640)
    assert window.close()
    other_jobs = Jobs()
    again = MainWindow(jobs=other_jobs, settings=settings, make_pages=lambda: [ListPage("tasksPage", "Tasks", "tasks", other_jobs)])
    qtbot.addWidget(again)
    assert (again.width(), again.height()) == (760, 640)


def test_language_change_makes_the_pages_anew_and_stays(qtbot: QtBot, window: MainWindow) -> None:
    window.set_unit("UBND xã Tân Phú (mẫu)")
    window.open_page("tasksPage")
    old = window.page
    use_language("en")
    with qtbot.waitSignal(window.rebuilt):
        window.rebuild()
    assert window.page is not old
    assert window.page.name == "tasksPage"
    assert window.side_bar.unit.text() == "UBND xã Tân Phú (mẫu)"
    qtbot.waitUntil(lambda: list_page(window, "tasksPage").seen == [EVERYTHING])


def test_tour_saves_a_picture_of_every_page_with_its_data(window: MainWindow, jobs: Jobs, tmp_path: Path) -> None:
    paths = save_pages(window, jobs, tmp_path / "tour", "en")
    assert [path.name for path in paths] == ["01-overviewPage.en.png", "02-tasksPage.en.png", "03-settingsPage.en.png"]
    examples = [page.examples for page in window.pages if isinstance(page, ListPage)]
    assert examples == [["overviewPage"], ["tasksPage"], ["settingsPage"]], "shown before the page had its data"
    assert len({path.read_bytes() for path in paths}) == 3


def test_tour_that_cannot_write_says_so(window: MainWindow, jobs: Jobs, tmp_path: Path) -> None:
    (tmp_path / "01-overviewPage.en.png").mkdir()
    with pytest.raises(StorageError) as raised:
        save_pages(window, jobs, tmp_path, "en")
    assert raised.value.code is Code.WRITE_FAILED


def test_a_closing_that_would_lose_what_cannot_be_saved_is_taken_back(qtbot: QtBot, window: MainWindow, jobs: Jobs) -> None:
    """Putting away began a write; the write was refused: the window stays, usable, with the message that says why."""
    page = list_page(window, "overviewPage")
    begun: list[str] = []

    def refuse() -> None:
        raise StorageError(Code.DISK_FULL, path="/x")

    def put_away() -> str:
        if begun:
            return "1 field is not saved."
        begun.append("a write")
        jobs.run(refuse)
        return ""

    page.put_away = put_away
    assert not window.close()
    qtbot.waitUntil(lambda: bool(window.messages.bars))
    assert window.isVisible()
    assert page.list.isEnabled()
    assert not jobs.stopping
    jobs.read(str, "x", on_done=page.list.setText)
    settle(jobs)
    assert page.list.text() == "x"


def test_an_earlier_reading_never_replaces_a_later_one(window: MainWindow, jobs: Jobs) -> None:
    page = list_page(window, "overviewPage")
    settle(jobs)
    gate = threading.Event()

    def slow() -> str:
        gate.wait(5)
        return "old"

    page.latest("list", jobs.read(slow, on_done=page.list.setText))
    page.latest("list", jobs.read(str, "new", on_done=page.list.setText))
    gate.set()
    settle(jobs)
    assert page.list.text() == "new"


def test_the_keys_go_where_the_person_went(window: MainWindow) -> None:
    """By Ctrl and a number, by a click, and where a page leads: never left behind in the side bar."""
    overview, tasks = list_page(window, "overviewPage"), list_page(window, "tasksPage")
    window.side_bar.pages.setFocus()
    press(window, Qt.Key.Key_2, CTRL)
    assert QApplication.focusWidget() is tasks.list
    window.side_bar.pages.setFocus()
    press(window, Qt.Key.Key_Up)
    assert window.page is overview
    assert QApplication.focusWidget() is window.side_bar.pages, "arrow keys go on through the side bar"
    window.side_bar.pages.page_clicked.emit("overviewPage")
    assert QApplication.focusWidget() is overview.list
    overview.leads_to.emit("tasksPage", None)
    assert QApplication.focusWidget() is tasks.list


def test_the_year_can_be_chosen_where_the_side_bar_has_icons_only(window: MainWindow) -> None:
    window.side_bar.set_years((2026, 2025), 2026)
    chosen: list[int] = []
    window.year_chosen.connect(chosen.append)
    window.resize(1000, 600)
    assert window.side_bar.small_year.isVisible()
    assert window.side_bar.small_year.text() == "2026"
    window.side_bar.years.actions()[1].trigger()
    assert chosen == [2025]


def test_escape_closes_the_problem_that_is_shown_when_there_is_nothing_else_to_leave(window: MainWindow) -> None:
    for number in (1, 2):
        window.show_message(Message(MessageKind.ERROR, f"Problem {number}."))
    window.show_message(Message(MessageKind.DONE, "Done."))
    left: list[list[str]] = []
    for _press in range(3):
        press(window, Qt.Key.Key_Escape)
        left.append([bar.message.heading for bar in window.messages.bars])
    assert left == [["Problem 2."], ["Problem 1."], []]
