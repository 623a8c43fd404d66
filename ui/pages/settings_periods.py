"""The section about reporting periods: which there are, and by which day each is to be reported."""

from functools import partial

from papi_desktop.domain.periods import Period
from papi_desktop.domain.vocabulary import Role
from papi_desktop.services.app import App
from papi_desktop.services.periods import ReportingPeriodRow, set_reporting_period
from papi_desktop.wording import date_text, period_text
from resources.i18n import gettext as _
from resources.i18n import pgettext
from ui.jobs import Jobs
from ui.models.columns import Column
from ui.models.table_model import RowsModel
from ui.pages.page import Page
from ui.pages.settings_section import Section, Seen, bounded
from ui.reading import TypedError, read_date
from ui.widgets.buttons import PrimaryButton
from ui.widgets.checked_field import CheckedField, Said, first_unfit, problem
from ui.widgets.fields import ChoiceField, TextField
from ui.widgets.form import Form, button_row
from ui.widgets.labels import Rule
from ui.widgets.rows_view import RowsView

_KINDS = ("", "-H1", "-H2", *(f"-Q{number}" for number in range(1, 5)), *(f"-{month:02}" for month in range(1, 13)))
_YEARS = range(2000, 2100)
_SHORT = 120


class PeriodsSection(Section):
    """Choosing a row fills the form; setting the same period again changes its deadline."""

    def __init__(self, page: Page, app: App, jobs: Jobs) -> None:
        above = app.office.role is Role.AUTHORITY
        why = (
            _("A deadline set here travels to the communes with the next reply.")
            if above
            else _("Deadlines set above come with its replies; others can be set here for this office.")
        )
        super().__init__(page, app, jobs, name="periods", title=_("Reporting periods"), icon="calendar", why=why)
        self.rows = RowsModel[ReportingPeriodRow](_columns(), key=lambda row: row.id, parent=self)
        self.list = RowsView(_("Reporting periods"), sorts=True)
        self.list.setModel(self.rows)
        self.list.set_widths(110, None, 190, 110, 150)
        self.list.chosen.connect(self._fill)
        self.list.activated.connect(self._enter_form)
        self.kind = ChoiceField()
        for kind in _KINDS:
            period = Period(f"2000{kind}")
            self.kind.addItem(period_text(period) if kind else _("The whole year"), kind)
        self.year, self.deadline, self.name_field = TextField(str(app.today().year)), TextField(), TextField()
        self.deadline.setPlaceholderText(_("dd/mm/yyyy"))
        self.save_button = PrimaryButton(_("Set the deadline"), "check")
        self._filled: tuple[str, ...] | None = None
        """What the chosen row put into the form; None while none was chosen."""
        self._build()
        self.save_button.clicked.connect(self.save)
        self.bind_key(self.save_button, "Ctrl+S")

    def _build(self) -> None:
        form = Form()
        form.add_field(_("Period"), self.kind)
        self._year = CheckedField(self.year, form.add_field(_("Year"), self.year), _judge_year)
        self._deadline = CheckedField(self.deadline, form.add_field(_("Deadline"), self.deadline), self._judge_deadline)
        form.add_field(_("Name"), self.name_field)
        self.name_field.setPlaceholderText(_("For example Báo cáo quý IV; empty: the name of the period"))
        for field in (self.year, self.deadline):
            field.setMaximumWidth(_SHORT)
            field.returnPressed.connect(self.save)
        self.year.textChanged.connect(self._deadline.renew)
        self.kind.currentIndexChanged.connect(self._deadline.renew)
        self.name_field.returnPressed.connect(self.save)
        self.name_field.setMaximumWidth(_SHORT * 4)
        self.kind.setMaximumWidth(_SHORT * 2)
        self.content.addWidget(self.list, 1)
        self.content.addWidget(Rule())
        self.content.addWidget(bounded(form))
        self.content.addLayout(button_row(self.save_button))

    def show_seen(self, seen: Seen) -> None:
        untouched = not self.unsaved()
        self.rows.set_rows(seen.periods)
        if untouched:
            self._fill()

    @property
    def _typed(self) -> tuple[str, ...]:
        return self.kind.currentData(), *(field.text().strip() for field in (self.year, self.deadline, self.name_field))

    def unsaved(self) -> bool:
        if self._filled is None:
            return bool(self._deadline.text or self.name_field.text().strip())
        return self._typed != self._filled

    def escape(self) -> bool:
        had = self.unsaved() or self._filled is not None
        self._empty()
        return had

    def save(self) -> None:
        unfit = first_unfit(self._year, self._deadline)
        deadline = None if unfit is not None else read_date(self.deadline.text())
        if unfit is not None or deadline is None:
            (unfit or self._deadline).field.setFocus()
            return
        period = Period(f"{int(self._year.text):04}{self.kind.currentData()}")
        name = self.name_field.text().strip() or _whole_name(period)
        heading = _("{period}: to be reported by {date}.").format(period=_whole_name(period), date=date_text(deadline))
        self.change(heading, set_reporting_period, partial(self._saved, self._typed), period=period, name=name, deadline=deadline)

    def _saved(self, sent: tuple[str, ...]) -> None:
        """The form is ready for the next period, unless something else was typed into it since."""
        if self._typed == sent:
            self._empty()

    def _empty(self) -> None:
        self.list.leave()
        self._filled = None
        for field in (self.deadline, self.name_field):
            field.clear()
        self._deadline.start_anew()

    def _enter_form(self) -> None:
        self.deadline.setFocus()

    def _fill(self, *_index: object) -> None:
        row = self.rows.row_at(self.list.currentIndex())
        if row is not None:
            self.kind.setCurrentIndex(self.kind.findData(row.key[4:]))
            self.year.setText(row.key[:4])
            self.deadline.setText(date_text(row.deadline))
            self.name_field.setText(row.name)
            self._filled = self._typed

    def _judge_deadline(self, text: str) -> Said | None:
        try:
            day = read_date(text)
        except TypedError as error:
            return problem(str(error))
        if day is None:
            return problem(_("Please enter the last day for the report, for example 05/01/2027."))
        if _judge_year(self.year.text().strip()) is None:
            start = Period(f"{int(self.year.text()):04}{self.kind.currentData()}").start
            if day < start:
                return problem(_("The deadline lies before the period begins ({date}).").format(date=date_text(start)))
        return None


def _judge_year(text: str) -> Said | None:
    if text.isascii() and text.isdigit() and int(text) in _YEARS:
        return None
    return problem(_("Please write the year with four digits, as in 2026."))


def _whole_name(period: Period) -> str:
    """A period with its year: "Quý IV/2026"."""
    return period_text(period) if len(period.key) == 4 else f"{period_text(period)}/{period.year}"


def _columns() -> tuple[Column[ReportingPeriodRow], ...]:
    def origin(row: ReportingPeriodRow) -> str:
        return _("Level above") if row.set_above else _("This office")

    def span(row: ReportingPeriodRow) -> str:
        return f"{date_text(row.starts)} - {date_text(row.ends)}"

    return (
        Column(_("Period"), lambda row: _whole_name(Period(row.key)), sort=lambda row: (row.starts, row.ends)),
        Column(_("Name"), lambda row: row.name, tooltip=lambda row: row.name),
        Column(pgettext("period", "From - to"), span, sort=lambda row: row.starts),
        Column(_("Deadline"), lambda row: date_text(row.deadline), sort=lambda row: row.deadline),
        Column(_("Set by"), origin),
    )
