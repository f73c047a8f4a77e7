"""The yearly arrangement of holidays, typed or pasted, a line a day or a run of days."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_DAY = r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
_LINE = re.compile(rf"^\s*{_DAY}(?:\s*(?:~|～|至|到|—+)\s*{_DAY})?[\s,，:：]*(\S+)\s*$")
_OFF, _WORKED = {"休", "假", "off"}, {"班", "work"}
#: Nobody is off for longer at a stretch: a longer run is a slip of the pen.
_LONGEST = 31


class CalendarForm(forms.Form):
    lines = forms.CharField(
        label=gettext_lazy("Days"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy(
            "A line a day: the day, then 休 for a day off or 班 for a make-up day. A run "
            "of days in one line: 2026-10-01 至 2026-10-07 休. Ordinary weekends need no "
            "line."
        ),
    )
    document = forms.CharField(
        label=gettext_lazy("Number of the document"),
        max_length=200,
        help_text=gettext_lazy("The notice that arranges the holidays of that year."),
    )

    def clean_lines(self) -> dict[date, bool]:
        """Return each day and whether it is worked.

        :raises ValidationError: naming each line that is not understood
        """
        days: dict[date, bool] = {}
        wrong = []
        for number, line in enumerate(self.cleaned_data["lines"].splitlines(), start=1):
            if not line.strip():
                continue
            try:
                for day, is_working in _days_in(line):
                    _note(days, day, is_working=is_working)
            except ValueError:
                words = _(
                    "Line %(number)d is not understood, or contradicts another: “%(line)s”."
                )
                wrong.append(words % {"number": number, "line": line.strip()[:60]})
        if wrong:
            raise forms.ValidationError(wrong)
        return days

    def entered(self) -> dict[str, Any]:
        """Return what the operation takes."""
        given = self.cleaned_data
        return {"days": given["lines"], "document": given["document"]}


def _note(days: dict[date, bool], day: date, *, is_working: bool) -> None:
    if days.setdefault(day, is_working) != is_working:
        raise ValueError


def _days_in(line: str) -> Iterator[tuple[date, bool]]:
    """Yield each day of a line; ValueError if it makes no sense."""
    found = _LINE.match(line)
    word = found[7].lower() if found else ""
    if found is None or word not in _OFF | _WORKED:
        raise ValueError
    first = date(*(int(part) for part in found.group(1, 2, 3)))
    last = date(*(int(part) for part in found.group(4, 5, 6))) if found[4] else first
    if not 0 <= (last - first).days < _LONGEST:
        raise ValueError
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number), word in _WORKED
