"""What the panel shows while several occurrences are selected: how many, in what state, and what can be done to all of them."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from papi_desktop.domain.vocabulary import OccurrenceStatus
from papi_desktop.services.tasks import OccurrenceRow
from papi_desktop.wording import status_text
from resources.i18n import gettext as _
from ui.colours import Ink
from ui.fonts import TextStyle
from ui.jobs import Job
from ui.pages.task_rows import ASSIGN_KEY, CLEAR_KEY, NOT_APPLICABLE_KEY, count_words
from ui.states import mark_of
from ui.theme import GAP
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.fields import TextField
from ui.widgets.labels import IconLabel, Rule, TextLabel
from ui.widgets.progress_panel import ProgressPanel


class BulkPanel(QWidget):
    """Asks for work on all selected occurrences; the page does it. ``tick_requested`` carries the note."""

    tick_requested = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._job: Job | None = None
        self._progress: ProgressPanel | None = None
        self.title = TextLabel("", TextStyle.CARD_TITLE, wrap=True)
        self._states = QVBoxLayout()
        self._states.setSpacing(GAP // 2)
        self.note = TextField()
        self.note.setAcceptDrops(False)
        note_label = TextLabel(_("Note or reason, the same for all"), TextStyle.CAPTION, Ink.SECONDARY)
        note_label.setBuddy(self.note)
        self.note.setAccessibleName(note_label.text())
        self.tick_button = PrimaryButton(_("Mark as done"), "check-circle")
        self.tick_button.setToolTip(_("Mark as done (Ctrl+Enter)"))
        self.tick_button.clicked.connect(self.tick)
        self.add_button = PlainButton(_("Add one evidence to all…"), "plus")
        self.link_button = PlainButton(_("Link evidence…"), "link")
        self.officer_button = PlainButton(_("Officer in charge…"), "person")
        for button, keys in ((self.add_button, "Ctrl+M"), (self.link_button, "Ctrl+L"), (self.officer_button, ASSIGN_KEY)):
            button.setToolTip(f"{button.text()} ({keys})")
        self.officer_menu = QMenu(self.officer_button)
        self.officer_button.setMenu(self.officer_menu)
        self.applicable_button = PlainButton("", "minus-circle")
        self.clear_button = PlainButton(_("Clear the mark"), "undo")
        self.clear_button.setToolTip(f"{self.clear_button.text()} ({CLEAR_KEY})")
        hint = _("Those whose target asks for a figure are left out and stay selected.")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, GAP, 0)
        column.setSpacing(GAP)
        column.addWidget(self.title)
        column.addLayout(self._states)
        column.addWidget(Rule())
        for button in (self.add_button, self.link_button, self.officer_button, self.applicable_button, self.clear_button):
            row = QHBoxLayout()
            row.addWidget(button)
            row.addStretch(1)
            column.addLayout(row)
        column.addStretch(1)
        self._working = QVBoxLayout()
        column.addLayout(self._working)
        column.addWidget(Rule())
        column.addWidget(note_label)
        column.addWidget(self.note)
        column.addWidget(TextLabel(hint, TextStyle.CAPTION, Ink.SECONDARY, wrap=True))
        last = QHBoxLayout()
        last.addStretch(1)
        last.addWidget(self.tick_button)
        column.addLayout(last)

    def show_rows(self, rows: Sequence[OccurrenceRow]) -> None:
        """Says how many there are and in what state; what was typed stays."""
        self.title.setText(count_words(len(rows)))
        counts = Counter(row.status for row in rows)
        while (item := self._states.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:  # pyright: ignore[reportUnnecessaryComparison] - an item of a layout may hold none
                widget.deleteLater()
        for status in OccurrenceStatus:
            if counts[status]:
                self._states.addWidget(_state_line(status, counts[status]))
        again = counts[OccurrenceStatus.NOT_APPLICABLE] == len(rows)
        self.applicable_button.setText(_("Applies again") if again else _("Not applicable…"))
        self.applicable_button.setToolTip(f"{self.applicable_button.text()} ({NOT_APPLICABLE_KEY})")
        self.clear_button.setEnabled(any(row.ticked_at is not None for row in rows))

    def tick(self) -> None:
        """Asks for the mark on all, unless work is under way."""
        if self._job is None:
            self.tick_requested.emit(self.note.text())

    def enter(self) -> None:
        self.note.setFocus()

    def follow(self, job: Job) -> None:
        """Shows how far the work has come, with a way to cancel it."""
        self._job = job
        self._progress = ProgressPanel(job.title, keeps=_("Cancelling changes none of them."))
        self._working.addWidget(self._progress)
        self._progress.follow(job)
        job.ended.connect(self._over)

    def cancel(self) -> bool:
        """Stops the work under way; False when there is none."""
        if self._job is None:
            return False
        self._job.cancel()
        return True

    def _over(self) -> None:
        self._job = None
        if self._progress is not None:
            self._progress.deleteLater()
            self._progress = None


def _state_line(status: OccurrenceStatus, count: int) -> QWidget:
    mark = mark_of(status)
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GAP)
    row.addWidget(IconLabel(mark.icon, mark.ink))
    row.addWidget(TextLabel(f"{count} {status_text(status)}", TextStyle.BODY, mark.ink), 1)
    return line
