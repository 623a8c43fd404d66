"""Numbers of official documents."""

from papi_desktop.domain.text import fold


def number_key(number: str) -> str:
    """What two ways of writing the same number have in common: neither case, diacritics, spaces nor zeros before it count.

    >>> number_key("05/BC - UBND") == number_key("5/bc-ubnd")
    True
    """
    return "".join(fold(number).split()).lstrip("0")
