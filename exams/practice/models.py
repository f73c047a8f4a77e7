"""What everybody may practise with: copies of questions that were given away."""

from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exams.banks.models import Bank, QuestionVersion, Topic
from laws.models import Article, Version
from lms.kernel.guards import AppendOnly, Refusal

if TYPE_CHECKING:
    from mediators.models import User

#: What a keeper gave away; none of it changes again.
_COPIED = (
    "uuid",
    "version_id",
    "kind",
    "prompt",
    "body",
    "key",
    "rule",
    "explanation",
    "topic_id",
    "technique_id",
    "released_at",
    "released_by_id",
)
_CHANGED = " OR ".join(
    f"COALESCE(CAST(NEW.{column} AS text), '') "
    f"<> COALESCE(CAST(OLD.{column} AS text), '')"
    for column in _COPIED
)


class PracticeQuestionQuerySet(models.QuerySet["PracticeQuestion"]):
    def visible_to(self, user: User) -> Self:
        """What `user` may look at in the Office: what the banks they see gave away."""
        return self.filter(version__question__bank__in=Bank.objects.visible_to(user))

    def kept_by(self, user: User) -> Self:
        """What `user` may act on: what the banks they keep gave away."""
        return self.filter(version__question__bank__in=Bank.objects.kept_by(user))

    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)

    def offered_on(self, day: date) -> Self:
        """What anybody who is signed in may practise with on `day`.

        Not what was withdrawn, whose question was retired, or that cites what is not
        the law on that day.
        """
        law = Version.objects.in_force_on(day)
        outdated = PracticeCitation.objects.exclude(article__version__in=law)
        return (
            self.standing()
            .filter(version__question__retired_at=None)
            .exclude(pk__in=outdated.values("question"))
        )

    def resting_on(self, articles: models.QuerySet[Article]) -> Self:
        """Those that cite one of these articles."""
        citing = PracticeCitation.objects.filter(article__in=articles.order_by())
        return self.filter(pk__in=citing.values("question"))

    def with_newer(self) -> Self:
        """Each with `has_newer`: whether a later version of its question is approved."""
        versions = QuestionVersion.objects.non_polymorphic().filter(
            question=OuterRef("version__question"),
            number__gt=OuterRef("version__number"),
            state=QuestionVersion.State.APPROVED,
        )
        return self.annotate(has_newer=Exists(versions))


class PracticeQuestion(models.Model):
    """A copy of an approved version, with its answer, that its keeper gave to everybody.

    It is read by the role that serves candidates. The key it was copied from stays where
    that role cannot reach it; nothing of an exam is asked with it again.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(
        QuestionVersion,
        on_delete=models.PROTECT,
        related_name="practice_questions",
        verbose_name=_("version"),
    )
    kind = models.CharField(
        _("kind"), max_length=20, choices=QuestionVersion.Kind.choices
    )
    prompt = models.TextField(_("question"))
    body = models.JSONField(_("what a candidate sees"))
    key = models.JSONField(_("key"))
    rule = models.CharField(_("rule"), max_length=20)
    explanation = models.TextField(_("explanation"), blank=True, default="")
    articles = models.ManyToManyField(
        Article,
        through="practice.PracticeCitation",
        related_name="practice_questions",
        verbose_name=_("articles"),
    )
    topic = models.ForeignKey(
        Topic, on_delete=models.PROTECT, related_name="+", verbose_name=_("topic")
    )
    technique = models.ForeignKey(
        Topic,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("technique"),
    )
    released_at = models.DateTimeField(pgettext_lazy("practice", "released at"))
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("practice", "released by"),
    )
    withdrawn_at = models.DateTimeField(
        pgettext_lazy("practice", "withdrawn at"), null=True, blank=True
    )
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("practice", "withdrawn by"),
    )
    withdrawal_reason = models.CharField(
        _("reason"), max_length=300, blank=True, default=""
    )

    objects = PracticeQuestionQuerySet.as_manager()
    wagtail_reference_index_ignore = True  # points at no page, image or document
    guards = [
        Refusal(
            "UPDATE",
            "What was given to practice is never changed, only withdrawn.",
            when=f"OLD.withdrawn_at IS NOT NULL OR {_CHANGED}",
        ),
        Refusal("DELETE", "What was given to practice is withdrawn, never deleted."),
    ]

    class Meta:
        verbose_name = _("practice question")
        verbose_name_plural = _("practice questions")
        ordering = ["-released_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version"],
                condition=Q(withdrawn_at=None),
                name="practicequestion_version_offered_once",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawal_reason="")
                | (
                    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                    & ~Q(withdrawal_reason="")
                ),
                name="practicequestion_withdrawn_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.prompt[:60]

    def get_absolute_url(self) -> str:
        return reverse("practice:released", args=[self.uuid])

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None


class PracticeCitation(models.Model):
    """An article, of one version of a statute, on which a practice question rests."""

    question = models.ForeignKey(
        PracticeQuestion, on_delete=models.PROTECT, related_name="citations"
    )
    article = models.ForeignKey(
        Article,
        on_delete=models.PROTECT,
        related_name="practice_citations",
        verbose_name=_("article"),
    )

    wagtail_reference_index_ignore = True  # points at no page, image or document
    guards = [AppendOnly()]

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "article"], name="practicecitation_once"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.question_id} → #{self.article_id}"
