"""How hard a passphrase is to guess, said so that a person can mend it."""

from enum import StrEnum

from papi_desktop.domain.text import fold

MINIMUM_PASSPHRASE = 8
"""Characters. Fewer are refused."""
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_LONG, _VERY_LONG = 12, 16
_FEW_DIFFERENT = 5


class Strength(StrEnum):
    """From the first that applies: what a guesser would try early is weak, whatever else it holds."""

    SHORT = "short"
    """Fewer than ``MINIMUM_PASSPHRASE`` characters: refused."""
    REPEATED = "repeated"
    """A few characters over and over, or a row of keys: accepted, but soon guessed."""
    DIGITS = "digits"
    """Digits only, as in a birthday or telephone number: accepted, but soon guessed."""
    FAIR = "fair"
    GOOD = "good"
    """Three words and more, or long and mixed."""


def strength(passphrase: str) -> Strength:
    """How hard ``passphrase`` is to guess, by rules that can be said in a sentence.

    >>> strength("12345678").value, strength("mưa rào tháng bảy").value
    ('repeated', 'good')
    """
    bare = fold(passphrase).replace(" ", "")
    if len(passphrase) < MINIMUM_PASSPHRASE:
        return Strength.SHORT
    if len(set(bare)) < _FEW_DIFFERENT or any(bare in 2 * row or bare in 2 * row[::-1] for row in _ROWS):
        return Strength.REPEATED
    if bare.isdigit():
        return Strength.DIGITS
    mixed = any(letter.isdigit() for letter in bare) and any(letter.isalpha() for letter in bare)
    words = len(set(fold(passphrase).split()))
    good = (words >= 3 and len(passphrase) >= _LONG) or (mixed and len(bare) >= _LONG) or len(bare) >= _VERY_LONG
    return Strength.GOOD if good else Strength.FAIR
