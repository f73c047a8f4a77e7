"""Writing questions: the first version, a draft again, the next version."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from exams.banks.authoring import Written, clean_text, digest
from exams.banks.models import (
    KINDS,
    Bank,
    Question,
    QuestionKey,
    QuestionVersion,
    Topic,
    VersionEvent,
)
from exams.banks.operations.steps import NotADraft, QuestionRetired, lock, note
from exams.banks.queries import written_of
from laws.models import Article
from lms.kernel.errors import DomainError
from mediators.models import User


class CodeTaken(DomainError):
    message = _("This bank has a question with the code %(code)s.")


class NoPrompt(DomainError):
    message = _("Write the question.")


class VersionInTheMaking(DomainError):
    message = _("A new version of this question is being written already.")


class NothingToRevise(DomainError):
    message = _("This question has no approved version yet.")


@dataclass(frozen=True)
class Manuscript:
    """A question as its author hands it in; `content` is what its kind asks for."""

    topic: Topic
    prompt: str
    content: dict[str, Any] = field(repr=False)
    technique: Topic | None = None
    difficulty: int = 1
    explanation: str = field(default="", repr=False)
    articles: Collection[Article] = ()

    def write(self, kind: str, before: Written | None) -> Written:
        content = {**self.content, "prompt": clean_text(self.prompt)}
        if not content["prompt"]:
            raise NoPrompt
        return KINDS[kind].write(content, before=before)


def draft_question(  # noqa: PLR0913 -- what a question is made of
    *,
    bank: Bank,
    code: str,
    kind: str,
    manuscript: Manuscript,
    by: User,
    at: datetime,
) -> QuestionVersion:
    """Begin a question with the draft of its first version. Not within a transaction.

    :raises CodeTaken: if the bank has this code
    :raises Incomplete: if something is missing, in words
    """
    written = manuscript.write(kind, None)
    with transaction.atomic():
        if bank.questions.filter(code=code).exists():
            raise CodeTaken(code=code)
        question = Question.objects.create(bank=bank, code=code)
        version = KINDS[kind](question=question, kind=kind, created_at=at)
        _put_text(version, manuscript, written, by=by, at=at)
    _put_key(version, written, manuscript.explanation)
    return version


def edit_draft(
    *, version: QuestionVersion, manuscript: Manuscript, by: User, at: datetime
) -> QuestionVersion:
    """Write a draft anew; options that stay keep their ids. Not within a transaction.

    :raises NotADraft: if it was submitted or approved
    :raises Incomplete: if something is missing, in words
    """
    written = manuscript.write(version.kind, written_of(version))
    with transaction.atomic():
        version = lock(version)
        if not version.is_draft:
            raise NotADraft
        _put_text(version, manuscript, written, by=by, at=at)
    _put_key(version, written, manuscript.explanation)
    return version


def new_version(*, question: Question, by: User, at: datetime) -> QuestionVersion:
    """Begin the next version as a draft that says what the approved one says.

    Not within a transaction.

    :raises NothingToRevise: if no version was approved
    :raises VersionInTheMaking: if one is being written or reviewed
    """
    with transaction.atomic():
        old = _to_revise(question)
        version = type(old)(
            question=old.question, kind=old.kind, number=old.number + 1, created_at=at
        )
        key = QuestionKey.objects.get(version=old.pk)
        written = Written(old.body, key.key, key.rule)
        text = Manuscript(
            topic=old.topic,
            technique=old.technique,
            prompt=old.prompt,
            content={},
            difficulty=old.difficulty,
            articles=list(old.articles.all()),
        )
        _put_text(version, text, written, by=by, at=at)
    _put_key(version, written, key.explanation)
    return version


def _to_revise(question: Question) -> QuestionVersion:
    """Lock a question and return its approved version, if a next one may be begun."""
    question = Question.objects.select_for_update(no_key=True).get(pk=question.pk)
    if question.is_retired:
        raise QuestionRetired
    versions = list(question.versions.order_by("-number"))
    if any(each.is_draft or each.is_in_review for each in versions):
        raise VersionInTheMaking
    approved = next((each for each in versions if each.is_approved), None)
    if approved is None:
        raise NothingToRevise
    return approved


def _put_text(
    version: QuestionVersion,
    manuscript: Manuscript,
    written: Written,
    *,
    by: User,
    at: datetime,
) -> None:
    version.topic = manuscript.topic
    version.technique = manuscript.technique
    version.difficulty = manuscript.difficulty
    version.prompt = clean_text(manuscript.prompt)
    version.body = written.body
    version.author = by
    version.content_hash = content_hash(version)
    version.save()
    version.articles.set(manuscript.articles)
    note(version, VersionEvent.Kind.WRITTEN, by=by, at=at)


def content_hash(version: QuestionVersion) -> str:
    """Return the hash of what a candidate would read."""
    return digest(
        {"kind": version.kind, "prompt": version.prompt, "body": version.body}
    )


def _put_key(version: QuestionVersion, written: Written, explanation: str) -> None:
    QuestionKey.objects.update_or_create(
        version=version,
        defaults={
            "key": written.key,
            "rule": written.rule,
            "explanation": clean_text(explanation),
            "content_hash": version.content_hash,
        },
    )
