"""Which tasks an evidence serves, with ways to link it to more, and what else it could serve."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from papi_desktop.domain.periods import Period
from papi_desktop.services.evidence_links import OccurrenceName
from papi_desktop.wording import date_text, period_text
from resources.i18n import gettext as _
from resources.i18n import ngettext
from ui.colours import Ink, Scheme
from ui.fonts import TextStyle
from ui.icons import LIST_ICON, icon
from ui.pages.evidence_rows import task_words
from ui.theme import GAP, Themed
from ui.widgets.buttons import LinkButton
from ui.widgets.elided_check_box import ElidedCheckBox
from ui.widgets.labels import IconLabel, TextLabel

_ROW = 26
_ROWS = 3
"""As many as are shown without scrolling."""
_NAME = Qt.ItemDataRole.UserRole


class ServedTasks(Themed, QWidget):
    """``link_requested`` asks for the choice of tasks; ``linked`` and ``unlinked`` carry ids of occurrences, ``opened`` one of them."""

    link_requested = Signal()
    linked = Signal(object)
    unlinked = Signal(object)
    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._names: tuple[OccurrenceName, ...] = ()
        self._said = TextLabel("", TextStyle.STRONG)
        self._warning = IconLabel("warning", Ink.AMBER)
        self.link_button = LinkButton(_("Link more… (Ctrl+L)"))
        self.list = QListWidget()
        self.list.setAccessibleName(_("Tasks that the evidence serves"))
        self.list.setTabKeyNavigation(False)
        self.list.setUniformItemSizes(True)
        self.list.setIconSize(QSize(LIST_ICON, LIST_ICON))
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setToolTip(_("Enter opens the task, Delete takes the evidence away from it"))
        self.open_button, self.unlink_button = LinkButton(_("Open the task")), LinkButton(_("Unlink"))
        self._suggested = TextLabel(_("Could also serve"), TextStyle.CAPTION, Ink.SECONDARY)
        self.suggestions: list[ElidedCheckBox] = []
        self._lay_out()
        self.link_button.clicked.connect(self.link_requested)
        self.list.itemActivated.connect(self._open)
        self.open_button.clicked.connect(self._open)
        self.unlink_button.clicked.connect(self._unlink)
        QShortcut(QKeySequence("Delete"), self.list, context=Qt.ShortcutContext.WidgetShortcut).activated.connect(self._unlink)
        self.take_scheme()

    def restyle(self, scheme: Scheme) -> None:
        del scheme
        for number in range(self.list.count()):
            self.list.item(number).setIcon(icon("tasks", Ink.SECONDARY))

    def show_tasks(self, names: Sequence[OccurrenceName]) -> None:
        """Shows what is served; the same task stays chosen."""
        if tuple(names) == self._names and self._said.text():
            return
        before = self._chosen()
        self._names = tuple(names)
        self.list.clear()
        for name in names:
            row = QListWidgetItem(icon("tasks", Ink.SECONDARY), task_words(name.text, name.index, name.dimension))
            row.setData(_NAME, name)
            row.setSizeHint(QSize(0, _ROW))
            row.setToolTip(_described(name))
            row.setData(Qt.ItemDataRole.AccessibleTextRole, _described(name))
            self.list.addItem(row)
            if name.id == before:
                self.list.setCurrentItem(row)
        if names and self.list.currentRow() < 0:
            self.list.setCurrentRow(0)
        self.list.setFixedHeight(_ROW * min(max(len(names), 1), _ROWS) + 2 * self.list.frameWidth())
        self.list.setVisible(bool(names))
        self.open_button.setVisible(bool(names))
        self.unlink_button.setVisible(bool(names))
        self._warning.setVisible(not names)
        text = ngettext("Serves {count} task", "Serves {count} tasks", len(names)).format(count=len(names))
        self._said.setText(text if names else _("Serves no task yet"))

    def show_suggestions(self, names: Sequence[OccurrenceName]) -> None:
        """Check boxes for what it could serve besides: checking one links it."""
        for box in self.suggestions:
            box.hide()
            box.deleteLater()
        self.suggestions = [self._suggestion(name) for name in names]
        for box in self.suggestions:
            self._boxes.addWidget(box)
        self._suggested.setVisible(bool(names))

    def _suggestion(self, name: OccurrenceName) -> ElidedCheckBox:
        box = ElidedCheckBox(task_words(name.text, name.index, name.dimension), _described(name))
        box.setAccessibleName(_("Link to: {task}").format(task=_described(name)))
        box.clicked.connect(partial(self._link, name.id))
        return box

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(self._warning)
        head.addWidget(self._said)
        head.addStretch(1)
        head.addWidget(self.link_button)
        under = QHBoxLayout()
        under.setSpacing(GAP)
        under.addStretch(1)
        under.addWidget(self.open_button)
        under.addWidget(self.unlink_button)
        self._boxes = QVBoxLayout()
        self._boxes.setSpacing(GAP - 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP - 4)
        column.addLayout(head)
        column.addWidget(self.list)
        column.addLayout(under)
        column.addWidget(self._suggested)
        column.addLayout(self._boxes)

    def _chosen(self) -> UUID | None:
        row = self.list.currentRow()
        return None if row < 0 else self.list.item(row).data(_NAME).id

    def _open(self, *_what: object) -> None:
        occurrence = self._chosen()
        if occurrence is not None:
            self.opened.emit(occurrence)

    def _unlink(self) -> None:
        occurrence = self._chosen()
        if occurrence is not None:
            self.unlinked.emit([occurrence])

    def _link(self, occurrence: UUID, *_checked: object) -> None:
        self.linked.emit([occurrence])


def _described(name: OccurrenceName) -> str:
    due = date_text(name.due) or _("No due date")
    return f"{task_words(name.text, name.index, name.dimension)}, {period_text(Period(name.period))}, {due}"
