from datetime import UTC, datetime

import pytest

from certificates import operations, queries
from certificates.models import Certificate
from certificates.tasks import issue_certificate, render_certificate
from courses.models import Completion
from courses.signals import course_completed
from exams.marking.signals import result_released
from lms.kernel import reconcilers
from tests.factories.certificates import CertificateTypeFactory, certificate, result
from tests.factories.courses import CourseFactory, EnrolmentFactory

LATER = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
OURS = ("certificates.results-to-certify", "certificates.files-to-make")


def backlog():
    return tuple(reconcilers.backlog()[name] for name in OURS)


def test_a_released_pass_is_certified_and_printed_at_once(
    django_capture_on_commit_callbacks,
):
    earned = result()

    with django_capture_on_commit_callbacks(execute=True):
        result_released.send(sender=type(earned), result=earned)

    issued = Certificate.objects.get()
    assert (issued.result, issued.has_file, backlog()) == (earned, True, (0, 0))


def test_a_released_failure_is_not(django_capture_on_commit_callbacks):
    earned = result(raw=30)

    with django_capture_on_commit_callbacks(execute=True):
        result_released.send(sender=type(earned), result=earned)

    assert not Certificate.objects.exists()


def test_completing_the_course_later_certifies_what_waited_for_it(
    django_capture_on_commit_callbacks,
):
    course = CourseFactory()
    earned = result(kind=CertificateTypeFactory(course=course))
    completion = Completion.objects.create(
        enrolment=EnrolmentFactory(
            mediator=earned.attempt.admission.mediator, course=course
        ),
        course_title=course.title,
        credit_hours=course.credit_hours,
        completed_at=LATER,
    )

    with django_capture_on_commit_callbacks(execute=True):
        course_completed.send(sender=Completion, completion=completion)

    assert Certificate.objects.get().result == earned


def test_what_no_signal_reached_is_done_by_the_reconcilers(
    django_capture_on_commit_callbacks,
):
    result()
    certificate()
    assert backlog() == (1, 1)

    reconcilers.run_all(at=LATER)  # the files of new certificates wait for a worker

    assert backlog() == (0, 0)
    assert Certificate.objects.filter(issued_at=LATER).count() == 1


def test_one_that_cannot_be_printed_holds_up_no_other():
    unprintable = result()
    person = unprintable.attempt.admission.mediator.person
    person.name = "周𪚥"
    person.save()
    result()

    reconcilers.run_all(at=LATER)

    assert backlog() == (1, 0)
    assert list(queries.results_to_certify()) == [unprintable]


def test_the_tasks_may_be_run_twice():
    earned = result()

    for _ in range(2):
        issue_certificate.delay(result_id=earned.pk, unknown="from a newer caller")
    issued = Certificate.objects.get()
    for _ in range(2):
        render_certificate.delay(certificate_id=issued.pk)

    assert Certificate.objects.get().has_file


@pytest.mark.parametrize("does", ["render", "issue"])
def test_whatever_goes_wrong_with_one_holds_up_no_other(monkeypatch, does):
    monkeypatch.setattr("certificates.tasks.RENDERED_AT_ONCE", 1)
    monkeypatch.setattr("certificates.tasks.ISSUED_AT_ONCE", 1)
    make = {"render": certificate, "issue": result}[does]
    bad, _good = make(), make()
    really = getattr(operations, does)

    def fail_for_the_first(**given):
        if bad in given.values():
            raise OSError("disk full")
        return really(**given)

    monkeypatch.setattr(operations, does, fail_for_the_first)
    reconcilers.run_all(at=LATER)

    assert backlog() == {"render": (0, 1), "issue": (1, 0)}[does]
