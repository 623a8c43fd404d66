"""The frame around the pages: side bar, header, messages, status bar, and the keys that work everywhere."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from papi_desktop.domain.errors import PapiError
from papi_desktop.services.changes import EVERYTHING, Changed
from papi_desktop.wording import error_message
from resources.i18n import gettext as _
from ui.jobs import Failure, Job, Jobs
from ui.pages.page import Page, Room
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

MakePages = Callable[[], Sequence[Page]]


class MainWindow(QMainWindow):
    """One window. ``make_pages`` builds the pages of the office's role, and again when the language changes.

    The frame holds no data: its owner fills the side bar and the status bar, at the start and on ``rebuilt``.
    """

    rebuilt = Signal()
    undo_requested = Signal()
    help_requested = Signal(str)
    """the name of the page that help is wanted for"""
    search_requested = Signal(str)
    year_chosen = Signal(int)

    def __init__(self, *, jobs: Jobs, settings: QSettings, make_pages: MakePages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._settings = jobs, settings
        self._make_pages = make_pages
        self._unit = ""
        self._told: Job | None = None
        self.setMinimumSize(*_SMALLEST)
        self.setObjectName("mainWindow")
        self._build()
        self._make_shortcuts()
        self._tell = QTimer(self)
        self._tell.setSingleShot(True)
        self._tell.setInterval(_SHOWN_AFTER_MS)
        self._tell.timeout.connect(self._tell_work)
        jobs.changed.connect(self._work_changed)
        jobs.refused.connect(self._refused)
        jobs.broke.connect(self.show_unexpected)
        jobs.idle.connect(self._close_when_stopping)
        if not restore_geometry(self, settings):
            self.resize(*_START_SIZE)

    @property
    def pages(self) -> Sequence[Page]:
        return self._pages

    @property
    def page(self) -> Page:
        """The page that is open."""
        return self._pages[self._bodies.currentIndex()]

    def rebuild(self) -> None:
        """Makes the pages anew, after a change of language; the same page stays open."""
        name = self.page.name
        self._build()
        self.rebuilt.emit()
        self.set_unit(self._unit)
        self.open_page(name)

    def open_page(self, name: str, what: object = None) -> None:
        """Opens the page ``name`` and hands it ``what`` to show. Raises ``LookupError`` when the role has no such page."""
        number = next((number for number, page in enumerate(self._pages) if page.name == name), None)
        if number is None:
            raise LookupError(name)
        self._headers.setCurrentIndex(number)
        self._bodies.setCurrentIndex(number)
        self.side_bar.show_current(name)
        self._fit_side_bar()
        self._show_title()
        if what is not None:
            self.page.arrive(what)

    def set_unit(self, name: str) -> None:
        """The short name of the office, in the side bar and the title."""
        self._unit = name
        self.side_bar.set_unit(name)
        self._show_title()

    def announce(self, changed: Changed) -> None:
        """Something changed: every page that shows it reads it anew."""
        for page in self._pages:
            page.take(changed)

    def show_message(self, message: Message) -> None:
        self.messages.show_message(message)

    def show_unexpected(self, failure: Failure) -> None:
        """An error that nobody foresaw: never hidden, with details to copy."""
        heading = _("Unexpected error: {work}.").format(work=failure.title) if failure.title else _("Unexpected error.")
        what_to_do = _(
            "What was saved before is not lost. Please copy the details and send them to the person who looks after this program."
        )
        self.show_message(Message(MessageKind.ERROR, heading, what_to_do, details=failure.details))

    def _build(self) -> None:
        self._pages = tuple(self._make_pages())
        self._headers, self._bodies = QStackedWidget(), QStackedWidget()
        self._headers.setFixedHeight(HEADER_HEIGHT)
        for page in self._pages:
            self._add(page)
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
        self.open_page(self._pages[0].name)
        self._lay_out()

    def _add(self, page: Page) -> None:
        body = QWidget()
        around = QVBoxLayout(body)
        around.setContentsMargins(EDGE, 0, EDGE, CARD_GAP)
        around.addWidget(page)
        self._headers.addWidget(page.header)
        self._bodies.addWidget(body)
        page.header.searched.connect(self.search_requested)
        page.message.connect(self.show_message)
        page.changed.connect(self.announce)
        page.leads_to.connect(self.open_page)
        page.width_wanted.connect(self._fit_side_bar)

    def _make_side_bar(self) -> SideBar:
        upper = [page for page in self._pages if not page.below]
        lower = [page for page in self._pages if page.below]
        entries = {page.name: Entry(page.name, page.title, page.icon, f"Ctrl+{number}") for number, page in enumerate([*upper, *lower], 1)}
        bar = SideBar([entries[page.name] for page in upper], [entries[page.name] for page in lower])
        bar.page_chosen.connect(self.open_page)
        bar.year_chosen.connect(self._choose_year)
        bar.help_requested.connect(self._help)
        self._by_key = [page.name for page in (*upper, *lower)]
        return bar

    def _make_shortcuts(self) -> None:
        keys: dict[str, Callable[[], None]] = {
            "F6": self._next_area,
            "Shift+F6": self._previous_area,
            "Esc": self._escape,
            "Ctrl+Z": self.undo_requested.emit,
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
            self.open_page(self._by_key[number - 1])

    def _choose_year(self, year: int) -> None:
        self.year_chosen.emit(year)
        self.announce(EVERYTHING)

    def _help(self) -> None:
        self.help_requested.emit(self.page.name)

    def _search(self) -> None:
        field = self.page.search_field()
        if field is not None:
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            field.selectAll()

    def _escape(self) -> None:
        if not self.page.escape():
            self.messages.close_result()

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
        for page in self._pages:
            page.set_room(room)

    def _fit_side_bar(self) -> None:
        compact = Room.for_width(self.width()) is not Room.WIDE or self.page.wants_width
        if compact != self.side_bar.compact:
            self.side_bar.set_compact(compact=compact)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._lay_out()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Closes at once when nothing runs; else stops what can be stopped, waits for a safe point without blocking, then closes."""
        self._jobs.stop()
        if self._jobs.busy:
            event.ignore()
            self._whole.setEnabled(False)
            self.status.set_working(_("Closing as soon as the work under way has reached a safe point…"))
            return
        save_geometry(self, self._settings)
        event.accept()

    def _close_when_stopping(self) -> None:
        if self._jobs.stopping:
            self.close()

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
    inside = [area, *area.findChildren(QWidget)]
    takes = (widget for widget in inside if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and widget.isEnabled())
    return next(takes, None)
