"""The dialog that links evidence which is recorded already to the chosen occurrences."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QVBoxLayout, QWidget

from papi_desktop.domain.errors import PapiError
from papi_desktop.services.app import App
from papi_desktop.services.evidence_links import LinkResult, link_evidence
from papi_desktop.services.evidence_listing import EvidenceFilter, EvidenceRow, evidence_slice
from papi_desktop.wording import date_text, error_message, kind_text
from resources.i18n import gettext as _
from resources.i18n import ngettext
from ui.fonts import TextStyle
from ui.jobs import Job, Jobs, drop
from ui.models.columns import Column
from ui.models.table_model import RowsModel
from ui.theme import EDGE, GAP
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.field_note import FieldNote, NoteKind
from ui.widgets.fields import SearchField
from ui.widgets.form import button_row
from ui.widgets.labels import TextLabel
from ui.widgets.reading_dialog import ReadingDialog
from ui.widgets.rows_view import TWO_LINES, RowsView

_SIZE = QSize(680, 520)
_LIMIT = 200
"""As many as are looked through by eye; words find the others."""


class ChooseEvidenceDialog(ReadingDialog):
    """``linked`` carries the ``LinkResult``, then it closes. ``title`` says what the evidence is to be linked to."""

    linked = Signal(object)

    def __init__(self, app: App, jobs: Jobs, occurrences: Sequence[UUID], title: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._app, self._jobs, self._occurrences = app, jobs, list(occurrences)
        self._reading: Job | None = None
        self._linking: Job | None = None
        self.setObjectName("chooseEvidenceDialog")
        self.setWindowTitle(_("Link evidence"))
        self.resize(_SIZE)
        self.search = SearchField(_("Find evidence"))
        self.view = RowsView(_("Evidence"), row_height=TWO_LINES)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.model = RowsModel(_columns(), key=lambda row: row.id)
        self.view.setModel(self.model)
        self.view.set_widths(None, 170, 80)
        self.note = FieldNote(self.search)
        self.cancel_button = PlainButton(_("Cancel"))
        self.link_button = PrimaryButton(_("Link evidence"), "link")
        self.link_button.setToolTip(_("Link evidence (Ctrl+Enter)"))
        self.link_button.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
        column.setSpacing(GAP)
        column.addWidget(TextLabel(title, TextStyle.CARD_TITLE, wrap=True))
        column.addWidget(self.search)
        column.addWidget(self.view, 1)
        column.addWidget(self.note)
        column.addLayout(button_row(self.cancel_button, self.link_button))
        self.search.settled.connect(self._read)
        QShortcut(QKeySequence("Down"), self.search, context=Qt.ShortcutContext.WidgetShortcut).activated.connect(self.view.setFocus)
        self.view.activated.connect(self._link_one)
        self.view.selectionModel().selectionChanged.connect(self._clear_note)
        self.link_button.clicked.connect(self.link)
        self.cancel_button.clicked.connect(self.reject)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.link)
        self.search.setFocus()
        self._read()

    def link(self) -> None:
        """Links what is chosen in the list, or says that nothing is; while words are searched for, the list is not theirs yet."""
        if self._searching():
            return
        rows = [self.model.row_at(index) for index in self.view.selectionModel().selectedRows()]
        chosen = [row.id for row in rows if row is not None]
        if not chosen:
            self.note.say(NoteKind.PROBLEM, _("Please choose evidence in the list."))
            self.view.setFocus()
        elif self._linking is None:
            self._linking = self._jobs.run(
                link_evidence,
                self._app,
                title=_("Linking evidence"),
                evidence_ids=chosen,
                task_ids=self._occurrences,
                on_done=self._linked,
                on_error=self._refused,
            )
            self._linking.ended.connect(self._over)

    def reject(self) -> None:
        """Esc: closes, but not between a link that is being made and its answer."""
        if self._linking is None:
            super().reject()

    def _searching(self) -> bool:
        self.search.settle()
        return self._reading is not None and self._reading.ending is None

    def _link_one(self, index: QModelIndex) -> None:
        del index
        self.link()

    def _read(self) -> None:
        drop(self._reading)
        chosen = EvidenceFilter(search=self.search.text())
        read = self._jobs.read(evidence_slice, self._app, chosen=chosen, start=0, count=_LIMIT, on_done=self._take)
        self._reading = self.until_closed(read)

    def _take(self, rows: tuple[EvidenceRow, ...]) -> None:
        self._reading = None
        self.model.set_rows(rows)
        if rows:
            self.view.setCurrentIndex(self.model.index(0, 0))
            self._clear_note()
        else:
            self.note.say(NoteKind.SOURCE, _("No matching results") if self.search.text() else _("No evidence is recorded yet."))
        if len(rows) == _LIMIT:
            said = ngettext(
                "The newest {count} is shown; words find the others.", "The newest {count} are shown; words find the others.", _LIMIT
            )
            self.note.say(NoteKind.SOURCE, said.format(count=_LIMIT))

    def _clear_note(self, *_what: object) -> None:
        self.note.clear()

    def _linked(self, result: LinkResult) -> None:
        self.linked.emit(result)
        self.accept()

    def _refused(self, error: PapiError) -> None:
        said = error_message(error)
        self.note.say(NoteKind.PROBLEM, f"{said.what} {said.todo}")

    def _over(self) -> None:
        self._linking = None


def _columns() -> list[Column[EvidenceRow]]:
    return [
        Column(_("Evidence"), _named, tooltip=_named),
        Column(_("Number, date"), lambda row: "\n".join(part for part in (row.number, date_text(row.issued)) if part)),
        Column(_("Tasks"), lambda row: str(row.tasks), right=True),
    ]


def _named(row: EvidenceRow) -> str:
    return "\n".join(part for part in (kind_text(row.kind), row.abstract) if part)
