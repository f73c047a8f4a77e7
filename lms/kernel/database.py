"""What is asked of the database while somebody waits: at most so long, and once more."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import OperationalError, connection, transaction

T = TypeVar("T")

#: How long a statement of an exam may take, in milliseconds.
LIMIT_MS = 2000
#: To be put before a statement, in the same message: a limit costs no round trip.
LIMIT = f"SET LOCAL statement_timeout = {LIMIT_MS}; "

_GOES = 3
# https://www.postgresql.org/docs/current/errcodes-appendix.html
_LOST_A_RACE = {"40001", "40P01"}  # serialization_failure, deadlock_detected
_TOOK_TOO_LONG = {"57014", "55P03"}  # query_canceled, lock_not_available


@contextmanager
def briefly() -> Iterator[None]:
    """Make one transaction none of whose statements takes longer than `LIMIT_MS`.

    SQLite has no such limit: there, `timeout` bounds how long a writer waits.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(LIMIT)
        yield


def once_more(act: Callable[[], T]) -> T:
    """Return what `act` returns; what lost a race against others is done again, twice.

    Nothing else is: what failed for another reason would fail again, and inside a
    transaction only the whole of it may be done again.

    :raises OperationalError: if it failed otherwise, or lost three races
    """
    for go in range(1, _GOES + 1):
        try:
            return act()
        except OperationalError as error:
            again = _code(error) in _LOST_A_RACE and not connection.in_atomic_block
            if go == _GOES or not again:
                raise
    raise AssertionError


def is_busy(error: OperationalError) -> bool:
    """Say whether the same may succeed in a moment: a race, or a wait that was too long."""
    waited = connection.vendor == "sqlite" and "locked" in str(error)
    return waited or _code(error) in _LOST_A_RACE | _TOOK_TOO_LONG


def _code(error: OperationalError) -> str:
    """Return the SQLSTATE of PostgreSQL, or nothing."""
    return getattr(error.__cause__, "sqlstate", None) or ""
