"""A result that is complete and, for a reason, not told with the others."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from exams.delivery import operations as delivery
from exams.delivery.answers import slots_of
from exams.delivery.models import Attempt, Incident
from exams.marking import operations, queries
from exams.marking.models import MarkTask, Result
from lms.kernel.models import AuditEntry
from tests.factories.delivery import AdmissionFactory, SittingFactory
from tests.factories.mediators import MediatorFactory, UserFactory

WHY = {"reason": "有人举报替考，正在核实"}


@pytest.fixture
def withheld(scored, administrator, now):
    attempt = scored()
    delivery.withhold(attempt=attempt, **WHY, by=administrator, at=now)
    attempt.refresh_from_db()
    return attempt


def told(response):
    return " ".join(response.content.decode().split())


def test_what_is_withheld_is_not_released_with_the_others(
    scored, withheld, sitting, administrator, now
):
    other = scored({})

    released = operations.release(sitting=sitting, by=administrator, at=now)

    withheld.refresh_from_db()
    assert [result.attempt for result in released] == [other]
    assert withheld.state == Attempt.State.WITHHELD
    assert queries.released_result(withheld) is None


def test_what_is_withheld_may_not_be_named_for_release(
    withheld, sitting, administrator, now
):
    with pytest.raises(operations.NothingToRelease):
        operations.release(
            sitting=sitting,
            by=administrator,
            at=now,
            results=list(Result.objects.current()),
        )


def test_what_is_restored_is_released_like_any_other(
    withheld, sitting, administrator, now
):
    delivery.restore(attempt=withheld, reason="查无此事", by=administrator, at=now)

    operations.release(sitting=sitting, by=administrator, at=now)

    withheld.refresh_from_db()
    assert withheld.is_released
    kinds = withheld.incidents.values_list("kind", "note", "by")
    assert list(kinds) == [
        ("withheld", WHY["reason"], administrator.pk),
        ("restored", "查无此事", administrator.pk),
    ]
    actions = AuditEntry.objects.filter(subject_id=str(withheld.uuid))
    assert list(actions.order_by("pk").values_list("action", flat=True)) == [
        "attempt.withheld",
        "attempt.restored",
    ]


def test_what_is_withheld_is_not_withheld_again(withheld, administrator, now):
    with pytest.raises(delivery.AlreadyWithheld):
        delivery.withhold(attempt=withheld, **WHY, by=administrator, at=now)

    assert Incident.objects.filter(kind="withheld").count() == 1


def test_what_is_withheld_may_be_annulled(withheld, administrator, now):
    delivery.annul_attempt(
        attempt=withheld, reason="替考属实", by=administrator, at=now
    )

    withheld.refresh_from_db()
    assert withheld.is_void


def test_only_what_is_scored_and_not_released_is_withheld(
    scored, handed_in, sitting, administrator, now
):
    waiting, out, gone = handed_in(), scored(), scored({})
    delivery.annul_attempt(attempt=gone, reason="替考", by=administrator, at=now)
    operations.release(sitting=sitting, by=administrator, at=now)

    for attempt in (waiting, out, gone):
        with pytest.raises(delivery.NothingToWithhold):
            delivery.withhold(attempt=attempt, **WHY, by=administrator, at=now)
        with pytest.raises(delivery.NotWithheld):
            delivery.restore(attempt=attempt, **WHY, by=administrator, at=now)


def test_nobody_decides_about_their_own_result(scored, withheld, sitting, now):
    user = UserFactory()
    own = MediatorFactory(person__user=user)
    attempt = scored(admission=AdmissionFactory(sitting=sitting, mediator=own))

    with pytest.raises(delivery.OwnAttempt):
        delivery.withhold(attempt=attempt, **WHY, by=user, at=now)

    Attempt.objects.filter(pk=attempt.pk).update(state=Attempt.State.WITHHELD)
    with pytest.raises(delivery.OwnAttempt):
        delivery.restore(attempt=attempt, **WHY, by=user, at=now)


def test_the_database_knows_where_withheld_leads(withheld):
    one = Attempt.objects.filter(pk=withheld.pk)

    for state in ("released", "submitted", "in_progress"):
        with pytest.raises(IntegrityError), transaction.atomic():
            one.update(state=state)
    with pytest.raises(IntegrityError), transaction.atomic():
        one.update(answers={"s1": {"option": "x"}})
    with pytest.raises(IntegrityError), transaction.atomic():
        one.update(receipt="")


def test_a_mark_is_not_changed_behind_a_result_that_is_withheld(
    withheld, administrator, now
):
    task = MarkTask.objects.done().get()

    with pytest.raises(operations.ResultWithheld):
        operations.change_mark(
            task=task, points=0, reason="看错", by=administrator, at=now
        )


def test_the_office_withholds_sees_it_and_restores(
    client, scored, sitting, administrator
):
    attempt = scored()
    client.force_login(administrator)
    name = {"args": [attempt.uuid]}

    silent = client.post(reverse("delivery:attempt-withhold", **name), {"reason": ""})
    done = told(
        client.post(reverse("delivery:attempt-withhold", **name), WHY, follow=True)
    )
    listed = told(client.get(reverse("marking:result-list", args=[sitting.uuid])))
    asked = told(client.get(reverse("marking:release", args=[sitting.uuid])))
    back = told(
        client.post(reverse("delivery:attempt-restore", **name), WHY, follow=True)
    )

    assert list(silent.context["form"].errors) == ["reason"]
    assert WHY["reason"] in done
    assert reverse("delivery:attempt-restore", **name) in done
    assert reverse("delivery:attempt-withhold", **name) not in done
    assert "<dt>暂扣</dt> <dd>1</dd>" in listed
    assert reverse("marking:release", args=[sitting.uuid]) not in listed
    assert "另有 1 份成绩暂扣，这次不发布" in asked
    assert reverse("delivery:attempt-withhold", **name) in back


def test_a_candidate_is_told_it_is_withheld_and_not_why(client, withheld):
    client.force_login(withheld.admission.mediator.person.user)

    pages = [
        told(client.get(reverse("delivery:exam-list"))),
        told(client.get(reverse("delivery:attempt-done", args=[withheld.uuid]))),
        told(client.get(reverse("marking:result", args=[withheld.uuid]))),
    ]

    for page in pages:
        assert "成绩暂扣，正在核实" in page
        assert WHY["reason"] not in page
        assert "分数" not in page


def test_who_releases_is_told_whose_identity_is_in_doubt(
    client, scored, sitting, administrator, now
):
    attempt = scored()
    delivery.check_identity(
        attempt=attempt, same_person=False, reason="照片不像", by=administrator, at=now
    )
    client.force_login(administrator)

    listed = told(client.get(reverse("marking:result-list", args=[sitting.uuid])))
    asked = told(client.get(reverse("marking:release", args=[sitting.uuid])))

    assert "身份存疑" in listed
    assert "其中 1 名考生身份存疑" in asked


def test_nobody_sits_again_before_they_know_the_result_or_once_they_passed(
    sitting, scored, administrator, now
):
    again = SittingFactory(
        exam=sitting.exam, paper=sitting.paper, pass_mark=6, max_attempts=3
    )
    attempt = scored({}, admission=AdmissionFactory(sitting=again))

    with pytest.raises(delivery.ResultAwaited):
        delivery.start_attempt(admission=attempt.admission)
    operations.release(sitting=again, by=administrator, at=now)
    second = delivery.start_attempt(admission=attempt.admission)

    assert second.number == 2


def test_who_has_passed_does_not_sit_again(sitting, scored, right, administrator, now):
    again = SittingFactory(
        exam=sitting.exam, paper=sitting.paper, pass_mark=1, max_attempts=3
    )
    slots = slots_of(again.paper.uuid)
    answers = {name: right(slots[name]) for name in slots if name != "s5"}
    attempt = scored(answers, admission=AdmissionFactory(sitting=again))
    operations.release(sitting=again, by=administrator, at=now)

    with pytest.raises(delivery.HasPassed):
        delivery.start_attempt(admission=attempt.admission)
