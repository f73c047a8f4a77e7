"""What is decided is decided once, and not before its time."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from incentives import operations
from incentives.models import EvaluationResult, GradeRecord, Recognition
from mediators.models import Person
from tests.factories.incentives import (
    EvaluationResultFactory,
    GradeFactory,
    GradeRecordFactory,
    RecognitionFactory,
)
from tests.factories.mediators import (
    MediatorFactory,
    RoleGrantFactory,
    UserFactory,
)
from tests.incentives.conftest import DAY


def refused(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


@pytest.fixture
def decision(bureau):
    return {
        "authority": "云溪区司法局",
        "decided_by": RoleGrantFactory(organisation=bureau, user__name="孟局").user,
        "decided_on": DAY,
        "document_no": "云司发〔2026〕9号",
    }


@pytest.fixture
def evaluate(bureau, committee, mediator, decision, now):
    def evaluated(**changes):
        terms = {
            "branch": bureau,
            "organisation": committee,
            "mediator": mediator,
            "year": 2025,
            "level": "qualified",
            "at": now,
            "actor": None,
            **decision,
        }
        return operations.record_evaluation(**{**terms, **changes})

    return evaluated


@pytest.mark.parametrize(
    ("year", "decided_on"),
    [
        (2026, date(2026, 2, 1)),
        (2030, date(2026, 3, 1)),
        (2025, date(2025, 12, 31)),
    ],
)
def test_a_year_is_evaluated_after_it_is_over(evaluate, mediator, year, decided_on):
    with pytest.raises(operations.YearNotOver, match=f"{year + 1} 年 1 月 1 日"):
        evaluate(year=year, decided_on=decided_on)

    assert evaluate(year=2025, decided_on=date(2026, 1, 1)).pk


def test_the_table_evaluates_no_year_before_it_is_over(mediator):
    refused(lambda: EvaluationResultFactory(mediator=mediator, year=2026))

    assert EvaluationResultFactory(mediator=mediator, year=2025).pk


def test_a_branch_evaluates_a_year_once_also_in_the_table(evaluate, mediator, now):
    first = evaluate()

    refused(
        lambda: EvaluationResultFactory(
            mediator=mediator, branch=first.branch, authority="换个写法"
        )
    )
    operations.annul(record=first, reason="录错", at=now, actor=UserFactory())

    assert (evaluate().pk, EvaluationResult.objects.count()) != (None, 1)


@pytest.fixture
def scheme(bureau):
    return GradeFactory(scheme__organisation=bureau).scheme


@pytest.fixture
def give(scheme, committee, mediator, decision, now):
    def given(rank=1, **changes):
        rung = scheme.grades.filter(rank=rank).first()
        rung = rung or GradeFactory(scheme=scheme, rank=rank, label=f"{rank}级")
        terms = {
            "grade": rung,
            "organisation": committee,
            "mediator": mediator,
            "at": now,
            "actor": None,
            **decision,
        }
        return operations.record_grade(**{**terms, **changes})

    return given


def test_a_scheme_gives_one_grade_a_day(give, scheme, committee, mediator, now):
    first = give()
    duplicate = MediatorFactory(organisation=committee)
    Person.objects.filter(pk=duplicate.person_id).update(merged_into=mediator.person)

    with pytest.raises(operations.GradedThatDay, match="周小满"):
        give(rank=2)
    refused(
        lambda: GradeRecordFactory(mediator=mediator, grade=scheme.grades.get(rank=2))
    )
    later = give(rank=2, decided_on=date(2026, 3, 2))
    operations.annul(record=first, reason="录错", at=now, actor=UserFactory())

    assert (later.pk, give(rank=2).pk) != (None, None)
    assert GradeRecord.objects.standing().count() == 2


@pytest.mark.parametrize("of_unit", [False, True])
def test_the_same_recognition_is_recorded_once(committee, mediator, now, of_unit):
    terms = {
        "organisation": committee,
        "mediator": None if of_unit else mediator,
        "title": "感谢信",
        "given_by": "示范镇人民政府",
        "given_on": DAY,
        "at": now,
        "actor": None,
    }
    operations.record_recognition(**terms)

    for changes in ({}, {"given_on": date(2026, 3, 2)}):
        with pytest.raises(operations.RecognisedAlready, match="文号"):
            operations.record_recognition(**{**terms, **changes})
    for changes in ({"document_no": "示政〔2026〕2号"}, {"given_on": date(2025, 3, 1)}):
        operations.record_recognition(**{**terms, **changes})

    assert Recognition.objects.count() == 3


def test_the_table_keeps_one_too(mediator):
    first = RecognitionFactory(mediator=mediator)

    refused(lambda: RecognitionFactory(mediator=mediator, given_by=first.given_by))
