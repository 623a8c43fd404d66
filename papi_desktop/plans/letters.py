"""Vietnamese written in the fonts and code pages from before Unicode: TCVN3 (ABC), VNI, Windows-1258; told apart by their syllables."""

import re
from collections.abc import Mapping
from functools import cache
from itertools import chain

from papi_desktop.domain.text import nfc

_TONES = "\u0300\u0301\u0309\u0303\u0323"  # escaped: written out, editors that normalise would put the dot below first
"""Grave, acute, hook, tilde, dot below: the order of the rows below."""
_TCVN3_ROWS = {
    "a": "µ¸¶·¹",
    "ă": "»¾¼½Æ",
    "â": "ÇÊÈÉË",
    "e": "ÌÐÎÏÑ",
    "ê": "ÒÕÓÔÖ",
    "i": "×ÝØÜÞ",
    "o": "ßãáâä",
    "ô": "åèæçé",
    "ơ": "êíëìî",
    "u": "ïóñòô",
    "ư": "õøö÷ù",
    "y": "úýûüþ",
}
_TCVN3_LETTERS = {"¨": "ă", "©": "â", "ª": "ê", "«": "ô", "¬": "ơ", "\u00ad": "ư", "®": "đ"}
_TCVN3_CAPITALS = {"¡": "Ă", "¢": "Â", "£": "Ê", "¤": "Ô", "¥": "Ơ", "¦": "Ư", "§": "Đ"}
_VNI_TONES = {"a": "øùûõï", "e": "øùûõï", "o": "øùûõï", "u": "øùûõï", "y": "øùûõ", "ô": "øùûõï", "ö": "øùûõï"}
_VNI_MARKED = {"ă": ("a", "ê", "èéúüë"), "â": ("a", "â", "àáåãä"), "ê": ("e", "â", "àáåãä"), "ô": ("o", "â", "àáåãä")}
_VNI_LETTERS = {"ì": "ì", "í": "í", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ", "ô": "ơ", "ö": "ư"}

_ONLY_UNICODE = frozenset(
    chr(number) for number in (*range(0x1EA0, 0x1EFA), 0x102, 0x103, 0x110, 0x111, 0x1A0, 0x1A1, 0x1AF, 0x1B0, *range(0x300, 0x32A))
)
"""Letters and marks of Vietnamese that no older way of writing has a number for."""

_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
    r"(?:[uo]?[aăâeêoôơuưiy]{1,2}[aăâeêoôơuưiy]?)(?:ng|nh|ch|[cmnpt])?"
)
_WORD = re.compile(r"[^\W\d_]+")
_LEGACY_FONT = re.compile(r"\s*(?P<tcvn3>\.vn)|\s*(?P<vni>vni[-_ ])", re.IGNORECASE)
_TELLING = 20
"""Letters beyond ASCII without which a text says too little of how it is written."""


def from_tcvn3(text: str) -> str:
    """``text`` as a TCVN3 font would show it; each letter stands for the byte of the same number."""
    return text.translate(_tcvn3())


def from_vni(text: str) -> str:
    """``text`` as a VNI font would show it: a vowel and the sign behind it are one letter."""
    return _vni_pattern().sub(lambda match: _vni()[match[0]], text)


def from_font(text: str, font: str) -> str:
    """``text`` in Unicode, where ``font`` is one of those that gave other letters a Vietnamese shape; fonts ending in H show capitals."""
    match = _LEGACY_FONT.match(font)
    if match is None:
        return text
    if match["vni"]:
        return from_vni(text)
    shown = from_tcvn3(text)
    return shown.upper() if font.rstrip().endswith("H") else shown


def in_unicode(text: str) -> str:
    """``text`` as it was meant, where it was saved in letters of TCVN3 or VNI without saying so; else as it is."""
    beyond = [character for character in text if not character.isascii()]
    if any(character in _ONLY_UNICODE for character in beyond) or (len(beyond) < _TELLING and len(beyond) < len(text) / 20):
        return text
    return max((text, from_tcvn3(text), from_vni(text)), key=_likeness)


def decoded(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or one of the Vietnamese code pages, by its mark of order or by what reads as Vietnamese."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return in_unicode(data.decode(encoding, "replace"))
    if encoding := _unmarked_utf16(data):
        return in_unicode(data.decode(encoding, "replace"))
    try:
        return in_unicode(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    bytes_as_letters, windows = data.decode("latin-1"), data.decode("cp1252", "replace")
    readings = (nfc(data.decode("cp1258", "replace")), from_tcvn3(bytes_as_letters), from_vni(windows), data.decode("utf-8", "replace"))
    return max(readings, key=_likeness)


def _unmarked_utf16(data: bytes) -> str:
    """UTF-16 without a mark shows by its zero bytes: every other one, for ASCII."""
    sample = data[:4000]
    pairs = len(sample) // 2
    if not pairs:
        return ""
    if sample[1::2].count(0) > pairs / 3 and sample[0::2].count(0) < pairs / 20:
        return "utf-16-le"
    return "utf-16-be" if sample[0::2].count(0) > pairs / 3 and sample[1::2].count(0) < pairs / 20 else ""


def _likeness(text: str) -> float:
    """The share of its words beyond ASCII that are built like Vietnamese syllables."""
    words = [word for word in _WORD.findall(nfc(text)[:20_000]) if not word.isascii()]
    strange = sum(character in "�\x80\x81" or "\x80" <= character <= "\x9f" for character in text[:20_000])
    good = sum(_is_syllable(word) for word in words)
    return (good - strange) / len(words) if words else 0.0


@cache
def _is_syllable(word: str) -> bool:
    """Whether a word has the build of a Vietnamese syllable, with one tone at most and no letter of another language."""
    if not (word.islower() or word.isupper() or word[1:].islower()):
        return False
    bare, tones = _without_tones(word.lower())
    return tones <= 1 and _SYLLABLE.fullmatch(bare) is not None


def _without_tones(word: str) -> tuple[str, int]:
    from unicodedata import normalize

    letters = normalize("NFD", word)
    return nfc("".join(each for each in letters if each not in _TONES)), sum(each in _TONES for each in letters)


@cache
def _tcvn3() -> Mapping[int, str]:
    toned = ((sign, nfc(vowel + tone)) for vowel, signs in _TCVN3_ROWS.items() for sign, tone in zip(signs, _TONES, strict=True))
    return {ord(sign): letter for sign, letter in chain(_TCVN3_LETTERS.items(), _TCVN3_CAPITALS.items(), toned)}


@cache
def _vni() -> Mapping[str, str]:
    found: dict[str, str] = dict(_VNI_LETTERS)
    for letter, signs in _VNI_TONES.items():
        found |= {letter + sign: nfc(_VNI_LETTERS.get(letter, letter) + tone) for sign, tone in zip(signs, _TONES, strict=False)}
    for marked, (letter, bare, signs) in _VNI_MARKED.items():
        found[letter + bare] = marked
        found |= {letter + sign: nfc(marked + tone) for sign, tone in zip(signs, _TONES, strict=True)}
    return (
        found
        | {key.upper(): letter.upper() for key, letter in found.items()}
        | {key[:1].upper() + key[1:]: letter.upper() for key, letter in found.items()}
    )


@cache
def _vni_pattern() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(_vni(), key=len, reverse=True))))
