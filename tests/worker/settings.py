"""A worker of its own over SQLite files of its own, for tests that kill it."""

from lms.settings.dev import *  # noqa: F403 -- settings

INSTALLED_APPS = [*INSTALLED_APPS, "tests.worker"]  # noqa: F405 -- settings
JOB_SILENCE_S = 1
