"""Which connection may touch sealed keys."""

from typing import Any

from django.conf import settings
from django.db.models import Model


class KeysRouter:
    """Send a model that says `holds_keys = True` to the alias that may read it.

    Both aliases are roles on one database, so relations between them are real.
    """

    def db_for_read(self, model: type[Model], **_hints: Any) -> str | None:
        return settings.KEYS_ALIAS if getattr(model, "holds_keys", False) else None

    db_for_write = db_for_read

    def allow_relation(self, *_objects: Model, **_hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, *_args: Any, **_hints: Any) -> bool:
        return db == "default"
