"""The overview page: the three numbers that matter, progress, what came back, each a way to the work."""

from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from papi_desktop.services.app import App
from papi_desktop.services.changes import Area, Changed
from papi_desktop.services.overview import Overview, overview
from papi_desktop.wording import date_text, long_date_text, weekday_text
from resources.i18n import gettext as _
from resources.i18n import ngettext
from ui.colours import Ink
from ui.jobs import Job, Jobs
from ui.pages.overview_cards import SentCard, SoonCard
from ui.pages.overview_progress import ProgressCard
from ui.pages.overview_reply import ReplyCard
from ui.pages.page import Page, Room
from ui.pages.task_rows import Tab, TasksWanted
from ui.theme import CARD_GAP
from ui.widgets.buttons import PrimaryButton
from ui.widgets.empty_state import EmptyState
from ui.widgets.tile import Tile

_RIGHT = 392
_RIGHT_NARROW = 372
_SHOWN: Changed = frozenset(Area) - {Area.OFFICE}
"""What the page shows of the data."""


class OverviewPage(Page):
    """Leads to the task page with a ``TasksWanted`` or an occurrence, to the sync page and to the plans."""

    def __init__(self, app: App, jobs: Jobs) -> None:
        super().__init__("overviewPage", _("Overview"), "overview")
        self._app, self._jobs = app, jobs
        self._reading: Job | None = None
        self.overdue = Tile(_("Overdue"), "exclamation-circle", Ink.RED)
        self.this_week = Tile(_("Due this week"), "clock", Ink.AMBER)
        self.lacking = Tile(_("Lacking evidence"), "warning", Ink.AMBER)
        self.tiles = {Tab.OVERDUE: self.overdue, Tab.THIS_WEEK: self.this_week, Tab.LACKING: self.lacking}
        self.progress, self.reply, self.soon, self.sent = ProgressCard(), ReplyCard(), SoonCard(), SentCard()
        self.plan_button = PrimaryButton(_("Import a plan…"), "plan")
        self._build()
        self._connect()

    def refresh(self, changed: Changed) -> None:
        if changed & _SHOWN:
            if self._reading is not None:
                self._reading.cancel()
            self._reading = self._jobs.read(overview, self._app, year=self.year, on_done=self._show)

    def areas(self) -> Sequence[QWidget]:
        if self._body.currentWidget() is not self._scroll:
            return (self._nothing,)
        return (self._upper, self.progress, self.reply, self.soon, self.sent)

    def set_room(self, room: Room) -> None:
        super().set_room(room)
        single = room is Room.SINGLE
        self._columns.setDirection(QBoxLayout.Direction.TopToBottom if single else QBoxLayout.Direction.LeftToRight)
        width = _RIGHT if room is Room.WIDE else _RIGHT_NARROW
        self._right.setMinimumWidth(0 if single else width)
        self._right.setMaximumWidth(16777215 if single else width)
        self.soon.setVisible(room is not Room.NARROW)  # there is no height for it; the calendar says the same
        for tile in self.tiles.values():
            tile.set_brief(brief=single)
        self._fit_lists()

    def _build(self) -> None:
        self._upper = QWidget()
        tiles = QHBoxLayout(self._upper)
        tiles.setContentsMargins(0, 0, 0, 0)
        tiles.setSpacing(CARD_GAP)
        for tile in self.tiles.values():
            tiles.addWidget(tile, 1)
        self._right = QWidget()
        right = QVBoxLayout(self._right)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(CARD_GAP)
        right.addWidget(self.reply, 1)
        right.addWidget(self.soon)
        right.addWidget(self.sent)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(CARD_GAP)
        self._columns.addWidget(self.progress, 1)
        self._columns.addWidget(self._right)
        inside = QWidget()
        whole = QVBoxLayout(inside)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(CARD_GAP)
        whole.addWidget(self._upper)
        whole.addLayout(self._columns, 1)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inside)
        self._body = QStackedWidget()
        self._body.addWidget(self._scroll)
        self._body.addWidget(self._make_nothing())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._body)
        self._body.hide()

    def _make_nothing(self) -> EmptyState:
        how = _("They come from the plan: the Word, Excel, PDF or text file as the office above sent it.")
        self._nothing = EmptyState("overview", _("There are no tasks in this year yet"), how, (self.plan_button,))
        return self._nothing

    def _connect(self) -> None:
        for tab, tile in self.tiles.items():
            tile.clicked.connect(partial(self._lead_to_tab, tab))
        self.progress.wanted.connect(self._lead)
        self.reply.wanted.connect(self._lead)
        self.reply.opened.connect(self._open)
        self.soon.opened.connect(self._open)
        self.sent.history_wanted.connect(lambda: self.leads_to.emit("syncPage", None))
        self.plan_button.clicked.connect(lambda: self.leads_to.emit("plansPage", None))

    def _lead_to_tab(self, tab: Tab) -> None:
        self._lead(TasksWanted(tab=tab))

    def _lead(self, wanted: TasksWanted) -> None:
        self.leads_to.emit("tasksPage", wanted)

    def _open(self, occurrence: UUID) -> None:
        self.leads_to.emit("tasksPage", occurrence)

    def _show(self, seen: Overview) -> None:
        self._reading = None
        self.header.set_fact(long_date_text(seen.today))
        self.overdue.set_number(seen.overdue, _overdue_words(seen))
        self.this_week.set_number(seen.due_this_week, _next_words(seen))
        self.lacking.set_number(seen.lacking, _lacking_words(seen))
        self.progress.show_progress(seen.progress)
        self.reply.show_reply(seen)
        self.soon.show_rows(seen.soon)
        self.sent.show_bundle(seen.sent, seen.today)
        self._fit_lists()
        self._order_stops()
        self._body.setCurrentWidget(self._scroll if seen.total else self._nothing)
        self._body.show()

    def _order_stops(self) -> None:
        """Tab runs as the eye does, also to rows that were made later than what stands below them."""
        soon = [link.button for link in self.soon.links]
        stops = [*self.tiles.values(), *self.progress.stops(), *self.reply.stops(), *soon, self.sent.link]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _fit_lists(self) -> None:
        """Where the page is a single column it scrolls as a whole, and nothing within it scrolls on its own."""
        self.progress.list.set_whole(whole=self.room is Room.SINGLE)
        self.reply.list.set_whole(whole=self.room is Room.SINGLE)


def _overdue_words(seen: Overview) -> str:
    row = seen.longest_overdue
    if row is None:
        return ""
    days = (seen.today - row.due).days
    text = ngettext("Longest: {count} day, {task}", "Longest: {count} days, {task}", days)
    return text.format(count=days, task=row.text)


def _next_words(seen: Overview) -> str:
    row = seen.next_due
    if row is None:
        return ""
    return _("Next: {weekday} {date}, {task}").format(weekday=weekday_text(row.due), date=date_text(row.due), task=row.text)


def _lacking_words(seen: Overview) -> str:
    count = seen.lacking_done
    if not count:
        return _("All of them are overdue")
    return ngettext("{count} of them is marked as done", "{count} of them are marked as done", count).format(count=count)
