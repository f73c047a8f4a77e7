"""What people ask about their own data, and how it is answered."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from lms.kernel.clock import local_day
from lms.kernel.models import AuditEntry
from mediators.models import RoleGrant
from mediators.privacy import operations, queries
from mediators.privacy.models import DataRequest, RequestEvent
from tests.factories.mediators import (
    MediatorFactory,
    OrganisationFactory,
    PersonFactory,
    UserFactory,
)

LIST = "/office/privacy/"
Kind = RequestEvent.Kind


@pytest.fixture
def asked(person, now):
    return operations.file_request(
        person=person,
        kind="correction",
        about="电话",
        wanted="13900000000",
        at=now,
        actor=person.user,
    )


def state_of(asked):
    return DataRequest.objects.with_state().get(pk=asked.pk).state


def address(asked, what=""):
    return f"/office/privacy/requests/{asked.uuid}/{what}"


# -- operations


def test_a_request_is_due_after_our_own_days_where_no_document_says_else(asked, now):
    assert asked.due_on == local_day(now) + timedelta(days=queries.ANSWER_DAYS)
    assert state_of(asked) == Kind.FILED


def test_a_copy_by_post_says_where_to(person, now):
    with pytest.raises(operations.AddressMissing):
        operations.file_request(person=person, kind="copy", at=now, actor=person.user)


def test_a_document_says_otherwise(person, now):
    operations.set_answer_period(
        kind="copy",
        days=7,
        document="云溪司〔2026〕5号",
        valid_from=local_day(now),
        at=now,
        actor=None,
    )

    asked = operations.file_request(
        person=person, kind="copy", wanted="青禾村1号", at=now, actor=person.user
    )

    assert asked.due_on == local_day(now) + timedelta(days=7)


def test_a_period_follows_another_and_begins_later(now):
    day = local_day(now)
    told = {"kind": "copy", "document": "云溪司〔2026〕5号", "at": now, "actor": None}
    first = operations.set_answer_period(days=7, valid_from=day, **told)
    operations.set_answer_period(days=5, valid_from=day + timedelta(days=1), **told)

    first.refresh_from_db()
    assert first.valid_to == day + timedelta(days=1)
    with pytest.raises(operations.PeriodBegun):
        operations.set_answer_period(days=3, valid_from=day, **told)
    with pytest.raises(operations.SourceMissing):
        operations.set_answer_period(days=3, valid_from=day, **told | {"document": " "})


def test_a_correction_says_what_is_right(person, now):
    with pytest.raises(operations.NothingWanted):
        operations.file_request(
            person=person, kind="correction", about="电话", at=now, actor=person.user
        )


def test_the_same_is_not_asked_twice_but_something_else_is(asked, person, now):
    told = {"person": person, "at": now, "actor": person.user, "wanted": "1970"}
    with pytest.raises(operations.RequestOpen):
        operations.file_request(kind="correction", about="电话", **told)

    operations.file_request(kind="correction", about="生日", **told)
    operations.file_request(kind="copy", **told)

    assert DataRequest.objects.count() == 3


def test_it_is_taken_up_once(asked, administrator, now):
    first = operations.take_up(request=asked, by=administrator, at=now)
    again = operations.take_up(request=asked, by=administrator, at=now)

    assert first == again
    assert state_of(asked) == Kind.TAKEN_UP


def test_an_answer_without_words_is_refused(asked, administrator, now):
    with pytest.raises(operations.AnswerMissing):
        operations.answer_request(
            request=asked, outcome="refused", words=" ", by=administrator, at=now
        )


@pytest.mark.parametrize("outcome", ["carried_out", "refused"])
def test_nothing_happens_to_a_closed_request(asked, administrator, now, outcome):
    told = {"request": asked, "by": administrator, "at": now}
    operations.answer_request(outcome=outcome, words="已改。", **told)

    with pytest.raises(operations.RequestClosed):
        operations.answer_request(outcome="answered", words="再答。", **told)
    with pytest.raises(IntegrityError), transaction.atomic():
        RequestEvent.objects.create(
            request=asked, kind=Kind.ANSWERED, words="再答。", by=administrator, at=now
        )
    assert AuditEntry.objects.filter(action=f"data_request.{outcome}").count() == 1


def test_one_administrator_alone_never_carries_out_a_deletion(
    person, administrator, now
):
    asked = operations.file_request(
        person=person, kind="deletion", at=now, actor=person.user
    )

    with pytest.raises(operations.ErasureNeedsTwo):
        operations.answer_request(
            request=asked,
            outcome="carried_out",
            words="已删。",
            by=administrator,
            at=now,
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        RequestEvent.objects.create(
            request=asked,
            kind=Kind.CARRIED_OUT,
            words="已删。",
            by=administrator,
            at=now,
        )


# -- asking


def test_a_mediator_asks_reads_the_answer_and_it_stands_in_the_file(
    client, person, administrator, now
):
    client.force_login(person.user)
    assert client.get("/me/data/ask/?kind=copy").status_code == 200
    filed = client.post(
        "/me/data/ask/", {"kind": "correction", "about": "电话", "wanted": "139"}
    )
    asked = DataRequest.objects.get()
    operations.answer_request(
        request=asked,
        outcome="refused",
        words="电话与本人登记一致。",
        by=administrator,
        at=now,
    )

    page = client.get("/me/data/").content.decode()

    assert filed.url == "/me/data/"
    assert "电话与本人登记一致。" in page
    assert "人民法院" in page
    assert "电话与本人登记一致。" in client.get("/me/").content.decode()


def test_what_is_refused_comes_back_with_what_was_typed(client, person):
    client.force_login(person.user)

    response = client.post(
        "/me/data/ask/", {"kind": "correction", "about": "电话䶮", "wanted": ""}
    )

    assert (response.status_code, "电话䶮" in response.content.decode()) == (200, True)
    assert not DataRequest.objects.exists()


def test_one_takes_back_what_one_asked_once(client, asked, person):
    client.force_login(person.user)
    where = f"/me/data/requests/{asked.uuid}/withdraw/"

    client.post(where)
    client.post(where)

    assert state_of(asked) == Kind.WITHDRAWN
    assert asked.events.count() == 2


def test_nobody_takes_back_what_another_asked(client, asked, administrator):
    client.force_login(administrator)

    assert client.post(f"/me/data/requests/{asked.uuid}/withdraw/").status_code == 404
    assert state_of(asked) == Kind.FILED


def test_an_account_without_a_record_asks_for_nothing(client):
    client.force_login(UserFactory())

    assert client.post("/me/data/ask/", {"kind": "copy"}).status_code == 404


def test_who_was_merged_asks_in_the_name_of_the_record_that_is_left(client, person):
    old = PersonFactory(user=UserFactory(), merged_into=person)
    client.force_login(old.user)

    client.post("/me/data/ask/", {"kind": "copy", "wanted": "青禾村1号"})

    assert DataRequest.objects.get().person == person
    assert DataRequest.objects.asked_by(old.user).exists()


# -- the worklist


@pytest.mark.parametrize("count", [1, 5])
def test_the_list_costs_the_same_however_long(
    client, administrator, committee, count, django_assert_num_queries
):
    for _ in range(count):
        who = MediatorFactory(organisation=committee).person
        operations.file_request(
            person=who,
            kind="copy",
            wanted="青禾村1号",
            at=timezone.now(),
            actor=who.user,
        )
    client.force_login(administrator)

    with django_assert_num_queries(6):
        client.get(LIST)


def test_the_overdue_come_first_and_say_so(client, administrator, asked, now):
    late = operations.file_request(
        person=asked.person,
        kind="copy",
        wanted="青禾村1号",
        at=now - timedelta(days=20),
        actor=asked.person.user,
    )
    client.force_login(administrator)

    page = client.get(LIST).content.decode()

    assert page.index(str(late.uuid)) < page.index(str(asked.uuid))
    assert "已逾期 5 天" in page
    assert "1 件请求已逾期" in client.get("/office/").content.decode()
    assert "这件请求已逾期" in client.get(address(late)).content.decode()


def test_what_is_due_today_says_so(client, administrator, person, now):
    operations.file_request(
        person=person,
        kind="copy",
        wanted="青禾村1号",
        at=now - timedelta(days=queries.ANSWER_DAYS),
        actor=person.user,
    )
    client.force_login(administrator)

    assert "今天到期" in client.get(LIST).content.decode()
    assert "1 件请求待办" in client.get("/office/").content.decode()


def test_what_is_closed_leaves_the_list_and_is_found_among_all(
    client, administrator, asked, now
):
    operations.withdraw_request(request=asked, by=asked.person.user, at=now)
    client.force_login(administrator)

    assert str(asked.uuid) not in client.get(LIST).content.decode()
    assert str(asked.uuid) in client.get(f"{LIST}?state=all").content.decode()
    assert "form" in client.get(address(asked)).context
    assert client.get(address(asked)).context["may_act"] is False


def test_an_administrator_takes_up_and_answers(client, administrator, asked):
    client.force_login(administrator)
    client.post(address(asked, "take/"))
    blank = client.post(address(asked, "answer/"), {"outcome": "carried_out"})
    done = client.post(
        address(asked, "answer/"), {"outcome": "carried_out", "words": "电话已改好。"}
    )
    again = client.post(
        address(asked, "answer/"), {"outcome": "refused", "words": "再答一次䶮。"}
    )
    late = client.post(address(asked, "take/"))

    assert (blank.status_code, done.url) == (200, address(asked))
    assert "再答一次䶮。" in again.content.decode()
    assert late.status_code == 302
    assert state_of(asked) == Kind.CARRIED_OUT


def test_nobody_answers_their_own(client, mediator, bureau, now):
    user = mediator.person.user
    RoleGrant.objects.create(
        user=user,
        organisation=bureau,
        role="administrator",
        valid_from=local_day(now) - timedelta(days=1),
    )
    asked = operations.file_request(
        person=mediator.person, kind="copy", wanted="青禾村1号", at=now, actor=user
    )
    client.force_login(user)

    response = client.post(
        address(asked, "answer/"), {"outcome": "carried_out", "words": "寄了。"}
    )

    assert response.status_code == 404
    assert client.get(address(asked)).context["may_act"] is False


@pytest.mark.parametrize(
    "what",
    ["", "take/", "answer/", "propose/", "erase/"],
    ids=lambda what: what or "see",
)
def test_a_stranger_learns_nothing_and_changes_nothing(client, stranger, asked, what):
    client.force_login(stranger)
    method = client.post if what else client.get

    response = method(address(asked, what), {"outcome": "refused", "words": "不。"})

    assert response.status_code == 404
    assert state_of(asked) == Kind.FILED
    assert str(asked.uuid) not in client.get(LIST).content.decode()


@pytest.mark.parametrize("what", ["take/", "answer/", "propose/", "erase/"])
def test_an_inspector_looks_and_does_not_act(client, inspector, asked, what):
    client.force_login(inspector)

    response = client.post(
        address(asked, what), {"outcome": "refused", "words": "不。"}
    )

    assert response.status_code == 404
    assert client.get(address(asked)).status_code == 200
    assert state_of(asked) == Kind.FILED


def test_a_mediator_without_a_role_has_no_worklist(client, person):
    client.force_login(person.user)

    assert client.get(LIST).status_code == 404


def test_an_empty_list_says_what_it_is_for(client, administrator):
    client.force_login(administrator)

    assert "没有待办的请求" in client.get(LIST).content.decode()


def test_a_platform_administrator_lays_down_a_period(client, platform, administrator):
    where = "/office/privacy/retention/periods/"
    given = {"kind": "copy", "days": 7, "document": "云溪司〔2026〕5号"}
    client.force_login(platform)
    wrong = client.post(where, given)
    day = {"valid_from": "2026-01-01"}
    right = client.post(where, given | day)
    again = client.post(where, given | day)

    assert (wrong.status_code, right.status_code, again.status_code) == (200, 302, 200)
    assert "云溪司" in client.get("/office/privacy/retention/").content.decode()
    client.force_login(administrator)
    assert client.post(where, given | day).status_code == 404


def test_a_request_elsewhere_is_not_in_the_list(client, administrator, now):
    who = MediatorFactory(organisation=OrganisationFactory()).person
    operations.file_request(
        person=who, kind="copy", wanted="青禾村1号", at=now, actor=who.user
    )
    client.force_login(administrator)

    assert client.get(LIST).context["rows"] == []
