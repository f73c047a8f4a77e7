"""A candidate's place at a sitting: what may be done now, what was done, what came of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.functional import cached_property

from exams.delivery import outcomes
from exams.delivery.models import Admission, Attempt, Sitting
from exams.delivery.outcomes import Outcome
from mediators.models import User

_SOON = timedelta(days=1)


@dataclass(frozen=True)
class Seat:
    """A candidate's place at a sitting, as it stands at a moment."""

    admission: Admission
    at: datetime
    outcomes: Mapping[int, Outcome] = field(default_factory=dict)

    @cached_property
    def sitting(self) -> Sitting:
        return self.admission.sitting

    @cached_property
    def attempts(self) -> list[Attempt]:
        return sorted(self.admission.attempts.all(), key=lambda each: each.number)

    @cached_property
    def attempt(self) -> Attempt | None:
        """The one that matters now: the last."""
        return self.attempts[-1] if self.attempts else None

    @property
    def finished(self) -> list[Attempt]:
        """The attempts that were handed in or annulled, the last first."""
        return [each for each in reversed(self.attempts) if not each.is_open]

    @property
    def sat(self) -> list[tuple[Attempt, Outcome | None]]:
        """What is finished, each with what came of it; None until that is released."""
        return [(each, self.outcomes.get(each.pk)) for each in self.finished]

    @property
    def has_handed_in(self) -> bool:
        return any(each.is_handed_in for each in self.attempts)

    @property
    def has_passed(self) -> bool:
        return any(outcome and outcome.passed for _attempt, outcome in self.sat)

    @property
    def is_running(self) -> bool:
        return self.attempt is not None and self.attempt.is_running

    @property
    def is_due(self) -> bool:
        """Say whether it is for the candidate to act: nothing handed in counts yet."""
        return self.is_running or (self.may_start and not self.has_handed_in)

    @property
    def is_urgent(self) -> bool:
        """Say whether little time is left: the attempt runs, or the sitting closes soon."""
        return self.is_running or self.sitting.closes_at - self.at < _SOON

    @property
    def may_repeat(self) -> bool:
        """Say whether sitting once more is a choice: they know that they did not pass."""
        told = all(outcome for attempt, outcome in self.sat if attempt.is_handed_in)
        return self.may_start and self.has_handed_in and told and not self.has_passed

    @property
    def may_repeat_later(self) -> bool:
        """Say whether they may sit once more if a result that is awaited is no pass."""
        awaited = any(
            attempt.is_handed_in and not outcome for attempt, outcome in self.sat
        )
        return self.may_start and awaited and not self.has_passed

    @property
    def next_number(self) -> int:
        """Which attempt it would be, of those the sitting allows."""
        return len(self.finished) + 1

    @property
    def is_upcoming(self) -> bool:
        return not self.is_over and self.at < self.sitting.starts_at

    @property
    def may_start(self) -> bool:
        """Say whether the candidate may start, or start again, now."""
        if self.is_over or self.is_running or self.is_upcoming:
            return False
        fresh = self.attempt is None or self.attempt.is_open
        more = len(self.attempts) < self.sitting.max_attempts
        return (fresh or more) and self.at <= self.last_entry_at

    @property
    def is_over(self) -> bool:
        ends_at = self.sitting.closes_at + self.extra
        return self.sitting.is_cancelled or self.at >= ends_at

    @property
    def extra(self) -> timedelta:
        return timedelta(seconds=self.admission.extra_s)

    @property
    def last_entry_at(self) -> datetime:
        return self.sitting.last_entry_at + self.extra

    @property
    def minutes(self) -> int:
        """How long the candidate has, extra time included."""
        return (self.sitting.duration_s + self.admission.extra_s) // 60

    @property
    def is_missed(self) -> bool:
        waiting = (
            self.attempt is None or self.attempt.state == Attempt.State.NOT_STARTED
        )
        return waiting and not self.may_start and not self.is_upcoming


def seats(user: User, *, at: datetime) -> list[Seat]:
    """Return the places of a candidate, the next first; two queries, a third for results."""
    admissions = (
        Admission.objects.sat_by(user)
        .select_related("sitting__exam", "sitting__paper")
        .prefetch_related("attempts")
        .order_by("-sitting__opens_at")
    )
    return _seated(admissions, at)


def seat(admission: Admission, *, at: datetime) -> Seat:
    """Return a place as it stands, its attempts with what came of them; two queries."""
    return _seated([admission], at)[0]


def _seated(admissions: Iterable[Admission], at: datetime) -> list[Seat]:
    found = list(admissions)
    attempts = [each for admission in found for each in admission.attempts.all()]
    told = outcomes.of(each for each in attempts if each.is_released)
    return [Seat(admission, at, told) for admission in found]
