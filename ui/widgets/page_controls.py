"""The row under a picture: which file and page, moving between them, zoom, turning, full view."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from resources.i18n import gettext as _
from ui.colours import Ink
from ui.fonts import TextStyle
from ui.theme import GAP_WITHIN
from ui.widgets.buttons import SmallButton
from ui.widgets.elided_label import ElidedLabel

_ICON_ONLY = 30
_LEAST_PLACE = 84
"""Pixels for the place where there are icons only."""


class _Control(SmallButton):
    """With its words or, where there is little room, with its icon alone."""

    def __init__(self, text: str, icon_name: str, whole: str, keys: str) -> None:
        super().__init__(text, icon_name)
        self._words = text
        self.setAccessibleName(whole)
        self.setToolTip(f"{whole} ({keys})")
        self.width_with_words = self.sizeHint().width()

    def show_words(self, *, shown: bool) -> None:
        self.setText(self._words if shown else "")
        self.setFixedWidth(self.width_with_words if shown else _ICON_ONLY)


class PageControls(QWidget):
    """``previous`` and ``next`` move by pages and on to the next file."""

    previous_requested = Signal()
    next_requested = Signal()
    zoom_in_requested = Signal()
    zoom_out_requested = Signal()
    fit_requested = Signal()
    turn_requested = Signal()
    full_view_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.previous = _Control(_("Previous"), "chevron-left", _("Previous page or file"), "PgUp")
        self.next = _Control(_("Next"), "chevron-right", _("Next page or file"), "PgDn")
        self.zoom_out = _Control(_("Smaller"), "zoom-out", _("Zoom out"), "-")
        self.zoom_in = _Control(_("Larger"), "zoom-in", _("Zoom in"), "+")
        self.fit = _Control(_("Whole page"), "fit", _("See the whole page"), "0")
        self.turn = _Control(_("Turn"), "turn", _("Turn a quarter to the right"), "Ctrl+R")
        self.full = _Control(_("Full view"), "full-view", _("Full view"), "Space")
        self.place = ElidedLabel("", TextStyle.CAPTION, Ink.SECONDARY)
        self.place.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.place.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._whole = ""
        self._places: tuple[tuple[int, int], tuple[int, int]] = (0, 1), (0, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_WITHIN)
        row.addWidget(self.previous)
        row.addWidget(self.place)
        row.addWidget(self.next)
        row.addStretch(1)
        for button in (self.zoom_out, self.zoom_in, self.fit, self.turn, self.full):
            row.addWidget(button)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._connect()
        self._fold()

    def say_place(self, file: tuple[int, int], page: tuple[int, int], name: str) -> str:
        """Which ``file`` and which ``page``, each counted from 0, and of how many; without either the row has nowhere to go.

        What is said in full is the tooltip, and the answer.
        """
        self._places = file, page
        parts = _parts(*self._places)
        whole = ", ".join(filter(None, (name, *parts)))
        for widget in (self.previous, self.place, self.next):
            widget.setVisible(bool(parts))
        self.place.setToolTip(whole)
        self._whole = whole
        self._fold()
        return whole

    def set_ends(self, *, first: bool, last: bool) -> None:
        self.previous.setDisabled(first)
        self.next.setDisabled(last)

    def set_drawn(self, *, drawn: bool, turns: bool) -> None:
        """Without a picture there is nothing to zoom. A paper of our own is never turned."""
        for button in (self.zoom_out, self.zoom_in, self.fit):
            button.setEnabled(drawn)
        self.turn.setEnabled(drawn)
        self.turn.setVisible(turns)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """With icons alone: words go before the picture must."""
        width = _LEAST_PLACE + (_ICON_ONLY + GAP_WITHIN) * len(self._buttons) + GAP_WITHIN
        return QSize(width, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fold()

    def _connect(self) -> None:
        self.previous.clicked.connect(self.previous_requested)
        self.next.clicked.connect(self.next_requested)
        self.zoom_in.clicked.connect(self.zoom_in_requested)
        self.zoom_out.clicked.connect(self.zoom_out_requested)
        self.fit.clicked.connect(self.fit_requested)
        self.turn.clicked.connect(self.turn_requested)
        self.full.clicked.connect(self.full_view_requested)

    @property
    def _buttons(self) -> tuple[_Control, ...]:
        return (self.previous, self.next, self.zoom_out, self.zoom_in, self.fit, self.turn, self.full)

    def _fold(self) -> None:
        """As many words as there is room for; at the last the place is the page alone, since the strip shows which file it is."""
        choices = (self._buttons, (self.previous, self.next, self.fit, self.turn), (self.previous, self.next), ())
        worded = next((choice for choice in choices if self._width_of(choice) <= self.width()), None)
        for button in self._buttons:
            button.show_words(shown=button in (worded or ()))
        parts = _parts(*self._places)
        self.place.setFixedWidth(_LEAST_PLACE if worded is None else self._place_width())
        self.place.say(" · ".join(parts if worded is not None else parts[-1:]), self._whole)

    def _width_of(self, worded: tuple[_Control, ...]) -> int:
        buttons = sum(button.width_with_words if button in worded else _ICON_ONLY for button in self._buttons)
        return buttons + self._place_width() + GAP_WITHIN * (len(self._buttons) + 1)

    def _place_width(self) -> int:
        """Of the longest place in these files, so that nothing moves from page to page."""
        longest = " · ".join(_parts(*((count - 1, count) for _number, count in self._places)))
        return max(_LEAST_PLACE, self.place.fontMetrics().horizontalAdvance(longest) + GAP_WITHIN)


def _parts(file: tuple[int, int], page: tuple[int, int]) -> list[str]:
    parts: list[str] = []
    if file[1] > 1:
        parts.append(_("File {number}/{count}").format(number=file[0] + 1, count=file[1]))
    if page[1] > 1:
        parts.append(_("Page {number}/{count}").format(number=page[0] + 1, count=page[1]))
    return parts
