"""An invented nation for benchmarks, written set by set: PostgreSQL alone.

Nation, provinces, cities, counties, towns; in each town its own committee and some
seventeen of villages, with four or five mediators each, mostly five, a few of whom serve two.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection, models
from django.db.models.expressions import RawSQL

from mediators.coverage import measures
from mediators.models import Division, Mediator, Organisation, Person, Post

DAY = dt.date(2026, 11, 1)
#: How many hang off each at full scale: provinces, then of each cities, counties, towns.
_FAN = {
    "province": "31",
    "city": "11",
    "county": "8 + (n % 3 = 0)::int",
    "town": "13 + (n % 5 < 3)::int",
}
_ALPHABET = "'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'"
_KINDS = {"province": "bureau", "city": "bureau", "county": "bureau", "town": "office"}
#: One village in so many has no committee; one person in so many serves two.
_WITHOUT, _TWICE = 16, 50


def build(scale: float) -> None:
    """Fill an empty database; `scale` is the part of a nation."""
    with connection.cursor() as cursor:
        _unguard(cursor)
        cursor.execute("SET synchronous_commit = off")
        # Whoever makes the rows knows that they agree: no foreign key is looked up.
        cursor.execute("SET session_replication_role = replica")
        _tree(cursor, scale)
        _people(cursor)
        _posts(cursor)
        _proofs(cursor)
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("SET work_mem = '512MB'")
    analyse()


def analyse() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def register_measures() -> None:
    """Let one table of proofs say who is trained, certified and expiring."""
    soon = DAY + dt.timedelta(days=90)
    for code, condition, last in (
        (measures.TRAINED, "trained_on >= %s", dt.date(DAY.year, 1, 1)),
        (measures.CERTIFIED, "valid_until >= %s", DAY),
        (measures.EXPIRING, "valid_until <= %s AND valid_until >= '2026-11-01'", soon),
    ):
        sql = f"SELECT person_id FROM bench_proof WHERE {condition}"
        measures.add(measures.Measure(code, code, _holders(sql, last), 1))


def _holders(sql: str, last: dt.date) -> Any:
    return lambda _day: Person.objects.filter(pk__in=RawSQL(sql, [last]))


def _unguard(cursor: Any) -> None:
    """Take away what watches over each row as it is written: nothing here writes amiss."""
    cursor.execute(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint "
        "WHERE contype = 'x' AND conname LIKE 'guard_%'"
    )
    for table, name in cursor.fetchall():
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')


def insert(cursor: Any, model: type[models.Model], source: str, **columns: str) -> None:
    """Insert a row for each of `source`; what `columns` does not say has its default."""
    names, expressions, params = [], [], []
    source = source.replace("%", "%%")
    for column in model._meta.concrete_fields:  # noqa: SLF001 -- documented
        if column.attname in columns:
            expression = columns[column.attname].replace("%", "%%")
        elif column.attname == "uuid":
            expression = "gen_random_uuid()"
        elif column.primary_key or column.has_db_default():
            continue
        else:
            expression = "%s"
            params.append(column.get_default())
        names.append(f'"{column.column}"')
        expressions.append(expression)
    cursor.execute(
        f"INSERT INTO {model._meta.db_table} ({', '.join(names)}) "  # noqa: SLF001 -- documented
        f"SELECT {', '.join(expressions)} FROM {source}",
        params,
    )


def _path(number: str) -> str:
    return (
        f"'00' || substr({_ALPHABET}, ({number}) / 36 + 1, 1) "
        f"|| substr({_ALPHABET}, ({number}) % 36 + 1, 1)"
    )


def _tree(cursor: Any, scale: float) -> None:
    insert(
        cursor,
        Organisation,
        "(VALUES (1)) AS one",
        name="'全国'",
        kind="'bureau'",
        path="'0001'",
        depth="1",
        numchild="1",
        recorded_at="now()",
    )
    shrink = scale**0.25
    for depth, level in enumerate(_FAN, start=2):
        _level(cursor, depth, level, shrink)
    _towns(cursor)
    _committees(cursor)


def _level(cursor: Any, depth: int, level: str, shrink: float) -> None:
    """Hang the next level of bureaus, or the offices, off the last."""
    beneath = f"greatest(2, round(({_FAN[level]}) * {shrink}))::int"
    source = (
        "(SELECT path, row_number() OVER (ORDER BY path) AS n FROM mediators_organisation "
        f"WHERE depth = {depth - 1}) above, LATERAL generate_series(1, {beneath}) AS k"
    )
    insert(
        cursor,
        Organisation,
        source,
        name=f"'第' || n || '{level}第' || k || '司法局'",
        kind=f"'{_KINDS[level]}'",
        path=f"path || {_path('k')}",
        depth=str(depth),
        numchild="1",
        recorded_at="now()",
    )


def _towns(cursor: Any) -> None:
    """Make the division list: a town for each office, and its villages."""
    insert(
        cursor,
        Division,
        "(SELECT row_number() OVER (ORDER BY path) AS n "
        "FROM mediators_organisation WHERE depth = 5) t",
        code="lpad(n::text, 9, '0')",
        name="'第' || n || '镇'",
        level="'town'",
        valid_from="'2020-01-01'",
        recorded_at="now()",
    )
    cursor.execute(
        "UPDATE mediators_organisation o SET division_id = d.id, numchild = 17 "
        "FROM (SELECT id, row_number() OVER (ORDER BY path) AS n FROM mediators_organisation "
        "WHERE depth = 5) t JOIN mediators_division d ON d.code = lpad(t.n::text, 9, '0') "
        "WHERE o.id = t.id"
    )
    insert(
        cursor,
        Division,
        "mediators_division t, LATERAL generate_series(1, 16 + (t.id % 3)::int) AS k",
        code="t.code || lpad(k::text, 3, '0')",
        name="'第' || k || '村'",
        level="'village'",
        parent_id="t.id",
        valid_from="'2020-01-01'",
        recorded_at="now()",
    )


def _committees(cursor: Any) -> None:
    villages = (
        "(SELECT o.path, d.id AS division, right(d.code, 3)::int AS k, d.name "
        "FROM mediators_organisation o JOIN mediators_division d ON d.parent_id = o.division_id "
        f"WHERE o.depth = 5 AND d.id % {_WITHOUT} <> 0) v"
    )
    common = {
        "kind": "'committee'",
        "depth": "6",
        "numchild": "0",
        "founded_on": "'2018-01-01'",
        "recorded_at": "now()",
    }
    insert(
        cursor,
        Organisation,
        villages,
        name="name || '人民调解委员会'",
        committee_type="'village'",
        division_id="division",
        path=f"path || {_path('k + 1')}",
        **common,
    )
    insert(
        cursor,
        Organisation,
        "(SELECT path, division_id FROM mediators_organisation WHERE depth = 5) t",
        name="'镇人民调解委员会'",
        committee_type="'township'",
        division_id="division_id",
        path=f"path || {_path('1')}",
        **common,
    )


def _people(cursor: Any) -> None:
    cursor.execute(
        "CREATE TABLE bench_place AS SELECT c.id AS place, c.n, k, "
        "row_number() OVER (ORDER BY c.n, k) AS person FROM "
        "(SELECT id, row_number() OVER (ORDER BY path) AS n FROM mediators_organisation "
        "WHERE depth = 6) c, LATERAL generate_series(1, 4 + (c.n % 8 < 7)::int) AS k"
    )
    insert(
        cursor,
        Person,
        "bench_place",
        id="person",
        name="substr('王李张刘陈杨赵黄周吴', (person % 10)::int + 1, 1) "
        "|| substr('梅建国秀英明华芳强兰', (person / 10 % 10)::int + 1, 2)",
        gender="CASE WHEN (person * 7919) % 100 < 21 THEN '2' ELSE '1' END",
        born_on="date '1958-01-01' + (person % 12000)::int",
        recorded_at="now()",
    )
    insert(cursor, Mediator, "bench_place", person_id="person", recorded_at="now()")
    cursor.execute(
        "SELECT setval('mediators_person_id_seq', max(id)) FROM mediators_person"
    )


def _posts(cursor: Any) -> None:
    """Give each person a post, and one in fifty another, mostly in the same county."""
    elected = "k <= 3"
    terms = {
        "basis": "'推选记录或聘任书'",
        "valid_from": "date '2024-03-01'",
        "recorded_at": "now()",
        "person_id": "person",
    }
    insert(
        cursor,
        Post,
        "bench_place",
        organisation_id="place",
        role="CASE WHEN k = 1 AND n % 40 <> 0 THEN 'chair' WHEN k <= 3 THEN 'member' "
        "ELSE 'mediator' END",
        appointment=f"CASE WHEN {elected} THEN 'elected' ELSE 'hired' END",
        kind="CASE WHEN (person * 31) % 100 < 13 THEN 'full_time' ELSE 'part_time' END",
        valid_to="CASE WHEN n % 90 = 0 AND k = 2 THEN date '2026-06-01' ELSE date '2027-03-01' END",
        **terms,
    )
    insert(
        cursor,
        Post,
        f"(SELECT b.person, o.place FROM bench_place b JOIN bench_place o ON o.k = 1 AND "
        f"o.n = b.n + CASE WHEN b.person % {_TWICE * 20} = 0 THEN 9999 ELSE 1 + b.person % 60 END "
        f"WHERE b.person % {_TWICE} = 0) s",
        organisation_id="place",
        role="'mediator'",
        appointment="'hired'",
        kind="'part_time'",
        valid_to="date '2027-03-01'",
        **terms,
    )


def _proofs(cursor: Any) -> None:
    cursor.execute(
        "CREATE TABLE bench_proof AS SELECT person AS person_id, "
        "date '2026-06-01' + ((person * 104729) % 900)::int AS valid_until, "
        "date '2025-07-01' + ((person * 7907) % 480)::int AS trained_on "
        "FROM bench_place WHERE (person * 6151) % 10 < 8"
    )
    cursor.execute("CREATE UNIQUE INDEX ON bench_proof (person_id)")
