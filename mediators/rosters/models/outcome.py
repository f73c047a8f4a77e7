from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.kernel.guards import AppendOnly
from mediators.models import Person, Post
from mediators.rosters.models.roster import Import
from mediators.rosters.models.row import Row


class Outcome(models.Model):
    """What came of a row: written in the transaction that did it, so never twice."""

    row = models.OneToOneField(
        Row, on_delete=models.PROTECT, related_name="outcome", verbose_name=_("row")
    )
    at = models.DateTimeField(_("at"))
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_person = models.BooleanField(_("the person is new"), default=False)
    made_post = models.BooleanField(_("the post is new"), default=False)
    changed = models.BooleanField(_("details changed"), default=False)
    #: What the details held before and what after, under the key of the roster.
    details_sealed = models.BinaryField(_("details before"), null=True, blank=True)
    #: Why nothing came of it.
    refusal = models.CharField(_("refusal"), max_length=500, blank=True, default="")

    guards = [AppendOnly()]

    class Meta:
        verbose_name = _("outcome of a row")
        verbose_name_plural = _("outcomes of rows")
        constraints = [
            models.CheckConstraint(
                condition=Q(refusal="", person__isnull=False)
                | ~Q(refusal="") & Q(made_person=False, made_post=False, changed=False),
                name="outcome_or_refusal",
            ),
            models.CheckConstraint(
                condition=Q(made_post=False) | Q(post__isnull=False),
                name="outcome_names_its_post",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row}"


class Undoing(models.Model):
    """An outcome that was taken back, or why it could not be."""

    outcome = models.ForeignKey(
        Outcome, on_delete=models.PROTECT, related_name="undoings"
    )
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    restored = models.BooleanField(_("the details are as before"), default=False)
    #: What stands in the way; blank if it was undone.
    obstacle = models.CharField(_("obstacle"), max_length=500, blank=True, default="")

    guards = [AppendOnly()]

    class Meta:
        verbose_name = _("undoing of a row")
        verbose_name_plural = _("undoings of rows")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["outcome"], condition=Q(obstacle=""), name="undoing_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.outcome}"


class Withdrawal(models.Model):
    """A person who is on record only because of an import that was undone.

    Nothing of them is deleted; importing them again finds them again.
    """

    person = models.OneToOneField(
        Person, on_delete=models.PROTECT, related_name="withdrawal"
    )
    roster = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    guards = [AppendOnly()]

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")

    def __str__(self) -> str:
        return f"{self.person}"
