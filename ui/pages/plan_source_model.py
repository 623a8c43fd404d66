"""One table of a plan document as Qt shows it."""

from collections.abc import Callable

from PySide6.QtCore import QAbstractTableModel, QObject, Qt
from PySide6.QtGui import QBrush, QColor

from papi_desktop.domain.plan_document import SourcePlace, SourceTable
from resources.i18n import gettext as _
from ui.colours import Ink, current_scheme
from ui.fonts import TextStyle, text_font
from ui.icons import icon
from ui.models.columns import NOWHERE, Index

HEADS = frozenset(("group", "header"))
"""Kinds of rows that stand over others."""
_SHOWN_CHARACTERS = 300
_TOOLTIP_CHARACTERS = 2000


def field_names() -> dict[str, str]:
    """What a column may be understood as: fields of a task, in the order they are offered."""
    return {
        "no": _("No."),
        "dimension_name": _("Dimension"),
        "component_name": _("Component"),
        "text": _("Task"),
        "target": _("Target"),
        "result": _("Result"),
        "lead_text": _("Lead unit"),
        "coordinating_text": _("Coordinating unit"),
        "implementing_text": _("Implementing unit"),
        "timing": _("Timing"),
        "": _("Not used"),
    }


class SourceModel(QAbstractTableModel):
    """One table of the document without the header at its top, which names the columns."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._table = SourceTable(0, (), (), (), ())
        self._top = 0
        self._answers: dict[int, Callable[[int, int], object]] = {
            Qt.ItemDataRole.DisplayRole: lambda row, column: _shortened(self.text(row, column), _SHOWN_CHARACTERS),
            Qt.ItemDataRole.ToolTipRole: lambda row, column: _shortened(self.text(row, column), _TOOLTIP_CHARACTERS) or None,
            Qt.ItemDataRole.AccessibleTextRole: self._spoken,
            Qt.ItemDataRole.BackgroundRole: lambda row, _column: _background(self.kind(row)),
            Qt.ItemDataRole.FontRole: lambda row, _column: text_font(TextStyle.STRONG) if self.kind(row) in HEADS else None,
        }

    @property
    def table(self) -> SourceTable:
        return self._table

    def show_table(self, table: SourceTable) -> None:
        self.beginResetModel()
        self._table = table
        self._top = next((number for number, kind in enumerate(table.kinds) if kind != "header"), len(table.kinds))
        self.endResetModel()

    def kind(self, row: int) -> str:
        return self._table.kinds[self._top + row]

    def place(self, row: int) -> SourcePlace:
        return SourcePlace(self._table.number, self._table.row_numbers[self._top + row])

    def beginning(self, place: SourcePlace) -> SourcePlace:
        """The row of the task that the row at ``place`` goes on with; ``place`` itself for any other row."""
        row = self.row_of(place.row)
        while row is not None and row > 0 and self.kind(row) == "continued":
            row -= 1
        return place if row is None else self.place(row)

    def row_of(self, number: int) -> int | None:
        """Where the row with this number of the document is shown."""
        numbers = self._table.row_numbers[self._top :]
        return numbers.index(number) if number in numbers else None

    def text(self, row: int, column: int) -> str:
        return self._table.rows[self._top + row][column]

    def rowCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._table.rows) - self._top

    def columnCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._table.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        answer = self._answers.get(role)
        return None if answer is None else answer(index.row(), index.column())

    def _spoken(self, row: int, column: int) -> str:
        said = _("Row {number}: {text}").format(number=self.place(row).row, text=_shortened(self.text(row, column), _TOOLTIP_CHARACTERS))
        unread = _("Unread")
        return f"{said} ({unread})" if self.kind(row) == "unread" else said

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal:
            return self._head(section, role)
        if not 0 <= section < self.rowCount():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return str(self.place(section).row)
        unread = self.kind(section) == "unread"
        if role == Qt.ItemDataRole.DecorationRole and unread:
            return icon("warning", Ink.AMBER)
        if role == Qt.ItemDataRole.ToolTipRole and unread:
            return _("Unread: kept with the plan as it stands")
        return None

    def _head(self, column: int, role: int) -> object:
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole} or not 0 <= column < self.columnCount():
            return None
        words = [row[column] for row in self._table.rows[: self._top] if row[column]]
        return " ".join((words[-1] if words else field_names()[self._table.columns[column]]).split())


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _background(kind: str) -> QBrush | None:
    scheme = current_scheme()
    if kind == "unread":
        return QBrush(QColor(scheme.amber.tint)) if scheme.own else None
    return QBrush(QColor(scheme.alternate_row)) if kind in HEADS else None
