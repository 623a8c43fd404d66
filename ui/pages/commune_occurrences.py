"""Behind a cell of the heat map: the unit's occurrences one by one."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from papi_desktop.services.tasks import OccurrenceRow
from papi_desktop.wording import sync_text
from resources.i18n import gettext as _
from resources.i18n import ngettext
from ui.fonts import TextStyle
from ui.models.columns import Column
from ui.models.table_model import RowsModel
from ui.pages.page import Room
from ui.pages.task_rows import search_text, task_columns
from ui.states import mark_of
from ui.theme import GAP
from ui.widgets.buttons import SmallButton
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.rows_view import TWO_LINES, RowsView

_DUE, _STATUS, _EVIDENCE, _SYNC = 112, 124, 96, 152
_SYNC_PLACE = 4
_NONE = "—"


class OccurrenceList(QWidget):
    """``entered`` carries the occurrence whose evidence is wanted, ``left`` comes when the heat map is wanted again."""

    entered = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.back_button = SmallButton(_("Back to the table"), "chevron-left")
        self.back_button.setToolTip(_("Back to the table (Esc)"))
        self.back_button.clicked.connect(self.left)
        self.heading = ElidedLabel("", TextStyle.STRONG)
        self.evidence_button = SmallButton("", "review")
        self.evidence_button.clicked.connect(self._enter)
        self.rows = RowsModel[OccurrenceRow](_columns(), key=lambda row: row.id, search_text=search_text)
        self.view = RowsView(_("Occurrences"), row_height=TWO_LINES, sorts=True)
        self.view.setModel(self.rows)
        self.view.set_widths(None, _DUE, _STATUS, _EVIDENCE, _SYNC)
        self.view.activated.connect(self._enter)
        self.view.chosen.connect(self._offer)
        self._offer()
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(self.back_button)
        head.addWidget(self.heading, 1)
        head.addWidget(self.evidence_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(head)
        column.addWidget(self.view, 1)

    def show_rows(self, title: str, rows: Sequence[OccurrenceRow]) -> None:
        """The rows of one cell; where they are the same as before, the chosen one stays chosen."""
        count = ngettext("{count} occurrence", "{count} occurrences", len(rows)).format(count=len(rows))
        self.heading.say(f"{title}: {count}")
        self.rows.set_rows(rows)
        if rows and not self.view.currentIndex().isValid():
            self.view.selectRow(0)
        self._offer()

    def set_room(self, room: Room) -> None:
        self.view.setColumnHidden(_SYNC_PLACE, room is Room.SINGLE)

    @property
    def _row(self) -> OccurrenceRow | None:
        return self.rows.row_at(self.view.currentIndex())

    def _offer(self, *_index: QModelIndex) -> None:
        """Where nothing was received there is nothing to show, and the button says so."""
        row = self._row
        received = row is not None and row.evidence > 0
        self.evidence_button.setText(_("Show its evidence") if received or row is None else _("No evidence received"))
        self.evidence_button.setToolTip(
            _("Show the evidence of this occurrence in Review (Enter)")
            if received
            else _("No evidence has been received for this occurrence, so there is nothing to review.")
        )
        self.evidence_button.setEnabled(received)

    def _enter(self, *_what: object) -> None:
        row = self._row
        if row is not None and row.evidence:
            self.entered.emit(row)


def _columns() -> list[Column[OccurrenceRow]]:
    task, due, status, _filled, _sync = task_columns()
    evidence = Column[OccurrenceRow](
        _("Evidence"),
        lambda row: str(row.evidence),
        sort=lambda row: row.evidence,
        spoken=lambda row: ngettext("{count} evidence item", "{count} evidence items", row.evidence).format(count=row.evidence),
    )
    sync = Column[OccurrenceRow](
        _("Sync"),
        lambda row: sync_text(row.sync) if row.evidence else _NONE,  # without evidence there is nothing that could have been sent
        icon=lambda row: mark_of(row.sync).icon if row.evidence else None,
        ink=lambda row: mark_of(row.sync).ink,
        sort=lambda row: row.sync.value if row.evidence else "",
    )
    return [task, due, status, evidence, sync]
