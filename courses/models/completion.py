from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models.enrolment import Enrolment
from lms.kernel.guards import Refusal
from mediators.models import Mediator

if TYPE_CHECKING:
    from mediators.models import User


class CompletionQuerySet(models.QuerySet["Completion"]):
    def visible_to(self, user: User) -> Self:
        """What `user` may look at: their own, and those of whom they oversee."""
        return self.filter(enrolment__mediator__in=Mediator.objects.visible_to(user))

    def standing(self) -> Self:
        """Those that count: not annulled."""
        return self.filter(annulled_at=None)


class Completion(models.Model):
    """A course finished, and the credit hours it granted: once.

    It keeps the title, the hours and the revision of the course as they were. What each
    lesson said and cited stands in `LessonProgress`.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(
        Enrolment,
        on_delete=models.PROTECT,
        related_name="completions",
        verbose_name=_("enrolment"),
    )
    course_title = models.CharField(_("title of the course then"), max_length=255)
    course_revision = models.BigIntegerField(
        _("revision of the course then"), null=True, blank=True
    )
    credit_hours = models.DecimalField(
        _("credit hours"), max_digits=4, decimal_places=1
    )
    completed_at = models.DateTimeField(_("completed at"))
    annulled_at = models.DateTimeField(_("annulled at"), null=True, blank=True)
    annulled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("annulled by"),
    )
    annul_reason = models.CharField(
        _("why annulled"), max_length=300, blank=True, default=""
    )

    objects = CompletionQuerySet.as_manager()
    guards = [
        Refusal("DELETE", "A completion is annulled with a reason, never deleted."),
        Refusal(
            "UPDATE",
            "A completion is annulled with a reason, never changed.",
            when="OLD.annulled_at IS NOT NULL OR NEW.enrolment_id <> OLD.enrolment_id "
            "OR NEW.credit_hours <> OLD.credit_hours "
            "OR NEW.course_title <> OLD.course_title "
            "OR COALESCE(NEW.course_revision, 0) <> COALESCE(OLD.course_revision, 0) "
            "OR NEW.completed_at <> OLD.completed_at",
        ),
    ]

    class Meta:
        verbose_name = _("completion of a course")
        verbose_name_plural = _("completions of courses")
        ordering = ["-completed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(annulled_at=None),
                name="completion_grants_hours_once",
                violation_error_message=_("These credit hours are granted already."),
            ),
            models.CheckConstraint(
                condition=Q(credit_hours__gt=0), name="completion_grants_hours"
            ),
            models.CheckConstraint(
                condition=Q(annulled_at=None, annulled_by=None, annul_reason="")
                | Q(annulled_at__isnull=False, annulled_by__isnull=False)
                & ~Q(annul_reason=""),
                name="completion_annulled_with_reason",
                violation_error_message=_("Give the reason for annulling."),
            ),
        ]

    def __str__(self) -> str:
        return self.course_title

    @property
    def is_annulled(self) -> bool:
        return self.annulled_at is not None
