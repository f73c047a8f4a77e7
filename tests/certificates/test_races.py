"""Many workers at once: what only PostgreSQL's locks decide."""

import pytest

from certificates import operations
from certificates.models import Certificate
from exams.marking.models import Result
from tests.factories.certificates import A_DAY, CertificateTypeFactory, result
from tests.factories.mediators import UserFactory
from tests.threads import at_once

pytestmark = [
    pytest.mark.postgres,  # SQLite lets one writer in at a time: nothing to race for
    pytest.mark.django_db(transaction=True),
]


def issue(pk):
    return operations.issue(result=Result.objects.get(pk=pk), at=A_DAY)


def test_workers_that_certify_the_same_result_issue_one_certificate():
    earned = result()

    issued = at_once(issue, [earned.pk] * 4)

    assert {each.pk for each in issued} == {Certificate.objects.get().pk}
    assert len(issued) == 4


def test_certificates_issued_together_have_numbers_of_their_own():
    kind = CertificateTypeFactory()
    earned = [result(kind=kind).pk for _ in range(4)]

    issued = at_once(issue, earned)

    assert sorted(each.number for each in issued) == [
        f"QHPX-2026-00000{n}" for n in (1, 2, 3, 4)
    ]


def test_of_two_decisions_at_once_one_is_refused():
    certificate = operations.issue(result=result(), at=A_DAY)
    clerk = UserFactory()

    def suspend(reason):
        try:
            return operations.suspend(
                certificate=certificate, reason=reason, at=A_DAY, actor=clerk
            ).kind
        except operations.SuspendedAlready:
            return "refused"

    assert sorted(at_once(suspend, ["核实", "举报"])) == ["refused", "suspended"]
