from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from exams.banks.models.bank import Bank

if TYPE_CHECKING:
    from mediators.models import User


class QuestionQuerySet(models.QuerySet["Question"]):
    def visible_to(self, user: User) -> Self:
        """What `user` may look at: the questions of the banks they see."""
        return self.filter(bank__in=Bank.objects.visible_to(user))

    def kept_by(self, user: User) -> Self:
        """What `user` may act on: the questions of the banks they keep, unless retired."""
        return self.filter(bank__in=Bank.objects.kept_by(user)).standing()

    def standing(self) -> Self:
        return self.filter(retired_at=None)


class Question(models.Model):  # type: ignore[django-manager-missing]  # -- the manager of a polymorphic model is untyped
    """One question under one code; what it says is in its versions."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    bank = models.ForeignKey(
        Bank, on_delete=models.PROTECT, related_name="questions", verbose_name=_("bank")
    )
    code = models.CharField(_("code"), max_length=20)
    retired_at = models.DateTimeField(_("retired at"), null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["bank", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["bank", "code"],
                name="question_code_once_a_bank",
                violation_error_message=_("This bank has a question with this code."),
            ),
            models.CheckConstraint(condition=~Q(code=""), name="question_has_a_code"),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("banks:question", args=[self.uuid])

    @property
    def is_retired(self) -> bool:
        return self.retired_at is not None
