from datetime import date

import pytest
from django.db import IntegrityError, transaction

from incentives.models import KINDS, AccountabilityRecord, AwardProgramme, SubsidyRate
from mediators.models import Organisation, RoleGrant
from tests.factories.incentives import (
    EVERY_KIND,
    AccountabilityRecordFactory,
    AwardProgrammeFactory,
    CommendationFactory,
    EvaluationResultFactory,
    GradeFactory,
    GradeRecordFactory,
    RecognitionFactory,
    SubsidyEntryFactory,
    SubsidyRateFactory,
    SubsidyScheduleFactory,
)
from tests.factories.mediators import (
    MediatorFactory,
    OrganisationFactory,
    PostFactory,
    RoleGrantFactory,
    UserFactory,
)

KIND_NAMES = list(EVERY_KIND)


def refused(change):
    with pytest.raises(IntegrityError), transaction.atomic():
        change()


@pytest.mark.parametrize("kind", KIND_NAMES)
def test_a_record_is_neither_changed_nor_deleted(kind, now):
    record = EVERY_KIND[kind]()
    rows = type(record).objects.filter(pk=record.pk)
    clerk = UserFactory()
    annulment = {"annulled_at": now, "annulled_by": clerk, "annul_reason": "错"}

    refused(lambda: rows.update(recorded_at=now))
    refused(lambda: rows.update(mediator=MediatorFactory(), **annulment))
    refused(rows.delete)
    rows.update(**annulment)
    refused(lambda: rows.update(annul_reason="别的"))


@pytest.mark.parametrize(
    "make",
    [
        lambda: CommendationFactory(document_no=""),
        lambda: GradeRecordFactory(authority=""),
        lambda: GradeRecordFactory(valid_until=date(2026, 3, 1)),
        lambda: EvaluationResultFactory(score=5, score_max=4),
        lambda: AccountabilityRecordFactory(effective_until=date(2026, 3, 1)),
        lambda: AwardProgrammeFactory(approval_document=""),
        lambda: AwardProgrammeFactory(approval_authority=""),
        lambda: AwardProgrammeFactory(year=26),
        lambda: SubsidyScheduleFactory(document=""),
        lambda: SubsidyRateFactory(amount=0),
        lambda: SubsidyEntryFactory(case_ref=""),
        lambda: GradeFactory(rank=0),
        lambda: RecognitionFactory(annul_reason="没有时间"),
    ],
)
def test_what_contradicts_itself_is_not_stored(make):
    refused(make)


def test_one_case_of_a_bureau_one_subsidy(town):
    near, far = (OrganisationFactory(parent=town) for _ in range(2))
    SubsidyEntryFactory(organisation=near, case_ref="云调〔2026〕001号")

    refused(lambda: SubsidyEntryFactory(organisation=far, case_ref="云调2026-1"))
    assert SubsidyEntryFactory(case_ref="云调2026-1").pk


def test_two_schedules_of_a_branch_do_not_overlap():
    schedule = SubsidyScheduleFactory()
    again = {"organisation": schedule.organisation, "valid_from": date(2025, 1, 1)}

    refused(lambda: SubsidyScheduleFactory(**again))


def test_what_was_laid_down_is_not_rewritten():
    rate, grade = SubsidyRateFactory(), GradeFactory()

    refused(lambda: SubsidyRate.objects.update(amount=1))
    refused(lambda: type(grade).objects.update(label="别的"))
    refused(rate.delete)
    refused(
        lambda: AwardProgramme.objects.filter(pk=AwardProgrammeFactory().pk).delete()
    )


@pytest.mark.parametrize("kind", KIND_NAMES)
def test_a_record_says_what_it_is_in_words(kind):
    record = EVERY_KIND[kind]()

    assert record.headline in str(record)
    assert (record.in_words != "", len(record.facts) > 3) == (True, True)
    assert (KINDS[kind], record.day.year) == (type(record), 2026)


def test_a_measure_says_until_when_it_stands():
    record = AccountabilityRecordFactory(effective_until=date(2027, 3, 1))

    assert "2027年3月1日" in record.in_words


def test_an_evaluation_shows_its_score_with_what_it_is_out_of():
    result = EvaluationResultFactory(score=87, score_max=120)

    assert "87 / 120" in dict(result.facts).values()


# -- who sees what


@pytest.fixture
def bureau():
    return OrganisationFactory(kind=Organisation.Kind.BUREAU)


@pytest.fixture
def town(bureau):
    return OrganisationFactory(parent=bureau, kind=Organisation.Kind.OFFICE)


@pytest.fixture
def mediator(town):
    return MediatorFactory(organisation=OrganisationFactory(parent=town))


def with_role(organisation, role=RoleGrant.Role.ADMINISTRATOR):
    return RoleGrantFactory(organisation=organisation, role=role).user


@pytest.mark.parametrize("kind", KIND_NAMES)
def test_records_are_seen_by_their_subject_and_their_branch(kind, bureau, mediator):
    record = EVERY_KIND[kind](mediator=mediator)
    EVERY_KIND[kind]()
    seen = type(record).objects

    for viewer in (mediator.person.user, with_role(bureau)):
        assert list(seen.visible_to(viewer)) == [record]
    assert list(seen.visible_to(with_role(OrganisationFactory()))) == []


@pytest.mark.parametrize("kind", KIND_NAMES)
def test_an_inspector_looks_and_does_not_act(kind, bureau, mediator):
    record = EVERY_KIND[kind](mediator=mediator)
    inspector = with_role(bureau, RoleGrant.Role.INSPECTOR)

    assert list(type(record).objects.visible_to(inspector)) == [record]
    assert list(type(record).objects.administered_by(inspector)) == []


def test_accountability_is_seen_by_the_bureau_and_not_by_the_office(
    bureau, town, mediator
):
    record = AccountabilityRecordFactory(mediator=mediator)
    platform = with_role(OrganisationFactory(), RoleGrant.Role.PLATFORM)

    seen = [
        list(AccountabilityRecord.objects.visible_to(user))
        for user in (with_role(bureau), platform, with_role(town))
    ]

    assert seen == [[record], [record], []]


def test_a_record_follows_its_mediator_to_a_new_branch(bureau, mediator):
    elsewhere = CommendationFactory(mediator=MediatorFactory())
    PostFactory(
        person=elsewhere.mediator.person,
        organisation=mediator.person.posts.get().organisation,
    )

    assert list(type(elsewhere).objects.visible_to(with_role(bureau))) == [elsewhere]
    assert list(type(elsewhere).objects.administered_by(with_role(bureau))) == []


def decided_for(mediator, branch):
    """A record of each kind that a branch decided about a mediator."""
    return [
        CommendationFactory(mediator=mediator, programme__organisation=branch),
        GradeRecordFactory(mediator=mediator, grade__scheme__organisation=branch),
        EvaluationResultFactory(mediator=mediator, branch=branch),
        AccountabilityRecordFactory(mediator=mediator, branch=branch),
    ]


def test_what_the_bureau_decided_is_not_for_the_town_to_take_back(
    bureau, town, mediator
):
    for record in decided_for(mediator, bureau):
        kind = type(record).objects

        assert list(kind.administered_by(with_role(bureau))) == [record]
        assert list(kind.administered_by(with_role(town))) == []
