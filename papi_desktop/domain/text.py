"""Vietnamese text: one normal form, and a folded form for searching and comparing."""

import re
import unicodedata

_FOLD = str.maketrans({"đ": "d", "Đ": "d"})


def nfc(text: str) -> str:
    """``text`` in Unicode normal form C, the only form that is stored, shown, exported or printed.

    Halves of a character, as in file names that are not UTF-8, are left out: no file, database or paper can hold them.
    """
    return unicodedata.normalize("NFC", text.encode("utf-8", "ignore").decode("utf-8"))


def fold(text: str) -> str:
    """``text`` without diacritics and case, white space collapsed: what searching compares.

    >>> fold("Niêm yết  ĐẦY ĐỦ")
    'niem yet day du'
    """
    decomposed = unicodedata.normalize("NFD", text.translate(_FOLD))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return re.sub(r"\s+", " ", bare).strip().casefold()
