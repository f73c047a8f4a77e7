"""What `check --deploy` says of the database roles."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks
from django.db import connection

from lms.kernel import grants

_HINT = "docs/howto/run.md tells how the three roles are made."


@checks.register(checks.Tags.security, deploy=True)
def keys_have_a_role(**_kwargs: Any) -> list[checks.CheckMessage]:
    """Warn if the web and the keys are one role: no server is asked."""
    web, keys = settings.DATABASES["default"], settings.DATABASES.get("keys")
    if "postgresql" not in web["ENGINE"]:
        return []
    if keys and keys["USER"] != web["USER"]:
        return []
    problem = "KEYS_DATABASE_URL names no role of its own: the web can read every key."
    return [checks.Warning(problem, hint=_HINT, id="kernel.W001")]


@checks.register(checks.Tags.database, deploy=True)
def keys_are_closed(
    databases: Sequence[str] | None = None, **_kwargs: Any
) -> list[checks.CheckMessage]:
    """Ask the server whether the web can touch a key; with `--database default` only."""
    if "default" not in (databases or ()) or connection.vendor != "postgresql":
        return []
    found = grants.open_to()
    if not found:
        return []
    problem = f"The role of DATABASE_URL can read keys: {', '.join(found)}."
    return [checks.Error(problem, hint=_HINT, id="kernel.E001")]
