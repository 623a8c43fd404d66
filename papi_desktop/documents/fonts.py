"""The typeface of printed papers: Times New Roman or a typeface of the same cut that knows every Vietnamese letter.

reportlab draws an empty box for a letter that a font lacks and has no fallback, and some widespread packages (Liberation 1.07) lack most
letters with two marks. So a family is taken only when all four of its files cover all letters.
"""

import os
import struct
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from papi_desktop.domain.errors import Code, PapiError

_TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")

VIETNAMESE_LETTERS = frozenset(
    [unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY" for tone in _TONES] + ["đ", "Đ"]
)
"""The 146 vowels with and without marks and đ that a font must draw; all fonts have the other letters."""

_FAMILIES = (
    # regular, bold, italic, bold italic; the most wanted family first
    ("times.ttf", "timesbd.ttf", "timesi.ttf", "timesbi.ttf"),
    ("Times New Roman.ttf", "Times New Roman Bold.ttf", "Times New Roman Italic.ttf", "Times New Roman Bold Italic.ttf"),
    ("Times_New_Roman.ttf", "Times_New_Roman_Bold.ttf", "Times_New_Roman_Italic.ttf", "Times_New_Roman_Bold_Italic.ttf"),
    ("LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf", "LiberationSerif-Italic.ttf", "LiberationSerif-BoldItalic.ttf"),
    ("Tinos-Regular.ttf", "Tinos-Bold.ttf", "Tinos-Italic.ttf", "Tinos-BoldItalic.ttf"),
    ("FreeSerif.ttf", "FreeSerifBold.ttf", "FreeSerifItalic.ttf", "FreeSerifBoldItalic.ttf"),
    ("NotoSerif-Regular.ttf", "NotoSerif-Bold.ttf", "NotoSerif-Italic.ttf", "NotoSerif-BoldItalic.ttf"),
    ("DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf", "DejaVuSerif-Italic.ttf", "DejaVuSerif-BoldItalic.ttf"),
)


@dataclass(frozen=True)
class SerifFont:
    """The four files of one family."""

    regular: Path
    bold: Path
    italic: Path
    bold_italic: Path

    @property
    def files(self) -> tuple[Path, Path, Path, Path]:
        return self.regular, self.bold, self.italic, self.bold_italic


def find_serif() -> SerifFont:
    """The best family installed. Raises ``PapiError`` ``NO_FONT`` with the folders that were ``looked_in`` (text, one per line)."""
    folders = search_folders()
    installed = list(_font_folders(folders))
    for family in _FAMILIES:
        for folder, names in installed:
            if all(name.casefold() in names for name in family):
                font = SerifFont(*(folder / names[name.casefold()] for name in family))
                if all(_covers_vietnamese(path) for path in font.files):
                    return font
    raise PapiError(Code.NO_FONT, looked_in="\n".join(str(folder) for folder in folders))


def search_folders() -> tuple[Path, ...]:
    """Where this system keeps fonts, the system's own folders first; they need not exist."""
    home = Path.home()
    if sys.platform == "win32":
        windows = Path(os.environ.get("WINDIR", r"C:\Windows"))
        local = Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local"))
        return windows / "Fonts", local / "Microsoft" / "Windows" / "Fonts"
    if sys.platform == "darwin":
        return Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library" / "Fonts"
    shared = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    own = os.environ.get("XDG_DATA_HOME") or home / ".local" / "share"
    return (*(Path(folder) / "fonts" for folder in shared.split(":") if folder), Path(own) / "fonts", home / ".fonts")


def _font_folders(folders: tuple[Path, ...]) -> Iterator[tuple[Path, dict[str, str]]]:
    """Each folder below ``folders`` with its file names by their lower case form, in a stable order."""
    for top in folders:
        for folder, below, names in os.walk(top):
            below.sort()
            yield Path(folder), {name.casefold(): name for name in names}


@cache
def _covers_vietnamese(path: Path) -> bool:
    """Whether reportlab can embed the font and draw every letter with it. A file that is no such font is simply not one to use."""
    from reportlab.pdfbase.ttfonts import TTFError, TTFontFile

    try:
        known: dict[int, int] = TTFontFile(str(path)).charToGlyph
    except (TTFError, OSError, struct.error, ValueError, KeyError, IndexError):
        return False
    return all(known.get(ord(letter)) for letter in VIETNAMESE_LETTERS)


def register(font: SerifFont) -> tuple[str, str, str, str]:
    """Makes the family known to reportlab and gives the names it has there, in the order of ``font.files``.

    Names are the paths, so two families never meet under one name and a file is read once per process.
    """
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    names = tuple(str(path) for path in font.files)
    for name in names:
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, name))  # pyright: ignore[reportUnknownMemberType] # reportlab's stubs leave the parameter open
    return names[0], names[1], names[2], names[3]
