"""Text and lines in the type scale and colours of the window."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from ui.colours import Ink, Scheme
from ui.fonts import TextStyle, text_font
from ui.icons import LIST_ICON, icon
from ui.theme import Themed


class TextLabel(Themed, QLabel):
    """Plain text in one style and ink. Text is shown as it is, never read as mark-up."""

    def __init__(
        self, text: str = "", style: TextStyle = TextStyle.BODY, ink: Ink = Ink.TEXT, *, wrap: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self._ink = ink
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(text_font(style))
        self.setWordWrap(wrap)
        self.setForegroundRole(QPalette.ColorRole.WindowText)  # a button or a list around it would lend it its own
        self.take_scheme()

    def set_ink(self, ink: Ink) -> None:
        self._ink = ink
        self.restyle_now()

    def restyle(self, scheme: Scheme) -> None:
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.WindowText, scheme.ink(self._ink))
        self.setPalette(palette)


class IconLabel(Themed, QLabel):
    """One icon. Decoration only: the words beside it say the same, so screen readers pass over it."""

    def __init__(self, name: str, ink: Ink, size: int = LIST_ICON, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._ink, self._size = name, ink, size
        self.setFixedSize(size, size)
        self.take_scheme()

    def set_icon(self, name: str, ink: Ink) -> None:
        self._name, self._ink = name, ink
        self.restyle_now()

    def restyle(self, scheme: Scheme) -> None:
        del scheme
        self.setPixmap(icon(self._name, self._ink, self._size).pixmap(self.size(), self.devicePixelRatio()))


class Rule(Themed, QFrame):
    """A thin horizontal line between the parts of a card."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameStyle(QFrame.Shape.HLine | QFrame.Shadow.Plain)
        self.setFixedHeight(1)
        self.take_scheme()

    def restyle(self, scheme: Scheme) -> None:
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.WindowText, scheme.line)
        self.setPalette(palette)
