"""The expected results of a task: one slot for each product that its result text names, with the evidence kind."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from papi_desktop.domain.plan_document import Expected
from papi_desktop.domain.text import nfc
from resources.plan_words import result_words

OTHER = "other"
_KEPT = 2000
"""Texts that are kept with their reading: the rows of a plan repeat them."""
_BULLET = re.compile(r"(?m)^\s*[-+•*–·]\s*")
_LINE = re.compile(r"[;\n]|\.\s+[-–]\s")
_SEPARATOR = re.compile(r"(,\s*|\s+và\s+|\s*/\s*)")
_LEADING = re.compile(r"(?:(?:các|những|dự thảo|một số)\s+)*")
_BRACKETS = re.compile(r"\([^()]*\)")
_LONG = 200
"""A part longer than this is a sentence and not a list of products."""
_NEAR = 80
"""A kind named further on in a part is what its text deals with, not the product."""
_SHORT = 40
"""Before "và" only a part of at most this length is a product of its own: "Kế hoạch và báo cáo"."""


@lru_cache(_KEPT)
def read_expected(text: str) -> tuple[Expected, ...]:
    """The products in a result text, in order; none of its words is dropped. What names no kind is kept with kind ``other``."""
    lines = _LINE.split(_BULLET.sub("", nfc(text)))
    parts = (part.strip(" \t.,;…") for line in lines for part in _products(line))
    return tuple(Expected(part, _kind(part.lower())) for part in parts if any(c.isalnum() for c in part))


def _products(line: str) -> Iterator[str]:
    """Cuts a line where another product begins: "Quyết định, Hướng dẫn" is two, "Quyết định ban hành nội quy, quy chế" is one."""
    if len(line) > _LONG:
        yield line
        return
    lower = line.lower()
    brackets = [match.span() for match in _BRACKETS.finditer(line)]
    start = 0
    for match in _SEPARATOR.finditer(line):
        before = lower[start : match.start()]
        inside = any(first < match.start() < last for first, last in brackets)
        closed = inside or _has_object(before) or (match[0].strip() == "và" and len(before) > _SHORT)
        if not closed and _leading_kind(lower[match.end() :]):
            yield line[start : match.start()]
            start = match.end()
    yield line[start:]


def _has_object(part: str) -> bool:
    """Whether what follows ``part`` may still belong to it: it has a verb with an object, or a colon before a list."""
    return ":" in part or any(re.search(rf"(?<!\w){word}(?!\w)", part) for word in result_words().with_object)


def _leading_kind(part: str) -> str:
    lead = _LEADING.match(part)
    match = _words().match(part, lead.end() if lead else 0)
    return _kinds()[match[0]] if match else ""


def _kind(part: str) -> str:
    """The kind that the part begins with, else the first it names early on; words for several kinds give way to a kind beside them."""
    leading = _leading_kind(part)
    if leading not in ("", OTHER):
        return leading
    named = (_kinds()[match[0]] for match in _words().finditer(part, 0, _NEAR) if not _spoilt(part[: match.start()]))
    return next((kind for kind in named if kind != OTHER), OTHER)


def _spoilt(before: str) -> bool:
    """Whether the last word before a kind word makes it something else: "theo quy định"."""
    return any(last in result_words().not_after for last in before.split()[-1:])


@cache
def _kinds() -> dict[str, str]:
    return {word: kind for kind, words in result_words().kinds.items() for word in words}


@cache
def _words() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(map(re.escape, _kinds()), key=len, reverse=True))})(?!\w)")
