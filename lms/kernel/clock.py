"""The database's clock: the only one that decides when something happened."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models.functions import Now, TruncDate

_NOW = {
    "postgresql": "SELECT clock_timestamp()",
    "sqlite": "SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')",
}


def database_now(*, using: str = DEFAULT_DB_ALIAS) -> datetime:
    """Return the moment by the clock of the database, aware, in UTC; one query."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(_NOW[connection.vendor])
        (value,) = cursor.fetchone()
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def local_day(at: datetime) -> date:
    """Return the day of `at` as people here count it (Asia/Shanghai)."""
    return at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def Today() -> TruncDate:  # noqa: N802 -- an expression, named as Django names them
    """Return the expression for today's day, by the clock of the database."""
    return TruncDate(Now())
