"""What is offered to practise with, and what a bank could give away."""

import hashlib
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Q, QuerySet

from courses.citing import articles_cited_by
from courses.models import Lesson
from exams.assembly.models import Paper, PaperSlot
from exams.banks.authoring import digest
from exams.banks.models import Bank, QuestionVersion, Topic
from exams.practice.models import PracticeQuestion
from laws.models import Article
from lms.kernel.clock import local_day


def on_papers(questions: Collection[int], *, at: datetime) -> set[int]:
    """Return which of these questions stand on a paper that is or may still be sat.

    On one that is drawn or sealed, or on a retired one whose sitting is not over.
    """
    in_use = Q(paper__state__in=[Paper.State.DRAFT, Paper.State.SEALED])
    to_come = Q(paper__sittings__cancelled_at=None, paper__sittings__closes_at__gt=at)
    slots = PaperSlot.objects.filter(
        in_use | to_come, version__question__in=list(questions)
    )
    return set(slots.values_list("version__question", flat=True))


@dataclass(frozen=True)
class Preview:
    """What would come of releasing some questions, and why others stay where they are."""

    versions: list[QuestionVersion]
    replacing: int
    released: int
    on_papers: int
    outdated: int

    @property
    def seen(self) -> str:
        """What names exactly these versions, to tell whether others are meant by now."""
        return digest([each.pk for each in self.versions])


def preview(found: QuerySet[QuestionVersion], *, at: datetime) -> Preview:
    """Return what releasing the questions of `found` versions would do; five queries.

    Of each question it is the approved version that would be released.
    """
    approved = QuestionVersion.objects.approved().filter(
        question__in=found.order_by().values("question")
    )
    versions = list(
        approved.select_related("question", "topic").order_by("question__code")
    )
    offered = PracticeQuestion.objects.standing().filter(
        version__question__in=[each.question_id for each in versions]
    )
    released = dict(offered.values_list("version", "version__question"))
    rest = [each for each in versions if each.pk not in released]
    held = on_papers([each.question_id for each in rest], at=at)
    free = [each for each in rest if each.question_id not in held]
    lawful = QuestionVersion.objects.in_force_on(local_day(at))
    law = set(
        lawful.filter(pk__in=[each.pk for each in free]).values_list("pk", flat=True)
    )
    chosen = [each for each in free if each.pk in law]
    earlier = set(released.values())
    return Preview(
        versions=chosen,
        replacing=sum(each.question_id in earlier for each in chosen),
        released=len(versions) - len(rest),
        on_papers=len(rest) - len(free),
        outdated=len(free) - len(chosen),
    )


def released_by(bank: Bank) -> QuerySet[PracticeQuestion]:
    """Return what a bank gave to practice, what is offered first; one query."""
    return (
        PracticeQuestion.objects.filter(version__question__bank=bank)
        .with_newer()
        .select_related("topic", "released_by")
        .order_by(F("withdrawn_at").desc(nulls_first=True), "-released_at", "pk")
    )


# What is practised


@dataclass(frozen=True)
class Choice:
    """What somebody practises: a topic, a technique, an article, a lesson, or everything.

    Of a lesson it is what the articles say that it cites.
    """

    topic: Topic | None = None
    technique: Topic | None = None
    article: Article | None = None
    lesson: Lesson | None = None

    @property
    def is_all(self) -> bool:
        return not (self.topic or self.technique or self.article or self.lesson)

    def questions(self, day: date) -> QuerySet[PracticeQuestion]:
        """Return what is offered of it on `day`."""
        found = PracticeQuestion.objects.offered_on(day)
        for name, topic in (("topic", self.topic), ("technique", self.technique)):
            if topic:
                found = found.filter(**{name: topic})
        if self.article:
            found = found.resting_on(Article.objects.filter(pk=self.article.pk))
        if self.lesson:
            found = found.resting_on(articles_cited_by(self.lesson))
        return found


def in_order(choice: Choice, *, day: date, seed: int) -> list[uuid.UUID]:
    """Return the questions of a choice in the order of `seed`; one query.

    Each has its place by its own name: what is released or withdrawn meanwhile moves no
    other.
    """
    names = choice.questions(day).order_by().values_list("uuid", flat=True)
    return sorted(names, key=lambda name: place(seed, name))


def place(seed: int, name: object) -> bytes:
    """Return where something stands in the order of `seed`."""
    return hashlib.sha256(f"{seed}/{name}".encode()).digest()


@dataclass(frozen=True)
class Counted:
    """A topic, and how many questions there are about it to practise with."""

    topic: Topic
    count: int


def topics_offered(day: date) -> tuple[int, list[Counted], list[Counted]]:
    """Return how many questions are offered in all, by subject, and by technique.

    Two queries.
    """
    cells = list(
        PracticeQuestion.objects.offered_on(day)
        .order_by()
        .values_list("topic", "technique")
        .annotate(Count("pk"))
    )
    counts: dict[int | None, int] = {}
    for subject, technique, count in cells:
        for each in (subject, technique):
            counts[each] = counts.get(each, 0) + count
    topics = Topic.objects.filter(pk__in=[key for key in counts if key])
    found = [Counted(topic, counts[topic.pk]) for topic in topics]
    return (
        sum(count for _subject, _technique, count in cells),
        [each for each in found if each.topic.axis == Topic.Axis.SUBJECT],
        [each for each in found if each.topic.axis == Topic.Axis.TECHNIQUE],
    )


def counts_by_article(articles: Collection[int], day: date) -> dict[int, int]:
    """Return by article how many offered questions rest on it; one query."""
    offered = PracticeQuestion.objects.offered_on(day)
    rows = (
        offered.filter(citations__article__in=list(articles))
        .order_by()
        .values_list("citations__article")
        .annotate(Count("pk"))
    )
    return dict(rows)
