from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mediators.models import Organisation, RoleGrant, User


class ExamQuerySet(models.QuerySet["Exam"]):
    def visible_to(self, user: User) -> Self:
        """What `user` may look at: the exams of the branches they work for."""
        return self.filter(organisation__in=_branches(user, *Exam.OVERSEERS))

    def run_by(self, user: User) -> Self:
        """What `user` may act on: the exams of the branches they train or administer."""
        return self.filter(organisation__in=_branches(user, *Exam.RUNNERS))


def _branches(user: User, *roles: str) -> models.QuerySet[Organisation]:
    tops = RoleGrant.branches(user, *roles)
    return Organisation.objects.within(tops).values("pk")


class Exam(models.Model):
    """What may be sat: its name and the terms that a new sitting starts from."""

    #: Who runs exams, and who may look on as well.
    RUNNERS: ClassVar = (
        RoleGrant.Role.PLATFORM,
        RoleGrant.Role.ADMINISTRATOR,
        RoleGrant.Role.TRAINER,
    )
    OVERSEERS: ClassVar = (*RUNNERS, RoleGrant.Role.INSPECTOR)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="exams",
        verbose_name=_("organised by"),
    )
    title = models.CharField(_("title"), max_length=120)
    description = models.TextField(_("description"), blank=True, default="")
    pass_mark = models.DecimalField(
        _("pass mark"),
        max_digits=6,
        decimal_places=2,
        validators=[MinValueValidator(0)],
    )
    duration_s = models.PositiveIntegerField(_("duration in seconds"), default=3600)
    max_attempts = models.PositiveSmallIntegerField(
        _("attempts allowed"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(9)],
    )
    created_at = models.DateTimeField(_("created at"), default=timezone.now)

    objects = ExamQuerySet.as_manager()
    wagtail_reference_index_ignore = True  # points at no page, image or document

    class Meta:
        verbose_name = _("exam")
        verbose_name_plural = _("exams")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "title"],
                name="exam_title_once",
                violation_error_message=_("This branch has an exam of that title."),
            ),
            models.CheckConstraint(
                condition=Q(duration_s__gt=0, max_attempts__gt=0, pass_mark__gte=0),
                name="exam_terms_make_sense",
            ),
        ]

    def __str__(self) -> str:
        return self.title
