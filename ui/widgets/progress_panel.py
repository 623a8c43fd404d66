"""Long work in the page: what is being done, how far, how long still, and what cancelling keeps."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from resources.i18n import gettext as _
from resources.i18n import ngettext
from ui.colours import Ink
from ui.fonts import TextStyle
from ui.theme import GAP, GAP_WITHIN
from ui.widgets.buttons import PlainButton
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.labels import TextLabel

if TYPE_CHECKING:
    from ui.jobs import Job
    from ui.paper_printer import PaperPrinter

SHOWN_AFTER_MS = 300
"""Work that ends sooner shows no progress at all."""
_ESTIMATE_AFTER_MS = 2000
_SCALE = 10_000
"""The bar counts in ten thousandths: bytes do not fit its 32-bit range."""

Amount = Callable[[int, int], str]
"""Writes ``done`` of ``total`` in the unit of the work, as in ``24,2/38,4 MB``."""


def counted(done: int, total: int) -> str:
    return f"{done}/{total}"


class ProgressPanel(Card):
    """The progress of one job. ``keeps`` says what cancelling leaves; ``steps`` are shown as chips."""

    cancel_requested = Signal()

    def __init__(
        self, title: str, *, keeps: str = "", steps: Sequence[str] = (), amount: Amount = counted, parent: QWidget | None = None
    ) -> None:
        super().__init__(title, parent=parent)
        self._time = QElapsedTimer()
        self._time.start()
        self.amount = TextLabel("", TextStyle.CAPTION, Ink.SECONDARY)
        self.head.addWidget(self.amount)
        self._write_amount = amount
        self._steps = [Chip(step, "circle", Ink.GREY) for step in steps]
        if self._steps:
            row = QHBoxLayout()
            row.setSpacing(GAP)
            for chip in self._steps:
                row.addWidget(chip)
            row.addStretch(1)
            self.content.addLayout(row)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(16)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(title)
        self.percent = TextLabel("", TextStyle.STRONG)
        self.cancel_button = PlainButton(_("Cancel (Esc)"), "close")
        self.cancel_button.clicked.connect(self.cancel)
        row = QHBoxLayout()
        row.setSpacing(GAP + 2)
        row.addWidget(self.bar, 1)
        row.addWidget(self.percent)
        row.addWidget(self.cancel_button)
        self.content.addSpacing(-GAP_WITHIN)
        self.content.addLayout(row)
        self.note = TextLabel(keeps, TextStyle.CAPTION, Ink.SECONDARY, wrap=True)
        self.content.addWidget(self.note)
        self.note.setVisible(bool(keeps))  # only now: shown without a parent it would be a window of its own for a moment

    def follow(self, job: "Job | PaperPrinter") -> None:
        """Shows the progress of ``job`` from 0.3 s on, cancels it on demand, and hides when it has ended."""
        self.hide()
        appear = QTimer(self)
        appear.setSingleShot(True)
        appear.timeout.connect(self.show)
        appear.start(SHOWN_AFTER_MS)
        job.progress.connect(self.set_progress)
        job.ended.connect(appear.stop)
        job.ended.connect(self.hide)
        self.cancel_requested.connect(job.cancel)

    def set_progress(self, done: int, total: int) -> None:
        """``total`` 0 means that it is not known yet."""
        if total <= 0:
            self.bar.setRange(0, 0)
            return
        self.bar.setRange(0, _SCALE)
        self.bar.setValue(_SCALE * done // total)
        self.percent.setText(f"{100 * done // total}\u00a0%")
        said = [self._write_amount(done, total)]
        elapsed = self._time.elapsed()
        if 0 < done < total and elapsed >= _ESTIMATE_AFTER_MS:
            said.append(time_left(elapsed / 1000 * (total - done) / done))
        self.amount.setText(", ".join(said))

    def set_step(self, current: int) -> None:
        """The steps before ``current`` are done, ``current`` is being done; the number of steps when all are."""
        for position, chip in enumerate(self._steps):
            if position < current:
                chip.set_state(chip.text, "check-circle", Ink.GREEN)
            elif position == current:
                chip.set_state(chip.text, "dots-circle", Ink.BLUE)
            else:
                chip.set_state(chip.text, "circle", Ink.GREY)

    def cancel(self) -> None:
        """Asks once; the button stays grey until the work has found a safe point to stop."""
        if self.cancel_button.isEnabled():
            self.cancel_button.setEnabled(False)
            self.note.setText(_("Stopping at the next safe point…"))
            self.note.show()
            self.cancel_requested.emit()


def time_left(seconds: float) -> str:
    """A rough guess in the largest unit that fits."""
    if seconds < 90:
        count = max(10, round(seconds / 10) * 10)
        return ngettext("about {count} second left", "about {count} seconds left", count).format(count=count)
    if seconds < 90 * 60:
        count = round(seconds / 60)
        return ngettext("about {count} minute left", "about {count} minutes left", count).format(count=count)
    count = round(seconds / 3600)
    return ngettext("about {count} hour left", "about {count} hours left", count).format(count=count)
