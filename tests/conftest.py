"""What every test may ask for."""

import os
import sqlite3
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection

from lms.kernel.clock import database_now


@pytest.fixture(scope="session", autouse=True)
def _fonts():
    """The faces that certificates are set in, made once if `make test` did not."""
    script = settings.BASE_DIR / "bin" / "fonts.py"
    subprocess.run([sys.executable, script, settings.FONT_DIR], check=True)


@pytest.fixture(scope="session", autouse=True)
def migrated(django_db_setup, tmp_path_factory):
    """A copy of the database as the migrations left it, or None on PostgreSQL.

    Sites that tests start in folders of their own begin with it, for migrating takes
    most of a minute.
    """
    if connection.vendor != "sqlite":
        return None
    copy = tmp_path_factory.mktemp("migrated") / "db.sqlite3"
    source = sqlite3.connect(connection.settings_dict["NAME"])
    target = sqlite3.connect(copy)
    source.backup(target)
    source.close()
    target.close()
    return copy


@pytest.fixture(autouse=True)
def _database(db):
    """Almost every test needs the database, and none minds it."""


@pytest.fixture(autouse=True)
def _cache():
    """No test finds in the cache what another left there, but that no notice is in force.

    Every request asks the cache for it; a test that publishes one has it forgotten.
    """
    cache.clear()
    cache.set("privacy-notice", 0)


@pytest.fixture
def now():
    """The moment by the database's clock."""
    return database_now()


def pytest_collection_modifyitems(items):
    if "sqlite" in os.environ.get("DATABASE_URL", "sqlite"):
        reason = (
            "needs PostgreSQL: locks, roles and statement counts are only real there"
        )
        for item in items:
            if "postgres" in item.keywords:
                item.add_marker(pytest.mark.skip(reason=reason))
