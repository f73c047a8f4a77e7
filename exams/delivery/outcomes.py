"""What came of attempts. The app above that marks them says it; here it is only shown."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from exams.delivery.models import Attempt


@dataclass(frozen=True)
class Outcome:
    """What a candidate may know of an attempt: the verdict, in words, and where it stands."""

    passed: bool
    words: str
    url: str
    released_at: datetime


Teller = Callable[[list[Attempt]], Mapping[int, Outcome]]
_tellers: list[Teller] = []


def told_by(teller: Teller) -> None:
    """Let `teller` answer, for released attempts by their key, in one query for all."""
    _tellers[:] = [teller]


def of(attempts: Iterable[Attempt]) -> Mapping[int, Outcome]:
    """Return what came of released attempts; no query if there are none."""
    released = list(attempts)
    if not released or not _tellers:
        return {}
    return _tellers[0](released)
