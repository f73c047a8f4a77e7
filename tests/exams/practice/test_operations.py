from datetime import timedelta

import pytest

from exams.assembly import operations as assembly
from exams.assembly import queries as drawing
from exams.banks import operations as banks
from exams.banks.models import QuestionKey, QuestionVersion
from exams.practice import operations, queries
from exams.practice.models import PracticeQuestion
from lms.kernel.models import AuditEntry
from tests.factories.assembly import (
    EXAM_DAY,
    BlueprintFactory,
    PaperFactory,
    SealedPaperFactory,
)
from tests.factories.banks import BankFactory, QuestionVersionFactory, TopicFactory
from tests.factories.delivery import SittingFactory
from tests.factories.laws import ArticleFactory
from tests.factories.mediators import UserFactory
from tests.factories.practice import PracticeQuestionFactory


@pytest.fixture
def keeper():
    return UserFactory()


@pytest.fixture
def bank():
    return BankFactory()


@pytest.fixture
def approved(bank):
    return QuestionVersionFactory(question__bank=bank, approved=True)


def release(*versions, by, at):
    return operations.release(versions=versions, by=by, at=at)


def approve_next(version, at):
    """Write, hand in and approve the next version of a question."""
    newer = banks.new_version(question=version.question, by=version.author, at=at)
    banks.submit_for_review(version=newer, by=version.author, at=at)
    return banks.approve(version=newer, by=UserFactory(), at=at)


@pytest.mark.parametrize("kind", QuestionVersion.Kind.values)
def test_what_is_released_is_copied_whole(bank, keeper, now, kind):
    of = {"technique": TopicFactory(axis="technique")}
    articles = [ArticleFactory(), ArticleFactory()]
    version = QuestionVersionFactory(
        question__bank=bank, kind=kind, approved=True, articles=articles, **of
    )
    key = QuestionKey.objects.get(version=version)

    (copy,) = release(version, by=keeper, at=now)

    copy.refresh_from_db()
    copied = ("version_id", "kind", "prompt", "body", "topic_id", "technique_id")
    assert [getattr(copy, name) for name in copied] == [
        version.pk,
        *[getattr(version, name) for name in copied[1:]],
    ]
    assert (copy.key, copy.rule, copy.explanation) == (
        key.key,
        key.rule,
        key.explanation,
    )
    assert list(copy.articles.order_by("pk")) == articles
    assert (copy.released_at, copy.released_by) == (now, keeper)
    entry = AuditEntry.objects.get(action="practice.released")
    assert (entry.subject_id, entry.actor) == (str(copy.uuid), keeper)


def test_many_are_released_together_or_none(bank, approved, keeper, now):
    draft = QuestionVersionFactory(question__bank=bank)

    with pytest.raises(banks.NotApproved):
        release(approved, draft, by=keeper, at=now)

    assert not PracticeQuestion.objects.exists()
    assert not approved.events.filter(kind="disclosed").exists()

    other = QuestionVersionFactory(question__bank=bank, approved=True)
    assert len(release(approved, other, by=keeper, at=now)) == 2


def test_nothing_is_released_in_silence(keeper, now):
    with pytest.raises(banks.NotApproved):
        release(by=keeper, at=now)


def test_a_retired_question_is_not_released(approved, keeper, now):
    banks.retire(question=approved.question, reason="有歧义", by=keeper, at=now)

    with pytest.raises(banks.NotApproved):
        release(approved, by=keeper, at=now)


def test_a_question_is_offered_once(approved, keeper, now):
    release(approved, by=keeper, at=now)

    with pytest.raises(operations.ReleasedAlready):
        release(approved, by=keeper, at=now)


def test_a_question_whose_key_belongs_to_another_text_is_not_released(keeper, now):
    version = QuestionVersionFactory()
    QuestionKey.objects.filter(version=version).update(content_hash="0" * 64)
    QuestionVersion.objects.filter(pk=version.pk).update(
        state="approved", reviewer=UserFactory(), approved_at=now
    )

    with pytest.raises(banks.KeyMissing):
        release(version, by=keeper, at=now)

    assert not version.events.filter(kind="disclosed").exists()


# What stands on a paper is still secret


@pytest.mark.parametrize("factory", [PaperFactory, SealedPaperFactory])
def test_a_question_on_a_paper_in_use_is_not_released(factory, keeper, now):
    paper = factory(kinds=["single_choice"])
    version = QuestionVersion.objects.get(slots__paper=paper)

    with pytest.raises(operations.OnAPaper):
        release(version, by=keeper, at=now)

    assert not PracticeQuestion.objects.exists()


def test_a_question_of_a_retired_paper_waits_for_the_last_sitting(keeper, now):
    paper = SealedPaperFactory(kinds=["single_choice"])
    sitting = SittingFactory(paper=paper)
    assembly.retire_paper(paper=paper, reason="换卷", by=keeper, at=now)
    version = QuestionVersion.objects.get(slots__paper=paper)

    with pytest.raises(operations.OnAPaper):
        release(version, by=keeper, at=now)
    after = sitting.closes_at + timedelta(seconds=1)
    made = release(version, by=keeper, at=after)

    assert [each.version_id for each in made] == [version.pk]


# What is released is secret no more


def candidates(bank):
    found = drawing.candidates(bank.organisation, day=EXAM_DAY)
    return [each.pk for each in found]


def test_no_paper_draws_what_is_released(bank, approved, keeper, now):
    secret = QuestionVersionFactory(question__bank=bank, approved=True)
    assert candidates(bank) == [approved.pk, secret.pk]

    release(approved, by=keeper, at=now)

    assert candidates(bank) == [secret.pk]


def test_nor_what_was_withdrawn_nor_its_next_version(bank, approved, keeper, now):
    (copy,) = release(approved, by=keeper, at=now)
    operations.withdraw(question=copy, reason="讲错了", by=keeper, at=now)
    newer = approve_next(approved, now)

    assert newer.is_approved
    assert candidates(bank) == []


def test_a_draw_says_what_is_missing_when_the_rest_is_released(
    bank, approved, keeper, now
):
    blueprint = BlueprintFactory(
        organisation=bank.organisation, kinds=["single_choice"]
    )
    release(approved, by=keeper, at=now)

    with pytest.raises(assembly.RulesUnmet):
        assembly.draw_paper(
            blueprint=blueprint,
            code="A",
            title="甲卷",
            day=EXAM_DAY,
            seed="1",
            by=keeper,
            at=now,
        )


# Withdrawing


def test_withdrawing_needs_a_reason_and_happens_once(approved, keeper, now):
    (copy,) = release(approved, by=keeper, at=now)

    with pytest.raises(operations.ReasonMissing):
        operations.withdraw(question=copy, reason=" ", by=keeper, at=now)
    withdrawn = operations.withdraw(question=copy, reason="讲错了", by=keeper, at=now)
    with pytest.raises(operations.WithdrawnAlready):
        operations.withdraw(question=copy, reason="讲错了", by=keeper, at=now)

    told = (withdrawn.withdrawn_at, withdrawn.withdrawn_by, withdrawn.withdrawal_reason)
    assert told == (now, keeper, "讲错了")
    assert AuditEntry.objects.get(action="practice.withdrawn").reason == "讲错了"
    kinds = list(approved.events.order_by("pk").values_list("kind", "reason"))
    assert kinds[-2:] == [("disclosed", ""), ("recalled", "讲错了")]


def test_what_was_withdrawn_can_be_released_again(approved, keeper, now):
    (copy,) = release(approved, by=keeper, at=now)
    operations.withdraw(question=copy, reason="讲错了", by=keeper, at=now)

    (again,) = release(approved, by=keeper, at=now)

    assert list(PracticeQuestion.objects.standing()) == [again]


def test_a_newer_version_replaces_nothing_by_itself(bank, approved, keeper, now):
    (copy,) = release(approved, by=keeper, at=now)
    approve_next(approved, now)

    (listed,) = queries.released_by(bank)

    assert (listed.pk, listed.has_newer, listed.is_withdrawn) == (copy.pk, True, False)
    assert list(PracticeQuestion.objects.offered_on(EXAM_DAY)) == [copy]


def test_releasing_the_newer_version_withdraws_the_earlier(approved, keeper, now):
    (copy,) = release(approved, by=keeper, at=now)
    newer = approve_next(approved, now)

    (made,) = release(newer, by=keeper, at=now)

    copy.refresh_from_db()
    assert list(PracticeQuestion.objects.standing()) == [made]
    assert copy.withdrawn_by == keeper


# What is offered


def test_what_is_not_the_law_is_not_offered():
    gone = ArticleFactory(version__repealed_on=EXAM_DAY)
    PracticeQuestionFactory(articles=[ArticleFactory(), gone])
    lawful = PracticeQuestionFactory()

    day_before = EXAM_DAY - timedelta(days=1)

    assert PracticeQuestion.objects.offered_on(day_before).count() == 2
    assert list(PracticeQuestion.objects.offered_on(EXAM_DAY)) == [lawful]


def test_a_question_out_of_use_is_not_offered(approved, keeper, now):
    release(approved, by=keeper, at=now)
    banks.retire(question=approved.question, reason="有歧义", by=keeper, at=now)

    assert not PracticeQuestion.objects.offered_on(EXAM_DAY).exists()


# Looking before releasing


def test_a_preview_counts_what_would_be_released_and_why_others_stay(
    bank, approved, keeper, now
):
    on_paper = QuestionVersion.objects.get(
        slots__paper=PaperFactory(kinds=["single_choice"])
    )
    outdated = QuestionVersionFactory(
        approved=True,
        question__bank=bank,
        articles=[ArticleFactory(version__repealed_on=EXAM_DAY)],
    )
    draft = QuestionVersionFactory(question__bank=bank)
    known = QuestionVersionFactory(question__bank=bank, approved=True)
    renewed = QuestionVersionFactory(question__bank=bank, approved=True)
    release(known, renewed, by=keeper, at=now)
    newer = approve_next(renewed, now)
    every = [approved, on_paper, outdated, draft, known, newer]

    found = queries.preview(
        QuestionVersion.objects.filter(pk__in=[each.pk for each in every]), at=now
    )

    assert {each.pk for each in found.versions} == {approved.pk, newer.pk}
    assert (found.replacing, found.released) == (1, 1)
    assert (found.on_papers, found.outdated) == (1, 1)


def test_a_preview_means_the_approved_version_while_another_is_written(
    approved, keeper, now
):
    draft = banks.new_version(question=approved.question, by=keeper, at=now)

    found = queries.preview(QuestionVersion.objects.filter(pk=draft.pk), at=now)

    assert found.versions == [approved]
