"""Subsidies by case (以案定补): entitlements by a dated schedule, not wages, not praise."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from incentives import cases
from incentives.models.accountability import bureaus_of
from incentives.models.basis import Basis, DatedBasisQuerySet, Rows
from incentives.models.guards import annulled_only
from incentives.models.record import Record, RecordQuerySet
from lms.kernel.guards import NonOverlapping, Refusal, RefusalAsking
from lms.kernel.models import Dated
from mediators.models import Mediator, Organisation, RoleGrant, User
from mediators.models.organisation import under


class ScheduleQuerySet(DatedBasisQuerySet):  # type: ignore[override]  # -- the plugin's as_manager
    def administered_by(self, user: User) -> Self:
        """What `user` may act on: what holds in the branches of their bureaus."""
        bureaus = bureaus_of(user, *RoleGrant.ADMINISTRATORS)
        return self.filter(under(bureaus, prefix="organisation__"))


class SubsidySchedule(Basis, Dated):
    """What a bureau pays for a case, by a document, in a period."""

    KIND = "schedule"
    LINES = "rates"
    LINES_TEMPLATE = "incentives/rates.html"

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="subsidy_schedules",
        verbose_name=_("branch"),
    )
    title = models.CharField(_("title"), max_length=120)
    document = models.CharField(_("source document"), max_length=200)

    objects = ScheduleQuerySet.as_manager()
    guards = [
        NonOverlapping(
            ["organisation_id"], message="This branch has a schedule at that time."
        ),
        Refusal("DELETE", "A schedule ends, it is not deleted."),
        RefusalAsking(
            "INSERT",
            "What is paid for a case is laid down by a bureau.",
            when="NOT EXISTS (SELECT 1 FROM mediators_organisation o "
            "WHERE o.id = NEW.organisation_id AND o.kind = 'bureau')",
        ),
    ]

    class Meta(Basis.Meta, Dated.Meta):
        verbose_name = _("subsidy schedule")
        verbose_name_plural = _("subsidy schedules")
        ordering = ["-valid_from"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(document=""),
                name="subsidyschedule_names_its_source",
                violation_error_message=_("Name the document that says so."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ends_on(self) -> date | None:
        return self.valid_to

    @property
    def facts(self) -> Rows:
        return [
            (_("branch"), self.organisation.name),
            (_("source document"), self.document),
            (pgettext_lazy("period", "from"), self.valid_from),
            (_("last day"), self.last_day),
        ]


class SubsidyRate(models.Model):
    """One line of a schedule; a blank committee type or form is every one of them."""

    class CaseClass(models.TextChoices):
        SIMPLE = "simple", _("simple")
        ORDINARY = "ordinary", _("ordinary")
        DIFFICULT = "difficult", _("difficult and complicated")
        MAJOR = "major", _("major")
        EXTRA_MAJOR = "extra_major", _("extra major")

    class Form(models.TextChoices):
        ANY = "", pgettext_lazy("form of agreement", "any")
        ORAL = "oral", _("oral agreement")
        WRITTEN = "written", _("written agreement")
        CONFIRMED = "confirmed", _("judicially confirmed agreement")

    schedule = models.ForeignKey(
        SubsidySchedule,
        on_delete=models.PROTECT,
        related_name="rates",
        verbose_name=_("schedule"),
    )
    committee_type = models.CharField(
        _("type of committee"),
        max_length=20,
        choices=Organisation.CommitteeType,
        blank=True,
        default="",
    )
    case_class = models.CharField(_("class of case"), max_length=12, choices=CaseClass)
    form = models.CharField(
        _("form of agreement"), max_length=10, choices=Form, blank=True, default=""
    )
    amount = models.DecimalField(_("amount (yuan)"), max_digits=9, decimal_places=2)

    guards = [
        Refusal("DELETE", "A rate is not deleted: a new schedule begins."),
        Refusal("UPDATE", "A rate does not change: a new schedule begins."),
    ]

    class Meta:
        verbose_name = _("subsidy rate")
        verbose_name_plural = _("subsidy rates")
        constraints = [
            models.UniqueConstraint(
                fields=["schedule", "committee_type", "case_class", "form"],
                name="subsidyrate_once_a_line",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0), name="subsidyrate_is_an_amount"
            ),
        ]

    def __str__(self) -> str:
        words = {"class": self.get_case_class_display(), "amount": self.amount}
        return gettext("%(class)s: %(amount)s") % words


class SubsidyQuerySet(RecordQuerySet):
    def for_case(self, reference: str, *, place: Organisation) -> Self:
        """Those of one case, however it was typed, under the bureau of a place."""
        key = cases.key(reference)
        alike = Q(case_key=key) | Q(case_key__startswith=f"{key}#")
        return self.filter(alike, jurisdiction=jurisdiction_of(place))


def jurisdiction_of(place: Organisation) -> Organisation:
    """Return the bureau in whose branch a case of a place counts once.

    Without one, what is topmost.
    """
    step, path = Organisation.steplen, place.path
    above = [path[:end] for end in range(step, len(path) + 1, step)]
    found = list(Organisation.objects.filter(path__in=above).order_by("-depth"))
    bureaus = [each for each in found if each.kind == Organisation.Kind.BUREAU]
    return bureaus[0] if bureaus else found[-1]


class SubsidyEntry(Record):
    """A mediator's subsidy for one case, at the rate of its day.

    The case stays in the system of cases: here stands its reference, and no party.
    """

    KIND = "subsidy"
    DAY = "mediated_on"
    WORDS_NEED = ("schedule",)
    COLOUR = "sky"

    mediator = models.ForeignKey(
        Mediator,
        on_delete=models.PROTECT,
        related_name="subsidyentry_records",
        verbose_name=_("mediator"),
    )
    schedule = models.ForeignKey(
        SubsidySchedule,
        on_delete=models.PROTECT,
        related_name="entries",
        verbose_name=_("schedule"),
    )
    case_ref = models.CharField(_("reference of the case"), max_length=60)
    #: What is alike for all the ways to type it; more than a key where it was paid twice
    #: before that was refused.
    case_key = models.CharField(max_length=120, editable=False)
    jurisdiction = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("bureau in whose branch a case counts once"),
    )
    mediated_on = models.DateField(_("mediated on"))
    committee_type = models.CharField(
        _("type of committee"), max_length=20, choices=Organisation.CommitteeType
    )
    case_class = models.CharField(
        _("class of case"), max_length=12, choices=SubsidyRate.CaseClass
    )
    form = models.CharField(
        _("form of agreement"), max_length=10, choices=SubsidyRate.Form
    )
    amount = models.DecimalField(_("amount (yuan)"), max_digits=9, decimal_places=2)

    objects = SubsidyQuerySet.as_manager()
    guards = annulled_only(
        *("schedule_id", "case_ref", "case_key", "jurisdiction_id"),
        *("mediated_on", "case_class", "form", "amount"),
    )

    class Meta(Record.Meta):
        verbose_name = _("subsidy")
        verbose_name_plural = _("subsidies")
        ordering = ["-mediated_on", "-pk"]
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["jurisdiction", "case_key"],
                condition=Q(annulled_at=None),
                name="subsidyentry_once_a_case",
                violation_error_message=_("This case has been subsidised already."),
            ),
            models.CheckConstraint(
                condition=~Q(case_ref="") & Q(amount__gt=0),
                name="subsidyentry_for_a_case",
            ),
        ]

    def save(self, *args: Any, **options: Any) -> None:
        """Keep the key and the bureau beside the reference: nobody gives them."""
        if self._state.adding:
            self.case_key = cases.key(self.case_ref)
            self.jurisdiction = jurisdiction_of(self.organisation)
        super().save(*args, **options)

    @property
    def headline(self) -> str:
        return _("Case %(case)s: %(amount)s yuan") % {
            "case": self.case_ref,
            "amount": f"{self.amount.normalize():f}",
        }

    @property
    def in_words(self) -> str:
        return _("%(class)s case, %(form)s, by “%(schedule)s”, %(document)s.") % {
            "class": self.get_case_class_display(),
            "form": self.get_form_display(),
            "schedule": self.schedule.title,
            "document": self.schedule.document,
        }

    @property
    def facts(self) -> Rows:
        return [
            (_("reference of the case"), self.case_ref),
            (_("mediated on"), self.mediated_on),
            (_("class of case"), self.get_case_class_display()),
            (_("form of agreement"), self.get_form_display()),
            (_("amount (yuan)"), self.amount),
            (_("schedule"), self.schedule.title),
            (_("source document"), self.schedule.document),
        ]
