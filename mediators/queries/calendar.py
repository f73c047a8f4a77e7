"""Working days: Monday to Friday, unless the arrangement of holidays says otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from mediators.models import CalendarDay

_FRIDAY = 5


@dataclass(frozen=True)
class Deadline:
    """The last day of a period of working days.

    `guessed`: the years it runs through whose arrangement of holidays is not entered.
    """

    day: date
    guessed: tuple[int, ...] = ()

    @property
    def caveat(self) -> str:
        """What to know of it if it was reckoned by weekends alone."""
        if not self.guessed:
            return ""
        years = _(", ").join(str(year) for year in self.guessed)
        return _(
            "Reckoned by weekends: the arrangement of holidays of %(years)s is not "
            "entered yet."
        ) % {"years": years}


class Calendar:
    """Which days are worked, held in memory."""

    def __init__(self, days: Mapping[date, bool]) -> None:
        self._days = days
        self._years = {day.year for day in days}
        self._known: dict[tuple[date, int], Deadline] = {}

    def is_working(self, day: date) -> bool:
        return self._days.get(day, day.isoweekday() <= _FRIDAY)

    def deadline(self, start: date, *, days: int) -> Deadline:
        """Return the last of `days` working days after `start`, which is not counted."""
        key = (start, days)
        if key not in self._known:
            self._known[key] = self._reckon(start, days)
        return self._known[key]

    def _reckon(self, start: date, days: int) -> Deadline:
        day = start
        while days > 0:
            day += timedelta(days=1)
            days -= self.is_working(day)
        years = range(start.year, day.year + 1)
        return Deadline(day, tuple(year for year in years if year not in self._years))


def calendar() -> Calendar:
    """Return the calendar as it is entered; one query."""
    return Calendar(dict(CalendarDay.objects.values_list("day", "is_working")))


@dataclass(frozen=True)
class CalendarChanges:
    """What entering some days would change of the calendar."""

    new: list[date]
    corrected: list[date]
    same: list[date]


def calendar_changes(days: Mapping[date, bool]) -> CalendarChanges:
    """Say what entering `days` would change; one query."""
    known = dict(
        CalendarDay.objects.filter(day__in=days).values_list("day", "is_working")
    )
    changes = CalendarChanges([], [], [])
    for day, is_working in sorted(days.items()):
        if day not in known:
            changes.new.append(day)
        elif known[day] != is_working:
            changes.corrected.append(day)
        else:
            changes.same.append(day)
    return changes
