"""Reading questions, and what belongs to them behind the other alias."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from exams.banks.authoring import Written
from exams.banks.models import (
    KINDS,
    Bank,
    QuestionKey,
    QuestionVersion,
    Topic,
    VersionEvent,
)
from laws.models import Article
from mediators.models import User

State = QuestionVersion.State


def key_of(version: QuestionVersion) -> QuestionKey | None:
    """Return the key written for this version, if it was; through the keys' alias."""
    return QuestionKey.objects.filter(version=version.pk).first()


def written_of(version: QuestionVersion) -> Written | None:
    """Return both halves of a version as its author last wrote them."""
    key = key_of(version)
    return Written(version.body, key.key, key.rule) if key else None


def key_fits(version: QuestionVersion) -> bool:
    """Say whether the key is there, was written for this text, and belongs to its body."""
    key = key_of(version)
    if key is None or key.content_hash != version.content_hash:
        return False
    return KINDS[version.kind].fits(Written(version.body, key.key, key.rule))


def banks_with_counts(user: User) -> QuerySet[Bank]:
    """Return the banks `user` sees, each with how many questions it has, and in review."""
    standing = Q(questions__retired_at=None)
    return (
        Bank.objects.visible_to(user)
        .select_related("organisation")
        .annotate(
            questions_count=Count("questions", filter=standing, distinct=True),
            approved_count=_versions_in(State.APPROVED),
            review_count=_versions_in(State.IN_REVIEW),
        )
        .order_by("code")
    )


@dataclass(frozen=True)
class Covered:
    """A subject or a technique, how many questions are about it, and about what else."""

    topic: Topic
    approved: int
    crossed: list[tuple[Topic, int]]


def topics_covered(user: User) -> tuple[list[Covered], list[Covered]]:
    """Return subjects and techniques with the approved questions `user` sees of each.

    `crossed` are those of the other axis that its questions join it with, most first.
    Two queries.
    """
    seen = QuestionVersion.objects.filter(
        state=State.APPROVED,
        question__retired_at=None,
        question__bank__in=Bank.objects.visible_to(user),
    )
    cells = list(
        seen.order_by().values_list("topic", "technique").annotate(Count("pk"))
    )
    topics = {topic.pk: topic for topic in Topic.objects.all()}
    found = [_covered(topic, cells, topics) for topic in topics.values()]
    return (
        [each for each in found if each.topic.axis == Topic.Axis.SUBJECT],
        [each for each in found if each.topic.axis == Topic.Axis.TECHNIQUE],
    )


def _covered(
    topic: Topic, cells: list[tuple[int, int | None, int]], topics: dict[int, Topic]
) -> Covered:
    own = [
        (technique if subject == topic.pk else subject, count)
        for subject, technique, count in cells
        if topic.pk in {subject, technique}
    ]
    crossed = [(topics[other], count) for other, count in own if other in topics]
    return Covered(
        topic,
        sum(count for _other, count in own),
        sorted(crossed, key=lambda pair: -pair[1]),
    )


def _versions_in(state: str) -> Count:
    wanted = Q(questions__retired_at=None, questions__versions__state=state)
    return Count("questions__versions", filter=wanted, distinct=True)


def questions_found(  # noqa: PLR0913 -- the filters of the list
    bank: Bank,
    *,
    words: str = "",
    kind: str = "",
    state: str = "",
    topic: object = None,
    technique: object = None,
    article: object = None,
) -> QuerySet[QuestionVersion]:
    """Return the newest version of each question of a bank, by code.

    Every word must stand in the prompt, or in the code. A question rests on what its
    newest version cites, and on what the approved one does while another is written.
    """
    given: dict[str, Any] = {"kind": kind, "topic": topic, "technique": technique}
    found = QuestionVersion.objects.newest().filter(
        question__bank=bank, **{name: value for name, value in given.items() if value}
    )
    for word in words.split():
        found = found.filter(
            Q(prompt__icontains=word) | Q(question__code__icontains=word)
        )
    if state:
        found = found.filter(_is_in(state))
    if article:
        found = found.filter(_rests_on(article))
    return found.select_related("question", "topic").order_by("question__code")


def _rests_on(article: object) -> Q:
    approved = QuestionVersion.objects.filter(state=State.APPROVED, articles=article)
    return Q(articles=article) | Q(question__in=approved.values("question"))


def _is_in(state: str) -> Q:
    if state == State.RETIRED:
        return Q(question__retired_at__isnull=False)
    return Q(state=state, question__retired_at=None)


def cited_articles(bank: Bank) -> QuerySet[Article]:
    """Return the articles that questions of a bank rest on."""
    cited = Article.objects.filter(question_versions__question__bank=bank)
    return (
        cited.select_related("version__statute")
        .order_by("version__statute__title", "version__effective_on", "position")
        .distinct()
    )


def to_review(user: User) -> QuerySet[QuestionVersion]:
    """Return what waits for review where `user` trains, the longest waiting first."""
    waiting = QuestionVersion.objects.kept_by(user).in_review()
    return waiting.select_related("question__bank", "topic", "author").order_by(
        "submitted_at"
    )


def waiting_for(user: User) -> int:
    """Return how many versions wait for the review of `user`, who wrote none of them."""
    written = VersionEvent.objects.filter(kind=VersionEvent.Kind.WRITTEN, by=user)
    others = to_review(user).exclude(author=user)
    return others.exclude(pk__in=written.values("version")).count()


def is_writer(version: QuestionVersion, user: User) -> bool:
    """Say whether `user` wrote any part of this version, and so cannot review it."""
    written = version.events.filter(kind=VersionEvent.Kind.WRITTEN, by=user)
    return version.author_id == user.pk or written.exists()
