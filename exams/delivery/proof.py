"""Who takes an exam over on another device: by ticket and password, so many times."""

from typing import Any, ClassVar

from django.core.cache import cache

from exams.delivery.models import Attempt
from mediators.models import User

#: So many wrong answers in so many seconds, and one has to wait: as at sign-in.
TRIES = 5
WAIT_S = 300


class Refused(Exception):
    """`code` is what the page of the exam is told, under the HTTP `status`."""

    code: ClassVar[str]
    status: ClassVar[int]


class NotProven(Refused):
    """The ticket or the password is not that of the candidate."""

    code, status = "not_proven", 403


class TooManyTries(Refused):
    """Somebody has guessed too often; what is right is not looked at either."""

    code, status = "too_many", 429


def check(*, told: Any, attempt: Attempt, user: User) -> None:
    """Hold what was told, `{"ticket", "password"}`, against the candidate's own.

    :raises NotProven: if either is wrong
    :raises TooManyTries: after five that were wrong, for five minutes
    """
    key = f"take-over-{attempt.pk}"
    if cache.get(key, 0) >= TRIES:
        raise TooManyTries
    given = told if isinstance(told, dict) else {}
    ticket = "".join(str(given.get("ticket", "")).split())
    own = ticket == attempt.admission.ticket_no
    if user.check_password(str(given.get("password", ""))) and own:
        return
    cache.add(key, 0, WAIT_S)
    cache.incr(key)
    raise NotProven
