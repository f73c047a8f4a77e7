from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models.enrolment import Enrolment
from courses.models.lesson import Lesson
from lms.kernel.guards import AppendOnly, Refusal
from mediators.models import Mediator

if TYPE_CHECKING:
    from mediators.models import User


class LessonProgressQuerySet(models.QuerySet["LessonProgress"]):
    def visible_to(self, user: User) -> Self:
        """What `user` may look at: their own, and those of whom they oversee."""
        return self.filter(enrolment__mediator__in=Mediator.objects.visible_to(user))

    def learnt_by(self, user: User) -> Self:
        """What `user` may act on: their own and nobody else's."""
        return self.filter(enrolment__mediator__person__user=user.pk)

    def completed(self) -> Self:
        return self.filter(completed_at__isnull=False)


class LessonProgress(models.Model):
    """How far an enrolled mediator got in a lesson.

    `position` is the part they last read, to go on from there; no time is measured.
    Once completed, it keeps the title and the revision they read.
    """

    enrolment = models.ForeignKey(
        Enrolment,
        on_delete=models.PROTECT,
        related_name="progress",
        verbose_name=_("enrolment"),
    )
    lesson = models.ForeignKey(
        Lesson,
        on_delete=models.PROTECT,
        related_name="progress",
        verbose_name=_("lesson"),
    )
    #: The lesson whatever its language: the translation key of the page.
    lesson_key = models.UUIDField(_("lesson in every language"))
    position = models.PositiveSmallIntegerField(_("part last read"), default=0)
    opened_at = models.DateTimeField(_("opened at"))
    seen_at = models.DateTimeField(_("last read at"))
    completed_at = models.DateTimeField(_("completed at"), null=True, blank=True)
    lesson_title = models.CharField(
        _("title of the lesson then"), max_length=255, blank=True, default=""
    )
    lesson_revision = models.BigIntegerField(
        _("revision of the lesson then"), null=True, blank=True
    )

    objects = LessonProgressQuerySet.as_manager()
    guards = [
        Refusal("DELETE", "What somebody learnt is never deleted."),
        Refusal(
            "UPDATE",
            "A completed lesson stays completed as it was.",
            when="OLD.completed_at IS NOT NULL AND (NEW.completed_at IS NULL "
            "OR NEW.completed_at <> OLD.completed_at "
            "OR NEW.lesson_title <> OLD.lesson_title "
            "OR COALESCE(NEW.lesson_revision, 0) <> COALESCE(OLD.lesson_revision, 0))",
        ),
        Refusal(
            "UPDATE",
            "What progress is about never changes.",
            when="NEW.enrolment_id <> OLD.enrolment_id "
            "OR NEW.lesson_id <> OLD.lesson_id",
        ),
    ]

    class Meta:
        verbose_name = _("progress in a lesson")
        verbose_name_plural = _("progress in lessons")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "lesson_key"], name="lessonprogress_once_a_lesson"
            ),
            models.CheckConstraint(
                condition=Q(completed_at=None) | ~Q(lesson_title=""),
                name="lessonprogress_completed_keeps_title",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def is_completed(self) -> bool:
        return self.completed_at is not None


class LessonCitation(models.Model):
    """A version of a statute that a completed lesson cited when it was completed."""

    progress = models.ForeignKey(
        LessonProgress,
        on_delete=models.PROTECT,
        related_name="citations",
        verbose_name=_("progress in a lesson"),
    )
    version = models.ForeignKey(
        "laws.Version",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("version of a statute"),
    )

    guards = [AppendOnly()]

    class Meta:
        verbose_name = _("law cited in a completed lesson")
        verbose_name_plural = _("laws cited in completed lessons")
        constraints = [
            models.UniqueConstraint(
                fields=["progress", "version"], name="lessoncitation_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.version)
