"""One line that is cut where there is no room for all of it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.colours import Ink
from ui.fonts import TextStyle
from ui.widgets.labels import TextLabel


class ElidedLabel(TextLabel):
    """Takes the width it is given and asks for none. The tooltip has the whole, and screen readers say it."""

    def __init__(
        self, text: str = "", style: TextStyle = TextStyle.BODY, ink: Ink = Ink.TEXT, *, right: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__("", style, ink, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setAlignment((Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter)
        self.whole = ""
        self.say(text)

    def say(self, text: str, details: str = "") -> None:
        """Shows ``text``, with ``details`` as the tooltip where that should tell more."""
        self.whole = text.replace("\n", " ").strip()
        self.setToolTip(details or text)
        self.setAccessibleName(self.whole)
        self._cut()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        self.setText(QFontMetrics(self.font()).elidedText(self.whole, Qt.TextElideMode.ElideRight, self.width()))
