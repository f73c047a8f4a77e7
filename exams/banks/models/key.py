from django.db import models
from django.utils.translation import gettext_lazy as _

from exams.banks.models.version import QuestionVersion
from lms.kernel.guards import Refusal


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
