"""The columns by which people are found and ordered in pinyin."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class LatinField(models.CharField):  # type: ignore[type-arg]  # -- only the stubs are generic
    """Small letters and spaces, compared byte by byte on every database.

    Other collations of PostgreSQL overlook spaces and cannot tell a prefix by a range.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        usual = {"max_length": 500, "blank": True, "default": "", "db_default": ""}
        super().__init__(*args, **{**usual, **options})

    def db_parameters(self, connection: Any) -> Any:
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters


class Spelt(models.Model):
    """What `mediators.pinyin` makes of a name; operations that write the name fill it."""

    spelling = LatinField(_("pinyin"))
    #: The same without spaces, and its initials: what people type.
    pinyin = LatinField(editable=False)
    initials = LatinField(editable=False)
    #: By the other reading of the surname, if it has one.
    pinyin_also = LatinField(editable=False)
    initials_also = LatinField(editable=False)

    class Meta:
        abstract = True
        indexes = [
            models.Index(fields=["spelling", "id"], name="%(class)s_spelling"),
            models.Index(fields=["pinyin"], name="%(class)s_pinyin"),
            models.Index(fields=["initials"], name="%(class)s_initials"),
            models.Index(fields=["pinyin_also"], name="%(class)s_pinyin_also"),
            models.Index(fields=["initials_also"], name="%(class)s_initials_also"),
        ]
