"""Bring fonts, tables and the demo up to date; tell the demo accounts."""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from pathlib import Path

import explain
import fonts
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import DatabaseError
from say import say, stop

from lms.celery import app
from lms.kernel import personal

PATIENCE_S = 3


def migrate() -> None:
    say("正在更新数据库 …")
    try:
        call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as error:
        stop(*explain.unreachable_database(error))


def check_key() -> None:
    """Stop if what is stored of persons was stored under another key."""
    if not personal.opens_what_is_stored():
        stop(
            "PERSONAL_DATA_KEY 与已有的数据不符，存下的个人信息打不开",
            "请改回原来的值，或用 DATA_DIR 另起一个数据目录",
        )


def reach_servers() -> None:
    """Stop if the cache or the queue does not answer; the embedded ones always do."""
    try:
        cache.get("start")
    except Exception as error:  # noqa: BLE001 -- whatever the server's library raises
        stop(*explain.unreachable_server("REDIS_URL", error))
    try:
        with app.connection_for_write() as connection:
            connection.ensure_connection(max_retries=1, timeout=PATIENCE_S)
    except Exception as error:  # noqa: BLE001 -- as above
        stop(*explain.unreachable_server("CELERY_BROKER_URL", error))


def load_demo() -> None:
    say("正在检查演示数据 …")
    with redirect_stdout(sys.stderr):
        call_command("demo")
        say("")
        call_command("demo", accounts=True)


def main() -> None:
    """Do it all; Django is set up already."""
    fonts.make(Path(settings.FONT_DIR))
    migrate()
    check_key()
    reach_servers()
    load_demo()
