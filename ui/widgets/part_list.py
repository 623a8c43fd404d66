"""A short list of parts that are widgets of their own, one below the other; it scrolls where there are many."""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

Part = TypeVar("Part", bound=QWidget)


class PartList(QScrollArea, Generic[Part]):
    """``make`` builds the part of a number. With ``spread`` the parts share the room there is. For dozens of parts, not for hundreds."""

    def __init__(self, make: Callable[[int], Part], *, least: int, spread: bool = False) -> None:
        super().__init__()
        self.parts: list[Part] = []
        self._make, self._least, self._spread = make, least, spread
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(self._inside)
        for surface in (self.viewport(), self._inside):
            surface.setAutoFillBackground(False)  # the card shows through
        self.setMinimumHeight(least)

    def fit(self, count: int) -> list[Part]:
        """Makes or drops parts at the end until there are ``count``. Those that stay keep the focus."""
        while len(self.parts) > count:
            part = self.parts.pop()
            part.hide()  # at once, so that it takes no room until Qt deletes it
            part.deleteLater()
        for number in range(len(self.parts), count):
            part = self._make(number)
            self.parts.append(part)
            # more than the empty rest at the end gets; a part's greatest height leaves the rest to that
            self._column.insertWidget(number, part, 1000 if self._spread else 0)
        return self.parts

    def set_whole(self, *, whole: bool) -> None:
        """Shows all parts without scrolling, for a page that scrolls as a whole."""
        self._column.activate()
        self.setMinimumHeight(self._inside.sizeHint().height() if whole else self._least)
