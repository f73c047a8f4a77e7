"""A served installation: nothing has a default that would be a secret."""

from django.core.exceptions import ImproperlyConfigured

from lms.settings.base import *  # noqa: F403 -- settings

_KEY_LENGTH = 32
_NEEDED = (
    *("SECRET_KEY", "PERSONAL_DATA_KEY", "ALLOWED_HOSTS", "BASE_URL", "EMAIL_URL"),
    *("DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL"),
)
_SECRET = (
    *("SECRET_KEY", "PERSONAL_DATA_KEY", "S3_SECRET_KEY", "EMAIL_URL"),
    *("DATABASE_URL", "KEYS_DATABASE_URL", "OWNER_DATABASE_URL"),
)
for _name in _NEEDED:
    if not env.str(_name, default=""):
        raise ImproperlyConfigured(f"{_name} must be set in the environment.")
for _name in _SECRET:
    # As .env.example says in place of every secret.
    if "change-me" in env.str(_name, default=""):
        raise ImproperlyConfigured(
            f"{_name} is still as in the example: put a secret of your own there."
        )
for _name, _value in (
    ("SECRET_KEY", SECRET_KEY),
    ("PERSONAL_DATA_KEY", PERSONAL_DATA_KEY),
):
    if len(_value) < _KEY_LENGTH:
        raise ImproperlyConfigured(
            f"{_name} must have {_KEY_LENGTH} random characters or more."
        )
if not BASE_URL.startswith("https://"):
    # The cookies of a sign-in are sent over TLS alone, and so are the saves of an exam.
    raise ImproperlyConfigured("BASE_URL must be an address that begins with https://.")
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name each host: * is any.")

CSRF_TRUSTED_ORIGINS = [BASE_URL]
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
)
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
