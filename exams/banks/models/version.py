from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from polymorphic.managers import PolymorphicManager
from polymorphic.models import PolymorphicModel
from polymorphic.query import PolymorphicQuerySet

from exams.banks.authoring import Written
from exams.banks.models.bank import Topic
from exams.banks.models.question import Question
from laws.models import Article, Version
from lms.kernel.guards import Refusal

if TYPE_CHECKING:
    from mediators.models import User

#: What an approved version is made of; none of it changes again.
FROZEN = (
    "question_id",
    "polymorphic_ctype_id",
    "number",
    "kind",
    "topic_id",
    "difficulty",
    "prompt",
    "body",
    "content_hash",
    "author_id",
    "reviewer_id",
    "approved_at",
)
_CHANGED = " OR ".join(
    [
        *(f"OLD.{column} <> NEW.{column}" for column in FROZEN),
        "COALESCE(OLD.technique_id, 0) <> COALESCE(NEW.technique_id, 0)",
    ]
)


class QuestionVersionQuerySet(PolymorphicQuerySet["QuestionVersion"]):
    def visible_to(self, user: User) -> Self:
        """What `user` may look at: the versions in the banks they see."""
        return self.filter(question__in=Question.objects.visible_to(user))

    def kept_by(self, user: User) -> Self:
        """What `user` may act on: the versions in the banks they keep."""
        return self.filter(question__in=Question.objects.kept_by(user))

    def approved(self) -> Self:
        return self.filter(
            state=QuestionVersion.State.APPROVED, question__retired_at=None
        )

    def secret(self) -> Self:
        """Those of questions no version of which was ever given to practice.

        A question is known by its wording: the next version of one that everybody has
        read is no secret either, nor is one that was withdrawn again.
        """
        from exams.banks.models.event import VersionEvent  # noqa: PLC0415 -- names us

        known = VersionEvent.objects.filter(kind=VersionEvent.Kind.DISCLOSED)
        return self.exclude(question__in=known.values("version__question"))

    def newest(self) -> Self:
        """The last version of each question."""
        versions = QuestionVersion.objects.non_polymorphic()
        last = versions.filter(question=OuterRef("question")).order_by("-number")
        return self.filter(number=Subquery(last.values("number")[:1]))

    def in_force_on(self, day: date) -> Self:
        """Those every cited article of which is the law on `day`."""
        law = Version.objects.in_force_on(day)
        return self.exclude(articles__in=Article.objects.exclude(version__in=law))

    def drafts(self) -> Self:
        return self.filter(state=QuestionVersion.State.DRAFT)

    def in_review(self) -> Self:
        return self.filter(state=QuestionVersion.State.IN_REVIEW)


class QuestionVersion(PolymorphicModel):
    """What a question says, once approved for ever.

    A kind of question is a proxy class in a file of its own: it says how what an author
    wrote becomes a body (which a candidate may see) and a key (which stays apart), and
    what share of the points an answer earns. Fetch through `prefetch_related`, never
    `select_related`, which returns the bare class without its kind.
    """

    class Kind(models.TextChoices):
        SINGLE_CHOICE = "single_choice", _("single choice")
        MULTIPLE_CHOICE = "multiple_choice", _("multiple choice")
        TRUE_FALSE = "true_false", _("true or false")
        FILL_IN = "fill_in", _("fill in")
        SHORT_ANSWER = "short_answer", _("short answer")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_REVIEW = "in_review", _("in review")
        APPROVED = "approved", _("approved")
        RETIRED = "retired", _("retired")

    #: Which kind a proxy class is.
    KIND: ClassVar[QuestionVersion.Kind]

    question = models.ForeignKey(
        Question,
        on_delete=models.PROTECT,
        related_name="versions",
        verbose_name=_("question"),
    )
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.DRAFT
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
    difficulty = models.PositiveSmallIntegerField(
        _("difficulty"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    prompt = models.TextField(_("question"))
    body = models.JSONField(_("what a candidate sees"), default=dict)
    articles = models.ManyToManyField(
        "laws.Article",
        through="banks.Citation",
        related_name="question_versions",
        verbose_name=_("articles"),
    )
    #: Of kind, prompt and body. Not of the key: a hash of few possibilities tells it.
    content_hash = models.CharField(_("hash of the content"), max_length=64)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("author"),
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reviewer"),
    )
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)

    objects: ClassVar[Any] = PolymorphicManager.from_queryset(QuestionVersionQuerySet)()
    guards = [
        Refusal(
            "UPDATE",
            "An approved question is never changed, only retired.",
            when="OLD.state = 'retired' OR (OLD.state = 'approved' AND "
            f"(NEW.state <> 'retired' OR {_CHANGED}))",
        ),
        Refusal(
            "DELETE",
            "An approved question is never deleted, only retired.",
            when="OLD.state IN ('approved', 'retired')",
        ),
    ]

    class Meta:
        verbose_name = _("version of a question")
        verbose_name_plural = _("versions of questions")
        base_manager_name = "objects"
        ordering = ["question", "-number"]
        indexes = [models.Index(fields=["state", "kind", "topic"])]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "number"], name="questionversion_number_once"
            ),
            models.UniqueConstraint(
                fields=["question"],
                condition=Q(state="approved"),
                name="questionversion_one_approved",
            ),
            models.UniqueConstraint(
                fields=["question"],
                condition=Q(state__in=["draft", "in_review"]),
                name="questionversion_one_in_the_making",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "in_review"], approved_at=None)
                | Q(
                    state__in=["approved", "retired"],
                    approved_at__isnull=False,
                    reviewer__isnull=False,
                ),
                name="questionversion_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(reviewer=None) | ~Q(reviewer=F("author")),
                name="questionversion_reviewer_is_not_author",
                violation_error_message=_(
                    "A question is reviewed by somebody other than its author."
                ),
            ),
            models.CheckConstraint(
                condition=Q(difficulty__range=(1, 5)),
                name="questionversion_difficulty_from_1_to_5",
            ),
        ]

    def __str__(self) -> str:
        return self.prompt[:60]

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_in_review(self) -> bool:
        return self.state == self.State.IN_REVIEW

    @property
    def is_approved(self) -> bool:
        return self.state == self.State.APPROVED

    @classmethod
    def write(cls, content: Mapping[str, Any], *, before: Written | None) -> Written:
        """Return body, key and rule of what an author wrote.

        `before` is what they wrote last time: options that are still there keep their ids.

        :raises Incomplete: if something is missing, in words
        """
        raise NotImplementedError

    @classmethod
    def read(cls, written: Written) -> dict[str, Any]:
        """Return what `write` would make `written` of: the inverse, for a form."""
        raise NotImplementedError

    @classmethod
    def fits(cls, written: Written) -> bool:
        """Say whether the key belongs to the body."""
        raise NotImplementedError

    @classmethod
    def score(cls, key: dict[str, Any], rule: str, payload: Any) -> Decimal | None:
        """Return the share of the points from 0 to 1, or None if a person must say."""
        raise NotImplementedError
