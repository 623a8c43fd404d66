"""The row of filters above the task list, and the tabs with their counts."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QTabBar, QWidget

from papi_desktop.domain.periods import Period
from papi_desktop.wording import period_text
from resources.i18n import gettext as _
from ui.colours import Scheme
from ui.icons import LIST_ICON, icon
from ui.pages.task_rows import Chosen, Grouping, Tab
from ui.theme import GAP, Themed
from ui.widgets.buttons import LinkButton, PlainButton
from ui.widgets.fields import ChoiceField, SearchField

_SEARCH_WIDTH = 120
_CHOICE_LETTERS, _PERIOD_LETTERS, _GROUPING_LETTERS = 9, 6, 15
"""What a choice shows at least; longer words end in dots and are whole in its tooltip."""
_INDENT = "\N{EM SPACE}"

Value = TypeVar("Value")


class FilterChoice(ChoiceField, Generic[Value]):
    """One of several values, or all. What was chosen stays chosen, and in sight, though no row has it any more."""

    def __init__(self, label: str, everything: Value) -> None:
        super().__init__(label)
        self._values: list[Value] = []
        self._everything = everything
        self.setSizeAdjustPolicy(ChoiceField.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_CHOICE_LETTERS)
        self.currentTextChanged.connect(self._tell)

    @property
    def value(self) -> Value:
        return self._values[self.currentIndex()] if self._values else self._everything

    def offer(self, items: Sequence[tuple[str, Value]]) -> None:
        """What there is to choose, in words that stand alone."""
        kept = [(self.itemText(number).strip(), value) for number, value in enumerate(self._values) if value == self.value]
        before = self.value
        offered = [*items, *(pair for pair in kept if pair[1] not in [value for _text, value in items])]
        self.clear()
        self._values = [value for _text, value in offered]
        self.addItems([text for text, _value in offered])
        self.choose(before)
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + 2 * GAP)

    def choose(self, value: Value, text: str = "") -> None:
        """Chooses ``value``; one that is not offered is offered from now on as ``text``, else everything is chosen."""
        if value not in self._values and text:
            self._values.append(value)
            self.addItem(text)
        self.setCurrentIndex(self._values.index(value) if value in self._values else 0)

    def _tell(self, text: str) -> None:
        self.setToolTip(text.strip())


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
        self.index: FilterChoice[tuple[str, str]] = FilterChoice(_("Index and dimension"), ("", ""))
        self.period: FilterChoice[Period | None] = FilterChoice(_("Period"), None)
        self.period.setMinimumContentsLength(_PERIOD_LETTERS)
        self.officer: FilterChoice[str | None] = FilterChoice(_("Officer in charge"), None)
        self.grouping: FilterChoice[Grouping] = FilterChoice(_("Grouping"), Grouping.DIMENSION)
        self.grouping.setMinimumContentsLength(_GROUPING_LETTERS)
        self.grouping.offer([(by.title(), by) for by in Grouping])
        self.more = PlainButton("")
        self.more.setMenu(QMenu(self.more))
        self.more.menu().aboutToShow.connect(self._fill_menu)
        self.clear_link = LinkButton(_("Clear filters"))
        self._lay_out()
        self.set_choices((), (), ())
        self.set_folded(folded=False)
        self.search.textChanged.connect(self.changed)
        self.index.activated.connect(self._choose)
        self.period.activated.connect(self._choose)
        self.officer.activated.connect(self._choose)
        self.grouping.activated.connect(self.regrouped)
        self.clear_link.clicked.connect(self.clear)

    @property
    def chosen(self) -> Chosen:
        index, dimension = self.index.value
        return Chosen(index, dimension, self.officer.value, self.period.value)

    @property
    def by(self) -> Grouping:
        return self.grouping.value

    def set_choices(self, dimensions: Sequence[tuple[str, str]], officers: Sequence[str], periods: Sequence[Period]) -> None:
        """``dimensions`` are pairs of index and dimension, in order; an officer "" is nobody."""
        items = [(_("Index: all"), ("", ""))]
        for index, dimension in dimensions:
            if (index, "") not in [value for _text, value in items]:
                items.append((_("Index: {name}").format(name=index), (index, "")))
            if dimension:
                items.append((_INDENT + dimension, (index, dimension)))
        self.index.offer(items)
        self.period.offer([(_("All periods"), None), *((period_text(period), period) for period in periods)])
        named = [(_("Officer: {name}").format(name=name), name) for name in officers if name]
        nobody = [(_("Officer: nobody"), "")] if "" in officers and named else []
        self.officer.offer([(_("Officer: all"), None), *named, *nobody])
        self._count_hidden()

    def show_chosen(self, chosen: Chosen) -> None:
        """Chooses for the officer, without words; emits nothing."""
        text = chosen.dimension or _("Index: {name}").format(name=chosen.index)
        self.index.choose((chosen.index, chosen.dimension), text)
        self.period.choose(chosen.period, "" if chosen.period is None else period_text(chosen.period))
        self.officer.choose(chosen.officer, _("Officer: {name}").format(name=chosen.officer))
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self._count_hidden()

    def set_folded(self, *, folded: bool) -> None:
        """Leaves the rarer filters to a menu where the window is narrow."""
        self.more.setVisible(folded)
        for choice in (self.period, self.officer, self.grouping):
            choice.setVisible(not folded)

    def clear(self) -> None:
        self.show_chosen(Chosen())
        self.cleared.emit()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self.search, 2)
        for choice, share in ((self.index, 2), (self.period, 1), (self.officer, 2), (self.grouping, 2)):
            choice.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            row.addWidget(choice, share)
        row.addWidget(self.more)
        row.addWidget(self.clear_link)

    def _choose(self) -> None:
        self._count_hidden()
        self.changed.emit()

    def _count_hidden(self) -> None:
        """A filter that is folded away is still seen to be there."""
        filtering = sum(choice.value is not None for choice in (self.period, self.officer))
        self.more.setText(_("More filters ({count})…").format(count=filtering) if filtering else _("More filters…"))

    def _fill_menu(self) -> None:
        menu = self.more.menu()
        menu.clear()
        for choice in (self.period, self.officer, self.grouping):
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
            self.setTabText(number, f"{tab.title()} {counts.get(tab, 0)}")

    def restyle(self, scheme: Scheme) -> None:
        del scheme
        for number, tab in enumerate(Tab):
            if tab.value is not None:
                self.setTabIcon(number, icon(*tab.value))

    def _clicked(self, number: int) -> None:
        if number == self.currentIndex():
            self.chosen.emit()
