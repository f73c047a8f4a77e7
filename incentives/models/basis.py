"""What records rest on: schedules, programmes and schemes, each with its document."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from certificates.models import CertificateType
from lms.kernel.models import DatedQuerySet
from mediators.models import Organisation, RoleGrant, User
from mediators.models.organisation import under

Rows = list[tuple[str | Promise, Any]]


def tops_above(paths: list[str]) -> set[str]:
    """Return the paths of what lies above the branches of which `paths` are the tops."""
    step = Organisation.steplen
    return {path[:end] for path in paths for end in range(step, len(path), step)}


class BasisQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """What `user` may look at: of the branches they oversee, and of those above.

        What a branch lays down holds for all that hangs beneath it.
        """
        paths = RoleGrant.branches(user, *RoleGrant.OVERSEERS)
        return self.filter(
            under(paths, prefix="organisation__")
            | Q(organisation__path__in=tops_above(paths))
        )

    def administered_by(self, user: User) -> Self:
        """What `user` may act on: of the branches they administer."""
        paths = RoleGrant.branches(user, *RoleGrant.ADMINISTRATORS)
        return self.filter(under(paths, prefix="organisation__"))

    def usable_by(self, user: User) -> Self:
        """By what `user` may enter records: of their branches, and of those above."""
        paths = RoleGrant.branches(user, *RoleGrant.ADMINISTRATORS)
        return self.filter(
            under(paths, prefix="organisation__")
            | Q(organisation__path__in=tops_above(paths))
        )

    def over(self, place: Organisation) -> Self:
        """Those of a place and of the branches above it."""
        step, path = Organisation.steplen, place.path
        above = [path[:end] for end in range(step, len(path) + 1, step)]
        return self.filter(organisation__path__in=above)


class DatedBasisQuerySet(BasisQuerySet, DatedQuerySet[Any]):  # type: ignore[override]  # -- the plugin's as_manager
    pass


class Basis(models.Model):
    """A document's terms, under which records are made; it ends and is never deleted."""

    #: The name of the kind in addresses, and what its words need.
    KIND: ClassVar[str]
    WORDS_NEED: ClassVar[tuple[str, ...]] = ("organisation",)
    #: The lines it is made of, if any, as the relation calls them.
    LINES: ClassVar[str] = ""
    LINES_TEMPLATE: ClassVar[str] = ""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        return reverse("incentives:basis", args=[self.KIND, self.uuid])

    @property
    def kind_name(self) -> str:
        return str(capfirst(str(self._meta.verbose_name)))

    @property
    def ends_on(self) -> date | None:
        """The first day on which it no longer holds."""
        raise NotImplementedError

    def is_open_on(self, day: date) -> bool:
        return self.ends_on is None or day < self.ends_on

    @property
    def facts(self) -> Rows:
        """Everything it says: labels and values."""
        raise NotImplementedError


class Conditioned(Basis):
    """A basis that asks something of whom it is for, as data."""

    hours_needed = models.DecimalField(
        _("credit hours asked for"),
        max_digits=5,
        decimal_places=1,
        null=True,
        blank=True,
    )
    hours_months = models.PositiveSmallIntegerField(
        _("within so many months"), null=True, blank=True
    )
    certificate_needed = models.BooleanField(
        _("a valid certificate is asked for"), default=False
    )
    certificate_type = models.ForeignKey(
        CertificateType,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kind of certificate asked for"),
    )
    blocked_by_accountability = models.BooleanField(
        _("an open accountability record excludes"), default=True
    )

    class Meta(Basis.Meta):
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(hours_needed=None, hours_months=None)
                # Where one is unknown, so is whether it is above zero: that passes.
                | Q(
                    hours_needed__isnull=False,
                    hours_months__isnull=False,
                    hours_needed__gt=0,
                    hours_months__gt=0,
                ),
                name="%(class)s_hours_within_months",
                violation_error_message=_(
                    "Give both: how many credit hours, and within how many months."
                ),
            ),
            models.CheckConstraint(
                condition=Q(certificate_needed=True) | Q(certificate_type=None),
                name="%(class)s_kind_of_certificate_is_asked_for",
            ),
        ]

    @property
    def hours_in_words(self) -> str:
        """What is asked of training; blank if nothing is."""
        if self.hours_needed is None or self.hours_months is None:
            return ""
        words = ngettext_lazy(
            "At least %(hours)s credit hours in the last %(months)d month.",
            "At least %(hours)s credit hours in the last %(months)d months.",
            "months",
        )
        hours = f"{self.hours_needed.normalize():f}"
        return str(words % {"hours": hours, "months": self.hours_months})

    @property
    def proof_in_words(self) -> str:
        """What is asked of certificates; blank if nothing is."""
        if not self.certificate_needed:
            return ""
        if self.certificate_type is None:
            return str(_("A certificate that is valid on the day of the decision."))
        words = _("A “%(title)s” that is valid on the day of the decision.")
        return str(words % {"title": self.certificate_type.title})

    @property
    def record_in_words(self) -> str:
        """What is asked of accountability; blank if nothing is."""
        if not self.blocked_by_accountability:
            return ""
        return str(_("No accountability record that is open on that day."))

    @property
    def asked_for(self) -> list[str]:
        """Every condition in a sentence."""
        asked = (self.hours_in_words, self.proof_in_words, self.record_in_words)
        return [sentence for sentence in asked if sentence]
