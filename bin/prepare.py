"""Bring fonts, tables and the demo up to date; tell the demo accounts."""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from pathlib import Path

import explain
import fonts
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError
from say import say, stop


def migrate() -> None:
    say("正在更新数据库 …")
    try:
        call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as error:
        stop(*explain.unreachable_database(error))


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
    load_demo()
