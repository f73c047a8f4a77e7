from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.permission_policies.pages import PagePermissionPolicy

from courses.models.lesson import Lesson
from lms.kernel.guards import Refusal

if TYPE_CHECKING:
    from mediators.models import User


class LessonFlagQuerySet(models.QuerySet["LessonFlag"]):
    def visible_to(self, user: User) -> Self:
        """What `user` may look at as the one who said it: their own."""
        return self.filter(writer=user.pk)

    def answered_by(self, user: User) -> Self:
        """What `user` may act on: of the lessons they may edit, whoever said it."""
        lessons = PagePermissionPolicy().instances_user_has_permission_for(
            user, "change"
        )
        return self.filter(lesson__in=lessons.order_by().values("pk"))

    def open(self) -> Self:
        return self.filter(answered_at=None).exclude(words=LessonFlag.ERASED)


class LessonFlag(models.Model):
    """A reader says that something in a lesson is wrong; somebody answers, once.

    It keeps the title and the beginning of the part as they were read. Authors are not
    told who said it: whether it is so does not hang on that.
    """

    class Outcome(models.TextChoices):
        MENDED = "mended", _("mended")
        NO_ERROR = "no_error", _("checked, no error")

    #: What stands for words that went with the data of their writer.
    ERASED: ClassVar = "—"
    MOST_WORDS: ClassVar = 300

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    writer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("said by"),
    )
    lesson = models.ForeignKey(
        Lesson,
        on_delete=models.PROTECT,
        related_name="flags",
        verbose_name=_("lesson"),
    )
    lesson_title = models.CharField(_("title of the lesson then"), max_length=255)
    #: Counted from 1 as on the page; 0 is the lesson as a whole.
    part = models.PositiveSmallIntegerField(_("part of the lesson"), default=0)
    part_words = models.CharField(
        _("where in the lesson"), max_length=60, blank=True, default=""
    )
    words = models.CharField(_("what the reader says"), max_length=MOST_WORDS)
    flagged_at = models.DateTimeField(_("said at"))
    outcome = models.CharField(
        _("what came of it"), max_length=8, choices=Outcome, blank=True, default=""
    )
    answer = models.CharField(
        _("what was answered"), max_length=MOST_WORDS, blank=True, default=""
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who answered"),
    )
    answered_at = models.DateTimeField(_("when it was answered"), null=True, blank=True)

    objects = LessonFlagQuerySet.as_manager()
    guards = [
        Refusal("DELETE", "What a reader said of a lesson is never deleted."),
        Refusal(
            "UPDATE",
            "What a reader said of a lesson never changes.",
            when="NEW.writer_id <> OLD.writer_id OR NEW.lesson_id <> OLD.lesson_id "
            "OR NEW.lesson_title <> OLD.lesson_title OR NEW.part <> OLD.part "
            "OR NEW.part_words <> OLD.part_words OR NEW.flagged_at <> OLD.flagged_at "
            f"OR (NEW.words <> OLD.words AND NEW.words <> '{ERASED}')",
        ),
        Refusal(
            "UPDATE",
            "An answer to a reader stays as it was given.",
            when="OLD.answered_at IS NOT NULL AND (NEW.answered_at IS NULL "
            "OR NEW.answered_at <> OLD.answered_at OR NEW.answer <> OLD.answer "
            "OR NEW.answered_by_id <> OLD.answered_by_id "
            "OR NEW.outcome <> OLD.outcome)",
        ),
    ]

    class Meta:
        verbose_name = _("error pointed out")
        verbose_name_plural = _("errors pointed out")
        ordering = ["-flagged_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["writer", "lesson", "part"],
                condition=Q(answered_at=None),
                name="flag_once_open_a_part",
            ),
            models.CheckConstraint(condition=~Q(words=""), name="flag_says_something"),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, outcome="", answer="")
                | (
                    Q(answered_at__isnull=False, answered_by__isnull=False)
                    & Q(outcome__in=["mended", "no_error"])
                    & ~Q(answer="")
                ),
                name="flag_is_answered_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.lesson_title

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None

    @property
    def is_mended(self) -> bool:
        return self.outcome == self.Outcome.MENDED
