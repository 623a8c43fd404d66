"""How much two Vietnamese texts have in common, without a dictionary."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from papi_desktop.domain.text import fold


def word_pairs(text: str) -> frozenset[str]:
    """Neighbouring syllables of ``text``, folded: most Vietnamese words are two syllables, and one alone says little.

    >>> sorted(word_pairs("Danh sách hộ nghèo năm 2026"))
    ['danh sach', 'ho ngheo', 'ngheo nam', 'sach ho']
    """
    found: set[str] = set()
    for part in re.split(r"[^\w\s]|\d+", fold(text)):
        syllables = part.split()
        found.update(f"{first} {second}" for first, second in pairwise(syllables))
    return frozenset(found)


def likeness(wanted: str, texts: Sequence[str], *, at_least: int = 2) -> list[float]:
    """How much each of ``texts`` shares with ``wanted``: the sum of shared word pairs, rare ones among ``texts`` weighing more.

    0 for a text that shares fewer than ``at_least`` of them.
    """
    pairs = [word_pairs(text) for text in texts]
    spread = Counter(pair for each in pairs for pair in each)
    looked_for = word_pairs(wanted)
    return [
        sum(math.log(1 + len(texts) / spread[pair]) for pair in shared) if len(shared := looked_for & each) >= at_least else 0.0
        for each in pairs
    ]
