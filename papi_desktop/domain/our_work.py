"""Which tasks of a plan for many offices are a commune's own, by the names of those that carry them out."""

import re
from collections.abc import Iterable
from functools import cache

from papi_desktop.domain.text import fold
from papi_desktop.domain.unit_names import compared_name, spell_name
from resources.plan_words import our_words

_PLACE = re.compile(r"\b(?:xã|phường|thị trấn|đặc khu) (?=[A-ZĐÀ-Ỹ])(?P<name>.+)")
"""A commune called by its name; "xã, phường" and "Văn hóa - Xã hội" name none."""
_REMARK = re.compile(r"\s*\([^()]*\)")


def concerns(units: Iterable[str], *, office: str) -> bool:
    """Whether one of ``units`` is ``office``, or a name that takes it in; also where no unit is named, since then nobody else is."""
    named = [_plain(unit) for unit in units]
    return not named or any(_is_ours(unit, _plain(office)) for unit in named)


def _plain(name: str) -> str:
    return _REMARK.sub("", spell_name(name))


def _is_ours(unit: str, office: str) -> bool:
    own, other = _PLACE.search(office), _PLACE.search(unit)
    if other is not None:
        return own is not None and fold(other[0]).startswith(fold(own[0]))
    compared = compared_name(unit)
    return any(re.match(rf"{re.escape(name)}(?!\w)", compared) for name in _names())


@cache
def _names() -> tuple[str, ...]:
    words = our_words()
    return tuple(map(compared_name, (*words.together, *words.within)))
