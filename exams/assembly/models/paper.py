from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from exams.assembly.models.blueprint import Blueprint, BlueprintRule
from exams.banks.models import KEEPERS, QuestionVersion
from lms.kernel.guards import AppendOnly, Refusal, RefusalAsking
from mediators.models import Organisation, RoleGrant

if TYPE_CHECKING:
    from mediators.models import User


class PaperQuerySet(models.QuerySet["Paper"]):
    def visible_to(self, user: User) -> Self:
        """What `user` may look at: the papers of the branches where they train."""
        paths = RoleGrant.branches(user, *KEEPERS)
        return self.filter(organisation__in=Organisation.objects.within(paths))

    def kept_by(self, user: User) -> Self:
        """What `user` may act on: whoever may look at a paper may work on it."""
        return self.visible_to(user)

    def sealed(self) -> Self:
        """Those that a sitting may use."""
        return self.filter(state=Paper.State.SEALED)


class Paper(models.Model):
    """Questions drawn by a blueprint for an exam on `day`; frozen once sealed.

    Who seals it is not who drew it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SEALED = "sealed", _("sealed")
        RETIRED = "retired", _("retired")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="papers",
        verbose_name=_("organisation"),
    )
    blueprint = models.ForeignKey(
        Blueprint,
        on_delete=models.PROTECT,
        related_name="papers",
        verbose_name=_("blueprint"),
    )
    code = models.CharField(_("code"), max_length=20, unique=True)
    title = models.CharField(_("title"), max_length=100)
    day = models.DateField(_("for an exam on"))
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.DRAFT
    )
    total = models.DecimalField(_("total points"), max_digits=6, decimal_places=2)
    seed = models.CharField(_("seed"), max_length=64)
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("drawn by"),
    )
    drawn_at = models.DateTimeField(_("drawn at"))
    sealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sealed by"),
    )
    sealed_at = models.DateTimeField(_("sealed at"), null=True, blank=True)

    objects = PaperQuerySet.as_manager()
    guards = [
        Refusal(
            "UPDATE",
            "A sealed paper is never changed, only retired.",
            when="OLD.state = 'retired' OR (OLD.state = 'sealed' AND "
            "(NEW.state <> 'retired' OR OLD.total <> NEW.total OR OLD.seed <> NEW.seed "
            "OR OLD.title <> NEW.title OR OLD.blueprint_id <> NEW.blueprint_id "
            "OR OLD.sealed_at <> NEW.sealed_at OR OLD.day <> NEW.day))",
        ),
        Refusal("DELETE", "A paper is retired, never deleted."),
    ]

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        ordering = ["-drawn_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", sealed_by=None, sealed_at=None)
                | Q(state="retired")
                | Q(state="sealed", sealed_by__isnull=False, sealed_at__isnull=False),
                name="paper_sealed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(sealed_by=None) | ~Q(sealed_by=F("drawn_by")),
                name="paper_sealer_is_not_drawer",
                violation_error_message=_(
                    "A paper is sealed by somebody other than who drew it."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("assembly:paper", args=[self.uuid])

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_sealed(self) -> bool:
        return self.state == self.State.SEALED


#: What happens to which row: nothing is changed, taken out or moved in.
_EVENTS = (
    ("INSERT", "NEW"),
    ("UPDATE", "OLD"),
    ("UPDATE", "NEW"),
    ("DELETE", "OLD"),
)
_IS_SEALED = "(SELECT state FROM assembly_paper WHERE id = {row}.paper_id) <> 'draft'"
_MESSAGE = "The questions of a sealed paper are never changed."


class PaperSlot(models.Model):
    """A place on a paper: which version stands there, by which rule, for how many points.

    Fetch the version with `prefetch_related`: it is polymorphic.
    """

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="slots")
    position = models.PositiveSmallIntegerField(_("position"))
    rule = models.ForeignKey(BlueprintRule, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(
        QuestionVersion,
        on_delete=models.PROTECT,
        related_name="slots",
        verbose_name=_("question"),
    )
    points = models.DecimalField(_("points"), max_digits=5, decimal_places=2)

    guards = [
        RefusalAsking(event, _MESSAGE, when=_IS_SEALED.format(row=row))
        for event, row in _EVENTS
    ]

    class Meta:
        verbose_name = _("place on a paper")
        verbose_name_plural = _("places on papers")
        ordering = ["paper", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "position"], name="paperslot_position_once"
            ),
            models.UniqueConstraint(
                fields=["paper", "version"], name="paperslot_version_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What answers and marks call this place: s1, s2 and so on."""
        return f"s{self.position}"


class PaperSnapshot(models.Model):
    """What a candidate gets of a sealed paper: nothing of keys, rules or explanations.

    `content` is {"paper", "title", "total", "slots": [{"slot": "s1", "position": 1,
    "kind", "prompt", "points", and what its kind shows}]}; `sha256` is of its canonical
    JSON.
    """

    paper = models.OneToOneField(
        Paper, on_delete=models.PROTECT, related_name="snapshot"
    )
    content = models.JSONField(_("content"))
    sha256 = models.CharField(max_length=64)

    guards = [AppendOnly()]

    class Meta:
        verbose_name = _("frozen paper")
        verbose_name_plural = _("frozen papers")

    def __str__(self) -> str:
        return self.sha256[:12]


class ScoringManifest(models.Model):
    """How a sealed paper is scored: keys, rules and explanations, frozen apart from it.

    `slots` maps each place to {"kind", "points", "key", "rule", "version",
    "explanation"}. The highest `rev` counts.
    """

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="manifests")
    rev = models.PositiveSmallIntegerField(_("revision"))
    slots = models.JSONField(_("slots"))
    sha256 = models.CharField(max_length=64)

    holds_keys = True
    guards = [AppendOnly()]

    class Meta:
        verbose_name = _("scoring manifest")
        verbose_name_plural = _("scoring manifests")
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "rev"], name="scoringmanifest_rev_once"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.paper_id} r{self.rev}"
