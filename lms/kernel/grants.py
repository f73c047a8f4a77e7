"""Which database role may touch what: sealed keys are out of the web's reach."""

from django.apps import apps
from django.db import connection
from django.utils.translation import gettext_lazy as _

from lms.kernel.errors import DomainError


class CannotEnforce(DomainError):
    message = _(
        "This database has no roles: whoever can open the file can read the keys. "
        "Use PostgreSQL where exams matter."
    )


def sealed_tables() -> list[str]:
    """Return the tables that only the `keys` role may touch."""
    models = apps.get_models()
    return sorted(m._meta.db_table for m in models if getattr(m, "holds_keys", False))  # noqa: SLF001 -- documented


def grant(*, candidate: str, keys: str) -> None:
    """Let the role `keys` do everything, and `candidate` everything but touch keys.

    Run again after every migration. Neither may TRUNCATE or change a table's shape.

    :raises CannotEnforce: on a database without roles
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
