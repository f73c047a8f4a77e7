from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Case, OuterRef, Q, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from certificates.codes import grouped, groups, new_code
from certificates.evidence import Evidence
from certificates.models.event import CertificateEvent
from certificates.models.kind import CertificateType
from certificates.wording import fill
from exams.marking.models import Result
from lms.kernel.guards import Refusal
from lms.kernel.storage import private
from mediators.models import Mediator, Organisation, Person

if TYPE_CHECKING:
    from mediators.models import User

#: Columns that never change once the row is there; the file is named later, once.
FROZEN = [
    "id",
    "uuid",
    "number",
    "code",
    "type_id",
    "mediator_id",
    "result_id",
    "organisation_id",
    "title",
    "organiser",
    "wording",
    "holder_name",
    "committee_name",
    "evidence",
    "issued_at",
]
FROZEN_OR_NULL = ["valid_until"]


def _text(row: str, column: str) -> str:
    return f"COALESCE(CAST({row}.{column} AS text), '')"


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def of(self, user: User) -> Self:
        """The certificates that `user` holds."""
        own = Mediator.objects.of(user)
        return self.filter(
            Q(mediator__in=own)
            | Q(mediator__person__merged_into__in=own.values("person"))
        )

    def visible_to(self, user: User) -> Self:
        """What `user` may look at: their own, of those they oversee, of their branch."""
        overseen = Organisation.objects.visible_to(user).values("pk")
        seen = self.filter(
            Q(mediator__in=Mediator.objects.visible_to(user))
            | Q(organisation__in=overseen)
        )
        return seen | self.of(user)

    def administered_by(self, user: User) -> Self:
        """What `user` may act on: what the branches they administer have issued."""
        return self.filter(
            organisation__in=Organisation.objects.administered_by(user).values("pk")
        )

    def with_status(self, day: date | Combinable) -> Self:
        """Annotate `status` as it is on `day`, and the event that made it so."""
        last = CertificateEvent.objects.filter(
            certificate=OuterRef("pk"), at__date__lte=day
        ).order_by("-pk")
        kinds, states = CertificateEvent.Kind, Certificate.Status
        return self.annotate(
            last_kind=Subquery(last.values("kind")[:1]),
            last_at=Subquery(last.values("at")[:1]),
            last_reason=Subquery(last.values("reason")[:1]),
            last_category=Subquery(last.values("category")[:1]),
        ).annotate(
            status=Case(
                When(last_kind=None, then=Value(states.NOT_YET)),
                When(last_kind=kinds.REVOKED, then=Value(states.REVOKED)),
                When(valid_until__lt=day, then=Value(states.EXPIRED)),
                When(last_kind=kinds.SUSPENDED, then=Value(states.SUSPENDED)),
                default=Value(states.VALID),
                output_field=models.CharField(),
            )
        )

    def in_status(self, status: str, day: date | Combinable) -> Self:
        """Those of one status on `day`, annotated with it."""
        return self.with_status(day).filter(status=status)

    def valid_on(self, day: date | Combinable) -> Self:
        """Those that a stranger could rely on on `day`, as the events of then say."""
        return self.in_status(Certificate.Status.VALID, day)

    def handed_to(self, user: User) -> Self:
        """Those whose PDF `user` may have; a revoked one is for its issuer's records."""
        kept = self.administered_by(user).values("pk")
        revoked = CertificateEvent.objects.filter(kind=CertificateEvent.Kind.REVOKED)
        given = Q(pk__in=kept) | ~Q(pk__in=revoked.values("certificate"))
        return self.visible_to(user).filter(given).exclude(sha256="")

    def due(self) -> Self:
        """Those whose file is still to be made."""
        return self.filter(sha256="")


class Certificate(models.Model):
    """Proof that somebody was trained and passed; never a mediator card (R22–R24).

    Everything printed is kept here as it was on the day of issue. The row never changes,
    but for naming its file once; what happens later is a `CertificateEvent`.
    """

    class Status(models.TextChoices):
        VALID = "valid", _("valid")
        EXPIRED = "expired", _("expired")
        SUSPENDED = "suspended", _("suspended")
        REVOKED = "revoked", _("revoked")
        NOT_YET = "not_yet", _("not yet issued")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(_("certificate number"), max_length=24, unique=True)
    code = models.CharField(
        _("verification code"), max_length=18, unique=True, default=new_code
    )
    type = models.ForeignKey(
        CertificateType,
        on_delete=models.PROTECT,
        related_name="certificates",
        verbose_name=_("kind of certificate"),
    )
    mediator = models.ForeignKey(
        Mediator,
        on_delete=models.PROTECT,
        related_name="certificates",
        verbose_name=_("holder"),
    )
    result = models.OneToOneField(
        Result,
        on_delete=models.PROTECT,
        related_name="certificate",
        verbose_name=_("result"),
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="certificates",
        verbose_name=_("issuing branch"),
    )
    title = models.CharField(_("title"), max_length=40)
    organiser = models.CharField(_("organiser"), max_length=60)
    wording = models.TextField(_("wording"))
    holder_name = models.CharField(_("name of the holder"), max_length=60)
    committee_name = models.CharField(
        _("committee of the holder"), max_length=120, blank=True, default=""
    )
    evidence = models.JSONField(_("evidence"))
    issued_at = models.DateTimeField(_("issued at"))
    #: The last day on which it is valid.
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    pdf = models.FileField(_("file"), storage=private, blank=True, default="")
    sha256 = models.CharField(
        _("SHA-256 of the file"), max_length=64, blank=True, default=""
    )

    objects = CertificateQuerySet.as_manager()
    wagtail_reference_index_ignore = True  # points at no page, image or document
    guards = [
        Refusal("DELETE", "A certificate is revoked, never deleted."),
        Refusal(
            "UPDATE",
            "What a certificate says never changes.",
            when=" OR ".join(
                [
                    "OLD.sha256 <> ''",
                    *(f"NEW.{column} <> OLD.{column}" for column in FROZEN),
                    *(
                        f"{_text('NEW', c)} <> {_text('OLD', c)}"
                        for c in FROZEN_OR_NULL
                    ),
                ]
            ),
        ),
    ]

    #: Annotated by `with_status`.
    status: str
    last_kind: str | None
    last_at: datetime | None
    last_reason: str | None
    last_category: str | None

    TAGS: ClassVar = {
        Status.VALID: "leaf",
        Status.EXPIRED: "amber",
        Status.SUSPENDED: "amber",
        Status.REVOKED: "maple",
        Status.NOT_YET: "plain",
    }

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(pdf="", sha256="") | ~Q(pdf="") & ~Q(sha256=""),
                name="certificate_file_has_digest",
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"], condition=Q(sha256=""), name="certificate_file_due"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("certificates:certificate", args=[self.uuid])

    def get_verify_url(self) -> str:
        return reverse("certificates:verify", args=[self.code])

    @property
    def is_suspended(self) -> bool:
        """Whether it was suspended, expired or not; only after `with_status`."""
        return self.last_kind == CertificateEvent.Kind.SUSPENDED

    @property
    def is_revoked(self) -> bool:
        """Whether it was revoked; only after `with_status`."""
        return self.last_kind == CertificateEvent.Kind.REVOKED

    @property
    def has_file(self) -> bool:
        return bool(self.sha256)

    @property
    def file_name(self) -> str:
        return f"{self.title} {self.holder_name} {self.number}.pdf"

    @property
    def code_groups(self) -> list[str]:
        return groups(self.code)

    @property
    def code_in_groups(self) -> str:
        return grouped(self.code)

    @property
    def masked_name(self) -> str:
        """The name as a stranger may see it."""
        return Person(name=self.holder_name).masked_name

    @property
    def proved(self) -> Evidence:
        return Evidence.from_json(
            self.evidence, name=self.holder_name, committee=self.committee_name
        )

    @property
    def paragraphs(self) -> list[str]:
        """What it says, as printed."""
        return fill(self.wording, self.proved.words(organiser=self.organiser))

    @property
    def masked_committee(self) -> str:
        """The committee; a studio may be named after its mediator."""
        return self.committee_name.replace(self.holder_name, self.masked_name)

    @property
    def masked_paragraphs(self) -> list[str]:
        """What it says, as a stranger may read it."""
        words = self.proved.words(organiser=self.organiser)
        masked = {"name": self.masked_name, "committee": self.masked_committee}
        return fill(self.wording, {**words, **masked})

    @property
    def status_label(self) -> str:
        """The status in words; only after `with_status`."""
        return str(Certificate.Status(self.status).label)

    @property
    def status_tag(self) -> str:
        """The kind of tag that shows the status; only after `with_status`."""
        return self.TAGS[Certificate.Status(self.status)]
