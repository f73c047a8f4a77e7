from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from functools import partial
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from exams.assembly.models import Paper
from exams.delivery import operations, queries
from exams.delivery.answers import slots_of
from exams.delivery.incoming import read_events
from exams.delivery.models import Admission, Attempt, Incident, Sitting
from exams.delivery.signals import attempt_submitted
from lms.kernel import reconcilers
from lms.kernel.models import AuditEntry
from tests.exams.delivery.conftest import answer, choose
from tests.factories.assembly import BlueprintFactory, SealedPaperFactory
from tests.factories.delivery import (
    OTHER_PHONE,
    PHONE,
    AdmissionFactory,
    AttemptFactory,
    ExamFactory,
    FrozenPaperFactory,
    SittingFactory,
    move_on,
)
from tests.factories.mediators import (
    MediatorFactory,
    RoleGrantFactory,
    UserFactory,
)
from tests.threads import at_once

MS = timedelta(milliseconds=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def trainer():
    return UserFactory(name="秦岚")


@pytest.fixture
def hand_in():
    """Return a function that hands an attempt in as a device does."""

    def hand_in(attempt, *raw, device=PHONE, epoch=1, at=None):
        slots = slots_of(attempt.admission.sitting.paper.uuid)
        events = read_events(raw, slots=slots, epoch=epoch)
        done = operations.hand_in(
            attempt=attempt.uuid, device=device, epoch=epoch, events=events, at=at
        )
        attempt.refresh_from_db()
        return done

    return hand_in


def do(work):
    return work()


# -- Sittings


def test_a_sitting_takes_its_terms_from_the_exam_and_keeps_them(trainer, now):
    exam = ExamFactory(pass_mark=70, duration_s=1800, max_attempts=2)
    paper = FrozenPaperFactory(organisation=exam.organisation)

    sitting = operations.create_sitting(
        exam=exam, paper=paper, opens_at=now, closes_at=now + HOUR, by=trainer, at=now
    )
    exam.pass_mark = 90
    exam.save()

    sitting.refresh_from_db()
    assert (sitting.title, sitting.pass_mark, sitting.duration_s) == (
        exam.title,
        Decimal(70),
        1800,
    )
    assert (sitting.max_attempts, sitting.late_entry_s) == (2, None)
    assert AuditEntry.objects.filter(action="sitting.created").count() == 1


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"opens_at": 2 * HOUR, "closes_at": HOUR}, operations.ClosesTooEarly),
        ({"opens_at": -2 * HOUR, "closes_at": -HOUR}, operations.ClosesTooEarly),
        ({"closes_at": timedelta(days=800)}, operations.TooFarAway),
        ({"opens_at": timedelta(days=-800)}, operations.TooFarAway),
        ({"pass_mark": Decimal(101)}, operations.PassMarkTooHigh),
    ],
)
def test_a_sitting_that_nobody_could_sit_is_refused(trainer, now, change, refusal):
    exam = ExamFactory()
    times = {"opens_at": HOUR, "closes_at": 2 * HOUR}
    terms = {**times, **change}
    for name in times:
        terms[name] = now + terms[name]

    with pytest.raises(refusal):
        operations.create_sitting(
            exam=exam, paper=FrozenPaperFactory(), by=trainer, at=now, **terms
        )

    assert Sitting.objects.count() == 0


def test_a_paper_that_may_still_change_is_not_sat(trainer, now):
    draft = Paper.objects.create(
        organisation=(exam := ExamFactory()).organisation,
        blueprint=BlueprintFactory(kinds=()),
        code="D-1",
        title="草稿",
        day=now.date(),
        total=100,
        seed="1",
        drawn_by=trainer,
        drawn_at=now,
    )

    with pytest.raises(operations.PaperNotSealed):
        operations.create_sitting(
            exam=exam,
            paper=draft,
            opens_at=now,
            closes_at=now + HOUR,
            by=trainer,
            at=now,
        )


@pytest.mark.parametrize(
    ("name", "value"),
    [("pass_mark", 50), ("duration_s", 60), ("late_entry_s", 60), ("closes_at", None)],
)
def test_the_terms_of_a_sitting_never_change(name, value):
    sitting = SittingFactory()
    setattr(sitting, name, value or sitting.closes_at + HOUR)

    with pytest.raises(IntegrityError, match="fixed"), transaction.atomic():
        sitting.save()


def test_cancelling_annuls_what_was_not_handed_in_and_says_why(trainer, now):
    attempt = AttemptFactory(running=True)
    sitting = attempt.admission.sitting

    cancelled = operations.cancel_sitting(
        sitting=sitting, reason="停电", by=trainer, at=now
    )
    again = operations.cancel_sitting(sitting=sitting, reason="又", by=trainer, at=now)

    attempt.refresh_from_db()
    assert (cancelled.cancel_reason, again.cancel_reason) == ("停电", "停电")
    assert attempt.is_void
    assert sitting.incidents.get().kind == Incident.Kind.CANCELLED


def test_a_sitting_at_which_somebody_handed_in_is_not_cancelled(
    trainer, now, attempt, hand_in
):
    hand_in(attempt)

    with pytest.raises(operations.AlreadyHandedIn):
        operations.cancel_sitting(
            sitting=attempt.admission.sitting, reason="停电", by=trainer, at=now
        )


# -- Admission


def test_admitting_gives_each_a_ticket_and_an_attempt_once(trainer, now):
    sitting = SittingFactory()
    first, second = MediatorFactory(), MediatorFactory()
    admit = {"sitting": sitting, "by": trainer, "at": now}

    operations.admit(mediators=[first], **admit)
    added = operations.admit(mediators=[first, second], extra_s=600, **admit)

    assert [each.mediator for each in added] == [second]
    assert list(sitting.admissions.values_list("extra_s", flat=True)) in (
        [0, 600],
        [600, 0],
    )
    assert len({each.ticket_no for each in sitting.admissions.all()}) == 2
    states = Attempt.objects.values_list("state", "grace_s")
    assert list(states) == [("not_started", 60), ("not_started", 60)]
    assert operations.admit(mediators=[first], **admit) == []


def test_nobody_is_admitted_to_what_is_over(trainer, now):
    sitting = SittingFactory()

    with pytest.raises(operations.SittingOver):
        operations.admit(
            sitting=sitting, mediators=[], by=trainer, at=sitting.closes_at
        )


# -- Starting


def test_starting_sets_the_deadline_by_the_clock_of_the_database(now):
    admission = AttemptFactory().admission

    attempt = operations.start_attempt(admission=admission)

    assert attempt.is_running
    assert attempt.started_at >= now - MS
    assert attempt.deadline_at - attempt.started_at == HOUR


def test_starting_again_returns_the_attempt_that_runs():
    admission = AttemptFactory().admission

    first = operations.start_attempt(admission=admission)
    second = operations.start_attempt(admission=admission)

    assert (first.pk, first.deadline_at) == (second.pk, second.deadline_at)


@pytest.mark.parametrize(("before_closing", "extra_s"), [(10, 0), (10, 300)])
def test_nobody_gets_more_time_than_until_the_close(before_closing, extra_s):
    attempt = AttemptFactory(admission__extra_s=extra_s)
    sitting = attempt.admission.sitting
    late = sitting.closes_at - timedelta(minutes=before_closing)

    started = operations.start_attempt(admission=attempt.admission, at=late)

    assert started.deadline_at == sitting.closes_at + timedelta(seconds=extra_s)


def test_extra_time_is_added_to_the_time_allowed():
    attempt = AttemptFactory(admission__extra_s=600)
    opens_at = attempt.admission.sitting.opens_at

    started = operations.start_attempt(admission=attempt.admission, at=opens_at)

    assert started.deadline_at == opens_at + HOUR + timedelta(minutes=10)


@pytest.mark.parametrize(
    ("after_opening", "refusal"),
    [
        (-MS, operations.NotYetOpen),
        (timedelta(0), None),
        (timedelta(minutes=30), None),
        (timedelta(minutes=30) + MS, operations.EntryOver),
        (5 * HOUR, operations.EntryOver),
    ],
)
def test_one_may_start_from_the_opening_until_late_entry_ends(after_opening, refusal):
    sitting = SittingFactory(late_entry_s=1800)
    attempt = AttemptFactory(admission__sitting=sitting)
    at = sitting.opens_at + after_opening

    if refusal is None:
        assert operations.start_attempt(admission=attempt.admission, at=at).is_running
        return
    with pytest.raises(refusal):
        operations.start_attempt(admission=attempt.admission, at=at)

    attempt.refresh_from_db()
    assert attempt.state == Attempt.State.NOT_STARTED


def test_a_cancelled_sitting_is_not_started(trainer, now):
    attempt = AttemptFactory()
    operations.cancel_sitting(
        sitting=attempt.admission.sitting, reason="停电", by=trainer, at=now
    )
    admission = Admission.objects.get(pk=attempt.admission_id)

    with pytest.raises(operations.SittingCancelled):
        operations.start_attempt(admission=admission)


def test_a_sitting_cancelled_after_the_admission_was_read_is_not_started(trainer, now):
    admission = AdmissionFactory(sitting=SittingFactory(max_attempts=2))
    admission = Admission.objects.select_related("sitting").get(pk=admission.pk)
    operations.cancel_sitting(
        sitting=admission.sitting, reason="停电", by=trainer, at=now
    )

    with pytest.raises(operations.SittingCancelled):
        operations.start_attempt(admission=admission)

    assert Attempt.objects.count() == 0


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_starts_against_one_cancelling_none_is_left_running(trainer, now):
    assert connection.vendor == "postgresql"
    sitting = SittingFactory()
    admissions = [AdmissionFactory(sitting=sitting) for _number in range(8)]
    barrier = Barrier(9)

    def start(admission):
        barrier.wait()
        with suppress(operations.SittingCancelled):
            operations.start_attempt(admission=admission)

    def cancel():
        barrier.wait()
        operations.cancel_sitting(sitting=sitting, reason="停电", by=trainer, at=now)

    at_once(do, [*[partial(start, each) for each in admissions], cancel])

    assert not Attempt.objects.open().exists()


@pytest.mark.parametrize("late", [timedelta(minutes=31), 5 * HOUR])
def test_too_late_a_start_makes_no_other_attempt(hand_in, late):
    sitting = SittingFactory(max_attempts=2, late_entry_s=1800)
    admission = AdmissionFactory(sitting=sitting)
    first = operations.start_attempt(admission=admission, at=sitting.opens_at)
    operations.open_device(attempt=first, device=PHONE, at=first.started_at)
    hand_in(first, at=sitting.opens_at)

    with pytest.raises(operations.EntryOver):
        operations.start_attempt(admission=admission, at=sitting.opens_at + late)

    assert admission.attempts.get() == first


def test_another_attempt_starts_while_one_is_left(hand_in):
    admission = AdmissionFactory(sitting=SittingFactory(max_attempts=2))
    first = operations.start_attempt(admission=admission)
    operations.open_device(attempt=first, device=PHONE, at=first.started_at)
    hand_in(first)
    move_on(first, "released")

    second = operations.start_attempt(admission=admission)
    operations.open_device(attempt=second, device=PHONE, at=second.started_at)
    hand_in(second)
    move_on(second, "released")

    assert (first.number, second.number) == (1, 2)
    with pytest.raises(operations.NoAttemptLeft):
        operations.start_attempt(admission=admission)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twenty_starts_at_once_start_one_attempt():
    assert connection.vendor == "postgresql"
    admission = AdmissionFactory()  # without an attempt made in advance
    barrier, started = Barrier(20), []

    def start():
        own = Admission.objects.select_related("sitting").get(pk=admission.pk)
        barrier.wait()
        started.append(operations.start_attempt(admission=own))

    at_once(do, [start] * 20)

    assert len(started) == 20
    assert {(each.pk, each.deadline_at) for each in started} == {
        (each.pk, each.deadline_at) for each in Attempt.objects.all()
    }


# -- Devices


def test_the_first_device_answers_and_may_ask_again(now):
    attempt = operations.start_attempt(admission=AttemptFactory().admission)

    epochs = [
        operations.open_device(
            attempt=attempt, device=PHONE, at=now, user_agent="x" * 400
        )
        for _time in range(2)
    ]

    assert epochs == [1, 1]
    assert attempt.devices.get().user_agent == "x" * 300


def test_another_device_takes_over_only_if_it_says_so(attempt, send, now):
    with pytest.raises(operations.OtherDevice):
        operations.open_device(attempt=attempt, device=OTHER_PHONE, at=now)

    epoch = operations.open_device(
        attempt=attempt, device=OTHER_PHONE, at=now, take_over=True
    )

    assert epoch == 2
    assert send(attempt, choose(1)).verdict == "fenced"
    new = send(attempt, choose(1, epoch=2), device=OTHER_PHONE, epoch=2)
    assert new.verdict == "accepted"
    first, second = attempt.devices.all()
    assert (first.closed_at, second.closed_at) == (now, None)
    assert attempt.incidents.get().kind == Incident.Kind.TAKE_OVER


def test_after_the_end_a_device_gets_back_the_epoch_it_had(attempt, hand_in, now):
    hand_in(attempt)

    epoch = operations.open_device(attempt=attempt, device=PHONE, at=now)

    assert epoch == 1
    with pytest.raises(operations.NotRunning):
        operations.open_device(attempt=attempt, device=OTHER_PHONE, at=now)


# -- Handing in


def test_handing_in_stores_the_last_events_and_gives_a_receipt(
    attempt, hand_in, django_capture_on_commit_callbacks
):
    heard = []

    def listen(attempt_id, **_kwargs):
        heard.append(attempt_id)

    attempt_submitted.connect(listen)
    with django_capture_on_commit_callbacks(execute=True):
        done = hand_in(attempt, choose(1))
    attempt_submitted.disconnect(listen)

    assert done.saved.ack == [(1, "accepted")]
    assert (attempt.state, attempt.submit_cause) == ("submitted", "candidate")
    assert attempt.receipt == done.attempt.receipt
    assert [len(group) for group in attempt.receipt.split("-")] == [4, 4, 4, 4]
    assert heard == [attempt.pk]


def test_handing_in_twice_is_one_hand_in_with_one_receipt(attempt, hand_in):
    first = hand_in(attempt, choose(1))

    again = hand_in(attempt, choose(1), choose(2, "09bc"))

    assert again.attempt.receipt == first.attempt.receipt
    assert again.attempt.submitted_at == first.attempt.submitted_at
    assert again.saved.ack == [(1, "accepted"), (2, "closed")]
    assert attempt.answers == {"s1": {"option": "a7f3"}}


def test_a_receipt_speaks_for_the_answers(hand_in):
    one, other = AttemptFactory(running=True), AttemptFactory(running=True)

    hand_in(one, choose(1))
    hand_in(other, choose(1))

    assert one.receipt != other.receipt


@pytest.mark.parametrize(
    ("beyond", "cause"), [(timedelta(0), "candidate"), (MS, "timeout")]
)
def test_after_the_deadline_the_time_handed_it_in(attempt, hand_in, beyond, cause):
    hand_in(attempt, choose(1), at=attempt.deadline_at + beyond)

    assert (attempt.submit_cause, attempt.answers) == (
        cause,
        {"s1": {"option": "a7f3"}},
    )


def test_a_device_no_longer_in_use_hands_nothing_in(attempt, hand_in):
    done = hand_in(attempt, choose(1), device=OTHER_PHONE)

    assert (done.saved.verdict, attempt.state) == ("fenced", "in_progress")
    assert attempt.events.get().disposition == "fenced"


def test_what_is_over_is_closed_with_what_was_stored(attempt, send):
    send(attempt, choose(1))
    waiting = AttemptFactory()
    end = attempt.deadline_at + timedelta(seconds=attempt.grace_s)

    assert operations.close_overdue(at=end) == 0
    assert operations.close_overdue(at=end + MS) == 1
    assert operations.close_overdue(at=end + MS) == 0

    attempt.refresh_from_db()
    waiting.refresh_from_db()
    assert (attempt.state, attempt.submit_cause) == ("submitted", "timeout")
    assert (attempt.submitted_at, waiting.state) == (end + MS, "not_started")
    assert attempt.receipt


def test_a_phone_that_comes_late_is_told_so_whether_or_not_the_sweeper_came(
    attempt, send
):
    end = attempt.deadline_at + timedelta(seconds=attempt.grace_s)
    before = send(attempt, choose(1), at=end + MS)
    operations.close_overdue(at=end + MS)

    after = send(attempt, choose(2), at=end + 2 * MS)
    stranger = send(attempt, choose(1), device=OTHER_PHONE, at=end + 2 * MS)

    assert (before.verdict, after.verdict, stranger.verdict) == (
        "late",
        "late",
        "fenced",
    )
    assert attempt.answers == {}


def test_beat_closes_what_is_over_by_the_clock_of_the_database(now):
    over = AttemptFactory(running=True, deadline_at=now - HOUR)
    going = AttemptFactory(running=True)
    assert reconcilers.backlog()["delivery.overdue-attempts"] == 1

    reconcilers.run_all(at=now)

    over.refresh_from_db()
    going.refresh_from_db()
    assert (over.is_handed_in, over.submit_cause) == (True, "timeout")
    assert going.is_running
    assert reconcilers.backlog()["delivery.overdue-attempts"] == 0


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_saves_against_one_hand_in_never_slip_in_after_it():
    assert connection.vendor == "postgresql"
    attempt = AttemptFactory(running=True)
    slots = slots_of(attempt.admission.sitting.paper.uuid)
    barrier = Barrier(9)

    def save(number):
        events = read_events([choose(number, "09bc")], slots=slots, epoch=1)
        barrier.wait()
        operations.store(attempt=attempt.uuid, device=PHONE, epoch=1, events=events)

    def hand_in():
        nothing = read_events([], slots=slots, epoch=1)
        barrier.wait()
        operations.hand_in(attempt=attempt.uuid, device=PHONE, epoch=1, events=nothing)

    at_once(do, [*[partial(save, number) for number in range(1, 9)], hand_in])

    attempt.refresh_from_db()
    assert (attempt.is_handed_in, attempt.events.count()) == (True, 8)
    accepted = attempt.events.filter(disposition="accepted").count()
    assert accepted + attempt.events.filter(disposition="closed").count() == 8
    operations.verify_projection(attempt=attempt)


# -- Decisions


@pytest.mark.parametrize("minutes", [10, -10])
def test_time_changes_by_an_adjustment_with_a_reason(attempt, trainer, now, minutes):
    before = attempt.deadline_at

    operations.adjust_time(
        attempt=attempt, delta_s=minutes * 60, reason="停电", by=trainer, at=now
    )

    attempt.refresh_from_db()
    assert attempt.deadline_at - before == timedelta(minutes=minutes)
    adjustment = attempt.adjustments.get()
    assert (adjustment.delta_s, adjustment.reason) == (minutes * 60, "停电")
    entry = AuditEntry.objects.get(action="attempt.time_adjusted")
    assert (entry.reason, entry.actor) == ("停电", trainer)


def test_nobody_decides_about_their_own_attempt(attempt, now):
    own = {"by": attempt.admission.mediator.person.user, "at": now, "reason": "停电"}

    with pytest.raises(operations.OwnAttempt):
        operations.adjust_time(attempt=attempt, delta_s=600, **own)
    with pytest.raises(operations.OwnAttempt):
        operations.annul_attempt(attempt=attempt, **own)

    assert (attempt.adjustments.count(), attempt.incidents.count()) == (0, 0)


def test_nobody_admits_themselves_with_extra_time(now):
    mediator, sitting = MediatorFactory(), SittingFactory()
    admit = {"sitting": sitting, "mediators": [mediator], "at": now}
    admit["by"] = mediator.person.user

    with pytest.raises(operations.OwnExtraTime):
        operations.admit(extra_s=600, **admit)

    assert len(operations.admit(**admit)) == 1


def test_a_deadline_moves_by_an_adjustment_alone(attempt, trainer, now):
    later = attempt.deadline_at + HOUR
    for deadline in (later, None):
        with pytest.raises(IntegrityError, match="adjustment"), transaction.atomic():
            Attempt.objects.update(deadline_at=deadline, state="void")
    operations.adjust_time(
        attempt=attempt, delta_s=60, reason="停电", by=trainer, at=now
    )

    with pytest.raises(IntegrityError, match="adjustment"), transaction.atomic():
        Attempt.objects.update(deadline_at=later)


def test_closing_costs_the_same_however_many_are_over(
    now, send, django_assert_max_num_queries
):
    for _number in range(5):
        attempt = AttemptFactory(running=True, deadline_at=now + HOUR)
        send(attempt, answer(1, "s5", {"text": "终止"}))

    # Two to fetch, one for each to close it; the savepoint and the clock.
    with django_assert_max_num_queries(2 + 5 + 3):
        assert operations.close_overdue(at=now + 2 * HOUR) == 5


def test_before_the_start_time_is_kept_for_the_start(trainer, now):
    attempt = AttemptFactory()
    change = {"attempt": attempt, "reason": "视力不便", "by": trainer, "at": now}

    operations.adjust_time(delta_s=900, **change)

    attempt.admission.refresh_from_db()
    assert attempt.admission.extra_s == 900
    with pytest.raises(operations.DeadlinePassed):
        operations.adjust_time(delta_s=-901, **change)


def test_time_is_not_taken_into_the_past_nor_given_to_what_is_over(
    attempt, hand_in, trainer, now
):
    change = {"attempt": attempt, "reason": "停电", "by": trainer, "at": now}
    with pytest.raises(operations.DeadlinePassed):
        operations.adjust_time(delta_s=-7200, **change)
    hand_in(attempt)

    with pytest.raises(operations.AttemptOver):
        operations.adjust_time(delta_s=600, **change)

    assert attempt.adjustments.count() == 0


def test_an_attempt_is_annulled_for_a_reason_and_its_log_stays(
    attempt, send, trainer, now
):
    send(attempt, choose(1))
    annul = {"attempt": attempt, "reason": "替考", "by": trainer, "at": now}

    operations.annul_attempt(**annul)
    operations.annul_attempt(**annul)

    attempt.refresh_from_db()
    assert (attempt.is_void, attempt.events.count()) == (True, 1)
    assert attempt.incidents.get().note == "替考"
    assert send(attempt, choose(2)).verdict == "closed"


def test_what_was_released_is_not_annulled_here(attempt, hand_in, trainer, now):
    hand_in(attempt)
    move_on(attempt, "released")

    with pytest.raises(operations.ResultReleased):
        operations.annul_attempt(attempt=attempt, reason="替考", by=trainer, at=now)


@pytest.mark.parametrize("factory", [SittingFactory, AdmissionFactory, AttemptFactory])
def test_nothing_of_an_exam_is_deleted(factory):
    row = factory()

    with pytest.raises(IntegrityError, match="never deleted"), transaction.atomic():
        row.delete()


def test_every_answer_is_told_with_the_long_ones(attempt, send):
    send(attempt, choose(1), answer(2, "s5", {"text": "终止"}))

    assert queries.answers_of(attempt) == {
        "s1": {"option": "a7f3"},
        "s5": {"text": "终止"},
    }


def test_who_may_read_what_is_right_does_not_sit_it(now):
    paper = SealedPaperFactory()
    admission = AdmissionFactory(sitting__paper=paper)
    user = admission.mediator.person.user
    RoleGrantFactory(user=user, organisation=paper.organisation, role="trainer")

    with pytest.raises(operations.KeepsTheBank):
        operations.start_attempt(admission=admission, at=now)

    assert not Attempt.objects.exists()


def test_a_trainer_of_another_branch_sits_it(now):
    admission = AdmissionFactory(sitting__paper=SealedPaperFactory())
    RoleGrantFactory(user=admission.mediator.person.user, role="trainer")

    attempt = operations.start_attempt(admission=admission, at=now)

    assert attempt.is_running
