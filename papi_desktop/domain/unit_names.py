"""Names of offices: splitting the lists that plans write, and spelling names that stand in capitals."""

import re
from functools import cache, lru_cache

from papi_desktop.domain.text import fold, nfc
from resources.plan_words import unit_words

_KEPT = 2000
"""Texts that are kept with their reading: the rows of a plan repeat them."""
# separators that belong to a name are hidden behind private characters while a list is cut
_HIDDEN = {",": "\ue000", ";": "\ue001", " và ": "\ue002", "/": "\ue003", " - ": "\ue004", "\n": "\ue005"}
_SHOWN = {hidden: plain for plain, hidden in _HIDDEN.items()}
_BULLET = re.compile(r"(?m)^\s*[-+•*–·]\s*")
_HARD = re.compile(r"\s*(?:[;\n]|phối hợp với)\s*")
_SOFT = re.compile(r"(?P<sep>\s*,\s*|\s+và\s+|\s+\+\s+|\s*/\s*|\s*[-–]\s+)")
_LEVEL = r"(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thôn)"
_SHARED_HEAD = re.compile(rf"(?P<head>[^,]{{2,40}}?\bcấp) {_LEVEL}", re.IGNORECASE)
_BARE_LEVEL = re.compile(rf"(?:cấp )?(?P<level>{_LEVEL}\b(?: (?:trên|thuộc|có) .*)?)", re.IGNORECASE)
_DISTRIBUTED = re.compile(r"[Cc]ác (?P<head>(?i:sở|phòng|ban|hội|chi cục))(?:\s*:\s*|\s+(?=[A-ZĐ](?![A-ZĐ])))")
_BEFORE_DISTRIBUTED = re.compile(rf",\s*(?={_DISTRIBUTED.pattern})")
_DEPARTMENT = re.compile(r"(?:Các )?(?:Sở|Phòng) ", re.IGNORECASE)
_GENITIVE = re.compile(r"\b(?:của|thuộc)\b")
_TRIM = " .;,:\t\n"
_COORDINATES = "phối hợp"
_ROLE = re.compile(
    r"(?:^|[\n;.,]|\s[-–])\s*[-+•*–]?\s*(?:(?:cơ quan|đơn vị|bộ phận|cq|đv)\s+)?"
    r"(chủ trì|đầu mối|tham mưu|phối hợp|ct|ph)(?: thực hiện)?\s*:\s*",
    re.IGNORECASE,
)
_WITH = re.compile(
    r"(?P<lead>.+?),?\s+chủ trì\s*[,;.]?\s*(?:và\s+)?phối hợp (?:với|cùng)\s*:?\s*(?P<others>.+?)(?:\s+thực hiện)?\s*:?",
    re.IGNORECASE | re.DOTALL,
)
_REMARK = re.compile(r"\s*\((chủ trì|đầu mối|phối hợp)\)|\s+(chủ trì|phối hợp)$", re.IGNORECASE)


@lru_cache(_KEPT)
def split_units(text: str) -> tuple[str, ...]:
    """The offices named in a cell, each completed and with a capital.

    "UBND cấp huyện, xã" gives two names, "Các Sở: Tài chính, Xây dựng" gives "Sở Tài chính" and "Sở Xây dựng"; collective names and names
    that hold a comma stay whole.
    """
    units: list[str] = []
    shared = ""  # the head that "Các Sở:" gives to the bare names after it
    for line in _HARD.split(_hide(_spaced(_BEFORE_DISTRIBUTED.sub("; ", _BULLET.sub("", nfc(text)))))):
        if match := _DISTRIBUTED.match(line):
            shared, line = match["head"].capitalize(), line[match.end() :]  # noqa: PLW2901  # the rest of the same line
        parts = _distributed(line, shared) if shared else _parts(line)
        if shared and parts and not parts[-1].startswith(shared):
            shared = ""
        units += parts
    named = (_show(unit).strip(_TRIM) for unit in units)
    return tuple(dict.fromkeys(unit[:1].upper() + unit[1:] for unit in named if any(c.isalnum() for c in unit)))


@lru_cache(_KEPT)
def split_roles(text: str) -> tuple[str, str]:
    """The offices that lead and those that coordinate, in a cell that names both.

    "Chủ trì: A. Phối hợp: B", "A chủ trì, phối hợp với B" and "A (chủ trì), B (phối hợp)" are such cells. The second is empty where the
    cell tells no roles apart.
    """
    told = _told_roles(nfc(text))
    if not any(role for role, _ in told):
        return text, ""
    leads, others = ([names.strip(_TRIM) for role, names in told if (role == _COORDINATES) is helps] for helps in (False, True))
    return "; ".join(filter(None, leads)), "; ".join(filter(None, others))


def _told_roles(text: str) -> list[tuple[str, str]]:
    """Offices with the role in small letters that the text gives them; no role where it says none."""
    if _ROLE.search(text):
        pieces = ["", *_ROLE.split(text)]
        return [
            (_COORDINATES if role.lower() == "ph" else role.lower(), names) for role, names in zip(pieces[::2], pieces[1::2], strict=True)
        ]
    if match := _WITH.fullmatch(text):
        return [("chủ trì", match["lead"]), (_COORDINATES, match["others"])]
    remarks = [(_REMARK.search(unit), _REMARK.sub("", unit)) for unit in split_units(text)]
    return [(remark[remark.lastindex or 0].lower() if remark else "", unit) for remark, unit in remarks]


@lru_cache(_KEPT)
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


def compared_name(text: str) -> str:
    """``text`` for comparing with another name: folded, with known abbreviations resolved. "CC VP-TK" stays as it is where it is shown."""
    return fold(_abbreviations().sub(lambda match: unit_words().abbreviations[match[0]], nfc(text)))


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
    """ "xã" after "UBND cấp huyện" is "UBND cấp xã", "Y tế" after "Sở Nội vụ" is "Sở Y tế"; "" where ``piece`` is no such remainder."""
    if separator in (",", "và") and (office := _DEPARTMENT.match(previous)) and piece.strip(_TRIM) in unit_words().spelling.departments:
        return office[0] + piece
    head = _SHARED_HEAD.match(previous)
    level = _BARE_LEVEL.fullmatch(piece.strip(_TRIM))
    if separator not in (",", "và") or head is None or level is None or _GENITIVE.search(previous):
        return ""
    return f"{head['head']} {level['level']}"


def _begins_another(previous: str, piece: str, separator: str) -> bool:
    if separator in ("-", "–", "/") and not piece[:1].isupper():
        return False
    if separator in ("-", "–") and previous.lower().startswith(unit_words().persons):
        return False  # the office that a person holds
    post = separator == "," and piece.lower().startswith(unit_words().posts)
    if _begins_name(piece) or (post and not _DEPARTMENT.match(previous)):
        return True
    family = _family(piece)
    return bool(family) and separator in (",", "và") and family != _family(previous)


def _begins_name(text: str) -> bool:
    """Whether ``text`` begins with a word that begins a name of its own: "UBND", "các", "Sở Nội vụ"."""
    words = _show(text).replace("uỷ", "ủy").replace("Uỷ", "Ủy").replace("UỶ", "ỦY")
    if _heads().match(words.lower()):
        return True
    match = _named_heads().match(words.lower())
    return match is not None and words[match.end() : match.end() + 1].isupper()


def _family(text: str) -> str:
    """The kind that a collective or bare name belongs to ("các cơ quan", "thôn"); "" for the name of one office."""
    bare = re.sub(r"^(?:trưởng )?(?:các|những|toàn thể) ", "", text.lower())
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
def _abbreviations() -> re.Pattern[str]:
    words = sorted(unit_words().abbreviations, key=len, reverse=True)
    return re.compile(rf"(?<![\w&-])(?:{'|'.join(map(re.escape, words))})(?![\w&-])")


@cache
def _heads() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(sorted(map(re.escape, unit_words().heads), key=len, reverse=True))})(?!\w)")


@cache
def _named_heads() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(sorted(map(re.escape, unit_words().named_heads), key=len, reverse=True))})\s+")
