"""What a table refuses, whoever writes to it: enforced by triggers and constraints.

A model declares `guards = [AppendOnly()]`; `migrate` installs what is missing on
PostgreSQL and SQLite alike, and again after SQLite rebuilds a table.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar

from django.apps import apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

#: Part of every guard's name: raise it when what `statements` writes changes.
VERSION = 2
#: What PostgreSQL's guards against TRUNCATE ask, in a database of the tests alone.
_CLOSED = "current_setting('lms.flushing', true) IS DISTINCT FROM 'on'"
_flushing = False


@contextmanager
def opened_for_flush(*, using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Let Django empty append-only tables between tests.

    SQLite deletes row by row, PostgreSQL truncates.

    :raises RuntimeError: in any settings but those of the tests
    """
    if not _has_switch():
        raise RuntimeError("Append-only tables open for tests alone.")
    _switch(connections[using], on=True)
    try:
        yield
    finally:
        _switch(connections[using], on=False)


def _has_switch() -> bool:
    return getattr(settings, "APPEND_ONLY_SWITCH", False)


def _switch(connection: BaseDatabaseWrapper, *, on: bool) -> None:
    global _flushing  # noqa: PLW0603 -- one switch for the process
    _flushing = on
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET lms.flushing = '{'on' if on else 'off'}'")


def prepare(connection: BaseDatabaseWrapper, **_kwargs: Any) -> None:
    """Give a connection to SQLite what its guards stand on.

    The function they ask before they refuse a deletion; and that REPLACE, which deletes
    what is in its way, asks them at all.
    """
    if connection.vendor == "sqlite":
        connection.connection.create_function("lms_flushing", 0, lambda: _flushing)
        connection.connection.execute("PRAGMA recursive_triggers = ON")


@dataclass(frozen=True)
class Refusal:
    """Refuse `event` on a row for which the SQL condition `when` holds (OLD, NEW)."""

    event: str  # INSERT, UPDATE, DELETE or TRUNCATE (which SQLite does not know)
    message: str
    when: str = "1=1"

    def statements(self, *, table: str, name: str, vendor: str) -> list[str]:
        text = self.message.replace("'", "''")
        truncates = self.event == "TRUNCATE"
        if vendor == "sqlite":
            if truncates:
                return []
            spared = " AND NOT lms_flushing()" if self.event == "DELETE" else ""
            trigger = (
                f'CREATE TRIGGER "{name}" BEFORE {self.event} ON "{table}" FOR EACH ROW '
                f"WHEN ({self.when}){spared} BEGIN SELECT RAISE(ABORT, '{text}'); END"
            )
            return [trigger]
        function = (
            f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS '
            f"$$ BEGIN RAISE EXCEPTION '{text}' USING ERRCODE = '23514'; END $$"
        )
        each = "STATEMENT" if truncates else "ROW"
        trigger = (
            f'CREATE TRIGGER "{name}" BEFORE {self.event} ON "{table}" '
            f'FOR EACH {each} WHEN ({self.when}) EXECUTE FUNCTION "{name}"()'
        )
        return [function, trigger]


@dataclass(frozen=True)
class RefusalAsking(Refusal):
    """A refusal whose condition asks other tables, as the state of a parent row."""

    def statements(self, *, table: str, name: str, vendor: str) -> list[str]:
        if vendor == "sqlite":
            return super().statements(table=table, name=name, vendor=vendor)
        text = self.message.replace("'", "''")
        row = "OLD" if self.event == "DELETE" else "NEW"
        # PostgreSQL takes no subquery in a trigger's WHEN: the function asks.
        function = (
            f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS '
            f"$$ BEGIN IF {self.when} THEN RAISE EXCEPTION '{text}' "
            f"USING ERRCODE = '23514'; END IF; RETURN {row}; END $$"
        )
        trigger = (
            f'CREATE TRIGGER "{name}" BEFORE {self.event} ON "{table}" FOR EACH ROW '
            f'EXECUTE FUNCTION "{name}"()'
        )
        return [function, trigger]


@dataclass(frozen=True)
class NonOverlapping:
    """Refuse two rows alike in `same` whose half-open periods `[start, end)` meet."""

    same: Sequence[str]
    start: str = "valid_from"
    end: str = "valid_to"
    where: str = "true"
    message: str = "Two periods overlap."

    def statements(self, *, table: str, name: str, vendor: str) -> list[str]:
        if vendor == "sqlite":
            return self._sqlite(table, name)
        alike = ", ".join(f'"{column}" WITH =' for column in self.same)
        exclusion = (
            f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" EXCLUDE USING gist '
            f'({alike}, daterange("{self.start}", "{self.end}", \'[)\') WITH &&) '
            f"WHERE ({self.where})"
        )
        return ["CREATE EXTENSION IF NOT EXISTS btree_gist", exclusion]

    def _sqlite(self, table: str, name: str) -> list[str]:
        alike = " AND ".join(f'o."{column}" = n."{column}"' for column in self.same)
        meets = (
            f'o."{self.start}" < COALESCE(n."{self.end}", \'9999-12-31\') '
            f'AND n."{self.start}" < COALESCE(o."{self.end}", \'9999-12-31\')'
        )
        text = self.message.replace("'", "''")
        # By the key: a list of all that count would be made anew for every row.
        n, o = (
            f'EXISTS (SELECT 1 FROM "{table}" c WHERE c.id = {row}.id AND ({self.where}))'  # noqa: S608 -- our own names
            for row in "no"
        )
        # AFTER, so that the new row can be asked whether it counts at all.
        body = (
            f'WHEN EXISTS (SELECT 1 FROM "{table}" n JOIN "{table}" o ON {alike} '  # noqa: S608 -- our own names
            f"AND {meets} AND o.id <> n.id WHERE n.id = NEW.id "
            f"AND {n} AND {o}) "
            f"BEGIN SELECT RAISE(ABORT, '{text}'); END"
        )
        return [
            f'CREATE TRIGGER "{name}_{event.lower()}" AFTER {event} ON "{table}" {body}'
            for event in ("INSERT", "UPDATE")
        ]


class AppendOnly:
    """Refuse every change and every deletion of a row."""

    message: ClassVar[str] = "What happened is never changed or deleted."

    def parts(self) -> list[Refusal]:
        return [Refusal("UPDATE", self.message), Refusal("DELETE", self.message)]


Guard = Refusal | NonOverlapping


def declared(model: type[models.Model]) -> dict[str, Guard]:
    """Return the guards a model declares for its table: name to what makes it."""
    table = model._meta.db_table  # noqa: SLF001 -- Django's documented API
    parts: list[Guard] = []
    for guard in getattr(model, "guards", []):
        parts += guard.parts() if isinstance(guard, AppendOnly) else [guard]
    parts += _against_truncation(parts)
    found = {}
    for part in parts:
        digest = hashlib.sha256(f"{VERSION}{table}{part!r}".encode()).hexdigest()[:8]
        found[f"guard_{table[:36]}_{digest}"] = part
    return found


def _against_truncation(parts: list[Guard]) -> list[Guard]:
    """Return the refusal that a table needs where any of its rows may not be deleted."""
    for part in parts:
        if isinstance(part, Refusal) and part.event == "DELETE":
            when = _CLOSED if _has_switch() else "true"
            return [Refusal("TRUNCATE", part.message, when=when)]
    return []


def install(*, using: str, **kwargs: Any) -> None:
    """Make the guards of all tables agree with what their models declare.

    Called once after `migrate`, not after `flush` (which touches no table's shape), and
    only when no migration is left: on SQLite a guard that names a column still to come
    would break the migrations that follow.
    """
    if "plan" not in kwargs:
        return
    connection = connections[using]
    migrations = MigrationExecutor(connection)
    if migrations.migration_plan(migrations.loader.graph.leaf_nodes()):
        return
    tables = set(connection.introspection.table_names())
    for model in apps.get_models():
        if model._meta.db_table in tables and not model._meta.proxy:  # noqa: SLF001 -- documented
            _install_on(model, connection)


def _install_on(model: type[models.Model], connection: BaseDatabaseWrapper) -> None:
    table = model._meta.db_table  # noqa: SLF001 -- documented
    wanted = declared(model)
    with connection.cursor() as cursor:
        present = _present(cursor, table, connection.vendor)
        for name in present - {n for n in present if _base(n) in wanted}:
            cursor.execute(_drop(name, table, connection.vendor))
        have = {_base(name) for name in present}
        for name, part in wanted.items():
            if name not in have:
                for statement in part.statements(
                    table=table, name=name, vendor=connection.vendor
                ):
                    cursor.execute(statement)


def lift(table: str, *, connection: BaseDatabaseWrapper) -> None:
    """Take the guards off a table to which a migration writes; `migrate` puts them back."""
    with connection.cursor() as cursor:
        for name in _present(cursor, table, connection.vendor):
            cursor.execute(_drop(name, table, connection.vendor))


def _base(name: str) -> str:
    return name.removesuffix("_insert").removesuffix("_update")


def _present(cursor: Any, table: str, vendor: str) -> set[str]:
    if vendor == "sqlite":
        sql = (
            "SELECT name FROM sqlite_master WHERE type = 'trigger' "
            "AND tbl_name = %s AND name LIKE 'guard_%%'"
        )
    else:
        sql = (
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass "
            "AND tgname LIKE 'guard_%%' UNION SELECT conname FROM pg_constraint "
            "WHERE conrelid = %s::regclass AND contype = 'x' AND conname LIKE 'guard_%%'"
        )
    quoted = f'"{table}"'
    cursor.execute(sql, [table] if vendor == "sqlite" else [quoted, quoted])
    return {name for (name,) in cursor.fetchall()}


def _drop(name: str, table: str, vendor: str) -> str:
    if vendor == "sqlite":
        return f'DROP TRIGGER "{name}"'
    return (
        f'ALTER TABLE "{table}" DROP CONSTRAINT IF EXISTS "{name}"; '
        f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"; DROP FUNCTION IF EXISTS "{name}"'
    )
