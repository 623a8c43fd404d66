"""What every step of the first start is, and the list of them on the left."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from resources.i18n import gettext as _
from ui.colours import Ink, Scheme
from ui.fonts import TextStyle, text_font
from ui.theme import CARD_GAP, EDGE, GAP, GAP_WITHIN, Themed
from ui.widgets.buttons import PlainButton
from ui.widgets.labels import IconLabel, Rule, TextLabel

SIDE_WIDTH = 264
_COMPACT_WIDTH = 56
MARGIN = 24


class Step(QWidget):
    """The body of one step. ``edited`` comes when something to be kept was typed."""

    edited = Signal()

    def __init__(self, title: str, why: str) -> None:
        super().__init__()
        self.title, self.why = title, why

    def enter(self) -> None:
        """The step is shown: puts the focus where the work begins."""
        raise NotImplementedError

    def finish(self) -> bool:
        """Whether the next step may follow; says what is missing and goes there when not."""
        return True

    def set_wide(self, *, wide: bool) -> None:
        """Whether there is room for two columns."""
        del wide


@dataclass(frozen=True)
class StepName:
    title: str
    what: str


class StepSide(Themed, QWidget):
    """Which steps there are, which are done, and the two other ways to begin. In a narrow window only signs are left, with tooltips."""

    def __init__(self, names: Sequence[StepName]) -> None:
        super().__init__()
        self.setAutoFillBackground(True)
        self.sample_button = PlainButton(_("Try with sample data"), "tasks")
        self.other_button = PlainButton(_("Open another data folder…"), "folder")
        self._compact = False
        self._rows = [_StepRow(number, name) for number, name in enumerate(names, 1)]
        self._column = QVBoxLayout(self)
        self._column.setSpacing(CARD_GAP)
        self._words: list[QWidget] = [
            TextLabel(_("First start"), TextStyle.CARD_TITLE),
            TextLabel(_("About 5 minutes. Stop at any time and go on later."), TextStyle.CAPTION, Ink.SECONDARY, wrap=True),
        ]
        for part in self._words:
            self._column.addWidget(part)
        self._column.addSpacing(GAP)
        for row in self._rows:
            self._column.addWidget(row)
        self._column.addStretch(1)
        hint = TextLabel(_("Nothing to set up yet?"), TextStyle.CAPTION, Ink.SECONDARY)
        self._words += [Rule(), hint]
        for part in (*self._words[-2:], self.sample_button, self.other_button):
            self._column.addWidget(part)
        for button in (self.sample_button, self.other_button):
            button.setAccessibleName(button.text())
            button.setToolTip(button.text())
        self._texts = (self.sample_button.text(), self.other_button.text())
        self.set_compact(compact=False)
        self.take_scheme()

    @property
    def states(self) -> list[str]:
        """What a screen reader says of each step."""
        return [row.accessibleName() for row in self._rows]

    def name_step(self, number: int, name: StepName) -> None:
        """Gives the step ``number``, from 0, another name: the level above has other work than a commune."""
        self._rows[number].say(name)

    def show_step(self, current: int) -> None:
        for number, row in enumerate(self._rows):
            row.set_state(number, current)

    def set_compact(self, *, compact: bool) -> None:
        self._compact = compact
        self.setFixedWidth(_COMPACT_WIDTH if compact else SIDE_WIDTH)
        edge = GAP if compact else MARGIN
        self._column.setContentsMargins(edge, MARGIN, edge, EDGE)
        for part in self._words:
            part.setVisible(not compact)
        for row in self._rows:
            row.set_compact(compact=compact)
        for button, text in zip((self.sample_button, self.other_button), self._texts, strict=True):
            button.setText("" if compact else text)

    def restyle(self, scheme: Scheme) -> None:
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Window, scheme.side_bar)
        self.setPalette(palette)


class _StepRow(QWidget):
    def __init__(self, number: int, name: StepName) -> None:
        super().__init__()
        self._number = number
        self._mark = IconLabel("circle", Ink.SECONDARY)
        self._title = TextLabel()
        self._what = TextLabel("", TextStyle.CAPTION, Ink.SECONDARY, wrap=True)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._what)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, GAP_WITHIN)
        row.setSpacing(CARD_GAP)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        self._state = ""
        self.say(name)

    def say(self, name: StepName) -> None:
        self._title.setText(f"{self._number}. {name.title}")
        self._what.setText(name.what)
        self._tell()

    def set_state(self, number: int, current: int) -> None:
        if number < current:
            self._mark.set_icon("check-circle", Ink.GREEN)
            self._state = _("done")
        elif number == current:
            self._mark.set_icon("chevron-right", Ink.BLUE)
            self._state = _("open now")
        else:
            self._mark.set_icon("circle", Ink.SECONDARY)
            self._state = _("to come")
        self._title.setFont(text_font(TextStyle.STRONG if number == current else TextStyle.BODY))
        self._title.set_ink(Ink.SECONDARY if number > current else Ink.TEXT)
        self._tell()

    def set_compact(self, *, compact: bool) -> None:
        for part in (self._title, self._what):
            part.setVisible(not compact)

    def _tell(self) -> None:
        said = f"{self._title.text()}: {self._state}"
        self.setAccessibleName(said)
        self.setToolTip(said)
