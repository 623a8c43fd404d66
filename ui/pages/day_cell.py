"""One day of the month: its number, what it is called, and how much is due, as far as there is room."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from papi_desktop.domain.vocabulary import OccurrenceStatus
from papi_desktop.services.tasks import OccurrenceRow
from papi_desktop.wording import status_text
from resources.i18n import gettext as _
from resources.i18n import ngettext
from ui.colours import Ink
from ui.fonts import TextStyle, text_font
from ui.states import Mark, mark_of
from ui.theme import GAP_WITHIN
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.labels import IconLabel, TextLabel
from ui.widgets.lines_label import LinesLabel

_LINES = 4
_HOLIDAY_LINES = 2
_ICON = 14
_BELOW_HEAD = 1
_URGENCY = (
    OccurrenceStatus.OVERDUE,
    OccurrenceStatus.DOING,
    OccurrenceStatus.TODO,
    OccurrenceStatus.DONE,
    OccurrenceStatus.NOT_APPLICABLE,
)


@dataclass(frozen=True)
class DayLine:
    mark: Mark
    text: str


def count_text(count: int) -> str:
    return ngettext("{count} occurrence", "{count} occurrences", count).format(count=count)


def day_lines(rows: Sequence[OccurrenceRow], room: int = len(_URGENCY)) -> list[DayLine]:
    """How much is due by status, the most urgent first; with ``room`` for fewer lines the rest is one, for a single one all is."""
    counts = Counter(row.status for row in rows)
    found = [(status, counts[status]) for status in _URGENCY if counts[status]]
    lines = [DayLine(mark_of(status), f"{count} {status_text(status).lower()}") for status, count in found]
    if not lines or 1 < room >= len(lines):
        return lines
    if room <= 1:
        return [DayLine(lines[0].mark, ngettext("{count} due", "{count} due", len(rows)).format(count=len(rows)))]
    rest = sum(count for _status, count in found[room - 1 :])
    return [*lines[: room - 1], DayLine(mark_of(found[room - 1][0]), _("{count} others").format(count=rest))]


class DayCell(QWidget):
    """Lies over a cell of the month and leaves keys and mouse to that."""

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._rows: Sequence[OccurrenceRow] = ()
        self._today, self._holiday = "", ""
        self.number = TextLabel("", TextStyle.STRONG)
        self.note = ElidedLabel("", TextStyle.CAPTION, right=True)
        self._lines: list[_Line] = []
        head = QHBoxLayout()
        head.setSpacing(GAP_WITHIN)
        head.addWidget(self.number)
        head.addWidget(self.note, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(GAP_WITHIN, 2, GAP_WITHIN // 2, 2)
        self._column.setSpacing(0)
        self._column.addLayout(head)
        self._column.addStretch(1)

    @cached_property
    def holiday(self) -> LinesLabel:
        """Made for the few days that have one: a month has 42 cells, made in one go."""
        label = LinesLabel(_HOLIDAY_LINES, TextStyle.CAPTION, Ink.SECONDARY)
        self._column.insertWidget(_BELOW_HEAD, label)
        return label

    @property
    def lines(self) -> list[str]:
        return [line.text for line in self._lines if not line.isHidden()]

    def show_day(self, number: int, rows: Sequence[OccurrenceRow], *, ink: Ink, today: str = "", holiday: str = "") -> None:
        """``ink`` is that of the number and of ``today``, the word for it; ``holiday`` is a name."""
        self._rows, self._today, self._holiday = rows, today, holiday
        self.number.setText(str(number))
        self.number.set_ink(ink)
        self.note.set_ink(Ink.SECONDARY if ink is Ink.TEXT else ink)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """What is due comes first; the holiday gets lines of its own where there is room left, else the rest of the first."""
        height = max(_ICON, QFontMetrics(text_font(TextStyle.CAPTION)).height())
        room = min(max((self.height() - self.number.sizeHint().height() - GAP_WITHIN) // height, 1), _LINES)
        lines = day_lines(self._rows, room)
        while len(self._lines) < len(lines):
            self._lines.append(_Line())
            self._column.insertWidget(self._column.count() - 1, self._lines[-1])  # above the stretch
        for number, line in enumerate(self._lines):
            line.setVisible(number < len(lines))
            if number < len(lines):
                line.show_line(lines[number])
        below = bool(self._holiday) and len(lines) + _HOLIDAY_LINES <= room
        self._show_holiday(below=below)
        self.note.say(self._today if below else ", ".join(filter(None, (self._today, self._holiday))))

    def _show_holiday(self, *, below: bool) -> None:
        if below or "holiday" in vars(self):
            self.holiday.setVisible(below)
            self.holiday.say(self._holiday)


class _Line(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._icon = IconLabel("circle", Ink.GREY, _ICON)
        self._words = ElidedLabel("", TextStyle.CAPTION)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_WITHIN - 1)
        row.addWidget(self._icon)
        row.addWidget(self._words, 1)

    @property
    def text(self) -> str:
        return self._words.whole

    def show_line(self, line: DayLine) -> None:
        self._icon.set_icon(line.mark.icon, line.mark.ink)
        self._words.set_ink(line.mark.ink)
        self._words.say(line.text)
