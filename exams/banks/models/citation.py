from django.db import models
from django.utils.translation import gettext_lazy as _

from exams.banks.models.version import QuestionVersion
from laws.models import Article
from lms.kernel.guards import Refusal, RefusalAsking

_IS_APPROVED = (
    "(SELECT state FROM banks_questionversion WHERE id = {row}.version_id) "
    "IN ('approved', 'retired')"
)
_MESSAGE = "What an approved question cites is never changed."


class Citation(models.Model):
    """An article, of one version of a statute, on which a question rests."""

    version = models.ForeignKey(
        QuestionVersion, on_delete=models.CASCADE, related_name="citations"
    )
    article = models.ForeignKey(
        Article,
        on_delete=models.PROTECT,
        related_name="question_citations",
        verbose_name=_("article"),
    )

    guards = [
        RefusalAsking("INSERT", _MESSAGE, when=_IS_APPROVED.format(row="NEW")),
        RefusalAsking("DELETE", _MESSAGE, when=_IS_APPROVED.format(row="OLD")),
        Refusal("UPDATE", _MESSAGE),
    ]

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "article"], name="citation_once"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.version_id} → #{self.article_id}"
