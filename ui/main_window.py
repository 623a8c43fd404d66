"""The frame around the pages: side bar, header, messages, status bar, and the keys that work everywhere."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHBoxLayout, QMainWindow, QMessageBox, QStackedWidget, QVBoxLayout, QWidget

from papi_desktop.domain.errors import PapiError
from papi_desktop.services.changes import Changed
from papi_desktop.wording import error_message
from resources.i18n import gettext as _
from ui.jobs import Failure, Job, Jobs
from ui.pages.page import Page, PageToCome, Room
from ui.theme import CARD_GAP, EDGE, GAP
from ui.widgets.message_bar import Message, MessageArea, MessageKind
from ui.widgets.page_header import HEADER_HEIGHT
from ui.widgets.side_bar import Entry, SideBar
from ui.widgets.status_bar import StatusBar
from ui.window_state import restore_geometry, save_geometry

_SHOWN_AFTER_MS = 300
"""What ends sooner is not mentioned in the status bar."""
_START_SIZE = (1366, 689)
_SMALLEST = (683, 384)
"""A screen of 1366x768 at 200 %."""

_MAKE_NEXT_MS = 150
"""A page is made ahead when nothing has been opened or read for this long."""

MakePages = Callable[[], Sequence[Page | PageToCome]]


class MainWindow(QMainWindow):
    """One window. ``make_pages`` gives the pages of the office's role, and again when the language changes.

    A ``PageToCome`` is made when it is first opened, or ahead of that while nothing else is going on.

    The frame holds no data: its owner fills the side bar and the status bar, at the start and on ``rebuilt``.
    """

    rebuilt = Signal()
    undo_requested = Signal()
    help_requested = Signal(str)
    """the name of the page that help is wanted for"""
    year_chosen = Signal(int)
    page_opened = Signal()
    closing = Signal()
    """The window is about to close for good; its pages still stand."""

    def __init__(self, *, jobs: Jobs, settings: QSettings, make_pages: MakePages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._settings = jobs, settings
        self._make_pages = make_pages
        self._unit = ""
        self._told: Job | None = None
        self._given_up = False
        """The person closes the window though something in it cannot be saved."""
        self.setMinimumSize(*_SMALLEST)
        self.setObjectName("mainWindow")
        self._ahead = QTimer(self)
        self._ahead.setInterval(_MAKE_NEXT_MS)
        self._ahead.timeout.connect(self._make_ahead)
        self._build()
        self._make_shortcuts()
        self._tell = QTimer(self)
        self._tell.setSingleShot(True)
        self._tell.setInterval(_SHOWN_AFTER_MS)
        self._tell.timeout.connect(self._tell_work)
        jobs.changed.connect(self._put_off)
        jobs.changed.connect(self._work_changed)
        jobs.refused.connect(self._refused)
        jobs.broke.connect(self.show_unexpected)
        jobs.changed.connect(self._close_when_stopping)
        jobs.announced.connect(self._announce)
        self.placed_before = restore_geometry(self, settings)
        """Size and place were kept from an earlier start."""
        if not self.placed_before:
            self.resize(*_START_SIZE)

    @property
    def names(self) -> Sequence[str]:
        """The names of all pages, in the order of the side bar."""
        return [place.name for place in self._places]

    @property
    def pages(self) -> Sequence[Page]:
        """The pages that have been made, in the order of the side bar."""
        return [self._made[name] for name in self.names if name in self._made]

    @property
    def page(self) -> Page:
        """The page that is open."""
        return self._made[self._current]

    def rebuild(self) -> None:
        """Makes the pages anew, after a change of language; the same page stays open at the same place."""
        place = self.page.place()
        self._build(self._current)
        self.rebuilt.emit()
        self.set_unit(self._unit)
        if place:
            self.page.return_to(place)
        self._ahead.start()

    def open_page(self, name: str, what: object = None) -> None:
        """Opens the page ``name`` and hands it ``what`` to show. Raises ``LookupError`` when the role has no such page."""
        if name not in self.names:
            raise LookupError(name)
        page = self._made_page(name)
        self._current = name
        self._put_off()
        self._headers.setCurrentWidget(page.header)
        self._bodies.setCurrentIndex(list(self._made).index(name))
        self.side_bar.show_current(name)
        self._fit_side_bar()
        self._show_title()
        if what is not None:
            self.page.arrive(what)
        if self.isVisible():
            save_geometry(self, self._settings)
            self.page_opened.emit()

    def set_unit(self, name: str) -> None:
        """The short name of the office, in the side bar and the title."""
        self._unit = name
        self.side_bar.set_unit(name)
        self._show_title()

    def put_away(self) -> str:
        """Saves what stands in forms; what only the person can finish is named in one sentence (see ``Page.put_away``)."""
        return " ".join(filter(None, (page.put_away() for page in self.pages)))

    def show_message(self, message: Message) -> None:
        self.messages.show_message(message)

    def show_unexpected(self, failure: Failure) -> None:
        """An error that nobody foresaw: never hidden, with details to copy."""
        heading = _("Unexpected error: {work}.").format(work=failure.title) if failure.title else _("Unexpected error.")
        what_to_do = _(
            "What was saved before is not lost. Please copy the details and send them to the person who looks after this program."
        )
        self.show_message(Message(MessageKind.ERROR, heading, what_to_do, details=failure.details))

    def _build(self, first: str = "") -> None:
        """Everything in the window, with the page ``first`` open, else the first of all."""
        self._places = tuple(self._make_pages())
        self._made: dict[str, Page] = {}
        self._headers, self._bodies = QStackedWidget(), QStackedWidget()
        self._headers.setFixedHeight(HEADER_HEIGHT)
        for place in self._places:
            if isinstance(place, Page):
                self._add(place)
        self.messages = MessageArea()
        self.messages.setContentsMargins(EDGE, 0, EDGE, GAP)
        self.status = StatusBar()
        self.side_bar = self._make_side_bar()
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._headers)
        column.addWidget(self.messages)
        column.addWidget(self._bodies, 1)
        upper = QHBoxLayout()
        upper.setSpacing(0)
        upper.addWidget(self.side_bar)
        upper.addLayout(column, 1)
        self._whole = QWidget()
        rows = QVBoxLayout(self._whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(upper, 1)
        rows.addWidget(self.status)
        self.setCentralWidget(self._whole)
        self.open_page(first or self.names[0])
        self._lay_out()

    def _made_page(self, name: str) -> Page:
        if name not in self._made:
            place = next(place for place in self._places if place.name == name)
            assert isinstance(place, PageToCome)  # noqa: S101 - the others are there from the start
            self._add(place.make())
            self._made[name].set_room(Room.for_width(self.width()))
        return self._made[name]

    def _put_off(self) -> None:
        """Pages that nobody asked for wait for what somebody did."""
        if self._ahead.isActive():
            self._ahead.start()

    def _make_ahead(self) -> None:
        """One page a turn with what it shows, so that opening it later takes no time and nothing waits for it now."""
        if self._jobs.busy or self._jobs.stopping or QApplication.activeModalWidget() is not None:
            return
        self._ahead.stop()  # for good when all are there, and when one cannot be made: its error is told once
        name = next((name for name in self.names if name not in self._made), None)
        if name is not None:
            self._made_page(name).read_ahead()
            self._ahead.start()

    def _add(self, page: Page) -> None:
        self._made[page.name] = page
        body = QWidget()
        around = QVBoxLayout(body)
        around.setContentsMargins(EDGE, 0, EDGE, CARD_GAP)
        around.addWidget(page)
        self._headers.addWidget(page.header)
        self._bodies.addWidget(body)
        page.message.connect(self.show_message)
        page.changed.connect(self._jobs.announced)
        page.leads_to.connect(self._lead)
        page.width_wanted.connect(self._fit_side_bar)

    def _make_side_bar(self) -> SideBar:
        upper = [page for page in self._places if not page.below]
        lower = [page for page in self._places if page.below]
        entries = {page.name: Entry(page.name, page.title, page.icon, f"Ctrl+{number}") for number, page in enumerate([*upper, *lower], 1)}
        bar = SideBar([entries[page.name] for page in upper], [entries[page.name] for page in lower])
        bar.page_chosen.connect(self._go_to)
        bar.page_clicked.connect(self.enter_page)  # the arrow keys stay in the side bar
        bar.year_chosen.connect(self.year_chosen)
        bar.help_requested.connect(self._help)
        self._by_key = [page.name for page in (*upper, *lower)]
        return bar

    def _make_shortcuts(self) -> None:
        keys: dict[str, Callable[[], None]] = {
            "F6": self._next_area,
            "Shift+F6": self._previous_area,
            "Esc": self._escape,
            "Ctrl+Z": self._undo,
            "Ctrl+F": self._search,
            "F1": self._help,
        }
        for keys_text, action in keys.items():
            QShortcut(QKeySequence(keys_text), self).activated.connect(action)
        for number in range(1, 10):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
            shortcut.activated.connect(lambda number=number: self._open_number(number))

    def _open_number(self, number: int) -> None:
        if number <= len(self._by_key):
            self._go_to(self._by_key[number - 1])
            self.enter_page()

    def _announce(self, changed: Changed) -> None:
        for page in self.pages:
            page.take(changed)

    def _go_to(self, name: str) -> None:
        """The person goes on to other work: what was said of the work before is read."""
        self.messages.leave_read()
        self.open_page(name)

    def _lead(self, name: str, what: object) -> None:
        """A page leads to work on another one."""
        self.open_page(name, what)
        self.enter_page()

    def enter_page(self) -> None:
        """The keys go to the page from now on: to its first list, else to its first area."""
        areas = [area for area in self.page.areas() if area.isVisible()]
        views = (view for area in areas for view in (area, *area.findChildren(QAbstractItemView)) if isinstance(view, QAbstractItemView))
        first = next((view for view in views if _takes_focus(view)), None)
        first = first or next((entrance for entrance in map(_entrance, areas) if entrance is not None), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _help(self) -> None:
        self.help_requested.emit(self.page.name)

    def _search(self) -> None:
        field = self.page.header.search
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        field.selectAll()

    def _undo(self) -> None:
        if not self.page.undo():
            self.undo_requested.emit()

    def _escape(self) -> None:
        if not self.page.escape():
            self.messages.close_first()

    def _show_title(self) -> None:
        self.setWindowTitle(f"{self.page.title} - {self._unit}" if self._unit else self.page.title)

    def _areas(self) -> list[QWidget]:
        areas = [self.side_bar, self.page.header, self.messages, *self.page.areas()]
        return [area for area in areas if area.isVisible() and _entrance(area) is not None]

    def _next_area(self) -> None:
        self._move_area(1)

    def _previous_area(self) -> None:
        self._move_area(-1)

    def _move_area(self, step: int) -> None:
        areas = self._areas()
        focus = QApplication.focusWidget()
        here = next(
            (number for number, area in enumerate(areas) if focus is area or (focus is not None and area.isAncestorOf(focus))), None
        )
        place = (0 if step > 0 else -1) if here is None else (here + step) % len(areas)
        entrance = _entrance(areas[place])
        if entrance is not None:
            self.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)  # else the style draws no mark of the focus
            entrance.setFocus(Qt.FocusReason.TabFocusReason if step > 0 else Qt.FocusReason.BacktabFocusReason)

    def _lay_out(self) -> None:
        room = Room.for_width(self.width())
        self._fit_side_bar()
        for page in self.pages:
            page.set_room(room)

    def _fit_side_bar(self) -> None:
        compact = Room.for_width(self.width()) is not Room.WIDE or self.page.wants_width
        if compact != self.side_bar.compact:
            self.side_bar.set_compact(compact=compact)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._ahead.start()
        focus = QApplication.focusWidget()
        if focus is None or self.side_bar.isAncestorOf(focus):
            QTimer.singleShot(0, self, self.enter_page)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._lay_out()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Closes at once when nothing runs; else stops what can be stopped, waits for a safe point without blocking, then closes."""
        if not self._jobs.stopping and not self._may_leave():
            event.ignore()
            return
        self._jobs.stop()
        if self._jobs.writing:
            event.ignore()
            self.hold()
            self.status.set_working(_("Closing as soon as the work under way has reached a safe point…"))
            return
        save_geometry(self, self._settings)
        self.closing.emit()
        event.accept()

    def _may_leave(self) -> bool:
        """Asks only where something would be given up that cannot be saved as it is."""
        unfinished = self.put_away()
        self._given_up = bool(unfinished)
        if not unfinished:
            return True
        box = QMessageBox(QMessageBox.Icon.Warning, _("Close the program"), unfinished, parent=self)
        stay = box.addButton(_("Stay here"), QMessageBox.ButtonRole.RejectRole)
        leave = box.addButton(_("Close without it"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        box.exec()
        return box.clickedButton() is leave

    def _close_when_stopping(self) -> None:
        """All writes have ended. What could not be saved keeps the window open, with the message that says why."""
        if not self._jobs.stopping or self._jobs.writing or not self.isVisible():
            return
        if self._given_up or not self.put_away():
            self.close()
            return
        self._jobs.go_on()
        self.status.set_working("")
        self.let_go()

    def hold(self) -> None:
        """Nobody can type or click in the window until ``let_go``: what is under way decides what becomes of it."""
        self._whole.setEnabled(False)

    def let_go(self) -> None:
        self._whole.setEnabled(True)

    def _refused(self, failure: Failure) -> None:
        if isinstance(failure.error, PapiError):
            said = error_message(failure.error)
            self.show_message(Message(MessageKind.ERROR, said.what, said.todo))

    def _work_changed(self) -> None:
        titled = next((job for job in self._jobs.jobs if job.title), None)
        if titled is self._told or self._jobs.stopping:
            return
        self._told = titled
        if titled is None:
            self._tell.stop()
            self.status.set_working("")
        else:
            self._tell.start()
            titled.progress.connect(self._tell_progress)

    def _tell_work(self) -> None:
        if self._told is not None:
            self.status.set_working(self._told.title)

    def _tell_progress(self, done: int, total: int) -> None:
        if self._told is not None and self.sender() is self._told and total > 0 and not self._tell.isActive():
            self.status.set_working(f"{self._told.title}, {100 * done // total}\u00a0%")


def _entrance(area: QWidget) -> QWidget | None:
    """Where the focus goes in an area: where it was last, else the first widget that takes it."""
    last = area.focusWidget()
    if last and last.isVisible() and last.isEnabled():
        return last
    return next((widget for widget in (area, *area.findChildren(QWidget)) if _takes_focus(widget)), None)


def _takes_focus(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isVisible() and widget.isEnabled()
