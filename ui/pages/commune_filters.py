"""Above the heat map: what is counted, how it is ordered, and the figures that lead to work."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from papi_desktop.domain.periods import Period
from papi_desktop.wording import period_text
from resources.i18n import gettext as _
from resources.i18n import ngettext
from ui.colours import Ink
from ui.pages.commune_rows import Matrix, Only, Order
from ui.pages.page import Room
from ui.theme import GAP
from ui.widgets.buttons import LinkButton
from ui.widgets.fields import ChoiceField, SearchField

_SEARCH_WIDTH = 150


class FigureButton(LinkButton):
    """A count with the icon of its state; pressing it shows what is counted."""

    def __init__(self, icon_name: str, ink: Ink) -> None:
        self.ink = ink
        super().__init__("", icon_name)

    def say(self, text: str, *, count: int) -> None:
        self.setText(text)
        self.setAccessibleName(text)
        self.setEnabled(count > 0 or self.isChecked())


class CommuneFilters(QWidget):
    """``scoped`` says that other things are to be counted, ``changed`` that other units or another order are wanted."""

    scoped = Signal()
    changed = Signal()
    inbox_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.index, self.period, self.order = ChoiceField(_("Index")), ChoiceField(_("Period")), ChoiceField(_("Order"))
        for order in Order:
            self.order.addItem(order.title(), order)
        self.search = SearchField(_("Find a commune or ward"))
        self.search.setMinimumWidth(_SEARCH_WIDTH)
        self.sent = FigureButton("check", Ink.TEAL)
        self.behind = FigureButton("exclamation-circle", Ink.RED)
        self.unreviewed = FigureButton("review", Ink.BLUE)
        self.waiting = FigureButton("clock", Ink.AMBER)
        self.refused = FigureButton("returned", Ink.PLUM)
        self._only = {Only.SENT: self.sent, Only.BEHIND: self.behind, Only.UNREVIEWED: self.unreviewed}
        self.clear_link = LinkButton(_("Clear filters"))
        self._lay_out()
        self.index.activated.connect(self.scoped)
        self.period.activated.connect(self.scoped)
        self.order.activated.connect(self.changed)
        self.search.textChanged.connect(self.changed)
        for only, button in self._only.items():
            button.setCheckable(True)
            button.clicked.connect(partial(self._show_only, only))
        self.waiting.clicked.connect(self.inbox_wanted)
        self.refused.clicked.connect(self.inbox_wanted)
        self.clear_link.clicked.connect(self.clear)
        self.set_indexes(())

    @property
    def only(self) -> Only:
        return next((only for only, button in self._only.items() if button.isChecked()), Only.ALL)

    @property
    def by(self) -> Order:
        return self.order.currentData()

    @property
    def chosen_index(self) -> str:
        return self.index.currentData()

    @property
    def chosen_period(self) -> Period | None:
        return self.period.currentData()

    def set_indexes(self, indexes: Sequence[str]) -> None:
        """What there is to choose; what was chosen stays chosen where it still exists."""
        _offer(self.index, [(_("Index: all"), ""), *((_("Index: {name}").format(name=name), name) for name in indexes)])

    def set_year(self, year: int | None) -> None:
        """The year as a whole and its parts."""
        if year is None:
            _offer(self.period, [(_("Period: all years"), None)])
            return
        parts = [Period.of_quarter(year, number) for number in (1, 2, 3, 4)] + [Period.of_half(year, number) for number in (1, 2)]
        whole = (_("Period: year {year}").format(year=year), None)
        _offer(self.period, [whole, *((_("Period: {name}").format(name=period_text(part)), part) for part in parts)])

    def set_figures(self, matrix: Matrix) -> None:
        units = [row.status for row in matrix.rows]
        sent, behind, late = sum(unit.sent for unit in units), sum(unit.behind for unit in units), sum(unit.sent_late for unit in units)
        text = _("{sent}/{total} sent this period") if matrix.read.reporting else _("{sent}/{total} have sent")
        self.sent.say(text.format(sent=sent, total=len(units)), count=sent)
        period = matrix.read.reporting
        self.sent.setToolTip(_("No reporting period is set; counted is whether a bundle ever came.") if period is None else period.name)
        self.behind.say(_("{count} late to send").format(count=behind + late), count=behind + late)
        self.behind.setToolTip(_("Not sent: {missing}; sent after the deadline: {late}").format(missing=behind, late=late))
        unreviewed = sum(unit.unreviewed for unit in units)
        self.unreviewed.say(_("{count} to review").format(count=unreviewed), count=unreviewed)
        waiting, refused = sum(unit.waiting for unit in units), sum(unit.refused for unit in units)
        self.waiting.say(ngettext("{count} bundle waits", "{count} bundles wait", waiting).format(count=waiting), count=waiting)
        self.waiting.setVisible(waiting > 0)
        self.refused.say(ngettext("{count} bundle refused", "{count} bundles refused", refused).format(count=refused), count=refused)
        self.refused.setVisible(refused > 0)

    def set_room(self, room: Room) -> None:
        """The figures go below the fields where both do not fit beside each other; then the fields take two rows."""
        wide, single = room is Room.WIDE, room is Room.SINGLE
        self._rows.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        self._fields.setDirection(QBoxLayout.Direction.TopToBottom if single else QBoxLayout.Direction.LeftToRight)

    def clear(self) -> None:
        """Every unit again; what is counted stays."""
        for button in self._only.values():
            button.setChecked(False)
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self.changed.emit()

    def _lay_out(self) -> None:
        self._fields, first, second = QBoxLayout(QBoxLayout.Direction.LeftToRight), QHBoxLayout(), QHBoxLayout()
        for choice in (self.index, self.period, self.order):
            choice.setSizeAdjustPolicy(ChoiceField.SizeAdjustPolicy.AdjustToContents)
        for field in (self.index, self.period):
            first.addWidget(field)
        second.addWidget(self.order)
        second.addWidget(self.search, 1)
        figures = QHBoxLayout()
        for button in (self.sent, self.behind, self.unreviewed, self.waiting, self.refused):
            figures.addWidget(button)
        figures.addStretch(1)
        figures.addWidget(self.clear_link)
        self.clear_link.hide()
        self._rows = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        for row in (first, second, figures, self._fields, self._rows):
            row.setSpacing(GAP)
        first.addStretch(0)
        self._fields.addLayout(first)
        self._fields.addLayout(second, 1)
        self._rows.addLayout(self._fields, 1)
        self._rows.addLayout(figures)

    def show_filtered(self, *, filtered: bool) -> None:
        self.clear_link.setVisible(filtered)

    def _show_only(self, chosen: Only, *_checked: bool) -> None:
        for only, button in self._only.items():
            if only is not chosen:
                button.setChecked(False)
        self.changed.emit()


def _offer(choice: ChoiceField, items: Sequence[tuple[str, object]]) -> None:
    before = choice.currentData()
    choice.clear()
    for text, value in items:
        choice.addItem(text, value)
    choice.setCurrentIndex(max(0, next((number for number, item in enumerate(items) if item[1] == before), 0)))
