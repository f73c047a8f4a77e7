from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Prefetch, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mediators.models.person import Person

if TYPE_CHECKING:
    from mediators.models.user import User


class Speciality(models.Model):
    """A field somebody is good at, as official statistics name disputes."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=60)

    class Meta:
        verbose_name = _("speciality")
        verbose_name_plural = _("specialities")

    def __str__(self) -> str:
        return self.name


class MediatorQuerySet(models.QuerySet["Mediator"]):
    def visible_to(self, user: User) -> Self:
        """What `user` may look at: themselves, and those of whom they oversee."""
        return self.filter(person__in=Person.objects.visible_to(user))

    def administered_by(self, user: User) -> Self:
        """What `user` may act on: the mediators of the branches they administer."""
        return self.filter(person__in=Person.objects.administered_by(user))

    def of(self, user: User) -> Self:
        """The mediator who `user` is: what they do for themselves starts here."""
        signed_in = Person.objects.filter(user=user.pk)
        return self.filter(
            Q(person__in=signed_in) | Q(person__in=signed_in.values("merged_into")),
            person__merged_into=None,
        )

    def with_skills(self) -> Self:
        """With `skills`, the specialities in the order of their codes."""
        ordered = Speciality.objects.order_by("code")
        return self.prefetch_related(
            Prefetch("specialities", queryset=ordered, to_attr="skills")
        )

    def in_order(self) -> Self:
        """By the pinyin of their names."""
        return self.order_by("person__spelling", "person__name", "pk")

    def living(self) -> Self:
        """Those whose record was not merged into another."""
        return self.filter(person__merged_into=None)

    def same_as(self, mediator: Mediator) -> Self:
        """Every record of this mediator: their own, and those merged into it."""
        return self.filter(
            Q(pk=mediator.pk) | Q(person__merged_into=mediator.person_id)
        )


class Mediator(models.Model):
    """A person who mediates, or did: their posts say where and since when."""

    class Background(models.TextChoices):
        UNKNOWN = "", _("unknown")
        CADRE = "cadre", _("village or community cadre")
        JUDGE = "judge", _("retired judge, prosecutor or police officer")
        LAWYER = "lawyer", _("lawyer, notary or legal worker")
        TEACHER = "teacher", _("teacher")
        DOCTOR = "doctor", _("doctor")
        COUNSELLOR = "counsellor", _("counsellor")
        ELDER = "elder", _("respected villager")
        GRID_WORKER = "grid_worker", _("grid worker")
        LEGAL_LITERATE = "legal_literate", _("village legal literate")
        VOLUNTEER = "volunteer", _("volunteer")
        EMPLOYEE = "employee", _("employee")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.OneToOneField(
        Person,
        on_delete=models.PROTECT,
        related_name="mediator",
        verbose_name=_("person"),
    )
    background = models.CharField(
        _("background"),
        max_length=20,
        choices=Background,
        blank=True,
        default=Background.UNKNOWN,
    )
    languages = models.CharField(
        _("languages and dialects"), max_length=120, blank=True, default=""
    )
    specialities = models.ManyToManyField(
        Speciality, blank=True, related_name="mediators", verbose_name=_("specialities")
    )
    may_be_subsidised = models.BooleanField(
        _("may be paid subsidies"),
        default=True,
        help_text=_("Not so for those on a public payroll: no pay for a second post."),
    )
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now())

    objects = MediatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("mediator")
        verbose_name_plural = _("mediators")

    def __str__(self) -> str:
        return str(self.person)

    def get_absolute_url(self) -> str:
        return reverse("mediators:mediator", args=[self.uuid])
