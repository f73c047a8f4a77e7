"""Kinds of certificate are written in the Studio; this is for whoever sets it up."""

from datetime import datetime

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import QuerySet

from certificates.models import CertificateType
from courses.models import Course
from exams.delivery.models import Exam
from lms.kernel import audit
from mediators.models import Organisation, RoleGrant, User

WRITERS = "certificate wording"


def publish_kind(  # noqa: PLR0913 -- what a kind is made of
    *,
    code: str,
    title: str,
    organisation: Organisation,
    organiser: str,
    wording: str,
    number_prefix: str,
    actor: User | None,
    at: datetime,
    exam: Exam | None = None,
    course: Course | None = None,
    purpose: str = "",
    validity_months: int | None = None,
) -> CertificateType:
    """Publish a kind of certificate, or a new version of the one with this code.

    :raises ValidationError: if the wording cannot be filled in, or another field is wrong
    """
    found = CertificateType.objects.filter(code=code).first()
    kind = found or CertificateType(code=code)
    kind.title, kind.purpose, kind.wording = title, purpose, wording
    kind.organisation, kind.organiser = organisation, organiser
    kind.exam, kind.course = exam, course
    kind.number_prefix, kind.validity_months = number_prefix, validity_months
    kind.full_clean()
    with transaction.atomic():
        kind.save()
        revision = kind.save_revision(user=actor)
        revision.publish(user=actor, skip_permission_checks=True)
        audit.record(
            action="certificate_type.published", subject=kind, actor=actor, at=at
        )
    return CertificateType.objects.get(pk=kind.pk)


def let_write_wording(*, user: User, actor: User | None, at: datetime) -> None:
    """Let `user` write kinds of certificate in the Studio, or leave it so."""
    with transaction.atomic():
        group, _created = Group.objects.get_or_create(name=WRITERS)
        group.permissions.set(
            Permission.objects.filter(
                codename__in=[
                    "access_admin",
                    "add_certificatetype",
                    "change_certificatetype",
                    "publish_certificatetype",
                ]
            )
        )
        if not user.groups.filter(pk=group.pk).exists():
            user.groups.add(group)
            audit.record(
                action="certificate_type.writer_added", subject=user, actor=actor, at=at
            )


def writers_to_withdraw() -> QuerySet[User]:
    """Return who may write kinds of certificate and administers no branch any more."""
    roles = RoleGrant.objects.effective().filter(role__in=RoleGrant.ADMINISTRATORS)
    writers = User.objects.filter(groups__name=WRITERS)
    return writers.exclude(pk__in=roles.values("user")).order_by("pk")


def settle_writers(*, at: datetime) -> None:
    """Let out of the Studio whose role has ended; may be run at any time."""
    for user in writers_to_withdraw():
        with transaction.atomic():
            user.groups.remove(Group.objects.get(name=WRITERS))
            audit.record(
                action="certificate_type.writer_withdrawn",
                subject=user,
                actor=None,
                at=at,
            )
