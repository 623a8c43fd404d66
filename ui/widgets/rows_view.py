"""The view of a flat list: whole rows of one height."""

from PySide6.QtCore import QAbstractItemModel, QItemSelectionModel, QModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from ui.icons import LIST_ICON

ROW = 28
TWO_LINES = 40


class RowsView(QTableView):
    """Shows a ``RowsModel``; with ``sorts`` its headers sort. ``chosen`` comes when another row becomes the current one, with its index."""

    chosen = Signal(QModelIndex)

    def __init__(self, label: str, *, row_height: int = ROW, headers: bool = True, sorts: bool = False) -> None:
        super().__init__()
        self.setAccessibleName(label)
        self.setShowGrid(False)
        self.setIconSize(QSize(LIST_ICON, LIST_ICON))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setMinimumHeight(3 * ROW)
        self.setWordWrap(row_height > ROW)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(row_height)
        rows.hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumHeight(ROW)
        header.setVisible(headers)
        if sorts:
            header.setSortIndicator(-1, header.sortIndicatorOrder())
            header.setSortIndicatorClearable(True)
            self.setSortingEnabled(True)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A list takes the slack and asks for no more than its least."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def setModel(self, model: QAbstractItemModel | None) -> None:  # noqa: N802 - Qt's name
        super().setModel(model)
        selection = self.selectionModel()
        if selection is not None:  # pyright: ignore[reportUnnecessaryComparison] - None without a model, whatever the stub says
            selection.currentRowChanged.connect(self.chosen)
            # of its own: to mark columns that are wholly selected, which no list here does, a header asks every row of 10,000
            self.horizontalHeader().setSelectionModel(QItemSelectionModel(selection.model(), self))

    def leave(self) -> None:
        """No row is chosen any more."""
        self.selectionModel().clear()

    def set_widths(self, *widths: int | None) -> None:
        """One width per column in pixels of 13 px text, never less than its title; None for the column that takes the slack."""
        header = self.horizontalHeader()
        scale = self.fontMetrics().height() / 18
        for number, width in enumerate(widths):
            if width is None:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
            else:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Interactive)
                self.setColumnWidth(number, max(round(width * scale), header.sectionSizeHint(number)))
