from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models.course import Course
from lms.kernel.guards import Refusal
from mediators.models import Mediator

if TYPE_CHECKING:
    from mediators.models import User


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def visible_to(self, user: User) -> Self:
        """What `user` may look at: their own, and those of whom they oversee."""
        return self.filter(mediator__in=Mediator.objects.visible_to(user))

    def learnt_by(self, user: User) -> Self:
        """What `user` may act on: their own and nobody else's."""
        return self.filter(mediator__person__user=user.pk)

    def unfinished(self) -> Self:
        """Those of whose course no completion was ever recorded."""
        return self.filter(completions=None)


class Enrolment(models.Model):
    """A mediator takes a course, once in whatever language.

    It keeps the title the course had; renaming, moving or unpublishing changes nothing.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    mediator = models.ForeignKey(
        Mediator,
        on_delete=models.PROTECT,
        related_name="enrolments",
        verbose_name=_("mediator"),
    )
    course = models.ForeignKey(
        Course,
        on_delete=models.PROTECT,
        related_name="enrolments",
        verbose_name=_("course"),
    )
    #: The course whatever its language: the translation key of the page.
    course_key = models.UUIDField(_("course in every language"))
    course_title = models.CharField(_("title of the course then"), max_length=255)
    enrolled_at = models.DateTimeField(_("enrolled at"))

    objects = EnrolmentQuerySet.as_manager()
    guards = [
        Refusal("DELETE", "An enrolment is never deleted."),
        Refusal(
            "UPDATE",
            "Who enrolled in what, and when, never changes.",
            when="NEW.mediator_id <> OLD.mediator_id OR NEW.course_id <> OLD.course_id "
            "OR NEW.course_key <> OLD.course_key OR NEW.enrolled_at <> OLD.enrolled_at "
            "OR NEW.course_title <> OLD.course_title",
        ),
    ]

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["-enrolled_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mediator", "course_key"],
                name="enrolment_once_a_course",
                violation_error_message=_("This mediator takes this course already."),
            ),
        ]

    def __str__(self) -> str:
        return self.course_title
