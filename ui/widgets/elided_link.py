"""A link of one line that is cut where there is no room for all of it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.colours import Ink
from ui.fonts import TextStyle, text_font
from ui.icons import LIST_ICON
from ui.theme import GAP_WITHIN
from ui.widgets.buttons import LinkButton

_ENOUGH = 1000
"""Letters beyond this are never seen, so they are not measured."""


class _CutLink(LinkButton):
    """Enter presses it, as the space bar does."""

    def __init__(self, icon_name: str | None, ink: Ink, style: TextStyle) -> None:
        self.ink = ink
        super().__init__("", icon_name)
        self._frame = GAP_WITHIN + (LIST_ICON + GAP_WITHIN if icon_name else 0)
        self.whole = ""
        self.setAutoDefault(True)
        self.setFont(text_font(style))

    def cut(self, width: int) -> None:
        """Shows as many words as fit, and is as wide as they are."""
        metrics = self.fontMetrics()
        shown = metrics.elidedText(self.whole, Qt.TextElideMode.ElideRight, width - self._frame)
        self.setText(shown.replace("&", "&&"))
        self.resize(min(width, self._frame + metrics.horizontalAdvance(shown)), self.sizeHint().height())


class ElidedLink(QWidget):
    """Takes the width it is given, its words at the left end of it. The tooltip has the whole, and screen readers say it."""

    def __init__(self, style: TextStyle = TextStyle.BODY, ink: Ink = Ink.LINK, icon_name: str | None = None) -> None:
        super().__init__()
        self.button = _CutLink(icon_name, ink, style)
        self.button.setParent(self)
        self.clicked = self.button.clicked
        self.setFocusProxy(self.button)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def whole(self) -> str:
        return self.button.whole

    def say(self, text: str, spoken: str = "") -> None:
        """``spoken`` is what screen readers say where the text alone is not enough."""
        self.button.whole = " ".join(text[:_ENOUGH].split())
        self.button.setToolTip(text)
        self.button.setAccessibleName(spoken or text)
        self.button.cut(self.width())

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(0, self.button.sizeHint().height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self.button.cut(event.size().width())
