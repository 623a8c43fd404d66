"""The card of the overview that shows how far each dimension has come."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from papi_desktop.services.figures import DimensionProgress
from resources.i18n import gettext as _
from resources.i18n import ngettext
from ui.colours import Ink
from ui.fonts import TextStyle
from ui.pages.task_rows import Tab, TasksWanted
from ui.theme import GAP
from ui.widgets.card import Card
from ui.widgets.fields import ChoiceField
from ui.widgets.labels import IconLabel, Rule, TextLabel
from ui.widgets.lines_label import LinesLabel
from ui.widgets.part_list import PartList
from ui.widgets.progress_row import ProgressRow

_LEAST = 112


class ProgressCard(Card):
    """Progress of each dimension, of one index or of all. ``wanted`` carries the ``TasksWanted`` that a row leads to."""

    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("Progress by dimension"))
        self._all: Sequence[DimensionProgress] = ()
        self._shown: Sequence[DimensionProgress] = ()
        self._chosen: str | None = None
        """An index that was asked for; while there is one only, nobody had a choice."""
        label = TextLabel(_("Index"), ink=Ink.SECONDARY)
        self.index = ChoiceField(_("Index"))
        self.index.setSizeAdjustPolicy(ChoiceField.SizeAdjustPolicy.AdjustToContents)
        self.index.setMinimumWidth(120)
        label.setBuddy(self.index)
        self.head.addWidget(label)
        self.head.addWidget(self.index)
        self.list = PartList(self._make_row, least=_LEAST, spread=True)
        self.total = TextLabel("", TextStyle.STRONG)
        self.honest = LinesLabel(2, TextStyle.CAPTION, Ink.SECONDARY)
        self.honest.say(_("Occurrences done, of all that are due in the year; this is not a PAPI score."))
        foot = QHBoxLayout()
        foot.setSpacing(GAP)
        foot.addWidget(IconLabel("info", Ink.BLUE))
        foot.addWidget(self.honest, 1)
        foot.addWidget(self.total)
        self.content.addWidget(Rule())
        self.content.addWidget(self.list, 1)
        self.content.addWidget(Rule())
        self.content.addLayout(foot)
        self.index.activated.connect(self._choose)

    def show_progress(self, progress: Sequence[DimensionProgress]) -> None:
        """The index chosen stays chosen where there still is one of that name."""
        self._all = progress
        indexes = list(dict.fromkeys(each.index for each in progress))
        self.index.clear()
        if len(indexes) != 1:
            self.index.addItem(_("All indexes"), None)
        for index in indexes:
            self.index.addItem(index or _("Without an index"), index)
        self.index.setCurrentIndex(max(0, self.index.findData(self._chosen)))
        self._show()

    def stops(self) -> list[QWidget]:
        """What Tab goes to, in order."""
        return [self.index, *(link.button for row in self.list.parts for link in (row.link, row.late))]

    def _choose(self) -> None:
        self._chosen = self.index.currentData()
        self._show()

    def _show(self) -> None:
        index: str | None = self.index.currentData()
        shown = [each for each in self._all if index is None or each.index == index]
        several = index is None and len({each.index for each in shown}) > 1
        for row, each in zip(self.list.fit(len(shown)), shown, strict=True):
            row.show_progress(_dimension(each, with_index=several), done=each.done, total=each.total, late=each.late)
        done, total = sum(each.done for each in shown), sum(each.total for each in shown)
        self.total.setText(ngettext("{done}/{total} occurrence", "{done}/{total} occurrences", total).format(done=done, total=total))
        self._shown = shown

    def _make_row(self, number: int) -> ProgressRow:
        row = ProgressRow()
        row.opened.connect(lambda: self._lead(number, Tab.ALL))
        row.late_opened.connect(lambda: self._lead(number, Tab.OVERDUE))
        return row

    def _lead(self, number: int, tab: Tab) -> None:
        each = self._shown[number]
        self.wanted.emit(TasksWanted(tab=tab, index=each.index, dimension=each.dimension))


def _dimension(each: DimensionProgress, *, with_index: bool) -> str:
    name = each.dimension or _("Without a dimension")
    return f"{each.index}: {name}" if with_index and each.index else name
