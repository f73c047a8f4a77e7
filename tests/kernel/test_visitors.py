"""A visitor's page is made once for all of them, and bears nothing of any."""

import pytest
from django.urls import reverse

from tests.factories.courses import CourseFactory, LessonFactory
from tests.factories.mediators import UserFactory


@pytest.fixture
def course(db):
    return LessonFactory(title="一张方桌").get_parent().specific


@pytest.fixture(params=["home", "catalogue", "branch", "course"])
def address(request, course):
    return {
        "home": "/",
        "catalogue": reverse("courses:catalogue"),
        "branch": course.get_parent().url,
        "course": course.url,
    }[request.param]


def test_the_next_visitor_costs_no_query(client, address, django_assert_num_queries):
    first = client.get(address)

    with django_assert_num_queries(0):
        second = client.get(address)

    assert second.status_code == first.status_code == 200
    assert second.content == first.content


def test_it_sets_no_cookie_and_bears_no_token(client, address):
    response = client.get(address)

    assert not response.cookies
    assert b"csrf" not in response.content
    assert "Cookie" in response.headers["Vary"]
    kept = set(response.headers["Cache-Control"].split(", "))
    assert kept == {"public", "no-cache"}


def test_it_is_not_sent_again_while_it_is_the_same(client, address):
    first = client.get(address)

    second = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert (second.status_code, second.content) == (304, b"")


def test_somebody_signed_in_gets_a_page_of_their_own(client, address):
    client.get(address)
    client.force_login(UserFactory(name="周䶮"))

    response = client.get(address)

    assert "退出" in response.text
    assert "no-store" in response.headers["Cache-Control"]
    client.logout()
    client.cookies.clear()
    assert "退出" not in client.get(address).text


@pytest.mark.parametrize(
    ("cookie", "value", "shown"),
    [
        ("type_size", "large", 'data-type-size="large"'),
        ("django_language", "en", 'lang="en"'),
    ],
)
def test_how_it_looks_to_one_is_not_how_it_looks_to_another(
    client, address, cookie, value, shown
):
    before = client.get(address).content
    client.cookies[cookie] = value

    assert shown in client.get(address).text
    client.cookies.clear()
    assert client.get(address).content == before


def test_a_new_course_is_seen_at_once(client, course):
    catalogue = reverse("courses:catalogue")
    client.get(catalogue)

    CourseFactory(parent=course.get_parent(), title="𬱖家巷的一课")

    assert "𬱖家巷的一课" in client.get(catalogue).text


def test_what_is_filtered_for_is_made_each_time(client, course):
    catalogue = reverse("courses:catalogue")
    client.get(catalogue)

    assert course.title not in client.get(catalogue, {"words": "没有这样的课"}).text


def test_what_is_said_to_one_visitor_is_not_said_to_the_next(client, course):
    client.cookies["messages"] = "something"

    client.get(course.url)
    client.cookies.clear()

    assert "messages" not in client.get(course.url).cookies


@pytest.mark.parametrize("name", ["type_size", "set_language"])
def test_a_visitor_chooses_without_a_token(name, course):
    from django.test import Client  # noqa: PLC0415 -- one that checks tokens

    client = Client(enforce_csrf_checks=True)
    sent = {"next": course.url, "language": "en"}

    response = client.post(reverse(name), sent)

    assert response.status_code == 302
    assert response.url == course.url
