"""Periods of the calendar year as offices name them: a year, a half, a quarter, a month."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import total_ordering

_KEY = re.compile(r"(?P<year>\d{4})(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?")


@total_ordering
@dataclass(frozen=True)
class Period:
    """A span of whole months within one year.

    ``key`` is its public form: ``2024``, ``2024-H1``, ``2024-Q2`` or ``2024-06``.
    """

    key: str

    def __post_init__(self) -> None:
        if not _KEY.fullmatch(self.key):
            raise ValueError(self.key)

    @classmethod
    def of_year(cls, year: int) -> "Period":
        return cls(f"{year:04d}")

    @classmethod
    def of_half(cls, year: int, half: int) -> "Period":
        return cls(f"{year:04d}-H{half}")

    @classmethod
    def of_quarter(cls, year: int, quarter: int) -> "Period":
        return cls(f"{year:04d}-Q{quarter}")

    @classmethod
    def of_month(cls, year: int, month: int) -> "Period":
        return cls(f"{year:04d}-{month:02d}")

    @property
    def year(self) -> int:
        return int(self.key[:4])

    @property
    def months(self) -> tuple[int, int]:
        """First and last month, 1 to 12."""
        match = _KEY.fullmatch(self.key)
        assert match is not None  # held by __post_init__
        if half := match["half"]:
            return (1, 6) if half == "1" else (7, 12)
        if quarter := match["quarter"]:
            return 3 * int(quarter) - 2, 3 * int(quarter)
        if month := match["month"]:
            return int(month), int(month)
        return 1, 12

    @property
    def start(self) -> date:
        return date(self.year, self.months[0], 1)

    @property
    def end(self) -> date:
        """The last day of the period."""
        month = self.months[1]
        return date(self.year, month, calendar.monthrange(self.year, month)[1])

    def contains(self, other: "Period") -> bool:
        return self.start <= other.start and other.end <= self.end

    def parts(self) -> tuple["Period", ...]:
        """Every period that lies within it, itself among them."""
        year = self.year
        every = (
            Period.of_year(year),
            *(Period.of_half(year, half) for half in (1, 2)),
            *(Period.of_quarter(year, quarter) for quarter in range(1, 5)),
            *(Period.of_month(year, month) for month in range(1, 13)),
        )
        return tuple(period for period in every if self.contains(period))

    def takes(self, key: str, due: date | None) -> bool:
        """Whether an occurrence belongs to it: that of a period within it, or of a longer one of the same year that is due in it."""
        if self.contains(Period(key)):
            return True
        return due is not None and self.start <= due <= self.end and Period(key).year == self.year

    def __lt__(self, other: "Period") -> bool:
        return (self.start, other.end) < (other.start, self.end)
