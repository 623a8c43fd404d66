"""Searching folded text. One small interface, so that an index can take its place where lists grow."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_
from sqlalchemy.orm import InstrumentedAttribute

from papi_desktop.domain.text import fold


def search_text(parts: Iterable[str]) -> str:
    """What a row's ``search`` column holds: its texts, folded."""
    return fold(" ".join(part for part in parts if part))


def matches(column: InstrumentedAttribute[str], words: str) -> ColumnElement[bool]:
    """Rows whose folded text holds every word of ``words``, in any order."""
    return and_(True, *(column.contains(word, autoescape=True) for word in fold(words).split()))
