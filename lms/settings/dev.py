"""One machine and no servers: the embedded default, and a developer's machine."""

from contextlib import suppress

from lms.settings.base import *  # noqa: F403 -- settings

DEBUG = env.bool("DEBUG", default=False)
with suppress(OSError):  # a folder that cannot be written to is told in words later
    DATA_DIR.mkdir(parents=True, exist_ok=True)
ALLOWED_HOSTS = ALLOWED_HOSTS or ["127.0.0.1", "localhost", "[::1]"]
SECRET_KEY = SECRET_KEY or "development-only-and-never-in-production"
PERSONAL_DATA_KEY = PERSONAL_DATA_KEY or "ZGV2ZWxvcG1lbnQtb25seS1uZXZlci1wcm9kdWN0aW8="
STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
LOGGING["json"] = False
DEMO_ALLOWED = True
#: The accounts of the demo have a password that everybody knows, and no phone.
SECOND_FACTOR_REQUIRED = False
CONTEXT_PROCESSORS.append("lms.demo.notice.is_demo")
