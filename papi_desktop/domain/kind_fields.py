"""What may stand in the fields that a kind of evidence has of its own, and how it is kept."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from urllib.parse import urlsplit

from papi_desktop.domain.errors import Code, RequestError
from papi_desktop.domain.rules import attendance
from papi_desktop.domain.text import nfc

_COUNT = re.compile(r"[0-9]{1,9}|[0-9]{1,3}(\.[0-9]{3}){1,2}")
_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Fault(StrEnum):
    """What is wrong with a value."""

    UNKNOWN_FIELD = "UNKNOWN_FIELD"
    NOT_A_COUNT = "NOT_A_COUNT"
    NOT_A_DATE = "NOT_A_DATE"
    NOT_AN_ADDRESS = "NOT_AN_ADDRESS"
    MORE_THAN_INVITED = "MORE_THAN_INVITED"
    MORE_THAN_PRESENT = "MORE_THAN_PRESENT"


_PARTS = (
    ("present", "invited", Fault.MORE_THAN_INVITED),
    ("agreed", "present", Fault.MORE_THAN_PRESENT),
    ("agreed", "invited", Fault.MORE_THAN_INVITED),
)
"""Households of a meeting: the first are among the second, else the fault."""


class FaultyValueError(ValueError):
    """A value that cannot stand in its field."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def kept_details(typed: Mapping[str, str], fields: Iterable[tuple[str, str]]) -> dict[str, str]:
    """``typed`` texts by field code as they are stored, those that say nothing left out.

    ``fields`` are the codes and types of the fields there are, in their order. Raises ``RequestError(BAD_VALUE)`` with the field, the
    value as it was typed and its ``fault``.
    """
    types = dict(fields)
    for code in typed:
        if code not in types:
            raise RequestError(Code.BAD_VALUE, field="details", value=code, fault=Fault.UNKNOWN_FIELD)
    kept: dict[str, str] = {}
    for code, type_ in types.items():
        try:
            value = kept_value(type_, typed.get(code, ""))
        except FaultyValueError as error:
            raise RequestError(Code.BAD_VALUE, field=code, value=typed[code].strip(), fault=error.fault) from error
        if value:
            kept[code] = value
    wrong = disorder(kept)
    if wrong is not None:
        code, fault = wrong
        raise RequestError(Code.BAD_VALUE, field=code, value=kept[code], fault=fault)
    return kept


def kept_value(type_: str, text: str) -> str:
    """One value as it is stored: counts in digits, dates as ``YYYY-MM-DD``; "" for nothing. Raises ``FaultyValueError``."""
    whole = nfc(text).strip()
    if type_ == "lines":
        return "\n".join(filter(None, map(str.strip, whole.splitlines())))
    one_line = " ".join(whole.split())
    readers = {"count": _count, "date": _date, "address": _address}
    return readers[type_](one_line) if one_line and type_ in readers else one_line


def disorder(details: Mapping[str, str]) -> tuple[str, Fault] | None:
    """The first count of a meeting that is above one it is part of; None where all is well. ``details`` are as stored."""
    for part, whole, fault in _PARTS:
        few, all_ = _number(details, part), _number(details, whole)
        if few is not None and all_ is not None and few > all_:
            return part, fault
    return None


def share_present(details: Mapping[str, str]) -> int | None:
    """Percent of the households invited that were present, rounded down: a quorum just missed never looks reached."""
    figures = attendance(details)
    return None if figures is None else figures[0] * 100 // figures[1]


def _number(details: Mapping[str, str], code: str) -> int | None:
    """A stored count; what another office sent may be none."""
    text = details.get(code, "")
    return int(text) if _COUNT.fullmatch(text) and text.isdecimal() else None


def _count(text: str) -> str:
    if not _COUNT.fullmatch(text):
        raise FaultyValueError(Fault.NOT_A_COUNT)
    return str(int(text.replace(".", "")))


def _date(text: str) -> str:
    written = _DAY.fullmatch(text)
    if written is None and not _ISO_DAY.fullmatch(text):
        raise FaultyValueError(Fault.NOT_A_DATE)
    try:
        day = date.fromisoformat(text) if written is None else date(int(written[3]), int(written[2]), int(written[1]))
    except ValueError as error:
        raise FaultyValueError(Fault.NOT_A_DATE) from error
    return day.isoformat()


def _address(text: str) -> str:
    try:
        parts = urlsplit(text)
        whole = parts.scheme in {"http", "https"} and bool(parts.hostname) and " " not in text and (parts.port or 1) > 0
    except ValueError:  # brackets that do not close, a port that is none
        whole = False
    if not whole:
        raise FaultyValueError(Fault.NOT_AN_ADDRESS)
    return text
