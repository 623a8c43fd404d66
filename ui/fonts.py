"""The type scale: every size follows the user's system font, two weights, digits of equal width."""

from enum import Enum

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QRawFont
from PySide6.QtWidgets import QApplication

_USUAL = ("Segoe UI", "Noto Sans", "DejaVu Sans", "Arial")
_DESIGN_SIZE = 13
"""The text size, in pixels, at which the sizes below were drawn."""


class TextStyle(Enum):
    """Size in pixels beside 13 px text, demi-bold, italic."""

    TILE_NUMBER = (34, True, False)
    WIZARD_TITLE = (22, True, False)
    PAGE_TITLE = (19, True, False)
    CARD_TITLE = (14, True, False)
    BODY = (13, False, False)
    STRONG = (13, True, False)
    """Group rows and n/N."""
    CAPTION = (12, False, False)
    """Help, facts, captions, chips."""
    SOURCE = (13, False, True)
    """The plan's own words."""


def text_font(style: TextStyle) -> QFont:
    """The font of ``style`` for the application's font as it is now."""
    size, strong, italic = style.value
    base = QApplication.font()
    base_pixels = QFontInfo(base).pixelSize()
    font = QFont(base)
    font.setPixelSize(max(round(base_pixels * size / _DESIGN_SIZE), base_pixels - 1))
    font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    font.setItalic(italic)
    return font


_TELLING = "ấẩậắẵặểệỉịỏộờỡợủữựỹỵđƠƯĐ"
"""Letters that a font without Vietnamese lacks."""


def covering_font(font: QFont) -> QFont | None:
    """``font``, or where it lacks Vietnamese letters another family of the same size that has them; ``None`` where none is installed.

    Qt takes what is missing from other fonts letter by letter, which leaves words with letters of different shapes and heights.
    """
    if _covers(font):
        return font
    for family in (*_USUAL, *QFontDatabase.families(QFontDatabase.WritingSystem.Vietnamese)):
        other = QFont(font)
        other.setFamilies([family])
        if QFontDatabase.hasFamily(family) and _covers(other):
            return other
    return None


def _covers(font: QFont) -> bool:
    face = QRawFont.fromFont(font, QFontDatabase.WritingSystem.Any)
    return all(face.supportsCharacter(ord(letter)) for letter in _TELLING)


def with_equal_digits(font: QFont) -> QFont:
    """``font`` with digits of one width, so that figures line up in lists."""
    result = QFont(font)
    result.setFeature(QFont.Tag("tnum"), 1)
    return result
