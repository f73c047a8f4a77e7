"""Giving away the secret of questions, which cannot be taken back."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from exams.banks.models import QuestionVersion, VersionEvent
from lms.kernel.errors import DomainError
from mediators.models import User


class NotApproved(DomainError):
    message = _("Only approved questions that are in use can be given to practice.")


@transaction.atomic
def disclose(
    *, versions: Collection[QuestionVersion], by: User, at: datetime
) -> list[QuestionVersion]:
    """Note that these versions are known from now on, and return them locked.

    No paper draws their questions again: see `QuestionVersionQuerySet.secret`.

    :raises NotApproved: if one of them is not approved, or its question is retired
    """
    keys = {each.pk for each in versions}
    standing = QuestionVersion.objects.select_for_update(no_key=True, of=("self",))
    found = list(standing.approved().filter(pk__in=keys).order_by("pk"))
    if not found or len(found) < len(keys):
        raise NotApproved
    VersionEvent.objects.bulk_create(
        VersionEvent(version_id=each.pk, kind=VersionEvent.Kind.DISCLOSED, by=by, at=at)
        for each in found
    )
    return found


def recall(*, version_id: int, reason: str, by: User, at: datetime) -> None:
    """Note that a version is offered no more; it stays known."""
    VersionEvent.objects.create(
        version_id=version_id,
        kind=VersionEvent.Kind.RECALLED,
        by=by,
        at=at,
        reason=reason.strip(),
    )
