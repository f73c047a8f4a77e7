"""Which database role may touch what: sealed keys are out of the web's reach."""

from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from lms.kernel.errors import DomainError


class CannotEnforce(DomainError):
    message = _(
        "This database has no roles: whoever can open the file can read the keys. "
        "Use PostgreSQL where exams matter."
    )


class RoleReadsKeys(DomainError):
    message = _(
        "The role of DATABASE_URL can read the keys whatever it is granted: it owns "
        "the tables or is a superuser. Give the web a role of its own."
    )


def sealed_tables() -> list[str]:
    """Return the tables that only the `keys` role may touch."""
    models = apps.get_models()
    return sorted(m._meta.db_table for m in models if getattr(m, "holds_keys", False))  # noqa: SLF001 -- documented


def open_to(role: str | None = None) -> list[str]:
    """Return the sealed tables that `role`, or whoever is connected, can touch."""
    who = "current_user" if role is None else "%s"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM unnest(%s::text[]) AS name WHERE to_regclass(name) IS NOT NULL "  # noqa: S608 -- no value
            f"AND has_table_privilege({who}, to_regclass(name), "
            "'SELECT, INSERT, UPDATE, DELETE') ORDER BY name",
            [sealed_tables(), *([] if role is None else [role])],
        )
        return [name for (name,) in cursor.fetchall()]


def make(*, role: str, password: str) -> bool:
    """Make a role that may sign in, and return true; leave one that is there alone.

    :raises CannotEnforce: on a database without roles
    """
    if connection.vendor != "postgresql":
        raise CannotEnforce
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone():
            return False
        quoted = connection.ops.quote_name(role)
        cursor.execute(
            f"CREATE ROLE {quoted} LOGIN PASSWORD %s", [_secret(role, password)]
        )
    return True


def _secret(role: str, password: str) -> str:
    """Return what the server stores of a password, so that its log never has the rest."""
    session: Any = connection.connection
    return session.pgconn.encrypt_password(password.encode(), role.encode()).decode()


@transaction.atomic
def grant(*, candidate: str, keys: str) -> None:
    """Let the role `keys` do everything, and `candidate` everything but touch keys.

    Run again after every migration. Neither may TRUNCATE or change a table's shape.

    :raises CannotEnforce: on a database without roles
    :raises RoleReadsKeys: if `candidate` needs no grant to read the keys
    """
    if connection.vendor != "postgresql":
        raise CannotEnforce
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for role in (quote(candidate), quote(keys)):
            cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
            cursor.execute(
                "GRANT SELECT, INSERT, UPDATE, DELETE "
                f"ON ALL TABLES IN SCHEMA public TO {role}"
            )
            cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}")
        for table in sealed_tables():
            cursor.execute(f"REVOKE ALL ON {quote(table)} FROM {quote(candidate)}")
    if open_to(candidate):
        raise RoleReadsKeys
