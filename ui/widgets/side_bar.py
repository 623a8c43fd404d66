"""The side bar: unit and year above, the pages with what waits on each, settings and help below."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QSizePolicy,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from resources.i18n import gettext as _
from ui.colours import Ink, Scheme
from ui.fonts import TextStyle, text_font
from ui.icons import CARD_ICON, icon
from ui.theme import CARD_GAP, GAP, Themed
from ui.widgets.fields import ChoiceField
from ui.widgets.labels import TextLabel

WIDE = 176
COMPACT = 44
ROW = 34
_MARGIN = 6
_NAME = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class Entry:
    """One row: the object name of its page, its title and icon, and the shortcut that leads there."""

    name: str
    title: str
    icon: str
    shortcut: str = ""
    is_action: bool = False
    """Does something instead of opening a page: only a click or Enter chooses it, and its shortcut is shown at the right."""


class EntryList(Themed, QTreeWidget):
    """Rows of the side bar: title left, count right, one of them chosen."""

    chosen = Signal(str)
    page_clicked = Signal(str)
    """A page, the open one too: the person wants to be in it"""

    def __init__(self, entries: Sequence[Entry], label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = {entry.name: entry for entry in entries}
        self._compact = False
        self.setAccessibleName(label)
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setFrameStyle(0)
        self.setUniformRowHeights(True)
        self.setIconSize(QSize(CARD_ICON, CARD_ICON))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        header = self.header()
        header.setMinimumSectionSize(0)
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        for entry in entries:
            item = QTreeWidgetItem(self)
            item.setData(0, _NAME, entry.name)
            item.setSizeHint(0, QSize(0, ROW))
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setToolTip(0, f"{entry.title} ({entry.shortcut})" if entry.shortcut else entry.title)
        self.setFixedHeight(ROW * len(entries))
        self.set_counts({})
        self.set_compact(compact=False)
        self.itemSelectionChanged.connect(self._announce)
        self.itemClicked.connect(self._clicked)
        self.take_scheme()

    def set_compact(self, *, compact: bool) -> None:
        self._compact = compact
        self.setColumnHidden(1, compact)
        for item in self._items():
            entry = self._entry(item)
            item.setText(0, "" if compact else entry.title)
            item.setData(0, Qt.ItemDataRole.AccessibleTextRole, entry.title)

    def set_counts(self, counts: dict[str, int]) -> None:
        """What waits on each page, by page name; 0 is not shown."""
        for item in self._items():
            entry = self._entry(item)
            count = counts.get(entry.name, 0)
            item.setText(1, entry.shortcut if entry.is_action else str(count) if count else "")

    def count_text(self, name: str) -> str:
        return next(item.text(1) for item in self._items() if self._entry(item).name == name)

    def choose(self, name: str | None) -> None:
        """Marks the row ``name`` without announcing it; None or a name that is not here marks none."""
        self.blockSignals(True)
        self.clearSelection()
        self.setCurrentItem(None)  # pyright: ignore[reportArgumentType] - a null item is Qt's way to say none
        for item in self._items():
            if self._entry(item).name == name:
                self.setCurrentItem(item)
        self.blockSignals(False)
        self._strengthen()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        selected = self.selectedItems()
        if selected and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.chosen.emit(self._entry(selected[0]).name)
            return
        super().keyPressEvent(event)

    def restyle(self, scheme: Scheme) -> None:
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Base, scheme.side_bar)
        palette.setColor(QPalette.ColorRole.Highlight, scheme.accent)
        palette.setColor(QPalette.ColorRole.HighlightedText, scheme.on_accent)
        self.setPalette(palette)
        self._strengthen()

    def _announce(self) -> None:
        self._strengthen()
        for item in self.selectedItems():
            if not self._entry(item).is_action:
                self.chosen.emit(self._entry(item).name)

    def _clicked(self, item: QTreeWidgetItem) -> None:
        entry = self._entry(item)
        (self.chosen if entry.is_action else self.page_clicked).emit(entry.name)

    def _strengthen(self) -> None:
        for item in self._items():
            chosen = item.isSelected()
            item.setFont(0, text_font(TextStyle.STRONG if chosen else TextStyle.BODY))
            item.setIcon(0, icon(self._entry(item).icon, Ink.ON_ACCENT if chosen else Ink.TEXT, CARD_ICON))

    def _items(self) -> list[QTreeWidgetItem]:
        items = [self.topLevelItem(row) for row in range(self.topLevelItemCount())]
        return [item for item in items if item is not None]

    def _entry(self, item: QTreeWidgetItem) -> Entry:
        return self._entries[item.data(0, _NAME)]


class SideBar(Themed, QWidget):
    """176 px, or 44 with icons only. ``page_chosen`` names a page, ``year_chosen`` the year of work.

    ``below`` are the pages that stand at the foot, above help.
    """

    page_chosen = Signal(str)
    page_clicked = Signal(str)
    """after ``page_chosen``, also for the page that is open: the keys are to go to it"""
    year_chosen = Signal(int)
    help_requested = Signal()

    HELP = "help"

    def __init__(self, entries: Sequence[Entry], below: Sequence[Entry] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoFillBackground(True)
        self.unit = TextLabel("", TextStyle.STRONG, wrap=True)
        self.year = ChoiceField(_("Year of work"))
        self.year.activated.connect(self._choose_year)
        self.small_year = QToolButton()
        self.small_year.setAutoRaise(True)
        self.small_year.setAccessibleName(_("Year of work"))
        self.small_year.setToolTip(_("Year of work"))
        self.years = QMenu(_("Year of work"), self)
        self.small_year.clicked.connect(self._pop_up_years)  # as a menu of its own the button would draw an arrow over the year
        self._above = QWidget()
        above = QVBoxLayout(self._above)
        above.setContentsMargins(_MARGIN, _MARGIN - 2, _MARGIN, 0)
        above.setSpacing(GAP - 2)
        above.addWidget(self.unit)
        above.addWidget(self.year)
        self.pages = EntryList(entries, _("Pages"))
        self.below = EntryList((*below, Entry(self.HELP, _("Help"), "help", "F1", is_action=True)), _("Settings and help"))
        self.pages.chosen.connect(self._choose_page)
        self.below.chosen.connect(self._choose_below)
        self.pages.page_clicked.connect(self.page_clicked)
        self.below.page_clicked.connect(self.page_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, CARD_GAP - 4, _MARGIN, _MARGIN)
        column.setSpacing(GAP)
        column.addWidget(self._above)
        column.addWidget(self.small_year)
        column.addWidget(self.pages)
        column.addStretch(1)
        column.addWidget(self.below)
        self._current = ""
        self.set_compact(compact=False)
        self.take_scheme()

    def set_unit(self, name: str) -> None:
        self.unit.setText(name)

    def set_years(self, years: Sequence[int], current: int) -> None:
        self.year.clear()
        for year in years:
            self.year.addItem(_("Year {year}").format(year=year), year)
        self.year.setCurrentIndex(self.year.findData(current))
        self.years.clear()
        for year in years:
            self.years.addAction(_("Year {year}").format(year=year)).triggered.connect(partial(self.year_chosen.emit, year))
        self.small_year.setText(str(current))

    def _pop_up_years(self) -> None:
        self.years.popup(self.small_year.mapToGlobal(self.small_year.rect().bottomLeft()))

    def set_counts(self, counts: dict[str, int]) -> None:
        self.pages.set_counts(counts)
        self.below.set_counts(counts)

    def set_compact(self, *, compact: bool) -> None:
        """Icons only, with the titles in their tooltips."""
        self.setFixedWidth(COMPACT if compact else WIDE)
        self._above.setVisible(not compact)
        self.small_year.setVisible(compact)
        self.pages.set_compact(compact=compact)
        self.below.set_compact(compact=compact)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    @property
    def compact(self) -> bool:
        return self._above.isHidden()

    @property
    def current(self) -> str:
        return self._current

    def show_current(self, name: str) -> None:
        """Marks the page that is open, without announcing it."""
        self._current = name
        self.pages.choose(name)
        self.below.choose(name)

    def restyle(self, scheme: Scheme) -> None:
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Window, scheme.side_bar)
        self.setPalette(palette)

    def _choose_year(self, row: int) -> None:
        self.year_chosen.emit(self.year.itemData(row))

    def _choose_page(self, name: str) -> None:
        if name != self._current:
            self.page_chosen.emit(name)

    def _choose_below(self, name: str) -> None:
        if name == self.HELP:
            self.show_current(self._current)
            self.help_requested.emit()
        else:
            self._choose_page(name)
