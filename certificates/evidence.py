"""What a certificate proves, as it was when it was issued."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Self


@dataclass(frozen=True)
class Evidence:
    """Who passed what, where they stood, and when; `hours` is None without a course."""

    name: str
    committee: str
    exam: str
    score: Decimal
    passed_on: date
    hours: Decimal | None = None

    def as_json(self) -> dict[str, Any]:
        """Return what is kept beside the name and the committee, which are columns."""
        return {
            "exam": self.exam,
            "score": plain(self.score),
            "passed_on": self.passed_on.isoformat(),
            "hours": None if self.hours is None else plain(self.hours),
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any], *, name: str, committee: str) -> Self:
        return cls(
            name=name,
            committee=committee,
            exam=kept["exam"],
            score=Decimal(kept["score"]),
            passed_on=date.fromisoformat(kept["passed_on"]),
            hours=None if kept["hours"] is None else Decimal(kept["hours"]),
        )

    def words(self, *, organiser: str) -> dict[str, str]:
        """Return what is printed in each place of a wording."""
        return {
            "name": self.name,
            "committee": self.committee,
            "exam": self.exam,
            "score": plain(self.score),
            "day": written(self.passed_on),
            "hours": "" if self.hours is None else plain(self.hours),
            "organiser": organiser,
        }


def plain(number: Decimal) -> str:
    """Return the number without needless zeros: 87, 87.5."""
    return f"{number.normalize():f}"


def written(day: date) -> str:
    """Return the day as Chinese documents write it, whatever the reader's language."""
    return f"{day.year}年{day.month}月{day.day}日"
