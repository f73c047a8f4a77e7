"""What rests on a decision: by whom, in whose name, when, by which document."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from incentives.models.record import Record
from mediators.models import Organisation

#: A record that was annulled or declined leaves its place to another.
TAKES_ITS_PLACE = Q(annulled_at=None) & ~Q(state="declined")


class Decided(Record):
    """A record that rests on a decision: by a named person, with a document (PIPL 24).

    Entered by whoever decides, it stands; entered by another, it is proposed until they
    say so themselves, and counts for nothing.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("waits to be confirmed")
        DECIDED = "decided", _("decided")
        DECLINED = "declined", _("declined")

    DECIDED = Q(state="decided")
    STANDS = Q(annulled_at=None, state="decided")

    authority = models.CharField(_("decided in the name of"), max_length=120)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_on = models.DateField(_("decided on"))
    document_no = models.CharField(_("number of the document"), max_length=80)
    state = models.CharField(
        _("state"),
        max_length=8,
        choices=State,
        default=State.DECIDED,
        db_default="decided",
    )
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    decline_reason = models.CharField(
        _("why declined"), max_length=300, blank=True, default="", db_default=""
    )

    class Meta(Record.Meta):
        abstract = True
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "decided"], decline_reason="")
                | Q(state="declined", settled_at__isnull=False) & ~Q(decline_reason=""),
                name="%(class)s_declined_with_reason",
                violation_error_message=_("Give the reason for declining."),
            ),
            models.CheckConstraint(
                condition=~Q(document_no="") & ~Q(authority=""),
                name="%(class)s_names_its_document",
                violation_error_message=_(
                    "Name the authority and the number of its document."
                ),
            ),
        ]

    @property
    def is_proposed(self) -> bool:
        return self.state == self.State.PROPOSED and not self.is_annulled

    @property
    def is_declined(self) -> bool:
        return self.state == self.State.DECLINED

    @property
    def stood_at(self) -> datetime:
        return self.settled_at or self.recorded_at

    @property
    def trail(self) -> list[tuple[str | Promise, str, datetime | None]]:
        entered, annulled = super().trail
        said = _("declined by") if self.is_declined else _("confirmed by")
        settled = self.decided_by.name if self.settled_at else ""
        return [entered, (said, settled, self.settled_at), annulled]

    @property
    def in_words(self) -> str:
        return _("%(authority)s, %(document)s; decided by %(name)s.") % {
            "authority": self.authority,
            "document": self.document_no,
            "name": self.decided_by.name,
        }

    @property
    def decision(self) -> list[tuple[str | Promise, Any]]:
        """Who decided, when and by which document."""
        return [
            (_("decided in the name of"), self.authority),
            (_("decided by"), self.decided_by.name),
            (_("decided on"), self.decided_on),
            (_("number of the document"), self.document_no),
        ]


def deciding_branch() -> models.ForeignKey[Organisation, Organisation]:
    """Return the column of the branch that decided, where no programme names it."""
    return models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("deciding branch"),
    )
