"""What happens to practice: questions are given to everybody, or withdrawn."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from exams.banks import operations as banks
from exams.banks.models import Citation, QuestionKey, QuestionVersion
from exams.practice.models import PracticeCitation, PracticeQuestion
from exams.practice.queries import on_papers
from lms.kernel import audit
from lms.kernel.errors import DomainError
from mediators.models import User


class ReleasedAlready(DomainError):
    message = _("One of these questions is released for practice already.")


class OnAPaper(DomainError):
    message = _(
        "One of these questions stands on a paper that is still to be sat. "
        "It can be released once that is over."
    )


class WithdrawnAlready(DomainError):
    message = _("This question was withdrawn from practice already.")


class ReasonMissing(DomainError):
    message = _("Say why.")


def release(
    *, versions: Collection[QuestionVersion], by: User, at: datetime
) -> list[PracticeQuestion]:
    """Give approved versions to everybody to practise with: all of them, or none.

    Their answers are read through the alias that holds keys, and copied. An earlier
    version of a question that is still offered is withdrawn for this one.

    :raises NotApproved: if one of them is not approved, or its question is retired
    :raises OnAPaper: if one of their questions stands on a paper still to be sat
    :raises ReleasedAlready: if one of them is offered already
    :raises KeyMissing: if one of them has no answer that was written for its text
    """
    keys = QuestionKey.objects.in_bulk(
        [each.pk for each in versions], field_name="version_id"
    )
    with transaction.atomic():
        known = banks.disclose(versions=versions, by=by, at=at)
        _check(known, keys, at=at)
        _withdraw_earlier(known, by=by, at=at)
        made = PracticeQuestion.objects.bulk_create(
            [_copied(each, keys[each.pk], by=by, at=at) for each in known]
        )
        _cite(made)
        with audit.together():
            for each in made:
                audit.record(action="practice.released", subject=each, actor=by, at=at)
    return made


def _check(
    versions: Collection[QuestionVersion],
    keys: Mapping[int, QuestionKey],
    *,
    at: datetime,
) -> None:
    offered = PracticeQuestion.objects.standing().filter(version__in=versions)
    if offered.exists():
        raise ReleasedAlready
    if on_papers({each.question_id for each in versions}, at=at):
        raise OnAPaper
    for each in versions:
        key = keys.get(each.pk)
        if key is None or key.content_hash != each.content_hash:
            raise banks.KeyMissing


def _withdraw_earlier(
    versions: Collection[QuestionVersion], *, by: User, at: datetime
) -> None:
    earlier = PracticeQuestion.objects.standing().filter(
        version__question__in=[each.question_id for each in versions]
    )
    for each in earlier:
        withdraw(
            question=each, reason=_now("A newer version took its place."), by=by, at=at
        )


def _copied(
    version: QuestionVersion, key: QuestionKey, *, by: User, at: datetime
) -> PracticeQuestion:
    return PracticeQuestion(
        version_id=version.pk,
        kind=version.kind,
        prompt=version.prompt,
        body=version.body,
        key=key.key,
        rule=key.rule,
        explanation=key.explanation,
        topic_id=version.topic_id,
        technique_id=version.technique_id,
        released_at=at,
        released_by=by,
    )


def _cite(made: Collection[PracticeQuestion]) -> None:
    question_of = {each.version_id: each for each in made}
    cited = Citation.objects.filter(version__in=question_of).order_by("pk")
    PracticeCitation.objects.bulk_create(
        PracticeCitation(
            question=question_of[each.version_id], article_id=each.article_id
        )
        for each in cited
    )


@transaction.atomic
def withdraw(
    *, question: PracticeQuestion, reason: str, by: User, at: datetime
) -> PracticeQuestion:
    """Offer a question no longer. It stays known, and no paper draws it.

    :raises ReasonMissing: without a reason
    :raises WithdrawnAlready: if it was withdrawn
    """
    if not reason.strip():
        raise ReasonMissing
    locked = PracticeQuestion.objects.select_for_update(no_key=True)
    question = locked.get(pk=question.pk)
    if question.is_withdrawn:
        raise WithdrawnAlready
    question.withdrawn_at, question.withdrawn_by = at, by
    question.withdrawal_reason = reason.strip()
    question.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_reason"])
    banks.recall(version_id=question.version_id, reason=reason, by=by, at=at)
    audit.record(
        action="practice.withdrawn", subject=question, actor=by, at=at, reason=reason
    )
    return question
