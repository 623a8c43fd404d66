"""Working days in Viet Nam, and what its public holidays are called."""

import sys
from datetime import date
from functools import cache, cached_property
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from typing import TYPE_CHECKING, Protocol

from papi_desktop.domain.schedule import WorkCalendar

if TYPE_CHECKING:
    from holidays import HolidayBase


class OfficeCalendar(WorkCalendar, Protocol):
    """Also knows the names of public holidays."""

    def holiday_name(self, day: date, language: str) -> str:
        """In ``vi`` or ``en``; "" on a day that is none."""
        ...


class VietnamCalendar:
    """Monday to Friday but for public holidays, Tết included (the ``holidays`` package knows them, substitute days too)."""

    @cached_property
    def _holidays(self) -> "HolidayBase":
        return _holidays_in("vi")

    @cached_property
    def _in_english(self) -> "HolidayBase":
        return _holidays_in("en_US")

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self._holidays

    def holiday_name(self, day: date, language: str) -> str:
        return (self._in_english if language == "en" else self._holidays).get(day, "")


def _holidays_in(language: str) -> "HolidayBase":
    return _vietnam()(language=language)


@cache
def _vietnam() -> "type[HolidayBase]":
    """The class of Viet Nam alone: its package, when it is executed, imports three hundred modules of other countries (8 MB; P8)."""
    package = find_spec("holidays.countries")
    assert package is not None  # noqa: S101 - a part of the holidays package, which this program requires
    sys.modules[package.name] = module_from_spec(package)
    try:
        return import_module("holidays.countries.vietnam").Vietnam
    finally:
        sys.modules.pop(package.name, None)
