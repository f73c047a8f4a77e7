"""The scripts in bin/, to be imported and to be run as a person runs them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BIN = ROOT / "bin"
sys.path.insert(0, str(BIN))


@pytest.fixture(autouse=True)
def _database():
    """These tests start from nothing; none needs the database of the suite."""


@pytest.fixture
def clean_environment():
    """The environment without what this test run put there."""
    ours = {"DJANGO_SETTINGS_MODULE", "DATA_DIR", "DATABASE_URL", "REDIS_URL"}
    ours |= {"KEYS_DATABASE_URL", "CELERY_BROKER_URL"}
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return {**kept, "PYTHONIOENCODING": "utf-8"}


@pytest.fixture
def run_python(clean_environment):
    """Run Python in `folder` with more in its environment; return how it ended."""

    def run(*arguments, folder=BIN, **more):
        return subprocess.run(
            [sys.executable, *map(str, arguments)],
            cwd=folder,
            env={**clean_environment, **more},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=60,
        )

    return run
