"""The view of a grouped list: headings over the whole width that fold, rows of one height."""

from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView

from ui.icons import LIST_ICON
from ui.models.grouped_model import GroupedRowsModel
from ui.widgets.rows_view import TWO_LINES, RowsView

_EDGES = (Qt.Key.Key_Home, Qt.Key.Key_End)


class GroupedView(RowsView):
    """Shows a ``GroupedRowsModel``. Clicking a header sorts within the groups; with ``several`` more than one row can be selected.

    Left folds the group that the row is in and goes to its heading, Right unfolds; so do a click on the arrow and a double click.
    Letters typed here do nothing: words belong into a filter field, and Vietnamese input would search for half of them.
    """

    def __init__(self, label: str, model: GroupedRowsModel[Any], *, several: bool = False, row_height: int = TWO_LINES) -> None:
        super().__init__(label, row_height=row_height, sorts=True)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if several else mode.SingleSelection)
        self.setAlternatingRowColors(True)
        self._rows = model
        self.setModel(model)
        for signal in (model.modelReset, model.layoutChanged, model.rowsInserted, model.rowsRemoved):
            signal.connect(self._span_headings)
        self._span_headings()

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 - Qt's name
        del search

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() == Qt.Key.Key_Left:
            self._fold_here()
        elif plain and event.key() == Qt.Key.Key_Right:
            self._unfold_here()
        elif event.key() in _EDGES and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            line = 0 if event.key() == Qt.Key.Key_Home else self._rows.rowCount() - 1
            target = self._rows.index(line, 0)
            self.selectionModel().setCurrentIndex(target, self.selectionCommand(target, event))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        super().mousePressEvent(event)
        line = self._heading_at(event)
        if line >= 0 and event.position().x() <= LIST_ICON + 8:
            self._rows.fold(line, folded=not self._rows.is_folded(line))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        line = self._heading_at(event)
        if line >= 0:
            self._rows.fold(line, folded=not self._rows.is_folded(line))
        else:
            super().mouseDoubleClickEvent(event)

    def _heading_at(self, event: QMouseEvent) -> int:
        """The heading under the mouse; -1 where there is none."""
        index = self.indexAt(event.position().toPoint())
        left = event.button() == Qt.MouseButton.LeftButton
        return index.row() if left and index.isValid() and self._rows.row_at(index) is None else -1

    def _fold_here(self) -> None:
        heading = self._rows.heading_of(self.currentIndex().row())
        if heading >= 0:
            self.setCurrentIndex(self._rows.index(heading, 0))
            self._rows.fold(heading, folded=True)

    def _unfold_here(self) -> None:
        line = self.currentIndex().row()
        if self._rows.is_folded(line):
            self._rows.fold(line, folded=False)
        elif self._rows.heading_of(line) == line:
            self.setCurrentIndex(self._rows.index(line + 1, 0))

    def _span_headings(self, *_what: QModelIndex | int) -> None:
        """A heading takes the whole width. The spans are set anew: the table moves them only where rows come and go."""
        self.clearSpans()
        for line in self._rows.headings:
            self.setSpan(line, 0, 1, self._rows.columnCount())
