"""The window without a screen, in one font and in English, so that a test reads like the source."""

import os
import string
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtGui import QFont, QFontDatabase, QRawFont
from PySide6.QtWidgets import QApplication

from resources.i18n import use_language
from ui.jobs import Jobs
from ui.theme import Theme, ThemeChoice

VOWELS = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"
LETTERS = VOWELS + VOWELS.upper() + string.ascii_letters + string.digits + "–…“”"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Qt's warnings fail tests; this one is the screenless platform's own and says nothing about the window."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints"))


@pytest.fixture(scope="session")
def vietnamese_font(qapp: QApplication) -> QFont:
    """A font that has every letter of Vietnamese. Without one Qt draws blanks and every picture test would pass on nothing."""
    families = QFontDatabase.families()
    family = next((name for name in ("Noto Sans", "Segoe UI", "DejaVu Sans") if name in families), qapp.font().family())
    font = QFont(family)
    font.setPixelSize(13)
    face = QRawFont.fromFont(font)
    missing = [letter for letter in LETTERS if not face.supportsCharacter(ord(letter))]
    assert not missing, f"{family} lacks {missing}: install a font that covers Vietnamese (fonts-noto-core)"
    return font


@pytest.fixture(scope="session")
def theme(qapp: QApplication, vietnamese_font: QFont) -> Theme:
    qapp.setFont(vietnamese_font)
    return Theme(qapp, ThemeChoice.LIGHT)


@pytest.fixture(autouse=True)
def _plain_start(theme: Theme) -> Iterator[None]:
    use_language("en")
    yield
    if theme.choice is not ThemeChoice.LIGHT:
        theme.choose(ThemeChoice.LIGHT)
    use_language("vi")


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[Jobs]:
    del qapp
    jobs = Jobs()
    yield jobs
    assert jobs.shut_down(5)
