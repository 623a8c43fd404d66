"""Working days in Viet Nam, and what its public holidays are called."""

from datetime import date
from functools import cached_property
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
    from holidays import country_holidays

    return country_holidays("VN", language=language)
