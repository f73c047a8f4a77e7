from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mediators.models import Organisation, RoleGrant

if TYPE_CHECKING:
    from mediators.models import User

#: Who writes questions and papers, and who alone may see them.
KEEPERS = (RoleGrant.Role.TRAINER, RoleGrant.Role.PLATFORM)


class BankQuerySet(models.QuerySet["Bank"]):
    def visible_to(self, user: User) -> Self:
        """What `user` may look at: the banks of the branches where they train."""
        paths = RoleGrant.branches(user, *KEEPERS)
        return self.filter(organisation__in=Organisation.objects.within(paths))

    def kept_by(self, user: User) -> Self:
        """What `user` may act on: whoever may look at a bank may write in it."""
        return self.visible_to(user)

    def within(self, organisation: Organisation) -> Self:
        """Those of `organisation` and of what stands below it."""
        return self.filter(organisation__path__startswith=organisation.path)


class Bank(models.Model):
    """A collection of questions that one organisation keeps, and keeps secret."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="banks",
        verbose_name=_("organisation"),
    )
    code = models.CharField(_("code"), max_length=20, unique=True)
    title = models.CharField(_("title"), max_length=100)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)

    objects = BankQuerySet.as_manager()

    class Meta:
        verbose_name = _("question bank")
        verbose_name_plural = _("question banks")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("banks:bank", args=[self.uuid])


class Topic(models.Model):
    """What a question is about: a part of the law, or a technique of mediation.

    Every question has a subject; a question on how to do it has a technique, too. A
    blueprint asks for so many of each.
    """

    class Axis(models.TextChoices):
        SUBJECT = "subject", pgettext_lazy("topic", "subject")
        TECHNIQUE = "technique", _("technique")

    axis = models.CharField(
        _("axis"), max_length=10, choices=Axis, default=Axis.SUBJECT
    )
    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=60)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["axis", "pk"]

    def __str__(self) -> str:
        return self.name
