"""Choosing occurrences for evidence: a search and a list with marks, which stay while other words are searched for."""

from collections.abc import Collection, Sequence
from uuid import UUID

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from papi_desktop.domain.errors import PapiError
from papi_desktop.domain.periods import Period
from papi_desktop.services.app import App
from papi_desktop.services.evidence_links import OccurrenceName, linkable_occurrences
from papi_desktop.wording import date_text, error_message, period_text
from resources.i18n import gettext as _
from resources.i18n import ngettext
from ui.colours import Ink
from ui.fonts import TextStyle
from ui.jobs import Job, Jobs, drop
from ui.pages.evidence_rows import task_words
from ui.theme import EDGE, GAP
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.fields import SearchField
from ui.widgets.form import button_row
from ui.widgets.labels import TextLabel
from ui.widgets.reading_dialog import ReadingDialog

_SIZE = QSize(620, 520)
_MOST = 100
_ROW = 44
_NAME = Qt.ItemDataRole.UserRole


class TaskChoiceDialog(ReadingDialog):
    """``taken`` carries the occurrences that were marked, as ``OccurrenceName``; ``served`` are not offered."""

    taken = Signal(object)

    def __init__(
        self,
        app: App,
        jobs: Jobs,
        *,
        year: int | None,
        served: Collection[UUID] = (),
        chosen: Sequence[OccurrenceName] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._app, self._jobs, self._year, self._served = app, jobs, year, frozenset(served)
        self._chosen = {name.id: name for name in chosen}
        self._reading: Job | None = None
        self.setObjectName("taskChoiceDialog")
        self.setWindowTitle(_("Link to tasks"))
        self.resize(_SIZE)
        self.search = SearchField(_("Words of the task"))
        self.list = QListWidget()
        self.list.setAccessibleName(_("Tasks"))
        self.list.setTabKeyNavigation(False)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.said = TextLabel("", TextStyle.CAPTION, Ink.SECONDARY, wrap=True)
        self.cancel_button = PlainButton(_("Cancel"))
        self.link_button = PrimaryButton(_("Link to these tasks"), "link")
        self.link_button.setToolTip(_("Link to these tasks (Ctrl+Enter)"))
        self.link_button.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
        column.setSpacing(GAP)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        column.addWidget(self.said)
        column.addLayout(button_row(self.cancel_button, self.link_button))
        self.search.settled.connect(self._read)
        QShortcut(QKeySequence("Down"), self.search, context=Qt.ShortcutContext.WidgetShortcut).activated.connect(self.list.setFocus)
        self.list.itemChanged.connect(self._mark)
        self.cancel_button.clicked.connect(self.reject)
        self.link_button.clicked.connect(self.take)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.take)
        self._say()
        self._read()
        self.search.setFocus()

    @property
    def chosen(self) -> tuple[OccurrenceName, ...]:
        return tuple(self._chosen.values())

    def take(self) -> None:
        """Hands over what is marked; without a mark, the row that is chosen. While words are searched for, the list is not theirs yet."""
        if self._searching():
            return
        if not self._chosen and self.list.currentRow() >= 0:
            self.list.currentItem().setCheckState(Qt.CheckState.Checked)
        if self._chosen:
            self.taken.emit(self.chosen)
            self.accept()

    def _searching(self) -> bool:
        self.search.settle()
        return self._reading is not None and self._reading.ending is None

    def _read(self) -> None:
        drop(self._reading)
        words = self.search.text().strip()
        read = self._jobs.read(_read_lines, self._app, words, self._year, on_done=self._take_lines, on_error=self._failed)
        self._reading = self.until_closed(read)

    def _take_lines(self, lines: Sequence[tuple[OccurrenceName, str]]) -> None:
        self._reading = None
        self.list.blockSignals(True)
        self.list.clear()
        for name, line in lines:
            if name.id not in self._served:
                self.list.addItem(self._item(name, line))
        if self.list.count():
            self.list.setCurrentRow(0)
        self.list.blockSignals(False)
        self._say(full=len(lines) == _MOST)

    def _item(self, name: OccurrenceName, line: str) -> QListWidgetItem:
        item = QListWidgetItem(line)
        item.setData(_NAME, name)
        item.setToolTip(name.text)
        item.setSizeHint(QSize(0, _ROW))
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if name.id in self._chosen else Qt.CheckState.Unchecked)
        return item

    def _mark(self, item: QListWidgetItem) -> None:
        name: OccurrenceName = item.data(_NAME)
        if item.checkState() is Qt.CheckState.Checked:
            self._chosen[name.id] = name
        else:
            self._chosen.pop(name.id, None)
        self._say()

    def _failed(self, error: PapiError) -> None:
        self._reading = None
        said = error_message(error)
        self.said.setText(f"{said.what} {said.todo}")

    def _say(self, *, full: bool = False) -> None:
        count = len(self._chosen)
        text = ngettext("{count} task chosen.", "{count} tasks chosen.", count).format(count=count) if count else _("Space marks a task.")
        if full:
            text += " " + _("Only the first {count} are listed: more words find the others.").format(count=_MOST)
        self.said.setText(text)
        self.link_button.setEnabled(bool(self._chosen) or self.list.count() > 0)


def _read_lines(app: App, words: str, year: int | None) -> list[tuple[OccurrenceName, str]]:
    """The occurrences with what their rows say: putting it together takes longer than reading it."""
    lines: list[tuple[OccurrenceName, str]] = []
    for name in linkable_occurrences(app, search=words, year=year, limit=_MOST):
        due = date_text(name.due) or _("No due date")
        lines.append((name, f"{task_words(name.text, name.index, name.dimension)}\n{period_text(Period(name.period))}, {due}"))
    return lines
