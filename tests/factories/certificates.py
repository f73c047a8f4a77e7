from datetime import UTC, datetime
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from certificates import operations
from certificates.models import CertificateType
from tests.factories.delivery import ExamFactory
from tests.factories.marking import ResultFactory
from tests.factories.mediators import MediatorFactory, OrganisationFactory

HANDED_IN = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
A_DAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


class CertificateTypeFactory(DjangoModelFactory):
    """A published kind that does not expire."""

    class Meta:
        model = CertificateType

    code = factory.Sequence(lambda n: f"type-{n}")
    title = "调解员岗前培训合格证书"
    organisation = factory.SubFactory(OrganisationFactory, kind="bureau")
    organiser = "青禾区司法局"
    exam = factory.SubFactory(ExamFactory, title="岗前培训结业考试")
    purpose = "证明您学完了岗前培训并考试合格。"
    wording = "{name}同志（{committee}）于{day}参加“{exam}”考试，成绩{score}分，合格。"
    number_prefix = "QHPX"


def result(*, kind=None, mediator=None, committee=None, **changes):
    """A released pass in an exam of `kind`: 87 points on 20 November."""
    kind = kind or CertificateTypeFactory()
    if mediator is None:
        place = OrganisationFactory(name=committee or "青禾村人民调解委员会")
        mediator = MediatorFactory(organisation=place)
    return ResultFactory(
        **{
            "released": True,
            "attempt__submitted_at": HANDED_IN,
            "attempt__admission__mediator": mediator,
            "attempt__admission__sitting__exam": kind.exam,
            "raw": Decimal(87),
            **changes,
        }
    )


def certificate(*, kind=None, mediator=None, at=A_DAY, name="", committee=""):
    """A certificate issued by the bureau of `kind`, without its file."""
    earned = result(kind=kind, mediator=mediator, committee=committee)
    person = earned.attempt.admission.mediator.person
    if name:
        person.name = name
        person.save()
    return operations.issue(result=earned, at=at)
