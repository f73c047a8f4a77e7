from django.db import models
from django.utils.translation import gettext_lazy as _

from exams.banks.models.version import QuestionVersion
from lms.kernel.guards import Refusal, RefusalAsking

_IS_APPROVED = (
    "(SELECT state FROM banks_questionversion WHERE id = {row}.version_id) "
    "IN ('approved', 'retired')"
)
_CHANGES = " OR ".join(
    f"CAST(NEW.{column} AS text) <> CAST(OLD.{column} AS text)"
    for column in ("version_id", "key", "rule", "explanation", "content_hash")
)


class QuestionKeyQuerySet(models.QuerySet["QuestionKey"]):
    def to_seal(self) -> "QuestionKeyQuerySet":
        """Keys of approved versions that are not frozen yet."""
        done = [QuestionVersion.State.APPROVED, QuestionVersion.State.RETIRED]
        return self.filter(sealed_at=None, version__state__in=done)


class QuestionKey(models.Model):
    """What is right, how it is scored and why: apart from what a candidate may see.

    It lies behind the alias that holds keys and is written after its version is
    committed; `content_hash` names the text it was written for.
    """

    version = models.OneToOneField(
        QuestionVersion, on_delete=models.PROTECT, related_name="key"
    )
    key = models.JSONField(_("key"))
    rule = models.CharField(_("rule"), max_length=20)
    explanation = models.TextField(_("explanation"), blank=True, default="")
    content_hash = models.CharField(_("hash of the content"), max_length=64)
    sealed_at = models.DateTimeField(_("frozen at"), null=True, blank=True)

    holds_keys = True
    objects = QuestionKeyQuerySet.as_manager()
    guards = [
        Refusal(
            "UPDATE",
            "The key of an approved question is never changed.",
            when="OLD.sealed_at IS NOT NULL",
        ),
        # It is frozen a moment after its version is approved: nothing changes between.
        RefusalAsking(
            "UPDATE",
            "The key of an approved question is never changed.",
            when=f"({_IS_APPROVED.format(row='OLD')}) AND ({_CHANGES})",
        ),
        RefusalAsking(
            "INSERT",
            "An approved question has its key already.",
            when=_IS_APPROVED.format(row="NEW"),
        ),
        RefusalAsking(
            "DELETE",
            "The key of an approved question is never deleted.",
            when=_IS_APPROVED.format(row="OLD"),
        ),
        Refusal(
            "DELETE",
            "The key of an approved question is never deleted.",
            when="OLD.sealed_at IS NOT NULL",
        ),
    ]

    class Meta:
        verbose_name = _("key")
        verbose_name_plural = _("keys")

    def __str__(self) -> str:
        return f"#{self.version_id}"
