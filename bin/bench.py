"""The benchmarks: one line a figure, each as a ratio to a floor that is run beside it.

    make bench              every benchmark in bin/benches
    make bench ONLY=name    one of them
    SCALE=0.01 make bench   a hundredth of the data, to see whether it runs

`name  value unit  floor  ratio  target  ok|short|info`: only ratios and counts can be
short, for milliseconds differ from machine to machine. Ends with 1 if any is short.
"""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import report
import services
from report import Bench
from say import say, stop

ROOT = Path(__file__).resolve().parents[1]
BENCHES = Path(__file__).resolve().parent / "benches"


def names() -> list[str]:
    found = sorted(path.stem for path in BENCHES.glob("*.py"))
    only = os.environ.get("ONLY")
    if only and only not in found:
        stop(f"没有名为“{only}”的基准", f"可选的有 {'、'.join(found)}")
    return [only] if only else found


def scale() -> float:
    try:
        value = float(os.environ.get("SCALE", "1"))
    except ValueError:
        value = 0
    if not 0 < value <= 1:
        stop("SCALE 的值不对", "请用 0 到 1 之间的数，例如 SCALE=0.01")
    return value


@contextmanager
def database() -> Iterator[str]:
    """Make a database that bears our own name, and drop it, and no other, at the end."""
    import psycopg  # noqa: PLC0415 -- the rest of this file needs no driver
    from psycopg import sql  # noqa: PLC0415 -- as above

    with ExitStack() as stack:
        server = os.environ.get("DATABASE_URL") or services.STANDARD_DATABASE
        if not (server.startswith("postgres") and services.database_answers(server)):
            server = services.STANDARD_DATABASE
        if not services.database_answers(server):
            say("没有可用的 PostgreSQL，临时启动一个 …")
            server = stack.enter_context(services.own_database())
        name = f"lms_bench_{os.getpid()}"
        quoted = sql.Identifier(name)
        with psycopg.connect(server, autocommit=True) as connection:
            # Fails if there is one of that name: what we did not make we do not touch.
            connection.execute(sql.SQL("CREATE DATABASE {}").format(quoted))
        try:
            yield f"{server.rpartition('/')[0]}/{name}"
        finally:
            with psycopg.connect(server, autocommit=True) as connection:
                drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(quoted)
                connection.execute(drop)


def run(name: str, size: float) -> bool:
    """Run one benchmark, and say whether it reached its targets."""
    with database() as address, tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DATABASE_URL": address,
            "KEYS_DATABASE_URL": "",
            "REDIS_URL": "",
            "DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "lms.settings.dev",
        }
        sys.path.insert(0, str(ROOT))
        import django  # noqa: PLC0415 -- reads the environment
        from django.core.management import call_command  # noqa: PLC0415 -- as above
        from django.db import connections  # noqa: PLC0415 -- as above

        django.setup()
        say(f"{name}：正在建库 …")
        call_command("migrate", interactive=False, verbosity=0)
        bench = Bench(name, scale=size)
        importlib.import_module(f"benches.{name}").run(bench)
        connections.close_all()
    if bench.scale == 1:
        report.write(bench, ROOT / "docs" / "performance.md")
    return bench.is_reached


def main() -> None:
    wanted, size = names(), scale()
    if len(wanted) == 1:
        raise SystemExit(not run(wanted[0], size))
    # Each in a process of its own: Django's settings are read once.
    codes = [
        subprocess.run(
            [sys.executable, __file__], check=False, env={**os.environ, "ONLY": name}
        ).returncode
        for name in wanted
    ]
    raise SystemExit(any(codes))


if __name__ == "__main__":
    main()
