from celery import shared_task
from django.core.cache import cache

from lms.kernel.clock import database_now, local_day
from mediators.coverage import operations, queries

#: One task is enough for whatever is marked within so many seconds.
ASKED, WITHIN_S = "coverage-asked", 5


@shared_task
def count_due(**_later: object) -> None:
    """Work off the marks. May be run again at any time."""
    cache.delete(ASKED)
    while operations.count_due(at=database_now()):
        pass


@shared_task
def roll(**_later: object) -> None:
    """Count everything anew, as every night. May be run again at any time."""
    now = database_now()
    operations.roll(day=local_day(now), at=now)


@shared_task
def roll_if_due(**_later: object) -> None:
    """Count everything anew if a day began or divisions came since."""
    now = database_now()
    if queries.is_roll_due(day=local_day(now)):
        operations.roll(day=local_day(now), at=now)


def ask() -> None:
    """Have the worker count soon; the reconciler would do so later."""
    if cache.add(ASKED, 1, WITHIN_S):
        count_due.delay()
