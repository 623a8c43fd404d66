"""Automatic numbers and bullets of Word paragraphs, which stand nowhere in the text."""

from dataclasses import dataclass

from papi_desktop.plans.package import Node

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    )
)
_MAX_COUNT = 100_000


@dataclass
class _Level:
    form: str
    text: str
    start: int


class Numbers:
    """Counts the numbered paragraphs of one document in reading order.

    ``numbering`` and ``styles`` are the roots of the parts of those names, where the document has them.
    """

    def __init__(self, numbering: Node | None, styles: Node | None) -> None:
        self._lists: dict[str, dict[int, _Level]] = {}
        self._abstract: dict[str, str] = {}
        self._counts: dict[tuple[str, int], int] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        if numbering is not None:
            self._read_numbering(numbering)
        for style in styles.iter(W + "style") if styles is not None else ():
            number = _number_of(style.find(W + "pPr"))
            if number and (name := style.get(W + "styleId")):
                self._styles[name] = number

    def label(self, paragraph: Node) -> str:
        """What Word shows before the paragraph: "1.", "a)", "-" for any bullet; "" for none."""
        properties = paragraph.find(W + "pPr")
        if properties is None:
            return ""
        number = _number_of(properties)
        if number is None and (style := properties.find(W + "pStyle")) is not None:
            number = self._styles.get(style.get(W + "val") or "")
        if number is None:
            return ""
        key, depth = self._abstract.get(number[0], ""), number[1]
        level = self._lists.get(key, {}).get(depth)
        if level is None or level.form == "none":
            return ""
        if level.form == "bullet":
            return "-"
        self._count(key, depth)
        return self._filled(key, level.text)

    def _count(self, key: str, depth: int) -> None:
        start = self._lists[key][depth].start
        self._counts[key, depth] = min(self._counts.get((key, depth), start - 1) + 1, _MAX_COUNT)
        for deeper in [k for k in self._counts if k[0] == key and k[1] > depth]:
            del self._counts[deeper]

    def _filled(self, key: str, text: str) -> str:
        for depth, level in self._lists[key].items():
            if f"%{depth + 1}" in text:
                text = text.replace(f"%{depth + 1}", _written(self._counts.get((key, depth), level.start), level.form))
        return text.strip()

    def _read_numbering(self, root: Node) -> None:
        for abstract in root.iterchildren(W + "abstractNum"):
            levels: dict[int, _Level] = {}
            for level in abstract.iterchildren(W + "lvl"):
                levels[_whole(level.get(W + "ilvl"))] = _Level(
                    form=_value(level, "numFmt") or "decimal", text=_value(level, "lvlText"), start=_whole(_value(level, "start") or "1")
                )
            self._lists[abstract.get(W + "abstractNumId") or ""] = levels
        for number in root.iterchildren(W + "num"):
            self._abstract[number.get(W + "numId") or ""] = _value(number, "abstractNumId")


def _number_of(properties: Node | None) -> tuple[str, int] | None:
    number = properties.find(W + "numPr") if properties is not None else None
    if number is None:
        return None
    return _value(number, "numId"), _whole(_value(number, "ilvl"))


def _value(node: Node, name: str) -> str:
    child = node.find(W + name)
    return (child.get(W + "val") or "") if child is not None else ""


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else 0


def _written(count: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman"):
        roman = _roman(count)
        return roman.upper() if form == "upperRoman" else roman
    return f"{count:02d}" if form == "decimalZero" else str(count)


def _roman(count: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        repeat, count = divmod(count, value)
        written += letters * repeat
    return written
