import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from lms.kernel import grants

ROLES = ("test_candidate_role", "test_keys_role")


def test_there_are_keys_to_keep():
    assert grants.sealed_tables() != []


def test_a_database_without_roles_says_so_plainly():
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL has roles")

    with pytest.raises(CommandError, match="PostgreSQL"):
        call_command("grant_roles", candidate="a", keys="b")


@pytest.fixture
def _roles():
    candidate, keys = ROLES
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {candidate} LOGIN")
        cursor.execute(f"CREATE ROLE {keys} LOGIN")
    call_command("grant_roles", candidate=candidate, keys=keys)
    yield
    with connection.cursor() as cursor:
        for role in ROLES:
            cursor.execute(f"DROP OWNED BY {role}; DROP ROLE {role}")


def ask(role, sql):
    settings = connection.settings_dict
    with psycopg.connect(
        host=settings["HOST"] or None,
        port=settings["PORT"] or None,
        dbname=settings["NAME"],
        user=role,
    ) as restricted:
        return restricted.execute(sql).fetchall()


@pytest.mark.postgres  # SQLite has no roles
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_roles")
def test_the_candidate_role_is_denied_every_key_and_reads_the_rest():
    candidate, keys = ROLES

    for table in grants.sealed_tables():
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            ask(candidate, f"SELECT * FROM {table}")
        assert ask(keys, f"SELECT * FROM {table}") == []
    assert ask(candidate, "SELECT * FROM mediators_person") == []


@pytest.mark.postgres  # SQLite has no roles
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_roles")
@pytest.mark.parametrize("role", ROLES)
def test_no_role_empties_a_table(role):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(role, "TRUNCATE kernel_auditentry CASCADE")
