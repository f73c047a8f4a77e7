"""What the kinds of record have in common: a subject, a day, a way to take it back."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.kernel.guards import Refusal, RefusalAsking
from mediators.models import Mediator, Organisation, RoleGrant, User
from mediators.models.organisation import under

#: Whether an account is that of the mediator, under any record of theirs.
_OWN = (
    "EXISTS (SELECT 1 FROM mediators_person q, mediators_mediator m "
    "JOIN mediators_person p ON p.id = m.person_id "
    "WHERE m.id = NEW.mediator_id AND q.user_id IN ({accounts}) "
    "AND COALESCE(q.merged_into_id, q.id) = COALESCE(p.merged_into_id, p.id))"
)
_NOT_OWN = "Nobody enters, decides or annuls what is about themselves."


def annulled_only(*columns: str) -> list[Refusal]:
    """Return the guards of a record: never deleted, and never changed but to annul it.

    `columns` are those that even annulling leaves as they are. Nobody enters, decides or
    annuls a record of their own.
    """
    entered = ["NEW.recorded_by_id"]
    entered += [f"NEW.{each}" for each in columns if each == "decided_by_id"]
    changed = " OR ".join(
        f"COALESCE(CAST(NEW.{each} AS text), '') <> COALESCE(CAST(OLD.{each} AS text), '')"
        for each in ("uuid", "organisation_id", "mediator_id", "recorded_at", *columns)
    )
    return [
        Refusal("DELETE", "A record is annulled with a reason, never deleted."),
        Refusal(
            "UPDATE",
            "A record does not change: annul it and enter another.",
            when=f"OLD.annulled_at IS NOT NULL OR NEW.annulled_at IS NULL OR {changed}",
        ),
        RefusalAsking(
            "INSERT", _NOT_OWN, when=_OWN.format(accounts=", ".join(entered))
        ),
        RefusalAsking(
            "UPDATE", _NOT_OWN, when=_OWN.format(accounts="NEW.annulled_by_id")
        ),
    ]


class RecordQuerySet(models.QuerySet[Any]):
    def standing(self) -> Self:
        """Those that were not annulled."""
        return self.filter(annulled_at=None)

    def about(self, mediator: Mediator) -> Self:
        """Those of a mediator, also under records that were merged into theirs."""
        return self.filter(mediator__in=Mediator.objects.same_as(mediator))

    def visible_to(self, user: User) -> Self:
        """What `user` may look at: of themselves, of whom and of where they oversee."""
        people = Mediator.objects.visible_to(user)
        own = Mediator.objects.of(user)
        return self.filter(
            filed_within(user, *RoleGrant.OVERSEERS)
            | Q(mediator__in=people)
            | Q(mediator__in=own)
        )

    def administered_by(self, user: User) -> Self:
        """What `user` may act on: what the branches they administer answer for."""
        paths = RoleGrant.branches(user, *RoleGrant.ADMINISTRATORS)
        return self.filter(under(paths, prefix=f"{self.model.ANSWERED_BY}__"))

    def with_subjects(self) -> Self:
        """Each with all that its words are made of."""
        return self.select_related(
            "mediator__person", "organisation", *self.model.WORDS_NEED
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
    def headline(self) -> str:
        """What it is, in a few words."""
        raise NotImplementedError

    @property
    def kind_name(self) -> str:
        return str(self._meta.verbose_name)

    @property
    def in_words(self) -> str:
        """What it rests on, in a sentence for the person it is about."""
        raise NotImplementedError

    @property
    def facts(self) -> list[tuple[str | Promise, Any]]:
        """Everything it says: labels and values."""
        raise NotImplementedError


class Decided(Record):
    """A record that rests on a decision: by a named person, with a document (PIPL 24)."""

    authority = models.CharField(_("decided in the name of"), max_length=120)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_on = models.DateField(_("decided on"))
    document_no = models.CharField(_("number of the document"), max_length=80)

    class Meta(Record.Meta):
        abstract = True
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(document_no="") & ~Q(authority=""),
                name="%(class)s_names_its_document",
                violation_error_message=_(
                    "Name the authority and the number of its document."
                ),
            ),
        ]

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


DECISION = ("authority", "decided_by_id", "decided_on", "document_no")


def deciding_branch() -> models.ForeignKey[Organisation, Organisation]:
    """Return the column of the branch that decided, where no programme names it."""
    return models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("deciding branch"),
    )
