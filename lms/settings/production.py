"""A served installation: nothing has a default that would be a secret."""

from django.core.exceptions import ImproperlyConfigured

from lms.settings.base import *  # noqa: F403 -- settings

for _name in ("SECRET_KEY", "PERSONAL_DATA_KEY", "ALLOWED_HOSTS"):
    if not globals()[_name]:
        raise ImproperlyConfigured(f"{_name} must be set in the environment.")
for _name in ("DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL", "BASE_URL"):
    env.str(_name)

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
