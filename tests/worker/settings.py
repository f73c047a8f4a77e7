"""A worker of its own over SQLite files of its own, for tests that kill it."""

import os
from pathlib import Path

from lms.settings.dev import *  # noqa: F403 -- settings

INSTALLED_APPS = [*INSTALLED_APPS, "tests.worker"]  # noqa: F405 -- settings
JOB_SILENCE_S = 1
#: Those of the run that kills it: made once.
FONT_DIR = Path(os.environ["FONT_DIR"])
