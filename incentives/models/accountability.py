"""Accountability (问责): what was held against a person or a unit, and until when."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from incentives.models.decided import Decided, deciding_branch
from incentives.models.guards import decided_only
from incentives.models.record import RecordQuerySet
from mediators.models import Mediator, Organisation, RoleGrant, User
from mediators.models.organisation import EVERYWHERE, under


class AccountabilityQuerySet(RecordQuerySet):
    def visible_to(self, user: User) -> Self:
        """What `user` may look at: of themselves, and of their bureau's branch.

        A committee or an office does not see what is held against its people.
        """
        own = Q(mediator__in=Mediator.objects.of(user)) & self.model.DECIDED
        return self.filter(own | _of_bureaus(user, *RoleGrant.OVERSEERS))

    def administered_by(self, user: User) -> Self:
        """What `user` may act on: what their bureau, or one below it, decided."""
        return self.filter(_of_bureaus(user, *RoleGrant.ADMINISTRATORS, of="branch"))

    def open_on(self, day: date) -> Self:
        """Those that stand on `day` and exclude from grades and awards."""
        later = Q(effective_until=None) | Q(effective_until__gt=day)
        return self.standing().filter(later, decided_on__lte=day)


def bureaus_of(user: User, *roles: str) -> list[str]:
    """Return the paths of the bureaus over which `user` has one of `roles`."""
    paths = RoleGrant.branches(user, *roles)
    if EVERYWHERE in paths:
        return paths
    bureaus = Organisation.objects.filter(kind=Organisation.Kind.BUREAU, path__in=paths)
    return list(bureaus.values_list("path", flat=True))


def _of_bureaus(user: User, *roles: str, of: str = "organisation") -> Q:
    return under(bureaus_of(user, *roles), prefix=f"{of}__")


class AccountabilityRecord(Decided):
    """A measure taken after misconduct (Law 15), open until it expires.

    Seen by the subject and their bureau; never on a public page.
    """

    KIND = "accountability"
    WORDS_NEED = ("decided_by",)
    ANSWERED_BY = "branch"
    COLOUR = "maple"

    class Ground(models.TextChoices):
        FAVOURING = "favouring", _("favouring a party")
        INSULTING = "insulting", _("insulting a party")
        TAKING = "taking", _("taking money or benefits")
        LEAKING = "leaking", _("leaking privacy or trade secrets")
        FAILING = "failing", _("failing in the duty")
        OTHER = "other", _("other")

    class Measure(models.TextChoices):
        CRITICISM = "criticism", _("criticism and education")
        CORRECTION = "correction", _("ordered correction")
        TALK = "talk", _("admonishing talk")
        CIRCULAR = "circular", _("circulated criticism")
        WARNING = "warning", _("warning")
        REMOVAL = "removal", _("removal of a member")
        DISMISSAL = "dismissal", _("dismissal of a hired mediator")
        ROSTER = "roster", _("struck off the roster")

    branch = deciding_branch()
    ground = models.CharField(_("ground"), max_length=12, choices=Ground)
    measure = models.CharField(_("measure"), max_length=12, choices=Measure)
    account = models.TextField(_("what happened"), blank=True, default="")
    effective_until = models.DateField(_("in effect until"), null=True, blank=True)

    objects = AccountabilityQuerySet.as_manager()
    guards = decided_only(
        "branch_id", "ground", "measure", "account", "effective_until"
    )

    class Meta(Decided.Meta):
        verbose_name = _("accountability record")
        verbose_name_plural = _("accountability records")
        ordering = ["-decided_on", "-pk"]
        constraints = [
            *Decided.Meta.constraints,
            models.CheckConstraint(
                condition=Q(effective_until=None)
                | Q(effective_until__gt=F("decided_on")),
                name="accountability_ends_after_start",
            ),
        ]

    @property
    def headline(self) -> str:
        return f"{self.get_measure_display()} · {self.get_ground_display()}"

    @property
    def in_words(self) -> str:
        if self.effective_until is None:
            return super().in_words
        until = _("In effect until %(day)s.") % {
            "day": date_format(self.effective_until)
        }
        return f"{super().in_words} {until}"

    @property
    def facts(self) -> list[tuple[str | Promise, Any]]:
        return [
            (_("ground"), self.get_ground_display()),
            (_("measure"), self.get_measure_display()),
            (_("what happened"), self.account),
            (_("in effect until"), self.effective_until),
            *self.decision,
        ]
