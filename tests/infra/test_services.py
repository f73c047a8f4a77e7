"""Where no PostgreSQL or Redis answers, the check starts its own for a while."""

import pytest
import services

pytestmark = pytest.mark.postgres  # their programs are there where a server is


@pytest.mark.parametrize(
    ("program", "own", "answers"),
    [
        ("initdb", services.own_database, services.database_answers),
        ("redis-server", services.own_redis, services.redis_answers),
    ],
)
def test_a_server_of_our_own_answers_and_is_gone_afterwards(program, own, answers):
    if not services.locate(program):
        pytest.skip(f"{program} is not on this machine")

    with own() as address:
        answered = answers(address)

    assert (answered, answers(address)) == (True, False)
