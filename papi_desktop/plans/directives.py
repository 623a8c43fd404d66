"""What a sentence of a plan says: whether it directs, whose work it is, with whom and by when."""

import re
from collections.abc import Iterable
from functools import cache
from itertools import chain

from papi_desktop.domain.timing import read_timing
from papi_desktop.domain.unit_names import names_unit, split_units
from papi_desktop.domain.vocabulary import TimingKind
from resources.plan_words import prose_words, unit_words

_BY_WHEN = re.compile(
    r"(?i)(?:(?:hoàn thành|xong|thực hiện|báo cáo|gửi)\s+)?(?P<when>(?:trước|chậm nhất|muộn nhất|trong)\s+(?:là\s+)?(?:vào\s+)?"
    r"(?:(?:ngày\s+)?\d{1,2}\s*(?:/\s*\d|tháng)|ngày\s+\d{1,2}\s+(?:hằng|hàng)|tháng\s+\d{1,2}\s*(?:/|năm)|quý\s+[IV1-4]+)[^.;,()]*"
    r"|định kỳ\s+(?:(?:hằng|hàng|mỗi)\s+)?(?:tuần|tháng|quý|0?6 tháng|năm)\b[^.;()]*"
    r"|\d{1,2}\s+(?:lần|đợt)\s*/\s*(?:tuần|tháng|quý|năm)|(?:mỗi|hằng|hàng)\s+(?:tuần|tháng|quý|năm)\s+(?:ít nhất|tối thiểu|\d)"
    r"|(?:thứ|ngày|sáng|chiều)\s[^.;,()]{1,20}(?:hằng|hàng)\s+(?:tuần|tháng|quý)|trước ngày \d{1,2} (?:của )?tháng cuối quý"
    r"|báo cáo[^.;,()]{0,40}(?:hằng|hàng)\s+(?:tháng|quý|0?6 tháng)\b(?:\s*,\s*(?:quý|0?6 tháng|năm))*"
    r"|trong năm học(?:\s+20\d\d\s*[-–]\s*20\d\d)?)"
)
_RHYTHM = re.compile(r"(?i)(?:hằng|hàng)\s+(?:tuần|tháng|quý|0?6 tháng|năm)(?:\s*,\s*(?:quý|0?6 tháng|năm)| và (?:quý|năm))*(?=\s|,)")
_AT_END = re.compile(r"\s*\((?P<said>[^()]{3,220})\)\s*[.;:]?\s*$")
_WHEN_WORDS = r"(?:hoàn thành|xong|thực hiện|thời gian|trước|chậm nhất|trong|quý|tháng|thường xuyên|hằng|hàng|định kỳ|cả năm|từ|đến|ngày)\b"
_WHEN_FIRST = re.compile(rf"(?i){_WHEN_WORDS}")
_BETWEEN_REMARKS = re.compile(rf"(?i)\s*;\s*|\s+[-–]\s+(?={_WHEN_WORDS})|,\s+(?=(?:hoàn thành|xong|thời gian)\b)")
_WITH = r"(?:[,;]|\s+và)?\s*phối hợp(?: chặt chẽ)?(?: cùng)?(?: với)?\s+(?P<with>[^.;:()]+)"
_HELPED = r"[,;]\s*(?P<helpers>[^.;:()]+?)\s+phối hợp(?: thực hiện)?(?=\s*(?:[.;,)]|$))"
_LEADS = re.compile(rf"(?P<lead>[^.;:()]{{3,200}}?),?\s+(?:là |làm )?(?:đơn vị |cơ quan )?(?:chủ trì|đầu mối)(?:{_WITH}|{_HELPED})?")
_OVER_OTHERS = re.compile(r"(?P<lead>.{3,100}?) (?:chỉ đạo|hướng dẫn|đôn đốc) (?P<others>.+)")
_BESIDE = re.compile(rf"(?P<lead>.+?){_WITH}")
_LEADS_ALONE = re.compile(rf"Chủ trì{_WITH}")
_ADDRESSED = re.compile(
    r"(?i)\b(?:gửi|về|cho|với|của|tại|qua|do)\s+(?:các\s+)?(?:ubnd|sở|phòng|văn phòng|ban|hđnd|ủy ban)\b[^,;.()]{0,60}$"
)
"""Before brackets: who is written to, and not whose work it is."""
_LONG_FIELD, _LONG_SUBJECT = 40, 300


def without_beginning(text: str, beginnings: Iterable[str]) -> str:
    """``text`` without those of ``beginnings`` that it starts with, the longest first."""
    words = tuple(beginnings)
    found = max((word for word in words if re.match(rf"{re.escape(word)}\s", text.lower())), key=len, default="")
    return without_beginning(text[len(found) :].strip(), words) if found else text.strip()


def begins(text: str, words: Iterable[str]) -> bool:
    lower = text.lower()
    return any(re.match(rf"{re.escape(word)}(?!\w)", lower) for word in words)


def names_office(text: str) -> bool:
    """Whether a text begins with an office, or with the one at its head: "Giám đốc Sở Nội vụ"."""
    return names_unit(text) or names_unit(without_beginning(text, prose_words().officers))


def split_offices(text: str) -> tuple[str, ...]:
    """The offices of a list; "Thủ trưởng các sở, ban, ngành" stays whole, as "Các sở, ban, ngành" does."""
    units: list[str] = []
    for part in _before_officers().split(text):
        bare = without_beginning(part, prose_words().officers)
        first, *others = split_units(bare) or ("",)
        officer = part.strip()[: len(part.strip()) - len(bare)]
        units += [f"{officer}{bare[:1]}{first[1:]}" if officer and first else first, *others]
    return tuple(dict.fromkeys(unit[:1].upper() + unit[1:] for unit in units if unit))


def directs(text: str) -> bool:
    """Whether a text begins as directives do, by itself or after the office that it directs."""
    lower = text.lower().lstrip("-–+•* ")
    if _any(prose_words().topics).match(lower):
        return False
    if _any(prose_words().directives).match(lower):
        return True
    return _begins_with_unit(text) and has_directive(text[:_LONG_SUBJECT])


def only_names_work(text: str) -> bool:
    """Whether a text is directing words without an object: "Tuyên truyền", "Thanh tra, kiểm tra"."""
    words = re.split(r"\s*,\s*|\s+và\s+", text.lower().strip(" .:"))
    return all(word in prose_words().directives for word in words)


def office_of(text: str) -> str:
    """The office that a heading names, without what it is asked with: "Giao UBND xã có trách nhiệm", "UBND xã chỉ đạo các thôn"."""
    bare = without_beginning(text, prose_words().before_units)
    over = _OVER_OTHERS.fullmatch(bare)
    if over and names_office(over["others"]):
        return over["lead"]
    return next((bare[: -len(word)].strip() for word in prose_words().before_duties if bare.endswith(f" {word}")), bare)


def has_directive(text: str) -> bool:
    """Whether an office is named and then told what to do."""
    return _told(text) is not None


def subject(text: str) -> str:
    """The office that a directive begins with: "Giao UBND xã tổ chức ..." is "UBND xã"."""
    bare = without_beginning(text, prose_words().before_units)
    match = _told(bare[:_LONG_SUBJECT]) if _begins_with_unit(bare) else None
    found = bare[: match.start()].strip(" ,:;") if match else ""
    return found if names_office(found) else ""


def assigned(text: str) -> tuple[str, str]:
    """Who leads and with whom, where the sentence says so: "Giao X chủ trì, phối hợp với Y tổ chức ..."."""
    bare = without_beginning(text, prose_words().before_units)
    match = _LEADS.match(bare)
    if match and names_office(match["lead"]) and not has_directive(match["lead"]) and " là " not in bare[: match.end("lead") + 5]:
        return match["lead"].strip(" ,"), _offices(match["with"] or match["helpers"] or "")
    alone = _LEADS_ALONE.match(text)
    offices = _offices(alone["with"]) if alone else ""
    # "các cơ quan liên quan" names nobody whom a clerk would enter beside the office of the heading
    return "", "" if offices.lower().startswith(("các ", "những ")) else offices


def by_when(text: str) -> str:
    """The words of a sentence that set a day, a period or a rhythm; "Nghị định ... ngày 24/6/2022" sets none."""
    match = _BY_WHEN.search(text)
    rhythm = _RHYTHM.match(text)
    return match["when"].strip() if match else rhythm[0] if rhythm else ""


def fields_of(text: str) -> dict[str, str]:
    """The fields that a line such as "Chủ trì: A; thời gian: Quý II" gives, with their words; empty for any other line."""
    if text.startswith("(") and not (remark := remarks(text, heading=True))[0]:
        return remark[1]
    before, _, rest = text.partition(":")
    behind = rest.strip() if begins(before, prose_words().divisions) else ""
    return _told_apart(_assigns_only(behind or text) or _listed_fields(text))


def _listed_fields(text: str) -> dict[str, str]:
    """The fields of a line that is nothing but a list of them; what follows one without a name belongs to it."""
    found: dict[str, str] = {}
    last = ""
    for part in _between_fields().split(text.strip(" .;")):
        name, words = _named_field(part)
        if name:
            found.setdefault(name, words)
        elif not last:
            return {}
        else:
            found[last] += f"; {part}"
        last = name or last
    return found


def _named_field(part: str) -> tuple[str, str]:
    before, _, rest = part.partition(":")
    words = rest.strip(" .;")
    name = _field(before) if words else ""
    directs_too = name == "lead_text" and before.strip(" -–+•*").lower() in prose_words().directives
    return ("", "") if directs_too and not names_office(words) else (name, words)  # "Thực hiện: rà soát ..." directs


def _told_apart(found: dict[str, str]) -> dict[str, str]:
    """The fields with those who help taken from those who lead: "Đơn vị thực hiện: A, phối hợp B"."""
    words = found.get("lead_text", "")
    lead, beside = assigned(words)
    if not lead and (both := _BESIDE.fullmatch(words)):
        lead, beside = both["lead"], both["with"]
    given = {"lead_text": _without_address(lead or words), "coordinating_text": beside}
    return found | {name: said for name, said in given.items() if said}


def _without_address(words: str) -> str:
    """Without "đồng chí" before an office; before the name of a person it stays."""
    bare = without_beginning(words, prose_words().before_units)
    return bare if names_office(bare) else words


def _assigns_only(text: str) -> dict[str, str]:
    """The fields of a sentence that says nothing but whose work it is: "X chủ trì, phối hợp với Y thực hiện."."""
    lead, beside = assigned(text)
    rest = text.partition(beside)[2] if beside else text.partition(lead)[2].strip(" ,").removeprefix("chủ trì") if lead else "?"
    if rest.strip(" .;,").lower() not in ("", "thực hiện", "triển khai thực hiện", "tổ chức thực hiện"):
        return {}
    return {name: words for name, words in (("lead_text", lead), ("coordinating_text", beside)) if words}


def awaits_field(text: str) -> bool:
    """Whether a line only names whose work something is or when, which the next line says."""
    return _field_names().get(text.strip(" :").lower()) in ("lead_text", "coordinating_text", "timing")


def remarks(text: str, *, heading: bool = False) -> tuple[str, dict[str, str]]:
    """``text`` without brackets at its end, or fields behind a dash, that say who and when, and what they say.

    Below a directive all of it must be understood, else it belongs to the sentence; a heading's brackets are never part of its name.
    """
    bare, *behind = _before_fields().split(text)
    if behind and all(map(fields_of, behind)):
        whole, found = remarks(bare, heading=heading)
        return whole, {name: words for said in reversed(behind) for name, words in fields_of(said).items()} | found
    match = _AT_END.search(text)
    if match is None:
        return text, {}
    office = _ADDRESSED.search(text[: match.start()]) is None
    said = {part: _remark(part, heading=heading, office=office) for part in _BETWEEN_REMARKS.split(match["said"])}
    if not heading and not all(said.values()):
        return text, {}
    return text[: match.start()] + text[match.end("said") + 1 :].strip(), _together(said)


def _together(said: dict[str, dict[str, str]]) -> dict[str, str]:
    """What several remarks say; offices beside one another lead together."""
    found: dict[str, str] = {}
    for part, given in said.items():
        more = {"lead_text": f"{found['lead_text']}; {part}"} if set(given) == {"lead_text"} and "lead_text" in found else {}
        found = given | found | more
    return found


def _remark(said: str, *, heading: bool, office: bool) -> dict[str, str]:
    if given := fields_of(said):
        return given
    lead, beside = assigned(said)
    if not lead and names_office(said) and (heading or begins(said, prose_words().persons) or (office and _is_office(said))):
        lead = subject(said) or said
    given = {"lead_text": lead, "coordinating_text": beside, "timing": _when(said, alone=not lead)}
    return {name: words for name, words in given.items() if words}


def _is_office(said: str) -> bool:
    """Whether brackets hold nothing but names of offices: "Hội Cựu chiến binh xã", "MTTQ và các đoàn thể xã"; "(MTTQ)" is a short form."""
    named = said[:1].isupper() or re.match(rf"(?:các|những) (?:{'|'.join(chain(*unit_words().families.values()))})(?!\w)", said) is not None
    return named and " " in said and not has_directive(said) and not begins(said, prose_words().not_offices)


def _when(said: str, *, alone: bool) -> str:
    """What brackets say of the time; beside an office, or by themselves, when nothing stands before the time."""
    if not alone:
        return by_when(said)
    return said if _WHEN_FIRST.match(said) and read_timing(said, None).kind is not TimingKind.UNSPECIFIED else ""


def _field(words: str) -> str:
    bare = words.strip(" -–+•*").lower()
    if len(bare) > _LONG_FIELD:
        return ""
    known = _field_names()
    # "Đơn vị chủ trì, theo dõi" is "đơn vị chủ trì"; shorter words begin sentences too
    longer = (word for word in sorted(known, key=len, reverse=True) if word.count(" ") > 1 and begins(bare, (word,)))
    return known.get(bare) or known.get(next(longer, ""), "")


@cache
def _field_names() -> dict[str, str]:
    return {word: name for name, words in prose_words().fields.items() for word in words}


def _offices(text: str) -> str:
    """The offices at the beginning of what follows "phối hợp với"."""
    match = _told(text)
    found = (text[: match.start()] if match else text).strip(" ,")
    return found if names_office(found) else ""


def _begins_with_unit(text: str) -> bool:
    return names_office(text[:150]) or names_office(text.partition(",")[0])


def _told(text: str) -> re.Match[str] | None:
    """What an office is told to do, behind its name: never with a capital, and nothing that is part of a name."""
    return _duties().search(_names().sub(lambda match: "\ue000" * len(match[0]), text))


@cache
def _between_fields() -> re.Pattern[str]:
    """A semicolon, or a full stop or comma before the name of the next field."""
    return re.compile(rf"(?i)\s*[;|]\s*|\s*[.,]\s+(?={_any_field()}\s*:)")


@cache
def _before_fields() -> re.Pattern[str]:
    """A dash before the name of a field: "1. Công khai - Phụ trách: Công chức Địa chính"."""
    return re.compile(rf"(?i)[.;,]?\s+[-–]\s+(?={_any_field()}\s*:)")


def _any_field() -> str:
    return f"(?:{'|'.join(sorted(map(re.escape, _field_names()), key=len, reverse=True))})"


@cache
def _before_officers() -> re.Pattern[str]:
    return re.compile(rf"(?i)\s*[,;]\s*(?=(?:{'|'.join(map(re.escape, prose_words().officers))})\s)")


@cache
def _names() -> re.Pattern[str]:
    words = sorted((*prose_words().in_names, *unit_words().heads), key=len, reverse=True)
    return re.compile(rf"(?i)(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)")


@cache
def _duties() -> re.Pattern[str]:
    """Single words are left out, since names hold many of them."""
    words = (*(word for word in prose_words().directives if " " in word), *prose_words().before_duties)
    return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(map(re.escape, words), key=len, reverse=True))})(?!\w)")


@cache
def _any(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(sorted(map(re.escape, words), key=len, reverse=True))})(?!\w)")
