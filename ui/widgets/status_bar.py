"""The foot of the window: whether everything is saved, and what is not sent yet."""

from datetime import time

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from resources.i18n import gettext as _
from resources.i18n import ngettext
from ui.colours import Ink, Scheme
from ui.fonts import TextStyle
from ui.theme import CARD_GAP, EDGE, GAP_WITHIN, Themed
from ui.widgets.labels import IconLabel, TextLabel

STATUS_HEIGHT = 26


class StatusBar(Themed, QWidget):
    """Two facts. The first gives way to what is running while something runs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumHeight(STATUS_HEIGHT)
        self.setAutoFillBackground(True)
        self._quiet = ("check-circle", Ink.GREEN, "")
        self._working = ""
        self._icon = IconLabel("check-circle", Ink.GREEN, 14)
        self._state = TextLabel("", TextStyle.CAPTION, Ink.SECONDARY)
        self._state.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._unsent = TextLabel("", TextStyle.CAPTION, Ink.SECONDARY)
        row = QHBoxLayout(self)
        row.setContentsMargins(CARD_GAP, 0, EDGE + GAP_WITHIN, 0)
        row.setSpacing(EDGE)
        row.addWidget(self._icon)
        row.addSpacing(GAP_WITHIN - EDGE + 2)
        row.addWidget(self._state, 1)
        row.addWidget(self._unsent)
        self._show()
        self.take_scheme()

    def set_saved(self, at: time) -> None:
        self.set_state("check-circle", Ink.GREEN, _("All changes saved at {time}").format(time=f"{at:%H:%M}"))

    def set_state(self, icon_name: str, ink: Ink, text: str) -> None:
        """What the first place says while nothing runs."""
        self._quiet = (icon_name, ink, text)
        self._show()

    def set_working(self, text: str) -> None:
        """What is running, or an empty text when nothing is."""
        self._working = text
        self._show()

    def set_unsent(self, count: int) -> None:
        self._unsent.setText(ngettext("{count} evidence item not sent", "{count} evidence items not sent", count).format(count=count))

    @property
    def texts(self) -> tuple[str, str]:
        return self._state.text(), self._unsent.text()

    def restyle(self, scheme: Scheme) -> None:
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Window, scheme.side_bar)
        self.setPalette(palette)

    def _show(self) -> None:
        name, ink, text = ("info", Ink.BLUE, self._working) if self._working else self._quiet
        self._icon.set_icon(name, ink)
        self._icon.setVisible(bool(text))
        self._state.setText(text)
        self._state.setToolTip(text)
