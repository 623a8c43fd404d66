"""The document's own tables beside what was understood: rows with their numbers, columns with what each is taken for."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QStyle, QStyleOptionComboBox, QStylePainter, QTableView, QWidget

from papi_desktop.domain.plan_document import SourcePlace, SourceTable
from resources.i18n import gettext as _
from ui.colours import Ink
from ui.fonts import TextStyle, text_font
from ui.pages.plan_source_model import HEADS, SourceModel, field_names
from ui.theme import GAP_WITHIN
from ui.widgets.buttons import LinkButton
from ui.widgets.card import Card
from ui.widgets.fields import FIELD_HEIGHT, ChoiceField
from ui.widgets.labels import IconLabel, TextLabel

ROW_HEIGHT = 52
"""Three lines; measuring every row would take seconds for a long plan."""
GROUP_HEIGHT = 28
_HEADER_HEIGHT = 38
_NUMBERS_WIDTH = 52
_WIDTHS = {"no": 48, "text": 136, "dimension_name": 76, "component_name": 76, "": 72}
_WIDTH = 76
"""The least width of a column by what it holds; what is left goes to the columns in the same proportion."""


class ColumnChoice(ChoiceField):
    """Cuts its words with an ellipsis in a narrow column."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        del event
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self)
        shown = self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room.width() - GAP_WITHIN)
        option.currentText = shown  # pyright: ignore[reportAttributeAccessIssue] - a field of the C++ struct that the stub leaves out
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)


class ColumnChoices(QWidget):
    """One choice over each column of ``view``: what the column is understood as. Keeps to the columns as they move."""

    chosen = Signal(int, str)
    """column, field"""

    def __init__(self, view: QTableView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self.choices: list[ColumnChoice] = []
        self.setFixedHeight(FIELD_HEIGHT)
        header = view.horizontalHeader()
        header.sectionResized.connect(self._place)
        header.geometriesChanged.connect(self._place)
        view.horizontalScrollBar().valueChanged.connect(self._place)

    def show_columns(self, columns: Sequence[str]) -> None:
        if len(columns) != len(self.choices):
            self._make(len(columns))
        for choice, field in zip(self.choices, columns, strict=True):
            choice.setCurrentIndex(max(choice.findData(field), 0))
            choice.setToolTip(choice.currentText())
        self._place()

    def _make(self, count: int) -> None:
        for choice in self.choices:
            choice.hide()
            choice.deleteLater()
        self.choices = [self._choice(column) for column in range(count)]

    def _choice(self, column: int) -> ColumnChoice:
        choice = ColumnChoice(_("Column {number} is understood as").format(number=column + 1), self)
        choice.setFont(text_font(TextStyle.CAPTION))
        for field, name in field_names().items():
            choice.addItem(name, field)
        choice.setSizeAdjustPolicy(ChoiceField.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        choice.setMinimumContentsLength(0)
        choice.view().setMinimumWidth(168)
        choice.activated.connect(partial(self._choose, column))
        choice.installEventFilter(self)
        choice.show()
        return choice

    def _choose(self, column: int, row: int) -> None:
        self.chosen.emit(column, self.choices[column].itemData(row))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """A choice reached by Tab is brought into sight; the wheel scrolls past it instead of changing it."""
        if event.type() == QEvent.Type.FocusIn and watched in self.choices:
            header = self._view.horizontalHeader()
            column = self.choices.index(watched)  # pyright: ignore[reportArgumentType] - it is one of them
            if self._view.model().rowCount():
                self._view.scrollTo(self._view.model().index(max(self._view.rowAt(0), 0), column))
            elif header.sectionViewportPosition(column) < 0:
                header.setOffsetToSectionPosition(column)
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        header = self._view.horizontalHeader()
        left = self._view.frameWidth() + self._view.verticalHeader().width()
        for column, choice in enumerate(self.choices):
            choice.setGeometry(left + header.sectionViewportPosition(column), 0, header.sectionSize(column) - 2, FIELD_HEIGHT)


class SourceView(QTableView):
    """A table of the document: rows of one height, groups over the whole width."""

    def __init__(self, model: SourceModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self.setModel(model)
        self.setFont(text_font(TextStyle.CAPTION))
        self.setAccessibleName(_("Source document"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.setAcceptDrops(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.setDefaultSectionSize(ROW_HEIGHT)
        rows.setMinimumSectionSize(GROUP_HEIGHT - 4)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setFixedWidth(_NUMBERS_WIDTH)
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        columns.setFixedHeight(_HEADER_HEIGHT)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap)
        columns.setMinimumSectionSize(32)
        columns.setHighlightSections(False)
        rows.setHighlightSections(False)

    def arrange(self) -> None:
        """Heights and spans of a table just shown."""
        self.clearSpans()
        columns = self._rows.columnCount()
        for row in range(self._rows.rowCount()):
            if self._rows.kind(row) in HEADS:
                self.setRowHeight(row, GROUP_HEIGHT)
            if self._rows.kind(row) == "group":
                self._span(row, columns)
        self.fit_columns()

    def _span(self, row: int, columns: int) -> None:
        filled = [column for column in range(columns) if self._rows.text(row, column)]
        if filled and columns - filled[-1] > 1:
            self.setSpan(row, filled[-1], 1, columns - filled[-1])

    def fit_columns(self) -> None:
        """Over the width there is, never narrower than what the columns need."""
        least = [_WIDTHS.get(field, _WIDTH) for field in self._rows.table.columns]
        if least:
            share = max(1.0, self.viewport().width() / sum(least))
            for column, width in enumerate(least):
                self.setColumnWidth(column, int(width * share))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit_columns()


class SourceCard(Card):
    """Pages through the tables of a plan document.

    ``place_chosen`` carries the ``SourcePlace`` of the row a person went to, ``columns_chosen`` the number of a table and the
    fields its columns should be read as.
    """

    place_chosen = Signal(object)
    columns_chosen = Signal(int, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Source document"), " ", parent)
        self._tables: tuple[SourceTable, ...] = ()
        self._shown = 0
        self._marking = False
        self.model = SourceModel(self)
        self.view = SourceView(self.model)
        self.choices = ColumnChoices(self.view)
        self.previous, self.next = LinkButton(_("Previous table")), LinkButton(_("Next table"))
        self.previous.clicked.connect(lambda: self._page(-1))
        self.next.clicked.connect(lambda: self._page(1))
        self.head.addWidget(self.previous)
        self.head.addWidget(self.next)
        self._hint = QWidget()
        note = QHBoxLayout(self._hint)
        note.setContentsMargins(0, 0, 0, 0)
        note.setSpacing(GAP_WITHIN + 2)
        note.addWidget(IconLabel("info", Ink.BLUE, 14))
        hint = TextLabel(_("Each column is understood as (choose another where that is wrong):"), TextStyle.CAPTION, Ink.SECONDARY)
        hint.setMinimumWidth(0)
        note.addWidget(hint, 1)
        self.content.addWidget(self._hint)
        self.content.addWidget(self.choices)
        self.content.addWidget(self.view, 1)
        self.choices.chosen.connect(self._choose_column)
        self.view.selectionModel().currentRowChanged.connect(self._announce)

    def show_tables(self, tables: Sequence[SourceTable]) -> None:
        """Shows new tables, staying at the table that is shown where there still is one."""
        self._tables = tuple(tables)
        self._show(min(self._shown, len(self._tables) - 1))

    def show_place(self, place: SourcePlace) -> bool:
        """Marks a row without announcing it. False when no table holds it: it then stands outside the plan's tables."""
        number = next((number for number, table in enumerate(self._tables) if table.number == place.table), None)
        if number is not None and number != self._shown:
            self._show(number)
        row = None if number is None else self.model.row_of(place.row)
        self._marking = True
        if row is None:
            self.view.clearSelection()
        else:
            self.view.selectRow(row)
        self._marking = False
        return row is not None

    def _show(self, number: int) -> None:
        self._shown = number
        table = self._tables[number]
        self.model.show_table(table)
        self.view.arrange()
        self.choices.show_columns(table.columns)
        for part in (self._hint, self.choices):
            part.setVisible(len(table.columns) > 1)  # paragraphs stand in one column, which can mean nothing else
        several = len(self._tables) > 1
        said = _("table {number} of {count}").format(number=number + 1, count=len(self._tables)) if several else ""
        self.fact.setText(said)
        self.previous.setVisible(several)
        self.next.setVisible(several)
        self.previous.setEnabled(number > 0)
        self.next.setEnabled(number < len(self._tables) - 1)

    def _page(self, step: int) -> None:
        self._show(self._shown + step)

    def _announce(self, current: QModelIndex) -> None:
        if current.isValid() and not self._marking:
            self.place_chosen.emit(self.model.place(current.row()))

    def _choose_column(self, column: int, field: str) -> None:
        """What held ``field`` until now takes over what this column was: nothing is understood twice or lost by one choice."""
        columns = list(self.model.table.columns)
        was = columns[column]
        if field == was:
            return
        if field:
            columns = [was if each == field else each for each in columns]
        columns[column] = field
        self.columns_chosen.emit(self.model.table.number, tuple(columns))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(280, super().minimumSizeHint().height())
