from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exams.banks.models import KEEPERS, QuestionVersion, Topic
from lms.kernel.guards import Refusal, RefusalAsking
from mediators.models import Organisation, RoleGrant

if TYPE_CHECKING:
    from mediators.models import User


class BlueprintQuerySet(models.QuerySet["Blueprint"]):
    def visible_to(self, user: User) -> Self:
        """What `user` may look at: the blueprints of the branches where they train."""
        paths = RoleGrant.branches(user, *KEEPERS)
        return self.filter(organisation__in=Organisation.objects.within(paths))

    def kept_by(self, user: User) -> Self:
        """What `user` may act on: whoever may look at a blueprint may work on it."""
        return self.visible_to(user)

    def drafts(self) -> Self:
        return self.filter(state=Blueprint.State.DRAFT)

    def approved(self) -> Self:
        return self.filter(state=Blueprint.State.APPROVED)


class Blueprint(models.Model):
    """How many questions of which kind, about what and for how many points a paper has."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        APPROVED = "approved", _("approved")
        RETIRED = "retired", _("retired")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="blueprints",
        verbose_name=_("organisation"),
    )
    code = models.CharField(_("code"), max_length=20)
    title = models.CharField(_("title"), max_length=100)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.DRAFT
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("author"),
    )
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approved by"),
    )
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)

    objects = BlueprintQuerySet.as_manager()
    guards = [
        Refusal(
            "UPDATE",
            "An approved blueprint is never changed, only retired.",
            when="OLD.state = 'retired' OR (OLD.state = 'approved' AND "
            "(NEW.state <> 'retired' OR OLD.code <> NEW.code OR OLD.title <> NEW.title "
            "OR OLD.version <> NEW.version "
            "OR OLD.organisation_id <> NEW.organisation_id))",
        ),
        Refusal(
            "DELETE",
            "An approved blueprint is never deleted, only retired.",
            when="OLD.state <> 'draft'",
        ),
    ]

    class Meta:
        verbose_name = _("blueprint")
        verbose_name_plural = _("blueprints")
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"],
                name="blueprint_code_once",
                violation_error_message=_("There is a blueprint with this code."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft", approver=None, approved_at=None)
                | Q(
                    state__in=["approved", "retired"],
                    approver__isnull=False,
                    approved_at__isnull=False,
                ),
                name="blueprint_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(approver=None) | ~Q(approver=F("author")),
                name="blueprint_approver_is_not_author",
                violation_error_message=_(
                    "A blueprint is approved by somebody other than its author."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("assembly:blueprint", args=[self.uuid])

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_approved(self) -> bool:
        return self.state == self.State.APPROVED


#: What happens to which row: nothing is changed, taken out or moved in.
_EVENTS = (
    ("INSERT", "NEW"),
    ("UPDATE", "OLD"),
    ("UPDATE", "NEW"),
    ("DELETE", "OLD"),
)
_IS_APPROVED = (
    "(SELECT state FROM assembly_blueprint WHERE id = {row}.blueprint_id) <> 'draft'"
)
_MESSAGE = "The rules of an approved blueprint are never changed."


class BlueprintRule(models.Model):
    """So many questions of one kind, about one topic or any, for so many points each."""

    blueprint = models.ForeignKey(
        Blueprint, on_delete=models.CASCADE, related_name="rules"
    )
    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=20, choices=QuestionVersion.Kind)
    topic = models.ForeignKey(
        Topic,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("topic"),
    )
    count = models.PositiveSmallIntegerField(_("number of questions"))
    points = models.DecimalField(_("points each"), max_digits=5, decimal_places=2)

    guards = [
        RefusalAsking(event, _MESSAGE, when=_IS_APPROVED.format(row=row))
        for event, row in _EVENTS
    ]

    class Meta:
        verbose_name = _("rule of a blueprint")
        verbose_name_plural = _("rules of blueprints")
        ordering = ["blueprint", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["blueprint", "position"], name="blueprintrule_position_once"
            ),
            models.CheckConstraint(
                condition=Q(count__gte=1), name="blueprintrule_asks_for_something"
            ),
            models.CheckConstraint(
                condition=Q(points__gt=0), name="blueprintrule_gives_points"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.get_kind_display()} × {self.count}"
