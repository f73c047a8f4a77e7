"""What another system is told: who serves, and what they are certified for."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest

from lms.api import operations, queries
from lms.kernel.clock import local_day
from lms.kernel.models import AuditEntry
from mediators.operations import end_post
from tests.factories.certificates import CertificateTypeFactory, certificate
from tests.factories.mediators import (
    MediatorFactory,
    OrganisationFactory,
    PersonFactory,
    RoleGrantFactory,
)


def test_a_mediator_is_told_of_with_posts_and_certificates(
    ask, client, mediator, committee, now
):
    held = certificate(mediator=mediator)

    told = ask(f"mediators/{mediator.uuid}/").json()

    post = mediator.person.posts.get()
    assert told == {
        "id": str(mediator.uuid),
        "name": "周小满",
        "serves": True,
        "certified": True,
        "posts": [
            {
                "organisation": {
                    "id": str(committee.uuid),
                    "name": "青禾村人民调解委员会",
                    "kind": "committee",
                },
                "role": post.role,
                "kind": post.kind,
                "since": post.valid_from.isoformat(),
                "until": post.last_day and post.last_day.isoformat(),
            }
        ],
        "certificates": [
            {
                "number": held.number,
                "title": held.title,
                "status": "valid",
                "issued_on": local_day(held.issued_at).isoformat(),
                "valid_until": None,
                "verify": f"http://testserver{held.get_verify_url()}",
            }
        ],
    }


def test_nothing_is_told_that_a_platform_does_not_need(ask, mediator):
    person = mediator.person
    person.phone, person.born_on = "13800000000", local_day(person.recorded_at)
    person.save()

    text = ask(f"mediators/{mediator.uuid}/").content.decode()

    assert "13800000000" not in text
    assert not {"phone", "born_on", "id_number", "gender"} & set(json.loads(text))


def test_a_mediator_of_another_town_is_told_of_to_nobody_here(ask, mediator, stranger):
    answers = {
        "by list": ask(),
        "by name": ask(name="吴别处"),
        "by address": ask(f"mediators/{stranger.uuid}/"),
        "by place": ask(organisation=stranger.person.posts.get().organisation.uuid),
        "after": ask(after=stranger.uuid),
    }

    assert not [
        how for how, each in answers.items() if "吴别处" in each.content.decode()
    ]
    assert [each["name"] for each in answers["by list"].json()["mediators"]] == [
        "周小满"
    ]
    assert answers["by name"].json() == {"mediators": [], "after": None}
    refused = [answers[how] for how in ("by address", "by place")]
    absent = ask(f"mediators/{uuid4()}/")
    assert {each.status_code for each in refused} == {404}
    assert {each.content for each in refused} == {absent.content}


def test_the_list_is_narrowed_by_name_and_place(ask, town, mediator):
    other = OrganisationFactory(parent=town, name="松坡村人民调解委员会")
    MediatorFactory(organisation=other, person__name="单雄")

    def names(**query):
        return [each["name"] for each in ask(**query).json()["mediators"]]

    assert names() == ["周小满", "单雄"]
    assert names(name="shan") == ["单雄"]
    assert "单雄" in ask(name="shan").content.decode()
    assert names(organisation=str(other.uuid)) == ["单雄"]
    assert names(organisation=str(town.uuid)) == ["周小满", "单雄"]


def test_pages_follow_one_another_and_end(ask, committee, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    for name in ("甲", "乙", "丙"):
        MediatorFactory(organisation=committee, person__name=name)

    first = ask().json()
    second = ask(after=first["after"]).json()

    assert [each["name"] for each in first["mediators"]] == ["甲", "乙"]
    assert [each["name"] for each in second["mediators"]] == ["丙"]
    assert (first["after"], second["after"]) == (first["mediators"][1]["id"], None)


@pytest.mark.parametrize("count", [1, 6])
def test_a_page_costs_the_same_however_many_are_on_it(
    ask, committee, count, django_assert_max_num_queries
):
    for _ in range(count):
        certificate(mediator=MediatorFactory(organisation=committee))
    ask()  # the first of the day notes that the key is used

    with django_assert_max_num_queries(5):
        ask()


def test_who_serves_no_more_and_whose_certificate_ran_out_is_said_so(
    ask, committee, mediator, now
):
    certificate(mediator=mediator)
    MediatorFactory(organisation=committee, person__name="仍在")
    end_post(
        post=mediator.person.posts.get(),
        on=local_day(now),
        reason="dismissed",
        at=now,
        actor=None,
    )

    told = ask(f"mediators/{mediator.uuid}/").json()

    assert (told["serves"], told["posts"], told["certified"]) == (False, [], True)


def test_records_that_were_merged_are_told_of_as_one(ask, mediator, committee):
    twin = MediatorFactory(
        organisation=committee,
        person__name="周晓满",
        person__merged_into=mediator.person,
    )
    held = certificate(mediator=twin)

    told = ask(f"mediators/{twin.uuid}/").json()
    listed = ask().json()["mediators"]

    assert told["id"] == str(mediator.uuid)
    assert [each["number"] for each in told["certificates"]] == [held.number]
    assert len(told["posts"]) == 2
    assert [each["id"] for each in listed] == [str(mediator.uuid)]


def test_the_person_reads_who_looked(ask, client, mediator, inspector):
    ask(f"mediators/{mediator.uuid}/")

    ask()
    ask()
    client.force_login(mediator.person.user)
    page = client.get("/me/data/").content.decode()

    look = AuditEntry.objects.get(action="person.told")
    assert (look.person, look.actor) == (mediator.person.uuid, inspector)
    assert look.reason == "化解平台"
    assert "通过接口" in page


def test_everybody_on_a_page_reads_who_looked(ask, committee):
    people = [MediatorFactory(organisation=committee).person for _ in range(3)]

    ask()

    told = AuditEntry.objects.filter(action="person.told")
    assert set(told.values_list("person", flat=True)) == {each.uuid for each in people}


# -- refusals


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer fqxt_none"}])
def test_without_a_key_nothing_is_told(client, mediator, header):
    response = client.get("/api/v1/mediators/", headers=header)

    assert response.status_code == 401
    assert "接口密钥" in response.json()["detail"]
    assert "周小满" not in response.content.decode()


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"after": "x"}, "after"),
        ({"organisation": "1", "name": "长" * 61}, "name, organisation"),
    ],
)
def test_what_is_not_as_it_should_be_is_named(ask, query, names):
    response = ask(**query)

    assert response.status_code == 422
    assert response.json()["detail"] == f"这些参数不正确：{names}。"


def test_nothing_is_written_through_it(client, secret, mediator):
    sent = client.post(
        f"/api/v1/mediators/{mediator.uuid}/",
        headers={"Authorization": f"Bearer {secret}"},
    )

    assert sent.status_code == 405


def test_who_asks_too_often_is_told_to_wait(ask, mediator, monkeypatch):
    from lms.api.views.v1 import api  # noqa: PLC0415 -- the one object there is

    monkeypatch.setattr(api.throttle[0], "num_requests", 2)

    statuses = [ask().status_code for _ in range(3)]

    assert statuses == [200, 200, 429]
    assert "请等一分钟" in ask().json()["detail"]


def test_one_who_asks_often_is_not_in_the_way_of_a_namesake(
    ask, inspector, town, now, monkeypatch
):
    from lms.api.views.v1 import api  # noqa: PLC0415 -- the one object there is

    monkeypatch.setattr(api.throttle[0], "num_requests", 1)
    namesake = RoleGrantFactory(organisation=town, user__name=inspector.name).user
    _key, other = operations.make_key(user=namesake, name="另一个", days=1, at=now)

    statuses = [each.status_code for each in (ask(), ask(), ask(key=other))]

    assert statuses == [200, 429, 200]


def test_it_describes_itself_to_programs(client):
    described = client.get("/api/v1/openapi.json").json()

    assert set(described["paths"]) == {
        "/api/v1/mediators/",
        "/api/v1/mediators/{uuid}/",
    }
    assert "bearer" in json.dumps(described["components"]["securitySchemes"]).lower()


def test_who_is_signed_in_reads_what_is_theirs(client, inspector, mediator, stranger):
    client.force_login(inspector)

    names = [
        each["name"] for each in client.get("/api/v1/mediators/").json()["mediators"]
    ]

    assert names == ["周小满"]


def test_for_an_account_without_a_role_nothing_is_here(client, mediator):
    client.force_login(mediator.person.user)

    listed = client.get("/api/v1/mediators/")
    own = client.get(f"/api/v1/mediators/{mediator.uuid}/")

    assert (listed.status_code, own.status_code) == (404, 404)


def test_a_person_who_never_mediated_is_nobody_here(ask, mediator):
    PersonFactory(name="张三")

    assert ask(name="张三").json()["mediators"] == []


def test_a_certificate_that_ran_out_says_so(ask, mediator, now):
    kind = CertificateTypeFactory(validity_months=1)
    certificate(kind=kind, mediator=mediator, at=now - timedelta(days=90))

    told = ask(f"mediators/{mediator.uuid}/").json()

    assert (told["certified"], told["certificates"][0]["status"]) == (False, "expired")
