"""Paragraphs of a plan without a table: put together where pages cut them, each with its label and how deep it stands."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from papi_desktop.plans.blocks import Paragraph
from papi_desktop.plans.directives import (
    awaits_field,
    begins,
    directs,
    fields_of,
    names_office,
    only_names_work,
    subject,
    without_beginning,
)
from papi_desktop.plans.rows import Label, read_label
from resources.plan_words import prose_words

NUMBER, _INNER, LETTER, _INNERMOST, _STAR, DASH, PLUS, BODY, PLAIN = 3, 7, 8, 9, 10, 11, 12, 13, 14
"""Depths. Capital letters and roman numbers stand above ``NUMBER``, "1.1" to "1.1.1.1" below; "(1)" and "1)" stand in ``_INNER`` or,
below letters, in ``_INNERMOST``; parts and chapters are less than 0."""
TOP, PART = -9, -3
_PARTS = {"phần": PART, "chương": -2, "mục": -1, "điều": 0}

_FOOTNOTE = re.compile(r"^(?:[⁰¹²³⁴-⁹]+|\[\d{1,3}\])\s")
_REFERENCE = re.compile(r"[⁰¹²³⁴-⁹]+|\^\{[^{}]*\}|(?<=\w)\[\d{1,3}\]")
_PAGE_NUMBER = re.compile(r"(?i)(?:[-–]\s*)?(?:trang\s*)?\d{1,3}(?:\s*/\s*\d{1,3})?(?:\s*[-–])?")
_PART = re.compile(r"(?i)(?P<kind>phần|chương|mục|điều)\s+(?P<no>[IVXL]+|\d+|thứ \w+)(?:\s*[.:–-]\s*|\s*$)")
_BARE_LABEL = re.compile(r"(?i)(?:(?:phần|chương|mục|điều)\s+(?:[IVXL]+|\d+|thứ \w+)|[IVXL]+)[.:]?")
_DASHES = "-–—"
_COUNTED = re.compile(
    r"(?i)^(?:(?:chỉ số(?: nội dung)?|trục nội dung|lĩnh vực|tiêu chí)\s*:\s+(?=\S)"
    r"|(?:(?:chỉ số|trục) )?(?:nội dung|nhiệm vụ|tiêu chí)\s+(?:số |thứ )?\d{1,2}\s*[:.–-]?\s+(?=\S))"
)
_NAMED = re.compile(
    r"(?i)(?:(?:trục |chỉ số )?nội dung|nhiệm vụ|giải pháp|chỉ số thành phần|tiêu chí)\s+(?:số |thứ )?"
    r"(?P<no>\d{1,2})\s*(?:[.:]|\s[–-])\s+(?=\S)"
)
_ANNOUNCED = re.compile(r"(?i)^(?:nhiệm vụ|giải pháp)(?: khắc phục| cụ thể| thực hiện)?\s*:\s+(?=\S)")
_MARK = re.compile(r"(?P<mark>[-–—•*·+])\s*(?=\S)")
_CROWDED = re.compile(r"(?P<label>[IVXL]{1,5}|\d{1,2}(?:\.\d{1,2}){0,3}|[a-zđ])(?P<sign>[.)/]?)(?P<space>\s*)(?=\w)")
_ORDINALS = ("nhất|một", "hai", "ba", "tư|bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
_ORDINAL = re.compile(rf"(?i)(?:thứ (?P<at>{'|'.join(_ORDINALS)})|(?P<is>{'|'.join(_ORDINALS)}) là)\s*[,:]\s*(?=\w)")
_BRACKETED = re.compile(r"\((?P<label>\d{1,2}|[a-zđ])\)\s*(?=\S)")
_GOES_ON = re.compile(r"(?:,|\b(?:của|và|các|tại|theo|với|cho|do|về|trong|ngày|số|qua|trên|từ|đến|bằng|để|khi|gồm|như|là))$")
_LEADS_IN = re.compile(r"(?i)(?:nhiệm vụ|nội dung|công việc|giải pháp|việc)\b[^:]{0,60}\bsau(?: đây)?\s*:$")
_TAKES_LEAVE = re.compile(
    r"(?i)trân trọng|(?:^|\s)biết,?(?: và)?(?: nghiêm túc| tổ chức| triển khai)* thực hiện"
    r"|^(?:yêu cầu|đề nghị) .* (?:nghiêm túc|tổ chức|triển khai)[\w ]* thực hiện"
    r"(?: (?:tốt )?(?:kế hoạch|chỉ thị|công văn|nội dung)(?: này| trên)?)?[ ./]*$"
)
_PATH = re.compile(r"(?P<label>(?:[A-DĐ]\.)?[IVX]{1,5}(?:\.\d{1,2}){1,3})\s*[.):]?\s+(?=\S)")
"""A number that repeats those above it: "II.1.2."."""
_SIGNATURE = ("nơi nhận", "tm.", "kt.", "tl.", "tuq.", "trên đây là")
_LONG_CAPITALS = 160
_LONG_NAME = 100


@dataclass(frozen=True)
class Item:
    """A paragraph with the number, letter or dash that it begins with; ``depth`` orders them."""

    row: int
    label: str
    depth: int
    text: str
    whole: str

    @property
    def numbered(self) -> bool:
        return self.depth < DASH


def begins_body(text: str) -> bool:
    """Whether a paragraph is a numbered heading, with which the head of a document ends."""
    item = _Levels().item(0, _spaced(text.split("\n", maxsplit=1)[0]))
    return bool(item.label) and item.depth < LETTER


def read_items(paragraphs: Sequence[Paragraph]) -> tuple[Item, ...]:
    """The paragraphs without footnotes and page numbers, put together again where a page break cut them."""
    levels = _Levels()
    items = [levels.item(row, text) for row, text in _joined(paragraphs)]
    below: list[Item | None] = [*items, None][1:]
    return tuple(_beside_stars(_in_place(item, following) for item, following in zip(items, below, strict=True)))


def _beside_stars(items: Iterable[Item]) -> Iterator[Item]:
    """The items; below a star over dashes every further star of its kind stands beside it."""
    star = ""
    for item in items:
        star = item.whole[0] if item.depth == _STAR else "" if item.numbered else star
        yield replace(item, depth=_STAR) if item.depth == DASH and item.whole[0] == star else item


def _in_place(item: Item, below: Item | None) -> Item:
    """The item with the depth that its neighbour below gives it, and without a second number ("1. Nội dung 1: ...")."""
    text = (_COUNTED if item.numbered else _ANNOUNCED).sub("", item.text, count=1)
    if item.depth == PLAIN and _in_capitals(text) and below is not None and below.depth >= NUMBER:
        return replace(item, depth=NUMBER - 1)
    if below is not None and below.depth == DASH and below.whole[0] in _DASHES and _introduces(item):
        return replace(item, text=text, depth=_STAR)
    return replace(item, text=text)


def _introduces(item: Item) -> bool:
    """Whether a line without a number stands over dashes: a name, or what a star or dot begins and no full stop ends."""
    if item.depth == PLAIN:
        return _names(item.text)
    return item.depth == DASH and item.whole[0] not in _DASHES and not item.text.endswith((".", ";"))


def _names(text: str) -> bool:
    """Whether a line without a number names what the dashes below it are about, or whose work they are."""
    ended = text.endswith((".", ";", ",", "!", "?")) or text.lower().endswith("sau:")
    office = text.endswith(":") and names_office(without_beginning(text, prose_words().before_units))
    return not ended and len(text) < _LONG_NAME and (office or only_names_work(text) or not directs(text))


def bounds(items: Sequence[Item]) -> tuple[int, int]:
    """From the first heading, or the first directive that a sentence leads in, to the closing words."""
    start = _annexed(items)
    begin, end = _body(items[start:])
    return start + begin, start + end


def _annexed(items: Sequence[Item]) -> int:
    """Where the plan begins that stands behind the decision by which it was issued; 0 without one."""
    signed = next((i for i, item in enumerate(items) if begins(item.whole, ("nơi nhận",))), len(items))
    titles = (i for i, item in enumerate(items) if i > signed and item.whole.isupper() and begins(item.whole, prose_words().annexed))
    return next((i for i in titles if any(begins_body(item.whole) for item in items[i:])), 0)


def _body(items: Sequence[Item]) -> tuple[int, int]:
    begin = _begin(items)
    end = _signed(items, begin)
    for number in range(len(items) - 1, begin, -1):
        if items[number].whole.endswith(("./.", ". /.")):
            end = min(end, number if _closes(items[number - 1], items[number]) else number + 1)
            break
    while end - 2 > begin and items[end - 1].depth >= PLAIN and _speaks_last(items[end - 2], items[end - 1]):
        end -= 1
    return begin, end


def _closes(above: Item, last: Item) -> bool:
    """Whether the paragraph that ends a document only takes leave."""
    plain = last.depth >= PLAIN and not begins(last.text, prose_words().directives)
    tells = bool(subject(last.text)) and not any(word in last.text for word in ("yêu cầu", "đề nghị"))
    return (
        begins(last.text, prose_words().closing)
        or _TAKES_LEAVE.search(last.text) is not None
        or (plain and not tells and not _heads(above))
    )


def _speaks_last(above: Item, last: Item) -> bool:
    return begins(last.text, prose_words().closing) and not _heads(above)


def _heads(item: Item) -> bool:
    """Whether a paragraph is a heading, so that what follows is its body."""
    return item.numbered and not item.text.endswith((".", ";"))


def _begin(items: Sequence[Item]) -> int:
    dashed = (i for i, item in enumerate(items) if i and item.depth == DASH and items[i - 1].text.endswith("sau:"))
    led_in = (i for i, item in enumerate(items) if i and item.depth >= DASH and _leads_to(items[i - 1], item))
    named = (
        i for i, item in enumerate(items) if _in_capitals(item.text) and begins(item.text, prose_words().aims + prose_words().divisions)
    )
    numbered = next((i for i, item in enumerate(items) if begins_body(item.whole)), len(items))
    first = min(numbered, next(led_in, len(items)), next(named, len(items)))
    return first if first < len(items) else next(dashed, len(items))


def _leads_to(item: Item, below: Item) -> bool:
    return item.depth == PLAIN and _LEADS_IN.search(item.text) is not None and directs(below.text)


def _signed(items: Sequence[Item], begin: int) -> int:
    ends = (i for i, item in enumerate(items) if i > begin and item.depth >= PLAIN and begins(item.whole, _SIGNATURE))
    return next(ends, len(items))


def _joined(paragraphs: Sequence[Paragraph]) -> list[tuple[int, str]]:
    texts: list[tuple[int, str]] = []
    for number, line in enumerate((line for paragraph in paragraphs for line in paragraph.text.split("\n")), start=1):
        text = _spaced(_REFERENCE.sub("", line).strip())
        if _FOOTNOTE.match(line) or not text or _PAGE_NUMBER.fullmatch(text):
            continue
        if texts and (glue := _glue(texts[-1][1], text)):
            texts[-1] = (texts[-1][0], f"{texts[-1][1]}{glue}{text}")
        else:
            texts.append((number, text))
    return texts


def _spaced(text: str) -> str:
    """``text`` with the full stop or space that its label lacks: "1.Mục đích", "2.1 Sở Nội vụ"."""
    match = _CROWDED.match(text)
    if match is None or not text[match.end()].isupper():
        return text
    crowded = match["sign"] and not match["space"]
    unsigned = match["space"] and not match["sign"] and "." in match["label"]
    return f"{match['label']}{match['sign'] or '.'} {text[match.end() :]}" if crowded or unsigned else text


def _in_words(text: str) -> tuple[str, str, str]:
    """The number that "Một là, ...", "Thứ nhất, ..." or "Nhiệm vụ 1. ..." begins with, what follows, and a sign of its kind."""
    if named := _NAMED.match(text):
        return named["no"], text[named.end() :].strip(), "N"
    match = _ORDINAL.match(text)
    if match is None:
        return "", text, ""
    word = (match["at"] or match["is"]).lower()
    number = next(i for i, words in enumerate(_ORDINALS, start=1) if word in words.split("|"))
    return str(number), text[match.end()].upper() + text[match.end() + 1 :], ","


def _glue(above: str, text: str) -> str:
    """What joins two lines that are one paragraph; "" for two of their own."""
    if _MARK.match(text) or _NAMED.match(text) or _BRACKETED.match(text) or _PART.match(text) or _label(text)[0] is not None:
        return ""
    if awaits_field(_label(_MARK.sub("", above, count=1))[1]):
        return " " if above.endswith(":") else ": "
    if fields_of(text):
        return ""
    if _BARE_LABEL.fullmatch(above):
        return " " if above.endswith((".", ":")) else ". "
    cut = text[0].islower() and not above.endswith((".", "!", "?"))
    heading = _in_capitals(above) and _in_capitals(text) and not begins(text, _SIGNATURE) and not above.endswith((".", ":", ";"))
    return " " if cut or _GOES_ON.search(above) or (heading and _Levels().item(0, above).label) else ""


def _in_capitals(text: str) -> bool:
    return text.isupper() and 3 < sum(map(str.isalpha, text)) < _LONG_CAPITALS


def _label(text: str) -> tuple[Label | None, str]:
    if match := _PATH.match(text):
        return Label(match["label"], 1 + re.sub(r"^[A-DĐ]\.", "", match["label"]).count(".")), text[match.end() :].strip()
    return read_label(text)


class _Levels:
    """Gives paragraphs their depth, by their label and the labels open above it."""

    def __init__(self) -> None:
        self._open: dict[int, str] = {}

    def item(self, row: int, text: str) -> Item:
        if mark := _MARK.match(text):
            return Item(row, "", PLUS if mark["mark"] == "+" else DASH, text[mark.end() :].strip(), text)
        if part := _PART.match(text):
            self._open = {}
            return Item(row, part["no"], _PARTS[part["kind"].lower()], text[part.end() :].strip() or text, text)
        if bracketed := _BRACKETED.match(text):
            label = Label(bracketed["label"], 2 if bracketed["label"].isdigit() else 7)
            return Item(row, label.text, self._depth(label, "("), text[bracketed.end() :].strip(), text)
        number, rest, sign = _in_words(text)
        if number:
            return Item(row, number, self._depth(Label(number, 2), sign), rest, text)
        label, rest = _label(text)
        if label is None or not rest:
            return Item(row, "", PLAIN, text, text)
        return Item(row, label.text, self._depth(label, text[len(label.text)]), rest, text)

    def _depth(self, label: Label, sign: str) -> int:
        depth = {0: self._of_capital, 2: self._of_number}.get(label.depth, self._of_other)(label, sign)
        self._open = {level: other for level, other in self._open.items() if level < depth} | {depth: sign}
        return depth

    def _of_capital(self, label: Label, _sign: str) -> int:
        """Above roman numbers, but below those where the first capital letter follows one."""
        return 2 if 0 not in self._open and 1 in self._open and (label.text == "A" or 2 in self._open) else 0

    def _of_number(self, label: Label, sign: str) -> int:
        """A number written otherwise than that above it begins a list of its own."""
        for inner in (_INNERMOST, _INNER):
            if self._open.get(inner) == sign:
                return inner
        if label.text != "1" or self._open.get(NUMBER, "") in ("", sign):
            return NUMBER if sign != "(" or LETTER not in self._open else _INNERMOST
        return _INNERMOST if LETTER in self._open else _INNER

    def _of_other(self, label: Label, _sign: str) -> int:
        return label.depth + (label.depth > 1)
