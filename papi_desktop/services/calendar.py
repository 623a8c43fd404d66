"""Working days in Viet Nam."""

from datetime import date
from functools import cached_property

import holidays


class VietnamCalendar:
    """Monday to Friday but for public holidays, Tết included (the ``holidays`` package knows them, substitute days too)."""

    @cached_property
    def _holidays(self) -> holidays.HolidayBase:
        return holidays.country_holidays("VN")

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self._holidays
