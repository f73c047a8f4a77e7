"""Tests: as in production, but faster and with no service outside the database."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="lms-test-"))

from lms.settings.base import *  # noqa: F403 -- settings; DATA_DIR comes first

SECRET_KEY = "tests-only-0123456789-0123456789-0123456789-0123456789"
PERSONAL_DATA_KEY = "dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHk="
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
INSTALLED_APPS = [*INSTALLED_APPS, "tests.flush"]
#: Opens append-only tables for Django's flush between tests; no other settings have it.
APPEND_ONLY_SWITCH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
# With a Redis, each process of a run has a database of its own there.
if env.str("REDIS_URL", default=""):
    _worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    _server, _, _first = env.str("REDIS_URL").rpartition("/")
    CACHES["default"]["LOCATION"] = f"{_server}/{int(_first) + _worker}"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.InMemoryStorage",
        "OPTIONS": {"base_url": "/media/"},
    },
    "private": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
LOGGING["level"] = "CRITICAL"
FONT_DIR = Path(os.environ.get("TEST_FONT_DIR", BASE_DIR / "var" / "fonts"))
DEMO_ALLOWED = True
#: Tests of signing in ask for it themselves.
SECOND_FACTOR_REQUIRED = False

if "sqlite" in DATABASES["default"]["ENGINE"]:
    # In a file, so that threads have connections of their own, as in earnest; nothing
    # needs to outlive a power cut.
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    )
