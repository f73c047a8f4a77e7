"""Reviewing questions: submitted, sent back, approved for ever, retired."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from exams.banks.models import Question, QuestionKey, QuestionVersion, VersionEvent
from exams.banks.operations.steps import NotADraft, QuestionRetired, lock, note
from exams.banks.queries import is_writer, key_fits
from lms.kernel import audit
from lms.kernel.errors import DomainError
from mediators.models import User

State = QuestionVersion.State


class NotInReview(DomainError):
    message = _("This version is not waiting for review.")


class OwnWork(DomainError):
    message = _("A question is reviewed by somebody who did not write it.")


class KeyMissing(DomainError):
    message = _("The answer is missing or belongs to an earlier text. Save it again.")


class TextChanged(DomainError):
    message = _("This text was changed after you opened it. Read it once more.")


class ReasonMissing(DomainError):
    message = _("Say why, so that the author knows what to do.")


@transaction.atomic
def submit_for_review(
    *, version: QuestionVersion, by: User, at: datetime
) -> QuestionVersion:
    """Hand a draft to a reviewer.

    :raises NotADraft: if it is not a draft
    :raises KeyMissing: if the answer was not saved with this text
    """
    version = lock(version)
    if not version.is_draft:
        raise NotADraft
    if not key_fits(version):
        raise KeyMissing
    version.state = State.IN_REVIEW
    version.submitted_at = at
    version.save(update_fields=["state", "submitted_at"])
    note(version, VersionEvent.Kind.SUBMITTED, by=by, at=at)
    return version


@transaction.atomic
def send_back(
    *, version: QuestionVersion, reason: str, by: User, at: datetime
) -> QuestionVersion:
    """Return a version to its author with a reason.

    :raises NotInReview: if it is not waiting for review
    :raises ReasonMissing: without a reason
    """
    if not reason.strip():
        raise ReasonMissing
    version = lock(version)
    if not version.is_in_review:
        raise NotInReview
    version.state = State.DRAFT
    version.save(update_fields=["state"])
    note(version, VersionEvent.Kind.SENT_BACK, by=by, at=at, reason=reason)
    return version


def approve(
    *, version: QuestionVersion, by: User, at: datetime, seen: int | None = None
) -> QuestionVersion:
    """Approve a version for ever, and retire the one before it.

    `seen` is the last event that the reviewer saw, if they looked at a page.

    :raises NotInReview: if it is not waiting for review
    :raises TextChanged: if something happened to it since they looked
    :raises OwnWork: if the reviewer wrote any of it
    :raises KeyMissing: if the answer is not there or belongs to another text
    """
    with transaction.atomic():
        version = lock(version)
        _check(version, by=by, seen=seen)
        _retire_approved(version.question_id, by=by, at=at)
        version.state = State.APPROVED
        version.reviewer = by
        version.approved_at = at
        version.save(update_fields=["state", "reviewer", "approved_at"])
        note(version, VersionEvent.Kind.APPROVED, by=by, at=at)
        audit.record(action="question.approved", subject=version, actor=by, at=at)
    seal_keys(at=at)
    return version


def _check(version: QuestionVersion, *, by: User, seen: int | None) -> None:
    if not version.is_in_review:
        raise NotInReview
    if is_writer(version, by):
        raise OwnWork
    if seen is not None and version.events.filter(pk__gt=seen).exists():
        raise TextChanged
    if not key_fits(version):
        raise KeyMissing


def seal_keys(*, at: datetime) -> None:
    """Freeze the keys of all approved versions that are not frozen yet."""
    QuestionKey.objects.to_seal().update(sealed_at=at)


@transaction.atomic
def retire(*, question: Question, reason: str, by: User, at: datetime) -> Question:
    """Take a question out of use; papers that have it keep it.

    :raises QuestionRetired: if it is out of use
    :raises ReasonMissing: without a reason
    """
    if not reason.strip():
        raise ReasonMissing
    question = Question.objects.select_for_update(no_key=True).get(pk=question.pk)
    if question.is_retired:
        raise QuestionRetired
    question.retired_at = at
    question.save(update_fields=["retired_at"])
    _retire_approved(question.pk, by=by, at=at, reason=reason)
    audit.record(
        action="question.retired", subject=question, actor=by, at=at, reason=reason
    )
    return question


def _retire_approved(
    question_id: int, *, by: User, at: datetime, reason: str = ""
) -> None:
    for old in QuestionVersion.objects.filter(
        question=question_id, state=State.APPROVED
    ):
        old.state = State.RETIRED
        old.save(update_fields=["state"])
        note(old, VersionEvent.Kind.RETIRED, by=by, at=at, reason=reason)
