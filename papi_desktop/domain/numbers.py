"""Decimal numbers in the one form in which they are stored and sent."""

from decimal import Decimal

PLACES = Decimal(1).scaleb(-12)


def plain(value: Decimal) -> Decimal:
    """``value`` without exponent or trailing zeros, at most 12 places: what a record of a bundle may hold.

    >>> plain(Decimal("1E+2")), plain(Decimal("96.50"))
    (Decimal('100'), Decimal('96.5'))
    """
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -12:
        value = value.quantize(PLACES)
    whole = value.to_integral_value()
    return whole.quantize(Decimal(1)) if whole == value else value.normalize()
