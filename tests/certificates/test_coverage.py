"""What certificates say of coverage."""

from datetime import date, timedelta

import pytest

from certificates import coverage, operations
from certificates.models import CertificateEvent
from lms.kernel.clock import local_day
from mediators.coverage.models import Due
from tests.factories.certificates import A_DAY, CertificateTypeFactory, certificate
from tests.factories.mediators import UserFactory

DAY = local_day(A_DAY)


@pytest.fixture
def clerk():
    return UserFactory(name="林主任")


def holders(measure, day):
    return [person.name for person in measure(day)]


def test_whoever_holds_a_valid_certificate_is_certified_from_its_day():
    certificate(name="周小满")

    days = [DAY - timedelta(days=1), DAY]

    assert [holders(coverage.certified, day) for day in days] == [[], ["周小满"]]


def test_whoever_holds_none_that_is_valid_is_not_certified(clerk):
    held = certificate()

    operations.suspend(certificate=held, reason="核查", at=A_DAY, actor=clerk)
    suspended = holders(coverage.certified, DAY)
    operations.reinstate(certificate=held, reason="查清", at=A_DAY, actor=clerk)

    assert (suspended, len(holders(coverage.certified, DAY))) == ([], 1)


@pytest.mark.parametrize(
    ("days_left", "expected"), [(91, []), (90, ["周小满"]), (0, ["周小满"]), (-1, [])]
)
def test_a_certificate_is_expiring_in_its_last_ninety_days(days_left, expected):
    held = certificate(kind=CertificateTypeFactory(validity_months=12), name="周小满")

    day = held.valid_until - timedelta(days=days_left)

    assert holders(coverage.expiring, day) == expected


def test_who_has_another_that_lasts_is_not_expiring():
    held = certificate(kind=CertificateTypeFactory(validity_months=12))
    certificate(mediator=held.mediator)

    assert holders(coverage.expiring, date(2027, 11, 1)) == []


def test_whatever_happens_to_a_certificate_has_its_holder_recounted(clerk):
    held = certificate()
    Due.objects.all().delete()

    operations.revoke(
        certificate=held,
        category=CertificateEvent.Category.ERROR,
        reason="发错",
        at=A_DAY,
        actor=clerk,
    )

    assert [due.person for due in Due.objects.all()] == [held.mediator.person]
