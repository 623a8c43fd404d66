"""What people type into fields: dates and numbers, as the language of the window writes them."""

import re
from datetime import date
from decimal import Decimal

from resources.i18n import current_language
from resources.i18n import gettext as _

_DATE = re.compile(r"\s*([0-9]{1,2})\s*[/.\-\s]\s*([0-9]{1,2})\s*[/.\-\s]\s*([0-9]{4})\s*")


class TypedError(ValueError):
    """What was typed cannot be meant. Its text says why and how to write it, in the language of the window."""


def read_date(text: str) -> date | None:
    """``dd/mm/yyyy`` in either language; None for an empty text. Raises ``TypedError``."""
    if not text.strip():
        return None
    match = _DATE.fullmatch(text)
    if match is None:
        raise TypedError(_("Please write day/month/year, for example 03/11/2026."))
    day, month, year = (int(part) for part in match.groups())
    try:
        return date(year, month, day)
    except ValueError as error:
        message = _("There is no day {date}. Please write day/month/year.").format(date=f"{day:02}/{month:02}/{year}")
        raise TypedError(message) from error


def read_number(text: str) -> Decimal | None:
    """A figure not below zero, ``1.234,5`` in Vietnamese and ``1,234.5`` in English; None for an empty text. Raises ``TypedError``."""
    bare = re.sub(r"\s", "", text)
    if not bare:
        return None
    thousands, mark = (",", ".") if current_language() == "en" else (".", ",")
    pattern = rf"([0-9]+|[0-9]{{1,3}}(\{thousands}[0-9]{{3}})+)(\{mark}[0-9]+)?"
    if not re.fullmatch(pattern, bare):
        example = f"1234{mark}5"
        raise TypedError(_("“{text}” is no number. Please write it like {example}.").format(text=text.strip(), example=example))
    return Decimal(bare.replace(thousands, "").replace(mark, "."))
