"""What every page of the side bar is: a name, a header, a body that knows when it shows something old."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QWidget

from papi_desktop.services.changes import EVERYTHING, Changed
from ui.jobs import Job
from ui.widgets.page_header import PageHeader

NOTHING: Changed = frozenset()
_WIDE_FROM = 1350
"""A maximised window on 1366 pixels, less the frame that some systems draw inside."""


class Room(Enum):
    """How much room the window has across."""

    WIDE = "wide"
    """A screen of 1366 logical pixels and more: everything beside each other."""
    NARROW = "narrow"
    """Scaling 125 to 150 %: icons only in the side bar, filters fold, list columns go."""
    SINGLE = "single"
    """Scaling 200 %: list and panel take turns."""

    @classmethod
    def for_width(cls, width: int) -> "Room":
        if width >= _WIDE_FROM:
            return cls.WIDE
        return cls.NARROW if width >= 1000 else cls.SINGLE


@dataclass(frozen=True)
class Files:
    """Files that were dropped on a page which has no use for them, and that another page is asked to take."""

    paths: tuple[Path, ...]


@dataclass(frozen=True)
class PageToCome:
    """A page that is not made before it is opened: what the side bar says of it, and how it is made."""

    name: str
    title: str
    icon: str
    make: "Callable[[], Page]"
    below: bool = False


class Page(QWidget):
    """The body of one page. ``name`` is its object name, ``title`` and ``icon`` stand in the side bar.

    A subclass fills itself with widgets in its constructor and with data in ``refresh``, which is first called when the page is
    first shown, or ahead of that in a pause. It says what happened through ``message`` (a ``Message``), tells the other pages what it
    changed through ``changed`` (``Changed``), and leads to other work through ``leads_to``: a page name, and what that page's ``arrive``
    takes.
    """

    message = Signal(object)
    changed = Signal(object)
    leads_to = Signal(str, object)
    width_wanted = Signal()
    """``wants_width`` has changed"""

    wants_width = False
    """While the page is open the side bar shows icons only."""
    below = False
    """Stands at the foot of the side bar."""
    reads_ahead = True
    """What the page shows is worth reading before anybody has opened it."""

    def __init__(self, name: str, title: str, icon: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.title, self.icon = title, icon
        self.header = PageHeader(title)
        self.room = Room.WIDE
        self.year: int | None = None
        """The year of work; all years while it is None."""
        self._old: Changed = EVERYTHING
        self._latest: dict[str, Job] = {}

    @property
    def name(self) -> str:
        return self.objectName()

    def refresh(self, changed: Changed) -> None:
        """Reads anew what ``changed`` touches. ``EVERYTHING`` the first time, and when the year of work is another."""
        raise NotImplementedError

    def areas(self) -> Sequence[QWidget]:
        """The parts between which F6 moves, in order."""
        raise NotImplementedError

    def arrive(self, what: object) -> None:
        """Another page leads here: show ``what``. The pages that lead here say what it is."""
        del what

    def show_year(self, year: int) -> None:
        """Shows another year from the next refresh on."""
        self.year = year
        self.take(EVERYTHING)

    def show_example(self) -> None:
        """For a picture: shows something worth looking at, by default the first row of the first list that has one."""
        for view in self.findChildren(QAbstractItemView):
            if view.isVisible() and view.model().rowCount() and not view.currentIndex().isValid():
                view.setCurrentIndex(view.model().index(0, 0))
                return

    def put_away(self) -> str:
        """Before the window closes or speaks another language: saves what stands in forms.

        What cannot be saved as it is, such as a plan that is being read through, is named in one sentence with what becomes of it.
        """
        return ""

    def place(self) -> str:
        """Where on the page the person is, to be found again at the next start by ``return_to``."""
        return ""

    def return_to(self, place: str) -> None:
        """Goes where ``place`` says; nowhere when that is no longer there."""
        del place

    def set_room(self, room: Room) -> None:
        """Lays the page out for the width there is."""
        self.room = room

    def undo(self) -> bool:
        """Ctrl+Z while something is open on the page that is written nowhere yet: takes back the last step. False when there is none."""
        return False

    def escape(self) -> bool:
        """Esc: cancels, closes, goes back to the list. False when there was nothing to leave."""
        return False

    def latest(self, what: str, reading: Job) -> None:
        """``reading`` takes the place of an earlier one of the same thing, which delivers nothing any more."""
        before = self._latest.get(what)
        if before is not None:
            before.cancel()
        self._latest[what] = reading

    def bind_key(self, button: QAbstractButton, keys: str) -> None:
        """``keys`` press ``button`` while the page is open, and its tooltip says so."""
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.activated.connect(button.click)
        native = shortcut.key().toString(QKeySequence.SequenceFormat.NativeText)
        button.setToolTip(f"{button.toolTip() or button.text()} ({native})")

    def take(self, changed: Changed) -> None:
        """Refreshes now when the page is open, else when it is next opened."""
        self._old |= changed
        if self.isVisible():
            self._refresh_old()

    def read_ahead(self) -> None:
        """Refreshes although nobody sees it, so that opening it takes no time."""
        if self.reads_ahead:
            self._refresh_old()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._refresh_old()

    def _refresh_old(self) -> None:
        if self._old:
            old, self._old = self._old, NOTHING
            self.refresh(old)
