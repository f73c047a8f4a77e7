"""Whatever shows a person is logged; of who may see everybody, every page, once."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from lms.kernel.models import AuditEntry
from mediators.models import Person, RoleGrant
from tests.factories.certificates import certificate
from tests.factories.delivery import AttemptFactory, SittingFactory
from tests.factories.mediators import MediatorFactory, PostFactory, RoleGrantFactory


def routes(patterns, before=""):
    for each in patterns:
        route = before + str(each.pattern)
        if hasattr(each, "url_patterns"):
            yield from routes(each.url_patterns, route)
        else:
            yield route


#: Every page that needs no more than its address; long work is shown to its owner alone.
PAGES = [
    f"/{route}"
    for route in routes(get_resolver().url_patterns)
    if route.startswith("office/") and "<" not in route and route != "office/jobs/"
]


@pytest.fixture
def viewer(client):
    user = RoleGrantFactory(role=RoleGrant.Role.PLATFORM).user
    client.force_login(user)
    return user


def looks():
    return AuditEntry.objects.filter(action="page.viewed")


def test_there_are_pages():
    assert len(PAGES) > 10


@pytest.mark.parametrize("address", PAGES)
def test_every_page_shown_is_logged(client, viewer, address):
    response = client.get(address)

    entries = [(entry.actor, entry.reason) for entry in looks()]
    assert entries == ([(viewer, address)] if response.status_code == 200 else [])


def test_a_page_about_somebody_is_logged_under_them(client, viewer):
    mediator = MediatorFactory()
    held = certificate(mediator=mediator)
    attempt = AttemptFactory(admission__mediator=mediator)
    addresses = [
        mediator.get_absolute_url(),
        held.get_absolute_url(),
        reverse("delivery:attempt-file", args=[attempt.uuid]),
        reverse("mediators:post-end", args=[mediator.person.posts.get().uuid]),
        reverse("mediators:post-add-for", args=[mediator.person.uuid]),
    ]

    for address in addresses:
        assert client.get(address).status_code == 200

    assert [entry.reason for entry in looks().order_by("pk")] == addresses
    assert {entry.person for entry in looks()} == {mediator.person.uuid}


def test_what_was_looked_for_is_not_kept(client, viewer):
    client.get("/office/mediators/", {"q": "周小满", "page": "2"})

    entry = looks().get()
    assert entry.fields == ["page", "q"]
    assert "周小满" not in str(AuditEntry.objects.values())


def test_a_page_that_refreshes_itself_is_logged_once(client, viewer):
    address = reverse("delivery:sitting-live", args=[SittingFactory().uuid])

    for _ in range(3):
        client.get(address, headers={"HX-Request": "true"})
    client.get("/office/mediators/?q=a", headers={"HX-Request": "true"})
    client.get("/office/mediators/?q=b", headers={"HX-Request": "true"})

    assert looks().count() == 3


def test_a_look_costs_one_statement(client, viewer):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get("/office/mediators/")

    about = [q["sql"] for q in asked if "kernel_audit" in q["sql"]]
    assert [sql.split()[0] for sql in about] == ["INSERT"]


def test_what_is_forbidden_or_absent_is_no_look(client, viewer):
    assert client.get("/office/mediators/nobody/").status_code == 404

    assert not looks().exists()


@pytest.mark.parametrize("role", ["administrator", "inspector"])
def test_a_look_at_somebody_of_ones_branch_is_logged_once_a_day(
    client, role, monkeypatch
):
    mediator, other = MediatorFactory(), MediatorFactory()
    place = mediator.person.posts.get().organisation
    PostFactory(person=other.person, organisation=place)
    viewer = RoleGrantFactory(organisation=place, role=role).user
    client.force_login(viewer)

    for day in (date(2026, 11, 20), date(2026, 11, 21)):
        monkeypatch.setattr("mediators.access.local_day", lambda _at, day=day: day)
        client.get("/office/mediators/")
        for someone in (mediator, other, mediator):
            assert client.get(someone.get_absolute_url()).status_code == 200

    people = [entry.person for entry in looks().order_by("pk")]
    assert people == [mediator.person.uuid, other.person.uuid] * 2
    assert {entry.actor for entry in looks()} == {viewer}


def test_ones_own_file_is_no_look(client):
    mediator = MediatorFactory()
    place = mediator.person.posts.get().organisation
    grant = RoleGrantFactory(organisation=place, role="administrator")
    Person.objects.filter(pk=mediator.person.pk).update(user=grant.user)
    client.force_login(grant.user)

    assert client.get(mediator.get_absolute_url()).status_code == 200

    assert not looks().exists()
