"""What was given away stays as it was given, whoever writes to the tables."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from exams.practice.models import PracticeCitation, PracticeQuestion
from lms.kernel import grants
from tests.factories.laws import ArticleFactory
from tests.factories.mediators import UserFactory
from tests.factories.practice import PracticeQuestionFactory


@pytest.fixture
def question():
    return PracticeQuestionFactory()


def refused(words):
    return pytest.raises(IntegrityError, match=words)


@pytest.mark.parametrize(
    "change",
    [
        {"prompt": "另一道题"},
        {"body": {"options": []}},
        {"key": {"option": "zz"}},
        {"rule": "other"},
        {"explanation": "另一种解释"},
        {"kind": "true_false"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_copy_is_never_changed(question, change):
    with refused("only withdrawn"), transaction.atomic():
        PracticeQuestion.objects.filter(pk=question.pk).update(**change)


def test_a_copy_is_never_deleted(question):
    with refused("never deleted"), transaction.atomic():
        PracticeQuestion.objects.filter(pk=question.pk)._raw_delete("default")  # noqa: SLF001 -- as nobody should


def withdrawn(question):
    PracticeQuestion.objects.filter(pk=question.pk).update(
        withdrawn_at=timezone.now(),
        withdrawn_by=UserFactory(),
        withdrawal_reason="讲错了",
    )


def test_what_was_withdrawn_is_not_offered_again_by_a_change(question):
    withdrawn(question)

    with refused("only withdrawn"), transaction.atomic():
        PracticeQuestion.objects.filter(pk=question.pk).update(
            withdrawn_at=None, withdrawn_by=None, withdrawal_reason=""
        )


def test_it_is_not_withdrawn_without_a_reason(question):
    with refused("withdrawn_for_a_reason"), transaction.atomic():
        PracticeQuestion.objects.filter(pk=question.pk).update(
            withdrawn_at=timezone.now(), withdrawn_by=UserFactory()
        )


def test_what_a_copy_cites_is_never_changed(question):
    with refused("never changed"), transaction.atomic():
        PracticeCitation.objects.update(article=ArticleFactory())
    with refused("never changed"), transaction.atomic():
        PracticeCitation.objects.all()._raw_delete("default")  # noqa: SLF001 -- as nobody should


def test_the_role_that_serves_candidates_reads_copies_and_no_key():
    sealed = grants.sealed_tables()

    assert "banks_questionkey" in sealed
    assert not [name for name in sealed if name.startswith("practice_")]
