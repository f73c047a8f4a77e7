"""Nothing is deleted but by a rule with its document; and first it is shown what would be."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from exams.delivery.models import DeviceSession
from lms.kernel import audit, personal
from lms.kernel.clock import local_day
from lms.kernel.models import AuditEntry, PersonKey
from mediators.models import Person
from mediators.privacy import operations, queries, retention, tasks
from mediators.privacy.models import RetentionRule, RetentionRun
from tests.factories.delivery import AttemptFactory
from tests.factories.mediators import (
    MediatorFactory,
    PersonFactory,
    RoleGrantFactory,
    UserFactory,
)

PAGE = "/office/privacy/retention/"
RULE = {
    "months": 12,
    "action": "minimise",
    "document": "云溪司〔2026〕6号",
    "valid_from": "2026-01-01",
}


@pytest.fixture
def left(committee, now):
    """Somebody whose only post ended three years ago."""
    person = MediatorFactory(organisation=committee).person
    person.posts.update(
        valid_from=local_day(now - timedelta(days=2000)),
        valid_to=local_day(now - timedelta(days=1100)),
    )
    person.photo.save("face.jpg", ContentFile(b"face"))
    person.id_number_sealed, person.id_number_lookup = b"sealed", "hash"
    person.save()
    return person


def rule(now, kind="photos", **changes):
    given = {
        "kind": kind,
        "months": 12,
        "action": retention.kind(kind).actions[0],
        "document": "云溪司〔2026〕6号",
        "valid_from": local_day(now),
        "at": now,
        "actor": None,
    }
    return operations.set_rule(**given | changes)


def apply(kind, now, **changes):
    return operations.apply_retention(
        rule=rule(now, kind, **changes), at=now, actor=None
    )


# -- rules


def test_a_rule_takes_the_place_of_the_one_before(now):
    first = rule(now, valid_from=local_day(now) - timedelta(days=9))
    second = rule(now, months=24)
    third = rule(now, months=36)

    for each in (first, second):
        each.refresh_from_db()
    assert first.valid_to == local_day(now)
    assert second.withdrawn_at == now
    assert queries.rules_on(local_day(now)) == {"photos": third}


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"kind": "nothing"}, operations.KindUnknown),
        ({"action": "erase"}, operations.ActionUnknown),
        ({"document": " "}, operations.SourceMissing),
        (
            {"kind": "audit_values", "action": "erase", "months": 5},
            operations.LogsTooShort,
        ),
    ],
)
def test_a_rule_is_refused(now, changes, refusal):
    with pytest.raises(refusal):
        operations.set_rule(
            **RULE | {"kind": "photos", "at": now, "actor": None} | changes
        )


def test_the_database_keeps_logs_for_six_months_whoever_writes(now):
    with pytest.raises(IntegrityError), transaction.atomic():
        RetentionRule.objects.create(
            kind="audit_values",
            months=5,
            action="erase",
            document="x",
            valid_from=local_day(now),
        )


def test_what_a_rule_says_never_changes(now):
    made = rule(now)

    with pytest.raises(IntegrityError), transaction.atomic():
        RetentionRule.objects.filter(pk=made.pk).update(months=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        made.delete()


def test_an_ended_rule_is_applied_no_more(now, platform):
    made = rule(now)
    operations.end_rule(rule=made, at=now, actor=platform)

    with pytest.raises(operations.RuleEnded):
        operations.apply_retention(rule=made, at=now, actor=None)
    with pytest.raises(operations.RuleEnded):
        operations.end_rule(rule=made, at=now, actor=platform)


def test_a_rule_of_a_kind_that_no_app_knows_is_not_applied(now):
    made = RetentionRule.objects.create(
        kind="gone", months=1, action="erase", document="x", valid_from=local_day(now)
    )

    with pytest.raises(operations.KindUnknown):
        operations.apply_retention(rule=made, at=now, actor=None)


# -- what falls due


def test_a_photo_goes_a_year_after_the_last_post(
    left, now, django_capture_on_commit_callbacks
):
    storage, name = left.photo.storage, left.photo.name

    with django_capture_on_commit_callbacks(execute=True):
        run = apply("photos", now)

    left.refresh_from_db()
    assert (run.affected, left.photo.name, storage.exists(name)) == (1, "", False)
    assert AuditEntry.objects.get(action="retention.applied").reason == "1"


@pytest.mark.parametrize("kind", ["photos", "identity_numbers"])
def test_nothing_goes_of_who_still_holds_a_post_or_left_lately(
    left, committee, now, kind
):
    left.posts.update(valid_to=local_day(now - timedelta(days=30)))
    current = MediatorFactory(organisation=committee).person
    current.id_number_sealed, current.id_number_lookup = b"sealed", "other"
    current.photo = "photos/there.jpg"
    current.save()

    assert apply(kind, now).affected == 0


@pytest.mark.parametrize("kind", ["photos", "identity_numbers"])
def test_nothing_goes_of_a_merged_record_while_its_person_holds_a_post(
    left, committee, now, kind
):
    left.merged_into = MediatorFactory(organisation=committee).person
    left.save()

    assert apply(kind, now).affected == 0

    left.merged_into.posts.update(valid_to=local_day(now - timedelta(days=800)))
    assert apply(kind, now).affected == 1


def test_a_post_of_any_record_of_a_person_keeps_them_all(left, committee, now):
    twin = MediatorFactory(organisation=committee).person
    twin.merged_into = left
    twin.save()
    assert apply("identity_numbers", now).affected == 0

    survivor = PersonFactory()
    Person.objects.filter(pk__in=[left.pk, twin.pk]).update(merged_into=survivor)
    assert apply("identity_numbers", now).affected == 0

    twin.posts.update(valid_to=local_day(now - timedelta(days=800)))
    assert apply("identity_numbers", now).affected == 1


def test_a_role_of_any_record_of_a_person_keeps_them_all(left, now):
    survivor = PersonFactory(user=UserFactory())
    role = RoleGrantFactory(user=survivor.user)
    left.merged_into = survivor
    left.save()
    assert apply("identity_numbers", now).affected == 0

    role.valid_to = local_day(now)
    role.save()
    assert apply("identity_numbers", now).affected == 1


def test_who_was_recorded_by_mistake_has_left_when_the_post_was_annulled(left, now):
    post = left.posts.get()
    post.annulled_at, post.annul_reason = now - timedelta(days=30), "导入撤回"
    post.save()

    assert apply("identity_numbers", now).affected == 0
    later = now + timedelta(days=800)
    assert apply("identity_numbers", later).affected == 1


def test_an_identity_number_goes_before_the_key_that_opens_it(left, now):
    audit.record(
        action="person.corrected",
        subject=left,
        actor=None,
        at=now - timedelta(days=800),
        person=left.uuid,
        values={"phone": "1"},
    )
    assert apply("audit_values", now).affected == 0

    assert apply("identity_numbers", now).affected == 1
    assert apply("audit_values", now).affected == 1
    assert PersonKey.objects.get(uuid=left.uuid).wrapped is None
    assert apply("audit_values", now).affected == 0


def test_values_younger_than_the_rule_keep_the_key(left, now):
    left.id_number_sealed = None
    left.save()
    audit.record(
        action="person.corrected",
        subject=left,
        actor=None,
        at=now - timedelta(days=30),
        person=left.uuid,
        values={"phone": "1"},
    )

    assert apply("audit_values", now).affected == 0
    personal.encrypt(left.uuid, {})


def test_sign_ins_that_ran_out_are_deleted(now):
    Session.objects.create(
        session_key="old", session_data="", expire_date=now - timedelta(days=400)
    )
    Session.objects.create(session_key="new", session_data="", expire_date=now)

    assert apply("sessions", now).affected == 1
    assert Session.objects.get().session_key == "new"


def test_a_closed_account_loses_the_name_it_signed_in_by(now):
    closed = UserFactory(
        is_active=False,
        username="13800000000",
        last_login=now - timedelta(days=400),
    )
    UserFactory(is_active=True, last_login=now - timedelta(days=400))

    assert apply("accounts", now).affected == 1
    closed.refresh_from_db()
    assert closed.username.startswith("closed-")


def test_devices_of_exams_are_minimised(now):
    device = DeviceSession.objects.create(
        attempt=AttemptFactory(),
        device_id="00000000-0000-0000-0000-000000000001",
        epoch=1,
        user_agent="Android",
        opened_at=now - timedelta(days=400),
    )

    assert apply("exam_devices", now).affected == 1
    device.refresh_from_db()
    assert device.user_agent == ""


def test_what_cannot_be_done_ends_the_run(now, left, monkeypatch):
    made, known = rule(now), retention.kind("photos")
    stuck = retention.Kind("photos", "", "", known.due, lambda _batch, _at: 0)
    monkeypatch.setattr(retention, "kind", lambda _code: stuck)

    run = operations.apply_retention(rule=made, at=now, actor=None)

    assert run.affected == 0


@pytest.mark.parametrize(
    ("moment", "months", "then"),
    [
        ((2026, 3, 31), 1, (2026, 2, 28)),
        ((2024, 3, 31), 1, (2024, 2, 29)),
        ((2026, 1, 15), 1, (2025, 12, 15)),
        ((2026, 12, 31), 13, (2025, 11, 30)),
    ],
)
def test_months_are_counted_by_the_calendar(moment, months, then):
    at = datetime(*moment, 8, tzinfo=UTC)

    assert queries.months_before(at, months) == datetime(*then, 8, tzinfo=UTC)


# -- at night


def test_at_night_only_those_rules_are_applied_that_say_so(left, now):
    rule(now, "photos", is_nightly=True)
    rule(now, "identity_numbers")

    tasks.apply_retention()

    left.refresh_from_db()
    assert (left.photo.name, bool(left.id_number_sealed)) == ("", True)
    assert RetentionRun.objects.get().by is None


def test_a_rule_that_fails_at_night_stops_no_other(left, now):
    RetentionRule.objects.create(
        kind="gone",
        months=1,
        action="erase",
        document="x",
        valid_from=local_day(now),
        is_nightly=True,
    )
    rule(now, "photos", is_nightly=True)

    tasks.apply_retention()

    assert RetentionRun.objects.get().affected == 1


# -- the page


def test_the_page_shows_what_would_go_and_names_nobody(client, platform, left, now):
    rule(now, is_nightly=True)
    client.force_login(platform)

    page = client.get(PAGE).content.decode()

    assert "今天执行会处理 1 条记录。" in page
    assert "周小满" not in page.split("<main")[1]
    left.refresh_from_db()
    assert left.photo


def test_a_platform_administrator_sets_applies_and_ends_a_rule(client, platform, left):
    client.force_login(platform)
    form = client.get(f"{PAGE}photos/")
    wrong = client.post(f"{PAGE}photos/", RULE | {"months": 0})
    refused = client.post(f"{PAGE}photos/", RULE | {"document": "\u3000"})
    client.post(f"{PAGE}photos/", RULE)
    applied = client.post(f"{PAGE}photos/apply/", follow=True).content.decode()
    ended = client.post(f"{PAGE}photos/end/", follow=True).content.decode()

    assert [each.status_code for each in (form, wrong, refused)] == [200] * 3
    assert "规则已执行，处理了 1 条记录。" in applied
    assert "规则已终止" in ended
    assert client.post(f"{PAGE}photos/apply/").status_code == 404
    assert client.get(f"{PAGE}nothing/").status_code == 404


def test_what_the_operation_refuses_comes_back_in_the_form(client, platform):
    client.force_login(platform)
    given = RULE | {"action": "erase", "months": 3}

    page = client.post(f"{PAGE}audit_values/", given).content.decode()

    assert "六个月" in page
    assert not RetentionRule.objects.exists()


@pytest.mark.parametrize("who", ["administrator", "inspector", "stranger"])
def test_only_a_platform_administrator_sees_the_rules(client, request, now, who):
    rule(now)
    client.force_login(request.getfixturevalue(who))

    assert client.get(PAGE).status_code == 404
    assert client.post(f"{PAGE}photos/", RULE).status_code == 404
    assert client.post(f"{PAGE}photos/apply/").status_code == 404
    assert client.post(f"{PAGE}photos/end/").status_code == 404
    assert RetentionRule.objects.count() == 1


@pytest.mark.parametrize("count", [1, 5])
def test_the_page_costs_the_same_however_many_runs(
    client, platform, now, count, django_assert_num_queries
):
    for _ in range(count):
        apply("sessions", now)
    client.force_login(platform)

    with django_assert_num_queries(10):
        client.get(PAGE)
