from __future__ import annotations

import uuid
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin

from certificates.evidence import Evidence
from certificates.paper import paper
from certificates.periods import last_day
from certificates.wording import places_in, validate_wording
from courses.models import Course
from exams.delivery.models import Exam
from mediators.models import Organisation, User

if TYPE_CHECKING:
    from certificates.models.certificate import Certificate


EXAM_STAYS = _(
    "Certificates have been issued for this exam; for another exam write another kind."
)


class CertificateTypeQuerySet(models.QuerySet["CertificateType"]):
    def issuing(self) -> CertificateTypeQuerySet:
        """Those that are published: a draft issues nothing."""
        return self.filter(live=True)

    def administered_by(self, user: User) -> CertificateTypeQuerySet:
        """What `user` may write: what the branches they administer issue."""
        branches = Organisation.objects.administered_by(user)
        return self.filter(organisation__in=branches.values("pk"))


class CertificateType(PreviewableMixin, DraftStateMixin, RevisionMixin, models.Model):
    """What a certificate says and how it is numbered: written in the Studio.

    Certificates keep the wording of their day, so that a new one changes none of them.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.SlugField(_("code"), unique=True)
    title = models.CharField(_("title"), max_length=40)
    exam = models.OneToOneField(
        Exam,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="certificate_type",
        verbose_name=_("exam"),
        help_text=_("Whoever passes it is issued this certificate."),
    )
    course = models.ForeignKey(
        Course,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="certificate_types",
        verbose_name=_("course"),
        help_text=_("If given, it is issued only to those who completed it as well."),
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="certificate_types",
        limit_choices_to=~Q(kind=Organisation.Kind.COMMITTEE),
        verbose_name=_("issuing branch"),
        help_text=_("Its administrators may suspend and revoke."),
    )
    organiser = models.CharField(
        _("organiser"), max_length=60, help_text=_("As printed at the foot.")
    )
    purpose = models.CharField(
        _("what it is for"),
        max_length=120,
        blank=True,
        default="",
        help_text=_("One sentence for the holder."),
    )
    wording = models.TextField(
        _("wording"), max_length=240, validators=[validate_wording]
    )
    number_prefix = models.CharField(
        _("prefix of the number"),
        max_length=10,
        validators=[
            RegexValidator(
                r"^[A-Z][A-Z0-9]+\Z", _("Two to ten capitals and digits, letter first.")
            )
        ],
        help_text=_("Not that of mediator cards: this certificate is not one."),
    )
    validity_months = models.PositiveSmallIntegerField(
        _("valid for months"),
        null=True,
        blank=True,
        help_text=_("Leave empty if it does not expire."),
    )
    _revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="certificate_type",
        for_concrete_model=False,
    )

    objects = CertificateTypeQuerySet.as_manager()

    panels = [
        FieldPanel("title"),
        FieldPanel("purpose"),
        MultiFieldPanel(
            [
                HelpPanel(template="certificates/studio/places.html"),
                FieldPanel("wording"),
            ],
            heading=_("Wording"),
        ),
        MultiFieldPanel(
            [FieldPanel("exam"), FieldPanel("course")], heading=_("Who is issued it")
        ),
        FieldRowPanel([FieldPanel("organisation"), FieldPanel("organiser")]),
        FieldRowPanel([FieldPanel("number_prefix"), FieldPanel("validity_months")]),
        FieldPanel("code"),
    ]

    class Meta:
        verbose_name = _("kind of certificate")
        verbose_name_plural = _("kinds of certificate")
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(validity_months=None) | Q(validity_months__gt=0),
                name="certificatetype_valid_for_some_time",
                violation_error_message=_("It must be valid for a month at least."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse a place for hours where no course gives any, and a change of exam.

        :raises ValidationError: if the wording cannot be filled in, or certificates have
            been issued for the exam that another would replace
        """
        super().clean()
        if self.pk and self.certificates.exclude(type__exam=self.exam_id).exists():
            raise ValidationError({"exam": EXAM_STAYS})
        if "hours" in places_in(self.wording) and self.course is None:
            message = _("“{hours}” needs a course: its credit hours are printed there.")
            raise ValidationError({"wording": message})

    @property
    def revisions(self) -> Any:
        return self._revisions

    def get_preview_template(self, *_args: Any, **_kwargs: Any) -> str:
        return "certificates/preview.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        context = super().get_preview_context(request, mode_name)
        return {**context, **paper(self.sample())}

    def sample(self) -> Certificate:
        """Return an unsaved certificate of this kind, for the preview."""
        from certificates.models.certificate import Certificate  # noqa: PLC0415 -- mutual

        today = timezone.localdate()
        evidence = Evidence(
            name="周小满",
            committee="青禾村人民调解委员会",
            exam=self.exam.title if self.exam else self.title,
            score=Decimal(87),
            passed_on=today,
            hours=Decimal(12),
        )
        return Certificate(
            number=f"{self.number_prefix}-{today.year}-000000",
            type=self,
            title=self.title,
            organiser=self.organiser,
            wording=self.wording,
            holder_name=evidence.name,
            committee_name=evidence.committee,
            evidence=evidence.as_json(),
            issued_at=timezone.now(),
            valid_until=last_day(today, self.validity_months),
        )
