"""The row of filters above the task list, and the tabs with their counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QTabBar, QWidget

from papi_desktop.services.tasks import OccurrenceRow
from resources.i18n import gettext as _
from ui.colours import Scheme
from ui.icons import LIST_ICON, icon
from ui.pages.task_rows import Grouping, Tab
from ui.theme import GAP, Themed
from ui.widgets.buttons import LinkButton, PlainButton
from ui.widgets.fields import ChoiceField, SearchField

_SEARCH_WIDTH = 180


@dataclass(frozen=True)
class Chosen:
    """Index and officer to show; "" shows all."""

    index: str = ""
    officer: str = ""

    def wants(self, row: OccurrenceRow) -> bool:
        return (not self.index or row.index == self.index) and (not self.officer or row.officer == self.officer)


class TaskFilters(QWidget):
    """``changed`` says that other rows are wanted, ``regrouped`` that they stand under other headings, ``cleared`` that all is wanted."""

    changed = Signal()
    regrouped = Signal()
    cleared = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.search = SearchField(_("Filter this list"))
        self.search.setMinimumWidth(_SEARCH_WIDTH)
        self.search.setAcceptDrops(False)
        self.index = ChoiceField(_("Index"))
        self.officer = ChoiceField(_("Officer in charge"))
        self.grouping = ChoiceField(_("Grouping"))
        for by in Grouping:
            self.grouping.addItem(by.title(), by)
        self.more = PlainButton(_("More filters…"))
        self.more.setMenu(QMenu(self.more))
        self.more.menu().aboutToShow.connect(self._fill_menu)
        self.clear_link = LinkButton(_("Clear filters"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self.search, 2)
        for choice in (self.index, self.officer, self.grouping):
            choice.setSizeAdjustPolicy(ChoiceField.SizeAdjustPolicy.AdjustToContents)
            row.addWidget(choice)
        row.addWidget(self.more)
        row.addStretch(1)
        row.addWidget(self.clear_link)
        self.set_choices((), ())
        self.set_folded(folded=False)
        self.search.textChanged.connect(self.changed)
        self.index.activated.connect(self.changed)
        self.officer.activated.connect(self.changed)
        self.grouping.activated.connect(self.regrouped)
        self.clear_link.clicked.connect(self.clear)

    @property
    def chosen(self) -> Chosen:
        return Chosen(self.index.currentData(), self.officer.currentData())

    @property
    def by(self) -> Grouping:
        return self.grouping.currentData()

    def set_choices(self, indexes: Sequence[str], officers: Sequence[str]) -> None:
        """What there is to choose; what was chosen stays chosen where it still exists."""
        _offer(self.index, _("Index: all"), [(_("Index: {name}").format(name=name), name) for name in indexes])
        _offer(self.officer, _("Officer: all"), [(_("Officer: {name}").format(name=name), name) for name in officers])

    def set_folded(self, *, folded: bool) -> None:
        """Leaves the rarer filters to a menu where the window is narrow."""
        self.more.setVisible(folded)
        self.officer.setVisible(not folded)
        self.grouping.setVisible(not folded)

    def clear(self) -> None:
        for choice in (self.index, self.officer):
            choice.setCurrentIndex(0)
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self.cleared.emit()

    def _fill_menu(self) -> None:
        menu = self.more.menu()
        menu.clear()
        for choice in (self.officer, self.grouping):
            group = QActionGroup(menu)
            menu.addSection(choice.accessibleName())
            for number in range(choice.count()):
                action = menu.addAction(choice.itemText(number))
                action.setCheckable(True)
                action.setChecked(number == choice.currentIndex())
                action.triggered.connect(partial(_choose, choice, number))
                group.addAction(action)


def _choose(choice: ChoiceField, number: int, *_checked: bool) -> None:
    choice.setCurrentIndex(number)
    choice.activated.emit(number)


def _offer(choice: ChoiceField, everything: str, items: Sequence[tuple[str, str]]) -> None:
    before = choice.currentData()
    choice.clear()
    for text, value in [(everything, ""), *items]:
        choice.addItem(text, value)
    choice.setCurrentIndex(max(0, choice.findData(before)))


class TaskTabs(Themed, QTabBar):
    """``chosen`` says that another tab was chosen, or the same one again."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setIconSize(QSize(LIST_ICON, LIST_ICON))
        self.setAccessibleName(_("Which occurrences"))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for tab in Tab:
            self.setTabData(self.addTab(tab.title()), tab)
        self.take_scheme()
        self.tabBarClicked.connect(self._clicked)
        self.currentChanged.connect(self.chosen)

    @property
    def tab(self) -> Tab:
        return self.tabData(self.currentIndex())

    def show_tab(self, tab: Tab) -> None:
        self.setCurrentIndex(list(Tab).index(tab))

    def set_counts(self, counts: Mapping[Tab, int]) -> None:
        for number, tab in enumerate(Tab):
            self.setTabText(number, f"{tab.title()} {counts[tab]}")

    def restyle(self, scheme: Scheme) -> None:
        del scheme
        for number, tab in enumerate(Tab):
            if tab.value is not None:
                self.setTabIcon(number, icon(*tab.value))

    def _clicked(self, number: int) -> None:
        if number == self.currentIndex():
            self.chosen.emit()
