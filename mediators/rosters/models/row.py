from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mediators.models import Person
from mediators.rosters.models.roster import Import


class RowQuerySet(models.QuerySet["Row"]):
    def to_apply(self) -> RowQuerySet:
        """Those that would change something and were not dealt with."""
        return self.filter(plan__in=Row.CHANGES, outcome=None)

    def standing_in_the_way(self) -> RowQuerySet:
        """Those that cannot be carried out as they are."""
        return self.filter(plan__in=[Row.Plan.BAD, Row.Plan.DOUBTFUL])


class Row(models.Model):
    """One row of an import, as it stood in the file, and what would come of it.

    What stood there is sealed under the key of the import. Rows are working papers:
    reading the file again makes them anew, until one of them has an outcome.
    """

    class Plan(models.TextChoices):
        NEWCOMER = "newcomer", _("new person, new post")
        POST = "post", _("known person, new post")
        UPDATE = "update", _("details change")
        SAME = "same", _("no change")
        DOUBTFUL = "doubtful", _("to be decided")
        BAD = "bad", _("something is wrong")

    CHANGES = (Plan.NEWCOMER, Plan.POST, Plan.UPDATE)

    roster = models.ForeignKey(
        Import, on_delete=models.PROTECT, related_name="rows", verbose_name=_("import")
    )
    number = models.PositiveIntegerField(_("number of the row in the file"))
    sealed = models.BinaryField(_("sealed cells"))
    plan = models.CharField(_("what would happen"), max_length=10, choices=Plan)
    #: An earlier row of the file about the same newcomer.
    first = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="others",
        verbose_name=_("first row about the person"),
    )
    #: The number of an earlier row that says the same.
    repeats = models.PositiveIntegerField(_("repeats row"), null=True, blank=True)
    #: The number of an earlier row of this name, where no birthday tells them apart.
    alike = models.PositiveIntegerField(_("named like row"), null=True, blank=True)

    objects = RowQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["roster", "number"], name="row_number_once_an_import"
            )
        ]
        indexes = [models.Index(fields=["roster", "plan"], name="row_plan")]

    def __str__(self) -> str:
        return f"#{self.number}"

    @property
    def is_doubtful(self) -> bool:
        return self.plan == self.Plan.DOUBTFUL

    @property
    def is_bad(self) -> bool:
        return self.plan == self.Plan.BAD


class Doubt(models.Model):
    """A question for the clerk: whether a row is about that person."""

    class Answer(models.TextChoices):
        OPEN = "", _("to be decided")
        SAME = "same", _("the same person")
        ANOTHER = "another", _("another person")

    row = models.ForeignKey(
        Row, on_delete=models.CASCADE, related_name="doubts", verbose_name=_("row")
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("person")
    )
    answer = models.CharField(
        _("what the clerk says"),
        max_length=8,
        choices=Answer,
        blank=True,
        default=Answer.OPEN,
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    class Meta:
        verbose_name = _("doubt about a row")
        verbose_name_plural = _("doubts about rows")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["row", "person"], name="doubt_once_a_person"
            ),
            models.UniqueConstraint(
                fields=["row"], condition=Q(answer="same"), name="doubt_same_as_one"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_by=None, answered_at=None)
                | ~Q(answer="")
                & Q(answered_by__isnull=False, answered_at__isnull=False),
                name="doubt_answered_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row} {self.person}"
