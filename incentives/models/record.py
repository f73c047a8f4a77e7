"""What the kinds of record have in common: a subject, a day, a way to take it back."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mediators.models import Mediator, Organisation, RoleGrant, User
from mediators.models.organisation import under


class RecordQuerySet(models.QuerySet[Any]):
    def standing(self) -> Self:
        """Those that count: not annulled, and decided by whoever they name."""
        return self.filter(self.model.STANDS)

    def about(self, mediator: Mediator) -> Self:
        """Those of a mediator, also under records that were merged into theirs."""
        return self.filter(mediator__in=Mediator.objects.same_as(mediator))

    def visible_to(self, user: User) -> Self:
        """What `user` may look at: of themselves, of whom and of where they oversee.

        Of themselves only what was decided.
        """
        people = Mediator.objects.visible_to(user)
        own = Mediator.objects.of(user)
        seen = self.filter(
            filed_within(user, *RoleGrant.OVERSEERS)
            | Q(mediator__in=people)
            | Q(mediator__in=own)
        )
        return seen.filter(self.model.DECIDED | ~Q(mediator__in=own))

    def administered_by(self, user: User) -> Self:
        """What `user` may act on: what the branches they administer answer for."""
        paths = RoleGrant.branches(user, *RoleGrant.ADMINISTRATORS)
        return self.filter(under(paths, prefix=f"{self.model.ANSWERED_BY}__"))

    def with_subjects(self) -> Self:
        """Each with all that its words are made of."""
        return self.select_related(
            *("mediator__person", "organisation", "recorded_by", "annulled_by"),
            *self.model.WORDS_NEED,
        )


#: Named here, once, so that mypy finds it again in every module that uses it.
RecordManager = models.Manager.from_queryset(RecordQuerySet)


def filed_within(user: User, *roles: str) -> Q:
    """Return the condition that a record is filed where `user` has one of `roles`."""
    return under(RoleGrant.branches(user, *roles), prefix="organisation__")


class Record(models.Model):
    """Something that was decided or entered about a mediator, or about a unit.

    `organisation` is where it is filed: the committee of the mediator at the time, or,
    without a mediator, the unit that the record is about.
    """

    #: The name of the kind in addresses, and what its words need besides the subject.
    KIND: ClassVar[str]
    WORDS_NEED: ClassVar[tuple[str, ...]] = ()
    #: The column that says on which day it happened.
    DAY: ClassVar[str] = "decided_on"
    #: The way to the branch that answers for it, and so may take it back.
    ANSWERED_BY: ClassVar[str] = "organisation"
    #: Which rows were decided at all, and which of them count.
    DECIDED: ClassVar[Q] = Q(pk__isnull=False)
    STANDS: ClassVar[Q] = Q(annulled_at=None)
    #: The colour of the kind in timelines and lists.
    COLOUR: ClassVar[str] = "leaf"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="%(class)s_records",
        verbose_name=_("filed at"),
    )
    mediator = models.ForeignKey(
        Mediator,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)s_records",
        verbose_name=_("mediator"),
    )
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now())
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )
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

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(annulled_at=None, annulled_by=None, annul_reason="")
                | Q(annulled_at__isnull=False, annulled_by__isnull=False)
                & ~Q(annul_reason=""),
                name="%(class)s_annulled_with_reason",
                violation_error_message=_("Give the reason for annulling."),
            ),
        ]

    def __str__(self) -> str:
        words = {"subject": self.subject, "headline": self.headline}
        return gettext("%(subject)s: %(headline)s") % words

    def get_absolute_url(self) -> str:
        return reverse("incentives:record", args=[self.KIND, self.uuid])

    @property
    def subject(self) -> Mediator | Organisation:
        return self.mediator or self.organisation

    @property
    def subject_name(self) -> str:
        return str(self.subject)

    @property
    def day(self) -> date:
        return getattr(self, self.DAY)

    @property
    def is_annulled(self) -> bool:
        return self.annulled_at is not None

    @property
    def is_proposed(self) -> bool:
        """Whether it waits for the person who is to decide."""
        return False

    @property
    def is_declined(self) -> bool:
        return False

    @property
    def stood_at(self) -> datetime:
        """The moment from which it counts, if it does."""
        return self.recorded_at

    @property
    def trail(self) -> list[tuple[str | Promise, str, datetime | None]]:
        """Who did what to it, and when; what nobody did is left out."""
        by = self.recorded_by.name if self.recorded_by else ""
        gone = self.annulled_by.name if self.annulled_by else ""
        return [
            (_("entered by"), by, self.recorded_at),
            (_("annulled by"), gone, self.annulled_at),
        ]

    @property
    def headline(self) -> str:
        """What it is, in a few words."""
        raise NotImplementedError

    @property
    def kind_name(self) -> str:
        return str(capfirst(str(self._meta.verbose_name)))

    @property
    def in_words(self) -> str:
        """What it rests on, in a sentence for the person it is about."""
        raise NotImplementedError

    @property
    def facts(self) -> list[tuple[str | Promise, Any]]:
        """Everything it says: labels and values."""
        raise NotImplementedError
