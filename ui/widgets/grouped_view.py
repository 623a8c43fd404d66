"""The view of a grouped list: group rows over the whole width, rows of one height, unfolded."""

from PySide6.QtCore import QAbstractItemModel, QModelIndex
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from ui.icons import LIST_ICON


class GroupedView(QTreeView):
    """Shows a ``GroupedRowsModel``. Clicking a header sorts within the groups."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(label)
        self.setAlternatingRowColors(True)
        self.setUniformRowHeights(True)
        self.setWordWrap(True)
        self.setIndentation(LIST_ICON)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        header = self.header()
        header.setMinimumHeight(28)
        header.setStretchLastSection(False)
        header.setSortIndicator(-1, header.sortIndicatorOrder())
        header.setSortIndicatorClearable(True)
        self.setSortingEnabled(True)

    def setModel(self, model: QAbstractItemModel | None) -> None:  # noqa: N802 - Qt's name
        super().setModel(model)
        self._unfold()

    def reset(self) -> None:
        super().reset()
        self._unfold()

    def _unfold(self) -> None:
        for row in range(self.model().rowCount() if self.model() else 0):
            self.setFirstColumnSpanned(row, QModelIndex(), True)
        self.expandAll()
