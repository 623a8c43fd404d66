"""The calendar page: due dates by month, and what is due on the day chosen."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from papi_desktop.domain.vocabulary import OccurrenceStatus
from papi_desktop.services.app import App
from papi_desktop.services.changes import Area, Changed
from papi_desktop.services.due_dates import DueDates, days_off, due_dates, months_later
from resources.i18n import current_language, ngettext
from resources.i18n import gettext as _
from ui.jobs import Job, Jobs
from ui.pages.day_cell import count_text
from ui.pages.due_list import DueList, Shown
from ui.pages.month_view import MonthView
from ui.pages.page import Page, Room
from ui.theme import CARD_GAP, GAP_WITHIN
from ui.widgets.buttons import PrimaryButton, SmallButton
from ui.widgets.card import Card

_LIST, _LIST_NARROW = 396, 352
_SHOWN: Changed = frozenset({Area.PLANS, Area.TASKS, Area.EVIDENCE})
"""What the page shows of the data."""


class CalendarPage(Page):
    """Leads to the task page with an occurrence."""

    def __init__(self, app: App, jobs: Jobs) -> None:
        super().__init__("calendarPage", _("Calendar"), "calendar")
        self._app, self._jobs = app, jobs
        self._reading: Job | None = None
        self._naming: Job | None = None
        self._due = DueDates({}, (), 0)
        self._year_shown: int | None = None
        self._named: date | None = None
        self._list_alone = False
        self.month = MonthView(app.today())
        self.before = SmallButton("", "chevron-left")
        self.today = SmallButton(_("Today"))
        self.after = SmallButton("", "chevron-right")
        self.plan_button = PrimaryButton(_("Import a plan…"), "plan")
        self.list = DueList(self.plan_button)
        self._build()
        self._connect()

    def refresh(self, changed: Changed) -> None:
        if self.year != self._year_shown:
            self._year_shown = self.year
            self.month.choose(self._day_of_year())
        if changed & _SHOWN:
            if self._reading is not None:
                self._reading.cancel()
            self._reading = self._jobs.read(due_dates, self._app, year=self.year, on_done=self._take)
        self._name_days()

    def areas(self) -> Sequence[QWidget]:
        return (self.month, self.list)

    def set_room(self, room: Room) -> None:
        super().set_room(room)
        self._list_alone = self._list_alone and room is Room.SINGLE
        self._share_room()

    def show_example(self) -> None:
        """Chooses the day of this month on which most is due."""
        rows = self._due.of_month(self.month.day)
        if rows:
            days = [row.due for row in rows if row.due is not None]
            self.month.choose(max(days, key=days.count))

    def escape(self) -> bool:
        """Leaves the list for the same day of the month."""
        focus = QApplication.focusWidget()
        if not self._list_alone and (focus is None or not self.list.isAncestorOf(focus)):
            return False
        self._list_alone = False
        self._share_room()
        self.month.setFocus()
        return True

    def _build(self) -> None:
        self._sheet = Card(" ", " ")
        for button, text in ((self.before, _("Previous month (PgUp)")), (self.after, _("Next month (PgDn)"))):
            button.setAccessibleName(text)
            button.setToolTip(text)
        self.today.setToolTip(_("Today (Home)"))
        turning = QHBoxLayout()
        turning.setSpacing(GAP_WITHIN)
        for button in (self.before, self.today, self.after):
            turning.addWidget(button)
        self._sheet.head.addLayout(turning)
        self._sheet.content.addWidget(self.month, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(CARD_GAP)
        row.addWidget(self._sheet, 1)
        row.addWidget(self.list)

    def _connect(self) -> None:
        keys: dict[str, Callable[[], None]] = {"PgUp": self.before.click, "PgDown": self.after.click, "Home": self.today.click}
        for keys_text, action in keys.items():
            shortcut = QShortcut(QKeySequence(keys_text), self._sheet, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(action)
        self.before.clicked.connect(lambda: self.month.turn(-1))
        self.after.clicked.connect(lambda: self.month.turn(1))
        self.today.clicked.connect(lambda: self.month.choose(self._app.today()))
        self.month.chosen.connect(self._choose)
        self.month.opened.connect(self._enter)
        self.list.opened.connect(self._open)
        self.plan_button.clicked.connect(lambda: self.leads_to.emit("plansPage", None))

    def _day_of_year(self) -> date:
        """Today, or its like in the year of work."""
        today = self._app.today()
        return today if self.year is None else months_later(today, 12 * (self.year - today.year))

    def _take(self, due: DueDates) -> None:
        self._reading = None
        self._due = due
        undated = ngettext("{count} without a due date", "{count} without a due date", len(due.undated)).format(count=len(due.undated))
        self.header.set_fact(f"{count_text(due.total)}, {undated}")
        self.month.show_due(due, self._app.today())
        self._show_day(self.month.day)

    def _choose(self, day: date) -> None:
        self._name_days()
        self._show_day(day)

    def _show_day(self, day: date) -> None:
        self._sheet.title.setText(_("Month {month}").format(month=f"{day:%m/%Y}"))
        rows = self._due.of_month(day)
        done = sum(row.status is OccurrenceStatus.DONE for row in rows)
        overdue = sum(row.status is OccurrenceStatus.OVERDUE for row in rows)
        text = _("{occurrences}, {done} done, {overdue} overdue")
        self._sheet.fact.setText(text.format(occurrences=count_text(len(rows)), done=done, overdue=overdue))
        self.list.show_due(self._due, day)

    def _name_days(self) -> None:
        """Weekends and holidays of the weeks that are shown."""
        if self._named == self.month.month:
            return
        self._named = self.month.month
        if self._naming is not None:
            self._naming.cancel()
        weeks = self.month.days.weeks
        self._naming = self._jobs.read(
            days_off, self._app, first=weeks[0][0], last=weeks[-1][-1], language=current_language(), on_done=self._take_days_off
        )

    def _take_days_off(self, named: Mapping[date, str]) -> None:
        self._naming = None
        self.month.show_days_off(named)

    def _open(self, occurrence: UUID) -> None:
        self.leads_to.emit("tasksPage", occurrence)

    def _enter(self, day: date) -> None:
        """A day with one occurrence leads to it, one with several to the list of them."""
        self.list.show_list(Shown.DAY)
        rows = self._due.by_day.get(day, ())
        if len(rows) == 1:
            self._open(rows[0].id)
            return
        self._list_alone = self.room is Room.SINGLE
        self._share_room()
        self.list.enter()

    def _share_room(self) -> None:
        single = self.room is Room.SINGLE
        self._sheet.setVisible(not self._list_alone)
        self.list.setVisible(self._list_alone or not single)
        if single:
            self.list.setMinimumWidth(0)
            self.list.setMaximumWidth(16777215)
        else:
            self.list.setFixedWidth(_LIST if self.room is Room.WIDE else _LIST_NARROW)
