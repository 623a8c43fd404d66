"""The filters above the evidence list, and the tabs that say how it is shown."""

from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QSizePolicy, QTabBar, QVBoxLayout, QWidget

from papi_desktop.domain.periods import Period
from papi_desktop.services.evidence_listing import EvidenceFilter, EvidenceTotals
from papi_desktop.wording import kind_text, period_text
from resources.i18n import gettext as _
from resources.i18n import ngettext
from resources.kinds import evidence_kinds
from ui.colours import Ink
from ui.fonts import TextStyle
from ui.pages.evidence_rows import files_text
from ui.theme import GAP
from ui.widgets.fields import ChoiceField, SearchField
from ui.widgets.labels import TextLabel

_EVERY_YEAR = "every"


class EvidenceTab(Enum):
    GALLERY = "gallery"
    TABLE = "table"
    BIN = "bin"


class EvidenceFilters(QWidget):
    """``changed`` says that another list is wanted."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._year: int | None = None
        self.search = SearchField(_("Number, abstract, place…"))
        self.search.setAcceptDrops(False)
        self.kind = ChoiceField(_("Kind"))
        self.kind.addItem(_("All kinds"), "")
        for kind in evidence_kinds():
            self.kind.addItem(kind_text(kind.code), kind.code)
        self.period = ChoiceField(_("Period"))
        self.set_year(None)
        for choice in (self.kind, self.period):
            choice.setSizeAdjustPolicy(ChoiceField.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            choice.setMinimumContentsLength(7)
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(_("How the evidence is shown"))
        for tab, title in ((EvidenceTab.GALLERY, _("Thumbnails")), (EvidenceTab.TABLE, _("Table")), (EvidenceTab.BIN, _("Bin"))):
            self.tabs.setTabData(self.tabs.addTab(title), tab)
        self.counts = TextLabel("", TextStyle.CAPTION, Ink.SECONDARY)
        self.counts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.unlinked = QCheckBox()
        self.unlinked.hide()
        self._lay_out()
        self.search.settled.connect(self.changed)
        self.kind.activated.connect(self.changed)
        self.period.activated.connect(self.changed)
        self.unlinked.toggled.connect(self.changed)
        self.tabs.currentChanged.connect(self.changed)

    @property
    def tab(self) -> EvidenceTab:
        return self.tabs.tabData(self.tabs.currentIndex())

    @property
    def chosen(self) -> EvidenceFilter:
        binned = self.tab is EvidenceTab.BIN
        key: str = self.period.currentData()
        period = Period(key) if key not in {"", _EVERY_YEAR} else None
        return EvidenceFilter(
            search=self.search.text().strip(),
            kind=self.kind.currentData(),
            first=None if period is None else period.start,
            last=None if period is None else period.end,
            year=None if key == _EVERY_YEAR or binned or period is not None else self._year,
            unlinked=self.unlinked.isChecked() and not binned,
            binned=binned,
        )

    @property
    def narrowed(self) -> bool:
        """Whether there may be more than the filters let through."""
        return bool(self.search.text().strip() or self.kind.currentData() or self.period.currentData() or self.unlinked.isChecked())

    def set_year(self, year: int | None) -> None:
        """Offers the quarters of the year of work."""
        if year == self._year and self.period.count():
            return
        self._year = year
        self.period.clear()
        self.period.addItem(_("All periods"), "")
        if year is None:
            return
        for quarter in range(1, 5):
            period = Period.of_quarter(year, quarter)
            self.period.addItem(period_text(period), period.key)
        self.period.addItem(_("All years"), _EVERY_YEAR)

    def set_totals(self, totals: EvidenceTotals) -> None:
        """The counts of what is listed, and how many serve no task."""
        counted = ngettext("{count} item", "{count} items", totals.evidence).format(count=totals.evidence)
        self.counts.setText(f"{counted}, {files_text(totals.files)}")
        self.counts.setToolTip(self.counts.text())
        self.unlinked.setText(_("Only those that serve no task yet ({count})").format(count=totals.unlinked))
        self.unlinked.setVisible((totals.unlinked > 0 or self.unlinked.isChecked()) and self.tab is not EvidenceTab.BIN)
        bin_title = _("Bin ({count})").format(count=totals.binned) if totals.binned else _("Bin")
        self.tabs.setTabText(self.tabs.count() - 1, bin_title)

    def clear(self, *, every_year: bool = False, tab: EvidenceTab | None = None) -> None:
        """Lets everything through, then says so once."""
        self.blockSignals(True)
        self.search.clear()
        self.search.settle()
        self.kind.setCurrentIndex(0)
        self.period.setCurrentIndex(max(0, self.period.findData(_EVERY_YEAR)) if every_year else 0)
        self.unlinked.setChecked(False)
        if tab is not None:
            self.tabs.setCurrentIndex(list(EvidenceTab).index(tab))
        self.blockSignals(False)
        self.changed.emit()

    def set_narrow(self, *, narrow: bool) -> None:
        """The choices stand under the words where there is no room beside them."""
        self._grid.removeWidget(self.search)
        self._grid.addWidget(self.search, 0, 0, 1, 2 if narrow else 1)
        for column, choice in enumerate((self.kind, self.period), 0 if narrow else 1):
            self._grid.removeWidget(choice)
            self._grid.addWidget(choice, 1 if narrow else 0, column)
        self._head.removeWidget(self.counts)
        self._head.addWidget(self.counts, 1 if narrow else 0, 0 if narrow else 1, 1, 2 if narrow else 1)
        for column, stretch in enumerate((1, 1, 0) if narrow else (2, 1, 1)):
            self._grid.setColumnStretch(column, stretch)

    def _lay_out(self) -> None:
        self._grid = QGridLayout()
        self._grid.setSpacing(GAP)
        self._head = QGridLayout()
        self._head.setHorizontalSpacing(GAP)
        self._head.setVerticalSpacing(0)
        self._head.setColumnStretch(1, 1)
        self._head.addWidget(self.tabs, 0, 0)
        self.counts.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP - 2)
        column.addLayout(self._grid)
        column.addWidget(self.unlinked)
        column.addLayout(self._head)
        self.set_narrow(narrow=False)
