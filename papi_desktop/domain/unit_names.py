"""Names of offices: splitting the lists that plans write, and spelling names that stand in capitals."""

import re
from functools import cache

from papi_desktop.domain.text import nfc
from resources.plan_words import unit_words

# separators that belong to a name are hidden behind private characters while a list is cut
_HIDDEN = {",": "\ue000", ";": "\ue001", " và ": "\ue002", "/": "\ue003", " - ": "\ue004", "\n": "\ue005"}
_SHOWN = {hidden: plain for plain, hidden in _HIDDEN.items()}
_BULLET = re.compile(r"(?m)^\s*[-+•*–·]\s*")
_HARD = re.compile(r"\s*(?:[;\n]|phối hợp với)\s*")
_SOFT = re.compile(r"(?P<sep>\s*,\s*|\s+và\s+|\s*/\s*|\s*[-–]\s+)")
_LEVEL = r"(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thôn)"
_SHARED_HEAD = re.compile(rf"(?P<head>[^,]{{2,40}}?\bcấp) {_LEVEL}", re.IGNORECASE)
_BARE_LEVEL = re.compile(rf"(?:cấp )?(?P<level>{_LEVEL}\b(?: (?:trên|thuộc|có) .*)?)", re.IGNORECASE)
_DISTRIBUTED = re.compile(r"[Cc]ác (?P<head>(?i:sở|phòng|ban|hội|chi cục))(?:\s*:\s*|\s+(?=[A-ZĐ](?![A-ZĐ])))")
_GENITIVE = re.compile(r"\b(?:của|thuộc)\b")
_TRIM = " .;,:\t\n"


def split_units(text: str) -> tuple[str, ...]:
    """The offices named in a cell, each completed and with a capital.

    "UBND cấp huyện, xã" gives two names, "Các Sở: Tài chính, Xây dựng" gives "Sở Tài chính" and "Sở Xây dựng"; collective names and names
    that hold a comma stay whole.
    """
    units: list[str] = []
    shared = ""  # the head that "Các Sở:" gives to the bare names after it
    for line in _HARD.split(_hide(_spaced(_BULLET.sub("", nfc(text))))):
        if match := _DISTRIBUTED.match(line):
            shared, line = match["head"].capitalize(), line[match.end() :]  # noqa: PLW2901  # the rest of the same line
        parts = _distributed(line, shared) if shared else _parts(line)
        if shared and parts and not parts[-1].startswith(shared):
            shared = ""
        units += parts
    named = (_show(unit).strip(_TRIM) for unit in units)
    return tuple(dict.fromkeys(unit[:1].upper() + unit[1:] for unit in named if any(c.isalnum() for c in unit)))


def names_unit(text: str) -> bool:
    """Whether ``text`` is, by its first word, the name of an office."""
    bare = nfc(text).strip(_TRIM)
    return 0 < len(bare) <= 150 and not bare.lower().startswith(unit_words().not_units) and _begins_name(bare)


def spell_name(text: str) -> str:
    """The name of an office as it stands in a sentence: "ỦY BAN NHÂN DÂN XÃ TÂN QUANG" is "UBND xã Tân Quang"."""
    name = " ".join(nfc(text).split()).strip(_TRIM)
    spelling = unit_words().spelling
    if name.isupper():
        name = _from_capitals(name)
    for long, short in spelling.short.items():
        name = re.sub(rf"(?<!\w){long}(?!\w)", short, name, flags=re.IGNORECASE)
    return name[:1].upper() + name[1:]


def _from_capitals(name: str) -> str:
    spelling = unit_words().spelling
    department = next((known for known in spelling.departments if known.upper() in name), "")
    level = None if department else re.search(rf"(?<!\w)({'|'.join(spelling.levels)})(?!\w)\s*", name, re.IGNORECASE)
    before, place = (name[: level.end()], name[level.end() :]) if level else (name, "")
    written = before.lower()
    for kept in filter(None, (*spelling.acronyms, department)):
        written = re.sub(rf"(?<!\w){re.escape(kept.lower())}(?!\w)", kept, written)
    return written + re.sub(r"\([^()]*\)", lambda remark: remark[0].lower(), place.title())


def _spaced(text: str) -> str:
    return "\n".join(" ".join(line.split()) for line in text.split("\n"))


def _hide(text: str) -> str:
    """Hides the separators inside brackets and inside names that hold one."""
    for name in unit_words().spelling.whole:
        text = re.sub(re.escape(name), lambda m: _covered(m[0]), text, flags=re.IGNORECASE)
    return re.sub(r"\([^()]*\)", lambda m: _covered(m[0]), text)


def _covered(text: str) -> str:
    for plain, hidden in _HIDDEN.items():
        text = text.replace(plain, hidden)
    return text


def _show(text: str) -> str:
    for hidden, plain in _SHOWN.items():
        text = text.replace(hidden, plain)
    return text


def _distributed(line: str, head: str) -> list[str]:
    """ "Tài chính, Xây dựng" under the head "Sở": "Sở Tài chính", "Sở Xây dựng", until a name has a head of its own."""
    names: list[str] = []
    for part in filter(None, _between_departments().split(line)):
        if names and not names[-1].startswith(head):
            return names[:-1] + _parts(", ".join([names[-1], part]))
        names.append(part if _begins_name(part) else f"{head} {part}")
    return names


def _parts(line: str) -> list[str]:
    """Cuts one list at the separators that begin another name."""
    pieces = _SOFT.split(line)
    names = [pieces[0]] if pieces[0] else []
    for separator, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        if not names:
            names.append(piece)
        elif completed := _completed(names[-1], piece, separator.strip()):
            names.append(completed)
        elif _begins_another(names[-1], piece, separator.strip()):
            names.append(piece)
        else:
            names[-1] += separator + piece
    return names


def _completed(previous: str, piece: str, separator: str) -> str:
    """ "xã" after "UBND cấp huyện" is "UBND cấp xã"; "" where ``piece`` is no such remainder."""
    head = _SHARED_HEAD.match(previous)
    level = _BARE_LEVEL.fullmatch(piece.strip(_TRIM))
    if separator not in (",", "và") or head is None or level is None or _GENITIVE.search(previous):
        return ""
    return f"{head['head']} {level['level']}"


def _begins_another(previous: str, piece: str, separator: str) -> bool:
    if separator in ("-", "–", "/") and not piece[:1].isupper():
        return False
    if _begins_name(piece):
        return True
    family = _family(piece)
    return bool(family) and separator in (",", "và") and family != _family(previous)


def _begins_name(text: str) -> bool:
    """Whether ``text`` begins with a word that begins a name of its own: "UBND", "các", "Sở Nội vụ"."""
    words = text.replace("uỷ", "ủy").replace("Uỷ", "Ủy").replace("UỶ", "ỦY")
    if _heads().match(words.lower()):
        return True
    match = _named_heads().match(words.lower())
    return match is not None and words[match.end() : match.end() + 1].isupper()


def _family(text: str) -> str:
    """The kind that a collective or bare name belongs to ("các cơ quan", "thôn"); "" for the name of one office."""
    bare = re.sub(r"^(?:các|những|toàn thể) ", "", text.lower())
    for family, words in unit_words().families.items():
        if match := re.match(rf"(?:{'|'.join(sorted(words, key=len, reverse=True))})(?!\w)\s*", bare):
            following = text[len(text) - len(bare) + match.end() :][:1]
            return "" if following.isupper() else family
    return ""


@cache
def _between_departments() -> re.Pattern[str]:
    """A comma, or a "và" before a known department: the one in "Kế hoạch và Đầu tư" separates nothing."""
    names = sorted((re.escape(_hide(name)) for name in unit_words().spelling.departments), key=len, reverse=True)
    return re.compile(rf"\s*,\s*|\s+và\s+(?={'|'.join(names)})")


@cache
def _heads() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(sorted(map(re.escape, unit_words().heads), key=len, reverse=True))})(?!\w)")


@cache
def _named_heads() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(sorted(map(re.escape, unit_words().named_heads), key=len, reverse=True))})\s+")
