"""The four buttons: primary (at most one on a page or dialog), plain, small, and one that looks like a link."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QPushButton, QWidget

from ui.colours import Ink, Scheme
from ui.fonts import TextStyle, text_font
from ui.icons import LIST_ICON, icon
from ui.theme import Themed


class PlainButton(Themed, QPushButton):
    """A push button whose icon follows the colour scheme."""

    ink = Ink.TEXT
    height_at_least = 30
    padding = 20
    """Across, beyond what Fusion leaves around the words."""

    def __init__(self, text: str, icon_name: str | None = None, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._icon_name = icon_name
        self.setMinimumHeight(self.height_at_least)
        self.setAutoDefault(False)
        self.take_scheme()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return super().sizeHint() + QSize(self.padding, 0)

    def restyle(self, scheme: Scheme) -> None:
        if self._icon_name is not None:
            self.setIcon(icon(self._icon_name, self.ink))
            self.setIconSize(QSize(LIST_ICON, LIST_ICON))
        palette = QPalette()
        if scheme.own:  # named, so that the tint of a message or slot around it does not become the button's
            for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
                palette.setColor(group, QPalette.ColorRole.Button, self.face(scheme))
                palette.setColor(group, QPalette.ColorRole.ButtonText, scheme.ink(self.ink))
        self.setPalette(palette)

    def face(self, scheme: Scheme) -> str:
        return scheme.button


class SmallButton(PlainButton):
    """For a row, a slot, a message."""

    height_at_least = 26
    padding = 8

    def __init__(self, text: str, icon_name: str | None = None, parent: QWidget | None = None) -> None:
        super().__init__(text, icon_name, parent)
        self.setFont(text_font(TextStyle.CAPTION))


class PrimaryButton(PlainButton):
    """What this page is for.

    Fusion lightens the ``Button`` role when it paints, so the role is darker than the accent: white text on the painted
    pixels must keep a contrast of 4.5, and a test measures them.
    """

    ink = Ink.ON_ACCENT

    def __init__(self, text: str, icon_name: str | None = None, parent: QWidget | None = None) -> None:
        super().__init__(text, icon_name, parent)
        self.setFont(text_font(TextStyle.STRONG))

    def face(self, scheme: Scheme) -> str:
        return scheme.primary_button


class LinkButton(PlainButton):
    """Leads to other work, or does something small. A real button: reached by Tab, named to screen readers."""

    ink = Ink.LINK
    height_at_least = 22

    def __init__(self, text: str, icon_name: str | None = None, parent: QWidget | None = None) -> None:
        super().__init__(text, icon_name, parent)
        self.setFlat(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as its words: no room for a frame that is not drawn."""
        words = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, self.text())
        icon_width = LIST_ICON + 4 if self._icon_name else 0
        return QSize(words.width() + icon_width + 8, max(words.height() + 4, self.height_at_least))
