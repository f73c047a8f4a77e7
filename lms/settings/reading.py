"""Read the environment so that a wrong value is told with the name of its variable.

No message repeats a value: addresses have passwords in them.
"""

from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

DATABASES = ("postgres://", "postgresql://", "sqlite://")
WEB = ("https://", "http://")
BROKERS = ("redis://", "rediss://", "amqp://", "amqps://", "sqla+")
#: What a switch is turned off by, beside what turns it on.
OFF = ("false", "off", "n", "no", "0")
REDIS = ("redis://", "rediss://", "unix://")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


class Environment(environ.Env):
    def get_value(self, var: str, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().get_value(var, *args, **kwargs)
        except ValueError as error:
            raise ImproperlyConfigured(f"{var} cannot be read: {error}.") from error

    def address(self, var: str, schemes: tuple[str, ...], **kwargs: Any) -> str:
        """Return an address that begins with one of `schemes`, or an empty default."""
        value = self.str(var, **kwargs)
        if value.startswith(schemes) or value == kwargs.get("default"):
            return str(value)
        raise ImproperlyConfigured(
            f"{var} must be an address that begins with {' or '.join(schemes)}."
        )

    def bool(self, var: str, *args: Any, **kwargs: Any) -> bool:
        """Return whether a switch is on; what is neither on nor off is refused."""
        value = self.str(var, default="").strip().lower()
        if value and value not in {*self.BOOLEAN_TRUE_STRINGS, *OFF}:
            raise ImproperlyConfigured(f"{var} must be true or false.")
        return bool(super().bool(var, *args, **kwargs))

    def int(self, var: str, *args: Any, **kwargs: Any) -> int:
        try:
            return int(super().int(var, *args, **kwargs))
        except ImproperlyConfigured as error:
            raise ImproperlyConfigured(f"{var} must be a whole number.") from error

    def one_of(self, var: str, names: tuple[str, ...], *, default: str) -> str:
        """Return one of `names`, in capitals however it was written."""
        value = str(self.str(var, default=default)).strip().upper()
        if value in names:
            return value
        raise ImproperlyConfigured(f"{var} must be one of {', '.join(names)}.")

    def database(self, var: str, **kwargs: Any) -> dict[str, Any]:
        address = self.address(var, DATABASES, **kwargs)
        try:
            return dict(self.db_url_config(address))
        except ValueError as error:
            raise ImproperlyConfigured(f"{var} is no address of a database.") from error

    def mail(self, var: str, *, default: str) -> dict[str, Any]:
        try:
            return dict(self.email_url_config(self.str(var, default=default)))
        except (ImproperlyConfigured, ValueError) as error:
            raise ImproperlyConfigured(
                f"{var} is no address of a mail server, as smtp://localhost:25 is."
            ) from error


def is_another_role(keys: dict[str, Any], *, of: dict[str, Any]) -> bool:
    """Say whether two addresses name one database; SQLite knows no roles."""
    one = all(keys[part] == of[part] for part in ("ENGINE", "NAME"))
    return one and "sqlite" not in keys["ENGINE"]
