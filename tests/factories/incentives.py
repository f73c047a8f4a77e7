from datetime import date
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from incentives.models import (
    AccountabilityRecord,
    AwardProgramme,
    Commendation,
    EvaluationResult,
    Grade,
    GradeRecord,
    GradeScheme,
    Recognition,
    SubsidyEntry,
    SubsidyRate,
    SubsidySchedule,
)
from lms.kernel.clock import database_now
from mediators.models import Organisation
from tests.factories.mediators import (
    A_WHILE_AGO,
    MediatorFactory,
    OrganisationFactory,
    UserFactory,
)


def bureau_over(place):
    """The bureau above a place, or some other."""
    bureaus = place.get_ancestors().filter(kind=Organisation.Kind.BUREAU)
    return bureaus.last() or OrganisationFactory(kind=Organisation.Kind.BUREAU)


class SubsidyScheduleFactory(DjangoModelFactory):
    class Meta:
        model = SubsidySchedule
        django_get_or_create = ("organisation", "valid_from")

    organisation = factory.SubFactory(
        OrganisationFactory, kind=Organisation.Kind.BUREAU
    )
    title = "以案定补标准"
    document = "云司发〔2024〕3号"
    valid_from = A_WHILE_AGO


class SubsidyRateFactory(DjangoModelFactory):
    class Meta:
        model = SubsidyRate

    schedule = factory.SubFactory(SubsidyScheduleFactory)
    case_class = SubsidyRate.CaseClass.SIMPLE
    amount = Decimal(100)


class RecordFactory(DjangoModelFactory):
    """Filed where the mediator has a post; without a mediator, about the unit."""

    class Meta:
        abstract = True

    mediator = factory.SubFactory(MediatorFactory)
    organisation = factory.LazyAttribute(
        lambda o: o.mediator.person.posts.first().organisation
    )


class SubsidyEntryFactory(RecordFactory):
    class Meta:
        model = SubsidyEntry

    schedule = factory.SubFactory(
        SubsidyScheduleFactory,
        organisation=factory.LazyAttribute(
            lambda o: bureau_over(o.factory_parent.organisation)
        ),
    )
    case_ref = factory.Sequence(lambda n: f"云调2026-{n:04d}")
    mediated_on = date(2026, 3, 1)
    committee_type = "village"
    case_class = SubsidyRate.CaseClass.SIMPLE
    form = SubsidyRate.Form.WRITTEN
    amount = Decimal(100)


class AwardProgrammeFactory(DjangoModelFactory):
    class Meta:
        model = AwardProgramme

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"先进人民调解员表彰{n}")
    year = 2026
    approval_authority = "省评比达标表彰工作协调小组"
    approval_document = "示评组发〔2026〕1号"
    recorded_at = factory.LazyFunction(database_now)


class DecidedFactory(RecordFactory):
    class Meta:
        abstract = True

    authority = "云溪区司法局"
    decided_by = factory.SubFactory(UserFactory, name="孟局")
    decided_on = date(2026, 3, 1)
    document_no = "云司发〔2026〕9号"


class CommendationFactory(DecidedFactory):
    class Meta:
        model = Commendation

    programme = factory.SubFactory(
        AwardProgrammeFactory, organisation=factory.SelfAttribute("..organisation")
    )
    title = "先进人民调解员"


class GradeSchemeFactory(DjangoModelFactory):
    class Meta:
        model = GradeScheme

    organisation = factory.SubFactory(OrganisationFactory)
    name = "等级评定办法"
    document = "云司发〔2024〕5号"
    valid_from = A_WHILE_AGO


class GradeFactory(DjangoModelFactory):
    class Meta:
        model = Grade

    scheme = factory.SubFactory(GradeSchemeFactory)
    rank = 1
    label = "一级人民调解员"


class GradeRecordFactory(DecidedFactory):
    class Meta:
        model = GradeRecord

    grade = factory.SubFactory(
        GradeFactory, scheme__organisation=factory.SelfAttribute("...organisation")
    )


class EvaluationResultFactory(DecidedFactory):
    class Meta:
        model = EvaluationResult

    branch = factory.SelfAttribute("organisation")
    year = 2025
    level = EvaluationResult.Level.QUALIFIED


class RecognitionFactory(RecordFactory):
    class Meta:
        model = Recognition

    title = "调解能手"
    given_by = factory.Sequence(lambda n: f"云溪区总工会第{n}分会")
    given_on = date(2026, 3, 1)


class AccountabilityRecordFactory(DecidedFactory):
    class Meta:
        model = AccountabilityRecord

    branch = factory.SelfAttribute("organisation")
    ground = AccountabilityRecord.Ground.TAKING
    measure = AccountabilityRecord.Measure.CRITICISM


EVERY_KIND = {
    "subsidy": SubsidyEntryFactory,
    "commendation": CommendationFactory,
    "grade": GradeRecordFactory,
    "evaluation": EvaluationResultFactory,
    "recognition": RecognitionFactory,
    "accountability": AccountabilityRecordFactory,
}
