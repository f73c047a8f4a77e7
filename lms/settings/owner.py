"""As the owner of the tables: for `migrate` and `grant_roles`, for nothing that serves."""

from django.core.exceptions import ImproperlyConfigured

from lms.settings.production import *  # noqa: F403 -- settings

if "keys" not in DATABASES:
    raise ImproperlyConfigured("KEYS_DATABASE_URL must be set in the environment.")
#: Whom `grant_roles` makes, if they are not there, and what they sign in with.
DATABASE_ROLES = {
    "candidate": DATABASES.pop("default"),
    "keys": DATABASES.pop("keys"),
}
DATABASES["default"] = env.database("OWNER_DATABASE_URL")
KEYS_ALIAS = "default"
