import hashlib
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile

from certificates import operations, queries
from certificates.evidence import Evidence
from certificates.glyphs import GlyphMissing
from certificates.models import Certificate, NumberSequence
from courses.models import Completion
from exams.marking.models import Result
from lms.kernel import personal
from lms.kernel.models import AuditEntry
from lms.kernel.storage import private
from tests.factories.certificates import (
    A_DAY,
    CertificateTypeFactory,
    certificate,
    result,
)
from tests.factories.courses import CourseFactory, EnrolmentFactory
from tests.factories.marking import ResultFactory, ScoreRunFactory
from tests.factories.mediators import MediatorFactory, UserFactory

LATER = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)


@pytest.fixture
def clerk():
    return UserFactory(name="林主任")


def test_what_is_proved_is_frozen_at_issue():
    kind = CertificateTypeFactory(validity_months=36)

    issued = certificate(kind=kind)
    kind.wording = "特发此证。"
    kind.title = "别的证书"
    kind.save()

    issued.refresh_from_db()
    assert (issued.title, issued.valid_until) == (
        "调解员岗前培训合格证书",
        date(2029, 11, 22),
    )
    assert issued.proved == Evidence(
        name="周小满",
        committee="青禾村人民调解委员会",
        exam="岗前培训结业考试",
        score=Decimal(87),
        passed_on=date(2026, 11, 20),
    )
    assert issued.paragraphs == [
        (
            "周小满同志（青禾村人民调解委员会）于2026年11月20日参加“岗前培训结业考试”考试，"
            "成绩87分，合格。"
        )
    ]


def test_a_result_earns_one_certificate_however_often_it_is_issued():
    earned = result()

    first = operations.issue(result=earned, at=A_DAY)
    again = operations.issue(result=earned, at=LATER)

    assert (again, kinds(again)) == (first, ["issued"])


def scored_again(earned, **changes):
    """Release another result of the same attempt, as after an appeal."""
    Result.objects.filter(pk=earned.pk).update(is_current=False)
    run = ScoreRunFactory(sitting=earned.run.sitting, kind="manual")
    return ResultFactory(
        attempt=earned.attempt,
        run=run,
        released_at=LATER,
        released_by=UserFactory(),
        **changes,
    )


def test_a_result_scored_again_earns_no_second_certificate(clerk):
    earned = result()
    issued = operations.issue(result=earned, at=A_DAY)
    another = scored_again(earned, raw=Decimal(91))

    assert operations.issue(result=another, at=LATER) == issued
    operations.revoke(
        certificate=issued, category="error", reason="误发", at=LATER, actor=clerk
    )
    assert operations.issue(result=another, at=LATER) == issued
    assert list(queries.results_to_certify()) == []


def test_a_second_pass_in_a_sitting_earns_one_only_after_the_first_was_revoked(clerk):
    first = result()
    issued = operations.issue(result=first, at=A_DAY)
    second = ResultFactory(
        released=True,
        attempt__admission=first.attempt.admission,
        attempt__number=2,
        run=first.run,
    )

    assert operations.issue(result=second, at=LATER) == issued
    operations.revoke(
        certificate=issued, category="error", reason="误发", at=LATER, actor=clerk
    )
    assert list(queries.results_to_certify()) == [second]
    assert operations.issue(result=second, at=LATER) != issued


@pytest.mark.parametrize(
    "changes",
    [
        {"raw": Decimal(59)},
        {"released": False},
        {"attempt__state": "void"},
        {"is_current": False},
    ],
    ids=["failed", "not released", "annulled", "superseded"],
)
def test_what_was_not_earned_is_not_issued(changes):
    earned = result(**changes)

    with pytest.raises(operations.NotEarned):
        operations.issue(result=earned, at=A_DAY)

    assert not Certificate.objects.exists()


def test_a_kind_that_is_a_draft_or_none_issues_nothing():
    draft = result(kind=CertificateTypeFactory(live=False))
    without_kind = ResultFactory(released=True)

    for earned in (draft, without_kind):
        with pytest.raises(operations.NotEarned):
            operations.issue(result=earned, at=A_DAY)


def test_a_kind_with_a_course_waits_until_it_is_completed_and_prints_its_hours(clerk):
    course = CourseFactory(credit_hours=Decimal("12.0"))
    kind = CertificateTypeFactory(course=course, wording="{name}学完{hours}学时。")
    earned = result(kind=kind)
    enrolment = EnrolmentFactory(
        mediator=earned.attempt.admission.mediator, course=course
    )

    with pytest.raises(operations.NotEarned):
        operations.issue(result=earned, at=A_DAY)
    Completion.objects.create(
        enrolment=enrolment,
        course_title=course.title,
        credit_hours=course.credit_hours,
        completed_at=A_DAY,
    )

    issued = operations.issue(result=earned, at=LATER)
    assert issued.paragraphs == ["周小满学完12学时。"]


def test_who_left_their_committee_is_named_with_the_last_one():
    earned = result()
    person = earned.attempt.admission.mediator.person
    person.posts.update(valid_to=date(2026, 1, 1), end_reason="resigned")
    nowhere = MediatorFactory().person.mediator
    nowhere.person.posts.update(
        annulled_at=A_DAY, annulled_by=UserFactory(), annul_reason="误录"
    )

    assert queries.committee_of(
        earned.attempt.admission.mediator, date(2026, 11, 20)
    ) == ("青禾村人民调解委员会")
    assert queries.committee_of(nowhere, date(2026, 11, 20)) == ""


def test_numbers_count_up_within_prefix_and_year_and_never_come_back():
    kind = CertificateTypeFactory(number_prefix="QHPX")
    new_year_in_shanghai = datetime(2026, 12, 31, 16, tzinfo=UTC)

    numbers = [
        certificate(kind=kind).number,
        certificate(kind=kind).number,
        certificate(kind=CertificateTypeFactory(number_prefix="QHJY")).number,
        certificate(kind=kind, at=new_year_in_shanghai).number,
    ]

    assert numbers == [
        "QHPX-2026-000001",
        "QHPX-2026-000002",
        "QHJY-2026-000001",
        "QHPX-2027-000001",
    ]


def test_issuing_is_recorded_under_the_holders_key():
    mediator = MediatorFactory()

    issued = certificate(mediator=mediator)

    entry = AuditEntry.objects.get(action="certificate.issued")
    assert (entry.subject_id, entry.person) == (
        str(issued.uuid),
        mediator.person.uuid,
    )
    kept = personal.decrypt(mediator.person.uuid, entry.value.ciphertext)
    assert kept == {"number": issued.number}


@pytest.mark.parametrize(
    "changes", [{"name": "周𪚥"}, {"committee": "𪚥村人民调解委员会"}]
)
def test_what_cannot_be_printed_is_not_issued(changes):
    with pytest.raises(GlyphMissing, match="𪚥"):
        certificate(**changes)

    assert not Certificate.objects.exists()
    assert not NumberSequence.objects.exists()


def kinds(issued):
    return list(issued.events.values_list("kind", flat=True))


def test_a_certificate_is_suspended_reinstated_and_revoked_with_reasons(clerk):
    issued = certificate()
    common = {"certificate": issued, "at": LATER, "actor": clerk}

    operations.suspend(**common, reason=" 核实成绩 ")
    operations.reinstate(**common, reason="核实无误")
    operations.revoke(**common, category="misconduct", reason="替考")

    assert list(issued.events.values_list("kind", "category", "reason", "by")) == [
        ("issued", "", "", None),
        ("suspended", "", "核实成绩", clerk.pk),
        ("reinstated", "", "核实无误", clerk.pk),
        ("revoked", "misconduct", "替考", clerk.pk),
    ]
    assert list(AuditEntry.objects.order_by("pk").values_list("action", "reason")) == [
        ("certificate.issued", ""),
        ("certificate.suspended", "核实成绩"),
        ("certificate.reinstated", "核实无误"),
        ("certificate.revoked", "替考"),
    ]


def test_nothing_follows_a_revocation(clerk):
    issued = certificate()
    common = {"certificate": issued, "reason": "误发", "at": LATER, "actor": clerk}
    operations.revoke(**common, category="error")

    for act in (operations.suspend, operations.reinstate):
        with pytest.raises(operations.Revoked):
            act(**common)
    with pytest.raises(operations.Revoked):
        operations.revoke(**common, category="error")

    assert kinds(issued) == ["issued", "revoked"]


def test_only_what_is_in_force_is_suspended_and_only_that_is_reinstated(clerk):
    issued = certificate()
    common = {"certificate": issued, "reason": "核实", "at": LATER, "actor": clerk}

    with pytest.raises(operations.NotSuspended):
        operations.reinstate(**common)
    operations.suspend(**common)
    with pytest.raises(operations.SuspendedAlready):
        operations.suspend(**common)

    assert kinds(issued) == ["issued", "suspended"]


def test_every_decision_needs_a_reason(clerk):
    issued = certificate()

    with pytest.raises(operations.ReasonMissing):
        operations.suspend(certificate=issued, reason="  ", at=LATER, actor=clerk)

    assert kinds(issued) == ["issued"]


def test_the_file_is_stored_before_the_row_names_it_and_only_once():
    issued = certificate()

    made = operations.render(certificate=issued)
    again = operations.render(certificate=made)

    with private().open(made.pdf.name) as stored:
        content = stored.read()
    assert content.startswith(b"%PDF-")
    assert made.sha256 == hashlib.sha256(content).hexdigest()
    assert (again.pdf.name, list(Certificate.objects.due())) == (made.pdf.name, [])


def test_of_two_workers_one_file_stays():
    issued = certificate()
    first = operations.render(certificate=issued)

    second = operations.render(certificate=issued)  # as read before the first was done

    assert (second.pdf.name, second.sha256) == (first.pdf.name, first.sha256)
    _folders, files = private().listdir("certificates/2026")
    assert [name for name in files if str(issued.uuid) in name] == [
        f"{issued.uuid}.pdf"
    ]


def test_an_orphaned_file_of_that_name_does_no_harm():
    issued = certificate(at=A_DAY)
    private().save(f"certificates/2026/{issued.uuid}.pdf", ContentFile(b"half done"))

    made = operations.render(certificate=issued)

    with private().open(made.pdf.name) as stored:
        assert stored.read().startswith(b"%PDF-")
