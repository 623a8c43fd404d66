"""One of the numbers that matter: the whole tile leads to the work behind it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from resources.i18n import gettext as _
from ui.colours import Ink, Scheme
from ui.fonts import TextStyle
from ui.icons import CARD_ICON
from ui.theme import CARD_GAP, EDGE, GAP, GAP_WITHIN
from ui.widgets.buttons import PlainButton
from ui.widgets.labels import IconLabel, TextLabel
from ui.widgets.lines_label import LinesLabel


class Tile(PlainButton):
    """Number, title, and a second line that names the most urgent case. At 0 it is grey and says that there is nothing."""

    def __init__(self, title: str, icon_name: str, ink: Ink, parent: QWidget | None = None) -> None:
        super().__init__("", None, parent)
        self._title, self._icon_name, self._ink = title, icon_name, ink
        self.setAutoDefault(True)  # Enter presses it, as the space bar does
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._icon = IconLabel(icon_name, Ink.SECONDARY, CARD_ICON)
        self._number = TextLabel("", TextStyle.TILE_NUMBER, Ink.SECONDARY)
        self._line = LinesLabel(2, TextStyle.BODY, Ink.SECONDARY)
        self._line.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self._parts = parts = QGridLayout(self)
        parts.setContentsMargins(EDGE, GAP, CARD_GAP, GAP)
        parts.setHorizontalSpacing(CARD_GAP)
        parts.setVerticalSpacing(GAP_WITHIN)
        parts.addWidget(self._icon, 0, 0, Qt.AlignmentFlag.AlignHCenter)
        name = LinesLabel(1, TextStyle.CARD_TITLE)
        name.say(title)
        parts.addWidget(name, 0, 1)
        parts.addWidget(self._line, 1, 1)
        self._arrow = IconLabel("chevron-right", Ink.SECONDARY, CARD_ICON)
        parts.addWidget(self._arrow, 0, 2, 2, 1)
        parts.setColumnStretch(1, 1)
        self.set_brief(brief=False)
        for label in self.findChildren(QWidget):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.set_number(0, "")

    @property
    def number(self) -> str:
        return self._number.text()

    @property
    def line(self) -> str:
        return self._line.whole

    def set_number(self, number: int, most_urgent: str) -> None:
        ink = self._ink if number else Ink.SECONDARY
        self._number.setText(str(number))
        self._number.set_ink(ink)
        self._icon.set_icon(self._icon_name, ink)
        line = most_urgent if number else _("None")
        self._line.say(line)
        self.setAccessibleName(f"{self._title}: {number}. {line}")
        self.setToolTip(line)

    def set_brief(self, *, brief: bool) -> None:
        """Leaves the second line to the tooltip where there is no room for it."""
        self._line.setVisible(not brief)
        self._arrow.setVisible(not brief)
        side = Qt.AlignmentFlag.AlignLeft if brief else Qt.AlignmentFlag.AlignHCenter
        self._parts.addWidget(self._number, 1, 0, 1, 2 if brief else 1, side | Qt.AlignmentFlag.AlignVCenter)
        self._parts.setRowMinimumHeight(1, 0 if brief else 2 * self._line.fontMetrics().lineSpacing() + 2)

    def face(self, scheme: Scheme) -> str:
        return scheme.card

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return self._parts.sizeHint()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return self._parts.minimumSize()
