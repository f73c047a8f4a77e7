"""When one may start, where one sits, and whether somebody looked at one's papers."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from exams.delivery import operations
from exams.delivery.models import Admission, Incident, Sitting
from lms.kernel.models import AuditEntry
from tests.factories.assembly import SealedPaperFactory
from tests.factories.delivery import AdmissionFactory, AttemptFactory, SittingFactory
from tests.factories.mediators import (
    MediatorFactory,
    OrganisationFactory,
    RoleGrantFactory,
)

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def bureau():
    return OrganisationFactory(kind="bureau")


@pytest.fixture
def trainer(bureau):
    return RoleGrantFactory(organisation=bureau, role="trainer").user


@pytest.fixture
def sitting(bureau):
    return SittingFactory(exam__organisation=bureau)


@pytest.fixture
def office(client, trainer):
    client.force_login(trainer)
    return client


def told(response):
    return " ".join(response.content.decode().split())


def offered(now, trainer, bureau, **times):
    paper = SealedPaperFactory(organisation=bureau)
    exam = operations.create_exam(
        organisation=bureau,
        title="调解员考试",
        pass_mark=1,
        duration_s=3600,
        by=trainer,
        at=now,
    )
    return operations.create_sitting(
        exam=exam, paper=paper, by=trainer, at=now, **times
    )


def test_a_sitting_starts_when_it_opens_unless_told_otherwise(now, trainer, bureau):
    made = offered(now, trainer, bureau, opens_at=now, closes_at=now + HOUR)

    assert (made.starts_at, made.autosave_s) == (now, 15)


@pytest.mark.parametrize("starts", [-MINUTE, HOUR, 2 * HOUR])
def test_a_sitting_starts_while_it_is_open(now, trainer, bureau, starts):
    times = {"opens_at": now, "closes_at": now + HOUR, "starts_at": now + starts}

    with pytest.raises(operations.StartsOutside):
        offered(now, trainer, bureau, **times)
    with pytest.raises(IntegrityError, match="sitting_starts_while_open"):
        SittingFactory(**times)


@pytest.mark.parametrize("seconds", [4, 301])
def test_a_page_asks_neither_all_the_time_nor_never(db, seconds):
    with pytest.raises(IntegrityError, match="sitting_autosave_makes_sense"):
        SittingFactory(autosave_s=seconds)


def test_the_start_is_as_fixed_as_the_other_terms(sitting):
    with pytest.raises(IntegrityError), transaction.atomic():
        Sitting.objects.filter(pk=sitting.pk).update(starts_at=sitting.closes_at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Sitting.objects.filter(pk=sitting.pk).update(autosave_s=60)


@pytest.mark.parametrize(
    ("after", "refusal"),
    [
        (-MINUTE, operations.NotYetOpen),
        (timedelta(0), None),
        (10 * MINUTE, None),
        (11 * MINUTE, operations.EntryOver),
    ],
)
def test_late_entry_counts_from_the_start_and_not_from_the_opening(now, after, refusal):
    starts = now - MINUTE
    sitting = SittingFactory(
        opens_at=now - HOUR, starts_at=starts, late_entry_s=600, duration_s=1200
    )
    admission = AttemptFactory(admission__sitting=sitting).admission

    if refusal:
        with pytest.raises(refusal):
            operations.start_attempt(admission=admission, at=starts + after)
        return
    attempt = operations.start_attempt(admission=admission, at=starts + after)

    assert attempt.deadline_at == starts + after + 20 * MINUTE


def test_who_is_early_sees_how_long_it_takes_and_no_button(client, now):
    sitting = SittingFactory(opens_at=now - HOUR, starts_at=now + 10 * MINUTE)
    admission = AttemptFactory(admission__sitting=sitting).admission
    client.force_login(admission.mediator.person.user)

    page = told(client.get(reverse("delivery:entry", args=[sitting.uuid])))

    wait = int(page.split('data-wait="')[1].split('"')[0])
    assert 590 <= wait <= 601
    assert "开考时间" in page
    assert reverse("delivery:start", args=[sitting.uuid]) not in page


def test_the_page_of_the_exam_is_told_how_often_to_ask(client):
    attempt = AttemptFactory(running=True, admission__sitting__autosave_s=40)
    client.force_login(attempt.admission.mediator.person.user)

    page = client.get(attempt.get_absolute_url())

    assert page.context["config"]["rest_s"] == 40


def test_seats_follow_the_tickets(sitting, trainer, now):
    people = [MediatorFactory() for _each in range(5)]

    operations.admit(
        sitting=sitting, mediators=people, first_seat=7, by=trainer, at=now
    )

    in_order = sitting.admissions.order_by("ticket_no")
    assert list(in_order.values_list("seat", flat=True)) == [7, 8, 9, 10, 11]


def test_a_seat_is_given_once(office, sitting, bureau, now, trainer):
    AdmissionFactory(sitting=sitting, seat=8)
    MediatorFactory(organisation=bureau)
    url = reverse("delivery:admit", args=[sitting.uuid])
    sent = {"organisation": bureau.uuid, "extra_minutes": 0, "first_seat": 8}

    refused = told(office.post(url, sent))
    done = told(office.post(url, {**sent, "first_seat": 9}, follow=True))

    assert "可以从 1 号排起" in refused
    assert "9 号座" in done
    with pytest.raises(IntegrityError, match=r"admission_one_a_seat|UNIQUE"):
        AdmissionFactory(sitting=sitting, seat=9)


def test_a_candidate_is_told_the_seat(client, sitting):
    admission = AttemptFactory(admission__sitting=sitting, admission__seat=12).admission
    client.force_login(admission.mediator.person.user)

    page = told(client.get(reverse("delivery:entry", args=[sitting.uuid])))

    assert '座位号</dt> <dd class="number">12<' in page


def test_a_look_at_the_papers_is_noted_and_the_last_one_stands(office, sitting):
    attempt = AttemptFactory(admission__sitting=sitting)
    url = reverse("delivery:attempt-identity", args=[attempt.uuid])

    yes = told(
        office.post(url, {"same_person": "1", "reason": "身份证与本人"}, follow=True)
    )
    stood = Admission.objects.get(pk=attempt.admission_id)
    no = told(office.post(url, {"same_person": "0", "reason": "照片不像"}, follow=True))
    stands = Admission.objects.get(pk=attempt.admission_id)

    assert "核验，是本人" in yes
    assert stood.identity_checked_at is not None
    assert stood.identity_checked_by == office.get(url).wsgi_request.user
    assert "核验：不是本人或不能确定" in no
    assert "照片不像" in no
    assert (stood.identity_matches, stands.identity_matches) == (True, False)
    assert stands.identity_checked_at > stood.identity_checked_at
    kinds = list(Incident.objects.values_list("kind", flat=True))
    assert kinds == ["identity", "no_identity"]
    actions = AuditEntry.objects.filter(action__startswith="attempt.identity")
    assert actions.count() == 2


@pytest.mark.parametrize("number", ["370181199001011234", "37018119900101123X"])
def test_no_identity_number_is_taken_down(office, sitting, number):
    attempt = AttemptFactory(admission__sitting=sitting)
    url = reverse("delivery:attempt-identity", args=[attempt.uuid])

    page = told(office.post(url, {"same_person": "1", "reason": f"证件 {number}"}))

    assert "请不要填写身份证号码" in page
    assert Incident.objects.count() == 0


def test_who_is_admitted_already_is_left_as_they_are(office, sitting, bureau):
    mediator = MediatorFactory(organisation=bureau)
    AdmissionFactory(sitting=sitting, mediator=mediator, seat=5)
    url = reverse("delivery:admit", args=[sitting.uuid])
    sent = {"organisation": bureau.uuid, "extra_minutes": 0, "first_seat": 9}

    page = told(office.post(url, sent, follow=True))

    assert "此前都已安排" in page
    assert sitting.admissions.get().seat == 5


def test_nobody_checks_their_own_identity(trainer, now, sitting):
    own = MediatorFactory(person__user=trainer)
    attempt = AttemptFactory(admission__sitting=sitting, admission__mediator=own)

    with pytest.raises(operations.OwnAttempt):
        operations.check_identity(
            attempt=attempt, same_person=True, reason="本人", by=trainer, at=now
        )


def test_a_check_has_somebody_who_made_it(now, sitting):
    with pytest.raises(IntegrityError, match="admission_identity_checked_by_somebody"):
        AdmissionFactory(sitting=sitting, identity_checked_at=now)


@pytest.mark.parametrize(("days", "written"), [(0, ">09:30<"), (20, ">3-2 09:30<")])
def test_the_roll_names_the_day_where_a_sitting_lasts_for_several(
    office, bureau, days, written
):
    nine = datetime(2026, 3, 2, 9, tzinfo=timezone.get_default_timezone())
    sitting = SittingFactory(
        exam__organisation=bureau, opens_at=nine, closes_at=nine + timedelta(days, 3600)
    )
    AttemptFactory(
        running=True, admission__sitting=sitting, started_at=nine + 30 * MINUTE
    )

    page = told(office.get(sitting.get_absolute_url()))

    assert written in page.replace("> ", ">").replace(" <", "<")
