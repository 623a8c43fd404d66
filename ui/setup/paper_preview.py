"""The head and the first signature of a paper as they will be printed: always black on white."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from papi_desktop.services.office_paper import PaperLook
from resources.i18n import gettext as _
from ui.colours import Ink
from ui.fonts import TextStyle, text_font
from ui.theme import GAP, GAP_WITHIN
from ui.widgets.labels import TextLabel

WIDTH = 292
_FACES = ["Times New Roman", "Liberation Serif", "Tinos", "Noto Serif", "DejaVu Serif"]
_SIGNING_SPACE = 26


class PaperPreview(QWidget):
    """Shows a ``PaperLook``; its lines are for the eye, a screen reader hears them in one."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH)
        self._paper = QFrame()
        self._paper.setFrameStyle(QFrame.Shape.Box | QFrame.Shadow.Plain)
        self._paper.setAutoFillBackground(True)
        palette = QPalette(QColor("black"), QColor("white"))
        self._ink = QPalette(palette)
        palette.setColor(QPalette.ColorRole.WindowText, QColor("#c5cad0"))  # the edge of the sheet
        self._paper.setPalette(palette)
        self._lines = QVBoxLayout(self._paper)
        self._lines.setContentsMargins(GAP, 2 * GAP, GAP, 2 * GAP)
        self._lines.setSpacing(GAP_WITHIN)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(TextLabel(_("On paper it will read"), TextStyle.CAPTION, Ink.SECONDARY))
        column.addWidget(self._paper)
        warning = _("A wrong letter here is wrong on every paper. Please compare with the seal of the office.")
        column.addWidget(TextLabel(warning, TextStyle.CAPTION, Ink.SECONDARY, wrap=True))
        column.addStretch(1)

    def show_look(self, look: PaperLook) -> None:
        while (item := self._lines.takeAt(0)) is not None:  # pyright: ignore[reportUnnecessaryComparison] - None at the end
            if (widget := item.widget()) is not None:  # pyright: ignore[reportUnnecessaryComparison] - a space has none
                widget.hide()
                widget.deleteLater()
        if look.superior:
            self._add(look.superior)
        for line in look.office:
            self._add(line, strong=True)
        self._lines.addSpacing(GAP_WITHIN)
        self._add(look.nation, strong=True, smaller=2)
        self._add(look.motto, strong=True, underlined=True)
        self._add(look.dated, slanted=True)
        rule = QFrame()
        rule.setFrameStyle(QFrame.Shape.HLine | QFrame.Shadow.Plain)
        self._lines.addWidget(rule)
        for line in look.signs_as:
            self._add(line, strong=True)
        self._add(look.hint, slanted=True)
        self._lines.addSpacing(_SIGNING_SPACE)
        self._add(look.maker or "…", strong=True)
        said = (look.superior, *look.office, look.nation, look.motto, look.dated, *look.signs_as, look.maker)
        self._paper.setAccessibleName(". ".join(filter(None, said)))

    @property
    def text(self) -> str:
        return self._paper.accessibleName()

    def _add(self, text: str, *, strong: bool = False, slanted: bool = False, underlined: bool = False, smaller: int = 0) -> None:
        font = QFont(text_font(TextStyle.BODY))
        font.setFamilies(_FACES)
        font.setPixelSize(font.pixelSize() - smaller)
        font.setBold(strong)
        font.setItalic(slanted)
        font.setUnderline(underlined)
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setFont(font)
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        label.setWordWrap(True)
        label.setPalette(self._ink)
        self._lines.addWidget(label)
