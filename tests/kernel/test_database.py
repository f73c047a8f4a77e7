import pytest
from django.db import DatabaseError, OperationalError, connection, transaction

from lms.kernel.database import LIMIT_MS, briefly, is_busy, once_more


class Lost(Exception):
    """What psycopg raises stands behind what Django raises, with its SQLSTATE."""

    def __init__(self, sqlstate):
        self.sqlstate = sqlstate


def failing(times, sqlstate):
    """Return a function that fails so often, then says how often it was called."""
    calls = []

    def act():
        calls.append(1)
        if len(calls) <= times:
            raise OperationalError from Lost(sqlstate)
        return len(calls)

    act.calls = calls
    return act


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("sqlstate", ["40001", "40P01"])
def test_what_lost_a_race_is_done_again_twice(sqlstate):
    assert once_more(failing(2, sqlstate)) == 3
    with pytest.raises(OperationalError):
        once_more(failing(3, sqlstate))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("sqlstate", ["57014", "55P03", "53300", ""])
def test_what_failed_otherwise_is_not(sqlstate):
    act = failing(1, sqlstate)

    with pytest.raises(OperationalError):
        once_more(act)

    assert len(act.calls) == 1


@pytest.mark.django_db(transaction=True)
def test_part_of_a_transaction_is_not_done_again():
    act = failing(1, "40001")

    with pytest.raises(OperationalError), transaction.atomic():
        once_more(act)

    assert len(act.calls) == 1


@pytest.mark.parametrize(
    ("sqlstate", "busy"),
    [("40001", True), ("57014", True), ("55P03", True), ("53300", False), ("", False)],
)
def test_busy_is_what_may_succeed_in_a_moment(sqlstate, busy):
    error = OperationalError("of some kind")
    error.__cause__ = Lost(sqlstate)

    assert is_busy(error) is busy


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_limit_ends_with_the_transaction():
    with connection.cursor() as cursor:
        with briefly():
            cursor.execute("SHOW statement_timeout")
            inside = cursor.fetchone()
        cursor.execute("SHOW statement_timeout")
        after = cursor.fetchone()

    assert inside == (f"{LIMIT_MS // 1000}s",)
    assert after == ("0",)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_statement_that_takes_longer_is_ended():
    with (
        pytest.raises(DatabaseError) as raised,
        briefly(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT pg_sleep(60)")

    assert is_busy(raised.value)
