"""Commendations (表彰), which need an approved programme, and recognitions, which do not."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from incentives.models.basis import BasisQuerySet, Conditioned, Rows
from incentives.models.decided import TAKES_ITS_PLACE, Decided
from incentives.models.guards import annulled_only, decided_only, once
from incentives.models.record import Record, RecordManager
from lms.kernel.guards import Refusal
from mediators.models import Organisation

#: The year in which something was given.
_YEAR = "SUBSTR(CAST({}.given_on AS text), 1, 4)"


class AwardProgramme(Conditioned):
    """A commendation project: it exists by an approval, for a year, with a quota.

    Below the province nobody may set one up unapproved; whoever approved it, and by which
    document, stands here, and the database asks for both.
    """

    KIND = "programme"
    WORDS_NEED = ("organisation", "certificate_type")

    class Subject(models.TextChoices):
        PERSON = "person", _("individuals")
        UNIT = "unit", _("collectives")
        BOTH = "both", _("individuals and collectives")

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="award_programmes",
        verbose_name=_("sponsor"),
    )
    name = models.CharField(_("name of the programme"), max_length=120)
    year = models.PositiveSmallIntegerField(_("year"))
    for_whom = models.CharField(
        _("for"), max_length=6, choices=Subject, default=Subject.PERSON
    )
    approval_authority = models.CharField(
        pgettext_lazy("award programme", "approved by"), max_length=120
    )
    approval_document = models.CharField(_("document of the approval"), max_length=120)
    quota = models.PositiveIntegerField(_("quota"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"))

    objects = BasisQuerySet.as_manager()
    guards = [Refusal("DELETE", "A programme is kept with its awards.")]

    class Meta(Conditioned.Meta):
        verbose_name = _("commendation programme")
        verbose_name_plural = _("commendation programmes")
        ordering = ["-year", "name"]
        constraints = [
            *Conditioned.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "name", "year"],
                name="awardprogramme_once_a_year",
            ),
            models.CheckConstraint(
                condition=~Q(approval_authority="") & ~Q(approval_document=""),
                name="awardprogramme_is_approved",
                violation_error_message=_(
                    "A commendation needs an approval: name the authority and its document."
                ),
            ),
            models.CheckConstraint(
                condition=Q(year__range=(1949, 2999)), name="awardprogramme_has_a_year"
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(name)s (%(year)s)") % {"name": self.name, "year": self.year}

    def is_for(self, *, person: bool) -> bool:
        only = self.Subject.UNIT if person else self.Subject.PERSON
        return self.for_whom != only

    @property
    def ends_on(self) -> date | None:
        return self.ended_on

    @property
    def document(self) -> str:
        return f"{self.approval_authority} {self.approval_document}"

    @property
    def facts(self) -> Rows:
        return [
            (_("sponsor"), self.organisation.name),
            (_("year"), str(self.year)),
            (_("for"), self.get_for_whom_display()),
            (
                pgettext_lazy("award programme", "approved by"),
                self.approval_authority,
            ),
            (_("document of the approval"), self.approval_document),
            (_("quota"), self.quota),
            (_("ended on"), self.ended_on),
        ]


class Commendation(Decided):
    """An award of a programme: to a mediator or to a unit."""

    KIND = "commendation"
    WORDS_NEED = ("programme", "decided_by")
    ANSWERED_BY = "programme__organisation"

    programme = models.ForeignKey(
        AwardProgramme,
        on_delete=models.PROTECT,
        related_name="commendations",
        verbose_name=_("programme"),
    )
    title = models.CharField(_("title of honour"), max_length=60)
    merit = models.TextField(_("for what"), blank=True, default="")

    objects = RecordManager()
    guards = decided_only("programme_id", "title", "merit")

    class Meta(Decided.Meta):
        verbose_name = _("commendation")
        verbose_name_plural = _("commendations")
        ordering = ["-decided_on", "-pk"]
        constraints = [
            *Decided.Meta.constraints,
            models.UniqueConstraint(
                fields=["programme", "mediator"],
                condition=TAKES_ITS_PLACE,
                name="commendation_once_a_person",
            ),
            models.UniqueConstraint(
                fields=["programme", "organisation"],
                condition=TAKES_ITS_PLACE & Q(mediator=None),
                name="commendation_once_a_unit",
            ),
        ]

    @property
    def headline(self) -> str:
        return self.title

    @property
    def in_words(self) -> str:
        words = _("By the programme “%(programme)s”, approved by %(approval)s.") % {
            "programme": self.programme,
            "approval": self.programme.document,
        }
        return f"{super().in_words} {words}"

    @property
    def facts(self) -> Rows:
        programme = self.programme
        return [
            (_("title of honour"), self.title),
            (_("for what"), self.merit),
            (_("programme"), programme),
            (
                pgettext_lazy("award programme", "approved by"),
                programme.approval_authority,
            ),
            (_("document of the approval"), programme.approval_document),
            *self.decision,
        ]


class Recognition(Record):
    """Thanks and praise with no programme behind them: their standing varies by place."""

    KIND = "recognition"
    DAY = "given_on"

    title = models.CharField(_("recognised as"), max_length=120)
    given_by = models.CharField(_("given by"), max_length=120)
    given_on = models.DateField(_("given on"))
    document_no = models.CharField(
        _("number of the document"), max_length=80, blank=True, default=""
    )

    objects = RecordManager()
    guards = [
        *annulled_only("title", "given_by", "given_on", "document_no"),
        once(
            "incentives_recognition",
            *("mediator_id", "title", "given_by", "document_no"),
            where=f" AND {_YEAR.format('o')} = {_YEAR.format('NEW')}",
            message="The same is recorded once.",
        ),
    ]

    class Meta(Record.Meta):
        verbose_name = _("recognition")
        verbose_name_plural = _("recognitions")
        ordering = ["-given_on", "-pk"]

    @property
    def headline(self) -> str:
        return self.title

    @property
    def in_words(self) -> str:
        given = _("Given by %(giver)s.") % {"giver": self.given_by}
        if not self.document_no:
            return str(given)
        by = _("Document: %(document)s.") % {"document": self.document_no}
        return f"{given} {by}"

    @property
    def facts(self) -> Rows:
        return [
            (_("recognised as"), self.title),
            (_("given by"), self.given_by),
            (_("given on"), self.given_on),
            (_("number of the document"), self.document_no),
        ]
