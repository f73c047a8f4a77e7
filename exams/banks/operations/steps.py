"""What every operation on a version begins and ends with."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from exams.banks.models import QuestionVersion, VersionEvent
from lms.kernel.errors import DomainError
from mediators.models import User


class QuestionRetired(DomainError):
    message = _("This question is retired.")


class NotADraft(DomainError):
    message = _("Only a draft can be changed. Write a new version instead.")


def lock(version: QuestionVersion) -> QuestionVersion:
    # The weak lock: a key that is being written needs to see that its version is there.
    locked = QuestionVersion.objects.select_for_update(no_key=True)
    version = locked.get(pk=version.pk)
    if version.question.is_retired:
        raise QuestionRetired
    return version


def note(
    version: QuestionVersion, kind: str, *, by: User, at: datetime, reason: str = ""
) -> None:
    VersionEvent.objects.create(
        version_id=version.pk, kind=kind, by=by, at=at, reason=reason.strip()
    )
