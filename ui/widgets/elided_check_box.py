"""A check box whose words are cut where there is no room for all of them."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QStyle, QStyleOptionButton

_ENOUGH = 1000
"""Letters beyond this are never seen, so they are not measured."""


class ElidedCheckBox(QCheckBox):
    """Takes the width it is given and asks for none. The tooltip has the whole, or the ``details`` where they tell more."""

    def __init__(self, text: str, details: str = "") -> None:
        super().__init__()
        self.whole = " ".join(text[:_ENOUGH].split())
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setToolTip(details or text)
        self._cut()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        room = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxContents, option, self).width()
        shown = self.fontMetrics().elidedText(self.whole, Qt.TextElideMode.ElideRight, room)
        self.setText(shown.replace("&", "&&"))
