"""Progress of one thing: its name, a bar, n/N, and how much is late; each leads to the work."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QWidget

from resources.i18n import gettext as _
from resources.i18n import ngettext
from ui.colours import Ink
from ui.fonts import TextStyle, with_equal_digits
from ui.theme import CARD_GAP
from ui.widgets.elided_link import ElidedLink
from ui.widgets.labels import TextLabel

_LEAST = 28
_MOST = 57
_BAR = 12


class ProgressRow(QWidget):
    """Not for percentages as a score: n/N counts occurrences. ``opened`` asks for all of them, ``late_opened`` for the late ones."""

    opened = Signal()
    late_opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.link = ElidedLink(ink=Ink.TEXT)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(_BAR)
        self.bar.setMinimumWidth(60)
        self.count = TextLabel("", TextStyle.STRONG)
        self.count.setFont(with_equal_digits(self.count.font()))
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.count.setMinimumWidth(self.count.fontMetrics().horizontalAdvance("000/000"))
        self.late = ElidedLink(TextStyle.CAPTION, Ink.RED, "exclamation-circle")
        self.late.setFixedWidth(self.late.fontMetrics().horizontalAdvance(_late_text(100)) + 32)
        keeps = QSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        keeps.setRetainSizeWhenHidden(True)  # so that the bars of all rows are of one length
        self.late.setSizePolicy(keeps)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(CARD_GAP)
        row.addWidget(self.link, 10)
        row.addWidget(self.bar, 7)
        row.addWidget(self.count)
        row.addWidget(self.late)
        self.setMinimumHeight(_LEAST)
        self.setMaximumHeight(_MOST)
        self.link.clicked.connect(self.opened)
        self.late.clicked.connect(self.late_opened)

    def show_progress(self, name: str, *, done: int, total: int, late: int) -> None:
        said = _("{name}: {done} of {total} occurrences done").format(name=name, done=done, total=total)
        self.link.say(name, said)
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)
        self.bar.setAccessibleName(said)
        self.count.setText(f"{done}/{total}")
        self.late.say(_late_text(late), f"{name}: {_late_text(late)}")
        self.late.setVisible(late > 0)


def _late_text(count: int) -> str:
    return ngettext("{count} overdue", "{count} overdue", count).format(count=count)
