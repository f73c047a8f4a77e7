import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from lms.kernel import checks, grants

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


def ask(role, sql, password=None):
    settings = connection.settings_dict
    with psycopg.connect(
        host=settings["HOST"] or None,
        port=settings["PORT"] or None,
        dbname=settings["NAME"],
        user=role,
        password=password,
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
    assert ask(candidate, "SELECT key FROM practice_practicequestion") == []


@pytest.mark.postgres  # SQLite has no roles
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_roles")
@pytest.mark.parametrize("role", ROLES)
def test_no_role_empties_a_table(role):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(role, "TRUNCATE kernel_auditentry CASCADE")


@pytest.fixture
def _no_roles(settings):
    """Roles that the settings name and the server does not know yet."""
    candidate, keys = ROLES
    settings.DATABASE_ROLES = {
        "candidate": {"USER": candidate, "PASSWORD": "it's one"},
        "keys": {"USER": keys, "PASSWORD": "another"},
    }
    yield
    with connection.cursor() as cursor:
        for role in ROLES:
            cursor.execute(f"DROP OWNED BY {role}; DROP ROLE {role}")


@pytest.mark.postgres  # SQLite has no roles
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_no_roles")
def test_a_new_installation_gets_the_roles_of_its_addresses_and_an_old_one_keeps_them():
    candidate, _keys = ROLES

    call_command("grant_roles")
    first = stored_password(candidate)
    call_command("grant_roles")

    assert first.startswith(("SCRAM-SHA-256$", "md5"))
    assert stored_password(candidate) == first
    assert ask(candidate, "SELECT 1", password="it's one") == [(1,)]
    assert grants.open_to(candidate) == []


def stored_password(role):
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolpassword FROM pg_authid WHERE rolname = %s", [role])
        return cursor.fetchone()[0]


@pytest.mark.postgres  # SQLite has no roles
def test_the_owner_of_the_tables_is_refused_as_the_role_of_the_web():
    owner = connection.settings_dict["USER"]

    with pytest.raises(grants.RoleReadsKeys):
        grants.grant(candidate=owner, keys=owner)


@pytest.mark.postgres  # SQLite has no roles
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_roles")
def test_a_check_before_serving_tells_whether_the_web_can_read_keys():
    as_owner = checks.keys_are_closed(databases=["default"])
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {ROLES[0]}")
    as_web = checks.keys_are_closed(databases=["default"])
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")

    assert [problem.id for problem in as_owner] == ["kernel.E001"]
    assert "banks_questionkey" in as_owner[0].msg
    assert as_web == []


def test_a_check_that_may_ask_no_server_asks_none(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert checks.keys_are_closed(databases=None) == []
