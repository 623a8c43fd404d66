"""What the checklist covers, what it comes to, and the two ways to have it."""

from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from papi_desktop.domain.office_names import paper_name
from papi_desktop.domain.periods import Period
from papi_desktop.services.paper_choices import ChecklistOptions
from papi_desktop.services.papers import ChecklistChoice, ChecklistPaper
from papi_desktop.wording import period_text
from resources.i18n import gettext as _
from resources.i18n import ngettext
from ui.colours import Ink
from ui.fonts import TextStyle
from ui.pages.task_filters import FilterChoice
from ui.widgets.buttons import LinkButton, PlainButton, PrimaryButton
from ui.widgets.card import Card
from ui.widgets.form import Form, button_row
from ui.widgets.labels import Rule, TextLabel


class ChoiceCard(Card):
    """``changed`` says that another paper is wanted, ``unit_changed`` that it is that of another unit, ``look_wanted`` to see it."""

    changed = Signal()
    unit_changed = Signal()
    look_wanted = Signal()
    gaps_wanted = Signal()
    """the tasks that lack evidence"""

    def __init__(self, *, units: bool) -> None:
        super().__init__(_("Evidence checklist"))
        self._own = not units
        self.unit: FilterChoice[UUID | None] = FilterChoice("", None)
        self.period: FilterChoice[Period | None] = FilterChoice("", None)
        self.index: FilterChoice[str] = FilterChoice("", "")
        self.officer: FilterChoice[str] = FilterChoice("", "")
        self.facts = TextLabel("", TextStyle.CAPTION, Ink.SECONDARY, wrap=True)
        self.gaps_link = LinkButton(_("Open the tasks that lack evidence"), "arrow-right")
        self.look_button = PlainButton(_("See the paper"), "review")
        self.look_button.setToolTip(_("See the paper (Enter)"))
        self.save_button = PlainButton(_("Save PDF…"), "save")
        self.print_button = PrimaryButton(_("Print…"), "print")
        self._lay_out(units=units)
        self._connect()
        self.show_paper(None)

    def choice(self, year: int | None) -> ChecklistChoice:
        return ChecklistChoice(
            period=self.period.value, index=self.index.value, officer=self.officer.value, year=year, owner=self.unit.value
        )

    def set_options(self, options: ChecklistOptions, year: int | None) -> None:
        """What there is to choose; what was chosen stays chosen. A commune has one owner to print for: itself."""
        units = [(paper_name(unit.name).name, unit.id) for unit in options.units] or [("", options.owner)]
        self.unit.choose(options.owner, "…")  # first, so that a unit that has no plan this year is not offered any more
        self.unit.offer(units)
        parts = ((period_text(part), part) for part in options.periods)
        self.period.offer([(_whole(year), None), *parts])
        self.index.offer([(_("All indexes"), ""), *((index, index) for index in options.indexes)])
        self.officer.offer([(_("All officers"), ""), *((name, name) for name in options.officers)])

    def show_choice(self, choice: ChecklistChoice) -> None:
        """Chooses for the officer; emits nothing."""
        if choice.owner is not None:
            self.unit.choose(choice.owner, "…")
        period = choice.period
        self.period.choose(period, "" if period is None else period_text(period))
        self.index.choose(choice.index, choice.index)
        self.officer.choose(choice.officer, choice.officer)

    def move_to(self, year: int) -> None:
        """The same part of another year."""
        before = self.period.value
        self.period.choose(None)
        self.period.offer([(_whole(year), None)])
        if before is not None:
            period = Period(f"{year:04}{before.key[4:]}")
            self.period.choose(period, period_text(period))

    def forget_officer(self) -> None:
        """Officers are those of one unit."""
        self.officer.choose("")

    def show_paper(self, paper: ChecklistPaper | None) -> None:
        """The facts of what can be had now; None while there is nothing."""
        for button in (self.save_button, self.print_button):
            button.setEnabled(paper is not None)
        self.facts.setText("" if paper is None else facts_text(paper))
        self.gaps_link.setVisible(self._own and paper is not None and paper.present < paper.needed)

    def set_alone(self, *, alone: bool) -> None:
        """Without the paper beside it, a button leads to it."""
        self.look_button.setVisible(alone)

    def _lay_out(self, *, units: bool) -> None:
        form = Form()
        labels = {self.unit: _("Commune or ward"), self.period: _("Period"), self.index: _("Index"), self.officer: _("Officer")}
        for field, label in labels.items():
            if units or field is not self.unit:
                form.add_field(label, field)
        self.content.addLayout(form)
        self.content.addWidget(Rule())
        self.content.addWidget(self.facts)
        self.content.addWidget(self.gaps_link, 0, Qt.AlignmentFlag.AlignLeft)
        self.content.addStretch(1)
        self.content.addLayout(button_row(self.look_button, self.save_button, self.print_button))

    def _connect(self) -> None:
        self.unit.activated.connect(self.unit_changed)
        for field in (self.period, self.index, self.officer):
            field.activated.connect(self.changed)
        self.look_button.clicked.connect(self.look_wanted)
        self.gaps_link.clicked.connect(self.gaps_wanted)
        opens = QShortcut(QKeySequence("Return"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        opens.activated.connect(self.look_wanted)


def _whole(year: int | None) -> str:
    return _("All years") if year is None else _("Whole year {year}").format(year=year)


def facts_text(paper: ChecklistPaper) -> str:
    """What a checklist comes to, for one line."""
    pages = ngettext("{count} page A4", "{count} pages A4", paper.pages).format(count=paper.pages)
    rows = ngettext("{count} occurrence", "{count} occurrences", paper.occurrences).format(count=paper.occurrences)
    evidence = _("{present}/{needed} expected results have evidence").format(present=paper.present, needed=paper.needed)
    return f"{pages} · {rows} · {evidence}"
