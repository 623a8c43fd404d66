"""Vietnamese text: one normal form, and a folded form for searching and comparing."""

import re
import unicodedata
from itertools import filterfalse

_FOLD = str.maketrans({"đ": "d", "Đ": "d"})
_MARKS = re.compile("[\u0300-\u034e\u0350-\u036f]+")
"""Combining diacritical marks: those of Vietnamese and most others."""


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
    bare = _MARKS.sub("", decomposed)
    if not bare.isascii():  # Vietnamese is by now; letter by letter takes five times as long
        bare = "".join(filterfalse(unicodedata.combining, bare))
    return " ".join(bare.split()).casefold()
