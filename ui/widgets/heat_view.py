"""The view of a heat map: cells are chosen one by one, titles take two lines, the first columns stay in sight."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ui.colours import Scheme
from ui.fonts import TextStyle, text_font
from ui.icons import LIST_ICON
from ui.models.heat_model import HeatModel
from ui.theme import Themed
from ui.widgets.rows_view import ROW

_TITLE_HEIGHT = 42
_AROUND = 7
"""Pixels that the style keeps around the words of a cell, its line included; as much again around an icon."""
_NARROWEST = 84
"""Of a column, in pixels of 13 px text: room for the first words of its title."""


class _Table(Themed, QTableView):
    """Cells of one height in the strong selection colour: on tinted ground the pale one of other lists would be lost."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setIconSize(QSize(LIST_ICON, LIST_ICON))
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW - 1)
        rows.hide()
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setFixedHeight(max(_TITLE_HEIGHT, 2 * QFontMetrics(text_font(TextStyle.STRONG)).height() + 6))
        header.setSectionsClickable(False)
        self.take_scheme()

    def restyle(self, scheme: Scheme) -> None:
        palette = QPalette()
        if scheme.own:
            for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
                palette.setColor(group, QPalette.ColorRole.Highlight, scheme.accent)
                palette.setColor(group, QPalette.ColorRole.HighlightedText, scheme.on_accent)
        self.setPalette(palette)


class HeatView(_Table):
    """Shows a ``HeatModel``. ``chosen`` comes when another cell becomes the current one, with its index; Enter is ``activated``.

    While there is more across than fits, the first ``frozen`` columns lie over the table and stay where they are.
    """

    chosen = Signal(QModelIndex)

    def __init__(self, label: str, model: HeatModel[Any], *, frozen: int) -> None:
        super().__init__()
        self._heat, self._frozen = model, frozen
        self.setAccessibleName(label)
        self.setMinimumHeight(_TITLE_HEIGHT + 2 * ROW)
        self.horizontalHeader().setHighlightSections(True)
        self._still = _Table(self)
        self._still.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._still.setFrameShape(QTableView.Shape.NoFrame)
        self._still.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._still.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._still.hide()
        self.setModel(model)
        self._still.setModel(model)
        self._still.setSelectionModel(self.selectionModel())
        self._still.activated.connect(self.activated)
        self._still.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.verticalScrollBar().valueChanged.connect(self._still.verticalScrollBar().setValue)
        self.horizontalScrollBar().rangeChanged.connect(self._place_still)
        model.modelReset.connect(self.fit)
        model.dataChanged.connect(self.fit)

    @property
    def still(self) -> QTableView:
        """The columns that stay in sight while the others are scrolled."""
        return self._still

    def setModel(self, model: QAbstractItemModel | None) -> None:  # noqa: N802 - Qt's name
        super().setModel(model)
        self.selectionModel().currentChanged.connect(self._tell)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A table takes the slack and asks for no more than its least."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self.fit()

    def scrollTo(  # noqa: N802 - Qt's name
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """As usual, and out from under the columns that stay."""
        super().scrollTo(index, hint)
        if not index.isValid() or index.column() < self._frozen or self._still.isHidden():
            return
        hidden = self._still_width() - self.visualRect(index).left()
        if hidden > 0:
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - hidden)

    def set_frozen(self, columns: int) -> None:
        """How many columns stay in sight."""
        if columns != self._frozen:
            self._frozen = columns
            self.fit()

    def fit(self) -> None:
        """Shares the width among the columns, each at least as wide as what it says, and writes the titles in what they have."""
        columns = self._heat.columns
        if not columns:
            return
        least = [self._least(number) for number in range(len(columns))]
        slack = max(0, self.viewport().width() - sum(least))
        for number, width in enumerate(least):
            more = slack * (number + 1) // len(columns) - slack * number // len(columns)
            self.setColumnWidth(number, width + more)
            self._still.setColumnWidth(number, width)
            self._still.setColumnHidden(number, number >= self._frozen)
        measure = QFontMetrics(text_font(TextStyle.STRONG))
        self._heat.show_titles(
            [two_lines(column.title, measure.horizontalAdvance, self.columnWidth(n) - 2 * _AROUND) for n, column in enumerate(columns)]
        )
        self._place_still()

    def _least(self, number: int) -> int:
        column = self._heat.columns[number]
        measure = self.fontMetrics().horizontalAdvance
        words = max((measure(text) for text in column.widest), default=0)
        return max(words + _AROUND + (LIST_ICON + _AROUND if column.icons else 0), round(_NARROWEST * self.fontMetrics().height() / 18))

    def _still_width(self) -> int:
        return sum(self.columnWidth(number) for number in range(min(self._frozen, len(self._heat.columns))))

    def _place_still(self) -> None:
        edge = self.frameWidth()
        height = self.horizontalHeader().height() + self.viewport().height()
        self._still.setGeometry(edge, edge, self._still_width(), height)
        self._still.setVisible(self.horizontalScrollBar().maximum() > 0)
        self._still.verticalScrollBar().setValue(self.verticalScrollBar().value())

    def _tell(self, index: QModelIndex) -> None:
        self.chosen.emit(index)


def two_lines(text: str, measure: Callable[[str], int], width: int) -> str:
    """``text`` broken between words into at most two lines of ``width`` pixels; what does not fit is left out and marked."""
    words = text.split()
    first: list[str] = []
    while words and (not first or measure(" ".join([*first, words[0]])) <= width):
        first.append(words.pop(0))
    second = " ".join(words)
    while words and measure(second) > width:
        words.pop()
        second = " ".join(words) + "…"
    return "\n".join(filter(None, (" ".join(first), second)))
