"""Time cut into equal periods: days, weeks, months, years or decades, whichever keeps them few."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from babel.dates import format_date

Unit = Literal["day", "week", "month", "year", "decade"]

_LONGEST: dict[Unit, int] = {"day": 45, "week": 7 * 45, "month": 366 * 5, "year": 366 * 60}
"""The longest stretch, in days, that is still told in this unit; what is longer is told in decades."""
_FORMATS: dict[Unit, str] = {"day": "d MMM y", "week": "d MMM y", "month": "MMM y", "year": "y", "decade": "y"}


@dataclass(frozen=True, slots=True)
class Timeline:
    """Periods without a gap, each by its first day, in order; none at all where nothing is dated."""

    unit: Unit
    starts: tuple[date, ...]

    def counts(self, dates: Iterable[date | None]) -> list[int]:
        """How many of the dates lie in each period. Null lies in none."""
        places = {start: place for place, start in enumerate(self.starts)}
        counts = [0] * len(self.starts)
        for when in dates:
            if when is not None:
                counts[places[_first_day(when, self.unit)]] += 1
        return counts

    def labels(self) -> list[str]:
        """What each period is called: "22 Mar 2021", "week of 22 Mar 2021", "Mar 2021", "2021", "2020s"."""
        return [self._label(start) for start in self.starts]

    def _label(self, start: date) -> str:
        before = "week of " if self.unit == "week" else ""
        return before + format_date(start, _FORMATS[self.unit], locale="en") + ("s" if self.unit == "decade" else "")


def timeline(dates: Iterable[date | None]) -> Timeline:
    """The periods that hold all the dates."""
    known = [when for when in dates if when is not None]
    if not known:
        return Timeline("day", ())
    first, last = min(known), max(known)
    fitting: list[Unit] = [unit for unit, longest in _LONGEST.items() if (last - first).days <= longest]
    unit = fitting[0] if fitting else "decade"
    return Timeline(unit, tuple(_starts(first, last, unit)))


def _starts(first: date, last: date, unit: Unit) -> Iterator[date]:
    start: date | None = _first_day(first, unit)
    while start is not None and start <= last:
        yield start
        start = _next(start, unit)


def _first_day(when: date, unit: Unit) -> date:
    """The first day of the period that a day lies in; weeks begin on Monday."""
    match unit:
        case "day":
            return when
        case "week":
            return date.fromordinal(max(1, when.toordinal() - when.weekday()))
        case "month":
            return when.replace(day=1)
        case "year":
            return when.replace(month=1, day=1)
        case "decade":
            return date(max(1, when.year // 10 * 10), 1, 1)


def _next(start: date, unit: Unit) -> date | None:
    """The first day of the period after; None past the end of the calendar."""
    steps: dict[Unit, int] = {"day": 1, "week": 7, "month": 31, "year": 366, "decade": 3660}
    try:
        return _first_day(start + timedelta(days=steps[unit]), unit)
    except OverflowError:
        return None
