"""The benchmarks run, on a thousandth of the data: none may rot unseen."""

import os
import re
import subprocess
import sys

import psycopg
import pytest
from django.conf import settings
from django.db import connection

BENCH = settings.BASE_DIR / "bin" / "bench.py"
LINE = re.compile(r"^\S+  .+  .+  .+  .+  (ok|info)$")


def run(**environment):
    values = {**os.environ, "DATABASE_URL": "", **environment}
    return subprocess.run(
        [sys.executable, BENCH],
        check=False,
        capture_output=True,
        text=True,
        cwd=settings.BASE_DIR,
        env=values,
    )


def databases():
    parts = connection.settings_dict
    with psycopg.connect(
        host=parts["HOST"],
        port=parts["PORT"],
        user=parts["USER"],
        dbname="postgres",
        password=parts["PASSWORD"],
    ) as server:
        return {
            name
            for (name,) in server.execute("SELECT datname FROM pg_database")
            if name.startswith("lms_bench_")
        }


@pytest.mark.postgres  # a nation is written set by set, as only PostgreSQL can
def test_coverage_is_measured_and_nothing_is_left_behind():
    parts = connection.settings_dict
    before = databases()
    server = f"postgres://{parts['USER']}@{parts['HOST']}:{parts['PORT']}/postgres"

    done = run(ONLY="coverage", SCALE="0.001", DATABASE_URL=server)

    lines = done.stdout.splitlines()
    assert (done.returncode, [each for each in lines if not LINE.match(each)]) == (
        0,
        [],
    )
    assert "coverage.mismatches  0  –  –  ≤ 0  ok" in lines
    assert databases() - before == set()


@pytest.mark.parametrize(
    ("environment", "words"),
    [({"ONLY": "nonsense"}, "没有名为"), ({"ONLY": "coverage", "SCALE": "2"}, "SCALE")],
)
def test_what_makes_no_sense_is_refused_before_anything_is_made(environment, words):
    done = run(**environment)

    assert (done.returncode, words in done.stderr) == (1, True)
