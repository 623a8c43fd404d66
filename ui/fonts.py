"""The type scale: every size follows the user's system font, two weights, digits of equal width."""

from enum import Enum

from PySide6.QtGui import QFont, QFontInfo
from PySide6.QtWidgets import QApplication

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


def with_equal_digits(font: QFont) -> QFont:
    """``font`` with digits of one width, so that figures line up in lists."""
    result = QFont(font)
    result.setFeature(QFont.Tag("tnum"), 1)
    return result
