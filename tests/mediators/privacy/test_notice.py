"""Nobody uses the site before having read how their data are handled."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lms.kernel.models import AuditEntry
from mediators.privacy import operations
from mediators.privacy.models import Acknowledgement, NoticeVersion
from tests.factories.mediators import UserFactory
from tests.mediators.privacy.conftest import PARTS

READ = "/me/notice/"


@pytest.fixture
def user(client):
    user = UserFactory()
    client.force_login(user)
    return user


def publish(now, django_capture_on_commit_callbacks, **changes):
    with django_capture_on_commit_callbacks(execute=True):
        return operations.publish_notice(parts={**PARTS, **changes}, at=now, actor=None)


# -- operations


def test_versions_are_numbered_in_turn(notice, now):
    again = operations.publish_notice(parts=PARTS, at=now, actor=None)

    assert (notice.number, again.number) == (1, 2)


def test_a_notice_without_a_contact_is_refused(now):
    with pytest.raises(operations.PartMissing) as refusal:
        operations.publish_notice(parts={**PARTS, "contact": " "}, at=now, actor=None)

    assert "第十七条" in str(refusal.value)
    assert not NoticeVersion.objects.exists()


def test_a_published_version_never_changes(notice):
    with pytest.raises(IntegrityError), transaction.atomic():
        NoticeVersion.objects.update(rights="无")


def test_reading_twice_is_recorded_once(notice, now):
    reader = UserFactory()

    first = operations.acknowledge(user=reader, number=1, at=now)
    again = operations.acknowledge(user=reader, number=1, at=now)

    assert first == again
    assert AuditEntry.objects.filter(action="notice.acknowledged").count() == 1


def test_what_is_no_longer_in_force_is_not_acknowledged(notice, now):
    operations.publish_notice(parts=PARTS, at=now, actor=None)

    with pytest.raises(operations.NoticeReplaced):
        operations.acknowledge(user=UserFactory(), number=1, at=now)


def test_without_a_notice_there_is_nothing_to_acknowledge(now):
    with pytest.raises(operations.NoNotice):
        operations.acknowledge(user=UserFactory(), number=1, at=now)


# -- before first use


def test_nothing_is_asked_where_no_notice_is_published(client, user):
    assert client.get("/me/").status_code == 200
    assert client.get(READ).status_code == 302


def test_whoever_has_not_read_it_is_sent_to_it_and_back(client, user, notice):
    sent = client.get("/me/?a=1")
    page = client.get(sent.url)
    back = client.post(READ, {"number": 1, "next": "/me/?a=1"})

    assert sent.url == "/me/notice/?next=%2Fme%2F%3Fa%3D1"
    assert (page.status_code, "云溪区司法局" in page.content.decode()) == (200, True)
    assert back.url == "/me/?a=1"
    assert client.get("/me/").status_code == 200
    assert Acknowledgement.objects.get().user == user


def test_a_new_version_is_asked_for_again(
    client, user, notice, now, django_capture_on_commit_callbacks
):
    client.post(READ, {"number": 1})
    publish(now, django_capture_on_commit_callbacks)

    assert client.get("/me/").status_code == 302


def test_who_read_it_on_another_device_is_not_asked_again(client, user, notice, now):
    operations.acknowledge(user=user, number=1, at=now)

    assert client.get("/me/").status_code == 200
    assert client.session["notice"] == 1


def test_a_page_costs_no_query_more_once_it_was_read(
    client, user, now, django_assert_num_queries, django_capture_on_commit_callbacks
):
    with CaptureQueriesContext(connection) as before:
        client.get("/me/")
    cost = len(before)
    publish(now, django_capture_on_commit_callbacks)
    client.post(READ, {"number": 1})
    client.get("/me/")

    with django_assert_num_queries(cost):
        client.get("/me/")


@pytest.mark.parametrize(
    "address", ["/privacy/", READ, "/account/logout/", "/healthz", "/verify/"]
)
def test_what_is_open_before_it_was_read(client, user, notice, address):
    assert client.get(address).status_code in {200, 503}


def test_what_is_posted_before_it_was_read_changes_nothing(client, user, notice):
    response = client.post("/me/data/ask/", {"kind": "copy"})

    assert response.url == READ


def test_a_fragment_is_answered_with_a_redirection_of_the_whole_page(
    client, user, notice
):
    response = client.get("/me/", headers={"HX-Request": "true"})

    assert (response.status_code, response["HX-Redirect"]) == (200, READ)


def test_strangers_read_pages_as_ever(client, notice):
    assert client.get("/privacy/").status_code == 200
    assert client.get("/laws/").status_code == 200


@pytest.mark.parametrize("number", ["", "x", "2"])
def test_a_number_that_is_not_in_force_is_refused_on_the_page(
    client, user, notice, number
):
    response = client.post(READ, {"number": number, "next": "https://elsewhere.test/"})

    assert response.status_code == 200
    assert not Acknowledgement.objects.exists()
    assert "elsewhere" not in response.content.decode()


def test_the_page_says_that_it_was_read(client, user, notice, now):
    operations.acknowledge(user=user, number=1, at=now)

    assert 'name="number"' not in client.get(READ).content.decode()


# -- the public page, and the Office


def test_the_public_page_says_that_no_notice_is_published(client):
    assert 'class="empty"' in client.get("/privacy/").content.decode()


def test_the_public_page_names_the_contact_and_leads_to_ones_data(
    client, user, notice, now
):
    operations.acknowledge(user=user, number=1, at=now)

    page = client.get("/privacy/").content.decode()

    assert "0531-00000000" in page
    assert reverse("privacy:data") in page


def test_a_platform_administrator_publishes(client, platform):
    client.force_login(platform)
    empty = client.get("/office/privacy/notice/").content.decode()
    form = client.get("/office/privacy/notice/new/")
    response = client.post("/office/privacy/notice/new/", PARTS)

    assert ('class="empty"' in empty, form.status_code) == (True, 200)
    assert response.url == "/office/privacy/notice/"
    assert NoticeVersion.objects.get().published_by == platform


def test_the_next_version_starts_from_the_last(client, platform, notice, now):
    operations.acknowledge(user=platform, number=1, at=now)
    client.force_login(platform)

    assert "0531-00000000" in client.get("/office/privacy/notice/new/").content.decode()
    assert "0531-00000000" in client.get("/office/privacy/notice/").content.decode()


def test_what_is_missing_comes_back_with_what_was_typed(client, platform):
    client.force_login(platform)

    blank = client.post("/office/privacy/notice/new/", {**PARTS, "rights": ""})

    assert blank.status_code == 200
    assert "0531-00000000" in blank.content.decode()
    assert not NoticeVersion.objects.exists()


@pytest.mark.parametrize("who", ["administrator", "inspector", "stranger"])
def test_only_a_platform_administrator_writes_it(client, request, who):
    client.force_login(request.getfixturevalue(who))

    assert client.get("/office/privacy/notice/").status_code == 404
    assert client.post("/office/privacy/notice/new/", PARTS).status_code == 404
    assert not NoticeVersion.objects.exists()


def test_the_office_tells_that_there_is_no_notice(client, platform):
    client.force_login(platform)

    assert "尚未发布个人信息处理告知书" in client.get("/office/").content.decode()
