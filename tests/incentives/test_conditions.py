"""What a scheme or a programme asks for, and whether somebody has it on a day."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from certificates import operations as certificates
from incentives import operations, queries
from incentives.models import Commendation, GradeRecord
from incentives.queries.conditions import first_day
from lms.kernel import personal
from lms.kernel.models import AuditEntry
from mediators.models import Person
from tests.factories.certificates import A_DAY, CertificateTypeFactory, certificate
from tests.factories.courses import CourseFactory
from tests.factories.incentives import (
    AccountabilityRecordFactory,
    AwardProgrammeFactory,
    GradeFactory,
    GradeSchemeFactory,
)
from tests.factories.mediators import MediatorFactory, RoleGrantFactory
from tests.incentives.conftest import DAY, learnt

AFTER = (A_DAY + timedelta(days=1)).date()


@pytest.fixture
def trained(bureau):
    """A scheme that asks for training alone."""
    return GradeSchemeFactory(
        organisation=bureau, hours_needed=Decimal(8), hours_months=12
    )


@pytest.fixture
def certified(bureau):
    return GradeSchemeFactory(organisation=bureau, certificate_needed=True)


@pytest.fixture
def viewer(bureau):
    return RoleGrantFactory(organisation=bureau).user


def asked(basis, mediator, viewer, on=DAY):
    return queries.conditions_of(
        basis, place=None, mediator=mediator, on=on, viewer=viewer
    )


def is_met(basis, mediator, viewer, on=DAY):
    return asked(basis, mediator, viewer, on)[0].is_met


@pytest.mark.parametrize(
    ("day", "months", "first"),
    [
        (date(2026, 3, 1), 12, date(2025, 3, 2)),
        (date(2026, 3, 31), 1, date(2026, 3, 1)),
        (date(2026, 1, 15), 1, date(2025, 12, 16)),
        (date(2024, 2, 29), 12, date(2023, 3, 1)),
    ],
)
def test_the_last_months_end_with_the_day(day, months, first):
    assert first_day(day, months) == first


@pytest.mark.parametrize(
    ("on", "counts"),
    [
        (DAY, True),
        (date(2025, 3, 2), True),
        (date(2025, 3, 1), False),
        (date(2026, 3, 2), False),
    ],
)
def test_hours_count_within_the_months_and_not_beyond(
    trained, mediator, viewer, on, counts
):
    learnt(mediator, hours=8, on=on)

    assert is_met(trained, mediator, viewer) is counts


def test_hours_add_up_and_the_table_says_how_many(trained, mediator, viewer):
    learnt(mediator, hours=4)
    learnt(mediator, hours="3.5")

    condition = asked(trained, mediator, viewer)[0]

    assert not condition.is_met
    assert condition.asked == "最近 12 个月内不少于 8 学时。"
    assert condition.facts == "2025年3月2日至2026年3月1日，完成 2 门课程，共 7.5 学时。"


def test_a_course_counts_once_also_under_a_merged_record(
    trained, committee, mediator, viewer
):
    duplicate = MediatorFactory(organisation=committee)
    course = CourseFactory()
    learnt(mediator, hours=4, course=course)
    learnt(duplicate, hours=4, course=course)
    Person.objects.filter(pk=duplicate.person_id).update(merged_into=mediator.person)

    assert not is_met(trained, mediator, viewer)
    learnt(duplicate, hours=4)
    assert is_met(trained, mediator, viewer)


def test_an_annulled_completion_counts_for_nothing(trained, mediator, viewer, now):
    done = learnt(mediator, hours=8)
    done.annulled_at, done.annulled_by, done.annul_reason = now, viewer, "代学"
    done.save()

    assert not is_met(trained, mediator, viewer)


def test_a_certificate_must_be_valid_on_the_very_day(certified, mediator, viewer, now):
    held = certificate(mediator=mediator)

    before = is_met(certified, mediator, viewer, on=A_DAY.date() - timedelta(days=1))
    after = is_met(certified, mediator, viewer, on=AFTER)
    certificates.suspend(
        certificate=held, reason="核查", actor=viewer, at=A_DAY + timedelta(days=3)
    )

    assert (before, after) == (False, True)
    assert is_met(certified, mediator, viewer, on=AFTER)
    later = A_DAY.date() + timedelta(days=4)
    assert not is_met(certified, mediator, viewer, on=later)


def test_a_certificate_of_another_kind_does_not_do(bureau, mediator, viewer):
    wanted = CertificateTypeFactory(title="等级培训证书")
    scheme = GradeSchemeFactory(
        organisation=bureau, certificate_needed=True, certificate_type=wanted
    )
    certificate(mediator=mediator)

    assert not is_met(scheme, mediator, viewer, on=AFTER)
    held = certificate(kind=wanted, mediator=mediator)
    condition = asked(scheme, mediator, viewer, on=AFTER)[0]
    assert condition.is_met
    assert condition.asked == "决定当日持有有效的“等级培训证书”。"
    assert condition.facts == f"《等级培训证书》{held.number}。"


def test_the_table_says_until_when_a_certificate_is_valid(certified, mediator, viewer):
    kind = CertificateTypeFactory(validity_months=12)
    certificate(kind=kind, mediator=mediator)

    assert (
        "有效期至2027年11月22日。" in asked(certified, mediator, viewer, AFTER)[0].facts
    )


def test_a_unit_is_asked_for_no_training(trained, committee, viewer):
    found = queries.conditions_of(
        trained, place=committee, mediator=None, on=DAY, viewer=viewer
    )

    assert [each.is_met for each in found] == [True]


def test_who_may_not_read_a_record_is_not_told_whether_there_is_one(
    bureau, committee, mediator, viewer
):
    scheme = GradeSchemeFactory(organisation=bureau)
    clerk = RoleGrantFactory(organisation=committee).user
    without = asked(scheme, mediator, clerk)
    AccountabilityRecordFactory(mediator=mediator, branch=bureau)

    of_bureau, own = (
        asked(scheme, mediator, user)[0] for user in (viewer, mediator.person.user)
    )

    assert asked(scheme, mediator, clerk) == without
    assert without[0].is_met is None
    assert (of_bureau.is_met, own.is_met) == (False, False)
    assert ("2026年3月1日" in of_bureau.facts, "2026年3月1日" in own.facts) == (
        True,
        True,
    )


def test_the_conditions_cost_seven_queries_at_most(
    bureau, mediator, viewer, django_assert_num_queries
):
    scheme = GradeSchemeFactory(
        organisation=bureau,
        hours_needed=Decimal(8),
        hours_months=12,
        certificate_needed=True,
    )

    with django_assert_num_queries(7):
        asked(scheme, mediator, viewer)


# -- what they stand against


@pytest.fixture
def decision(bureau):
    return {
        "authority": "云溪区司法局",
        "decided_by": RoleGrantFactory(organisation=bureau, user__name="孟局").user,
        "decided_on": DAY,
        "document_no": "云司发〔2026〕9号",
    }


def test_a_grade_is_refused_by_the_name_of_what_is_not_met(
    trained, committee, mediator, now, decision
):
    terms = {
        "grade": GradeFactory(scheme=trained),
        "organisation": committee,
        "mediator": mediator,
        "at": now,
        "actor": None,
        **decision,
    }

    with pytest.raises(operations.ConditionUnmet, match=r"不少于 8 学时.*共 0 学时"):
        operations.record_grade(**terms)
    learnt(mediator, hours=8)
    operations.record_grade(**terms)

    assert GradeRecord.objects.count() == 1
    entry = AuditEntry.objects.get(action="grade.decided")
    kept = personal.decrypt(mediator.person.uuid, entry.value.ciphertext)
    assert kept["conditions"] == [
        "2025年3月2日至2026年3月1日，完成 1 门课程，共 8 学时。"
    ]


def test_an_award_is_refused_alike(bureau, committee, mediator, now, decision):
    programme = AwardProgrammeFactory(organisation=bureau, certificate_needed=True)

    with pytest.raises(operations.ConditionUnmet, match="没有有效的证书"):
        operations.decide_commendation(
            programme=programme,
            organisation=committee,
            mediator=mediator,
            title="先进人民调解员",
            at=now,
            actor=None,
            **decision,
        )

    assert Commendation.objects.count() == 0
