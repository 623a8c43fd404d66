"""A few lines, the last of which is cut where the text goes on."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.colours import Ink
from ui.fonts import TextStyle
from ui.widgets.labels import TextLabel

_ENOUGH = 300
"""Letters beyond this many a line are never seen, so they are not measured."""


class LinesLabel(TextLabel):
    """Takes the width it is given and at most ``lines`` lines. The tooltip has the whole, and screen readers say it."""

    def __init__(self, lines: int, style: TextStyle = TextStyle.BODY, ink: Ink = Ink.TEXT, parent: QWidget | None = None) -> None:
        super().__init__("", style, ink, parent=parent)
        self._lines = lines
        self.whole = ""
        self._known: dict[int, list[str]] = {}
        """Lines by width: a layout asks for heights many times over."""
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def say(self, text: str) -> None:
        enough = _ENOUGH * self._lines
        self.whole = " ".join(text[:enough].split()) + ("…" if len(text) > enough else "")
        self._known.clear()
        self.setToolTip(text)
        self.setAccessibleName(text)
        self._cut()
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        return max(1, len(self._cut_to(width))) * self.fontMetrics().lineSpacing() + 2

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(0, self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(0, self.fontMetrics().lineSpacing() + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        self.setText("\n".join(self._cut_to(self.width())))

    def _cut_to(self, width: int) -> list[str]:
        if width not in self._known:
            self._known[width] = self._measured(width)
        return self._known[width]

    def _measured(self, width: int) -> list[str]:
        layout = QTextLayout(self.whole, self.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        units = self.whole.encode("utf-16-le")  # Qt counts in these
        lines: list[str] = []
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 1))
            start = 2 * line.textStart()
            if len(lines) == self._lines - 1:
                rest = units[start:].decode("utf-16-le")
                lines.append(QFontMetrics(self.font()).elidedText(rest, Qt.TextElideMode.ElideRight, width))
                break
            lines.append(units[start : start + 2 * line.textLength()].decode("utf-16-le").rstrip())
        layout.endLayout()
        return lines
