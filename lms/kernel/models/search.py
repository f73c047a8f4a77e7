from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchEntry(models.Model):
    """One findable thing: its words, cut to characters and pairs of them.

    `kind` and `object_id` name what was indexed; `scope` is an ordered path that a
    caller may filter by prefix. An address may be long: each character of a Chinese one
    is escaped to nine. See `lms.kernel.search`.
    """

    kind = models.CharField(_("kind"), max_length=50)
    object_id = models.CharField(_("object"), max_length=64)
    scope = models.CharField(_("scope"), max_length=255, blank=True, default="")
    title = models.TextField(_("title"))
    url = models.TextField(_("address"), blank=True, default="")
    body = models.TextField(_("text"), blank=True, default="")

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id"], name="search_entry_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title
