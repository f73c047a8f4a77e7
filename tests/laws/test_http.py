import pytest
from django.urls import reverse

from laws.operations import set_digest
from tests.factories.laws import ArticleFactory
from tests.factories.mediators import UserFactory


@pytest.fixture
def article():
    return ArticleFactory(number=9)


@pytest.fixture(params=["list", "hits", "statute", "article", "day"])
def address(request, article):
    version = article.version
    return {
        "list": reverse("laws:statute-list"),
        "hits": reverse("laws:statute-list") + "?q=守则",
        "statute": version.get_absolute_url(),
        "article": article.get_absolute_url(),
        "day": reverse("laws:as-of", args=[version.statute.code]) + "?day=1999-01-01",
    }[request.param]


def again(client, address, response):
    return client.get(address, headers={"If-None-Match": response.headers["ETag"]})


def test_a_page_that_says_the_same_is_not_sent_again(client, address):
    first = client.get(address)

    second = again(client, address, first)

    assert (second.status_code, second.content) == (304, b"")
    assert second.headers["ETag"] == first.headers["ETag"]


def test_a_page_that_is_the_same_for_all_visitors_may_be_kept_for_them(client, address):
    response = client.get(address)

    kept = set(response.headers["Cache-Control"].split(", "))
    assert kept == {"public", "no-cache"}
    assert "Cookie" in response.headers["Vary"]


def test_a_page_that_says_something_else_is_sent(client, article, now):
    address = article.get_absolute_url()
    first = client.get(address)
    set_digest(article=article, digest="要守规矩。", actor=UserFactory(), at=now)

    second = again(client, address, first)

    assert second.status_code == 200
    assert "要守规矩。" in second.text


@pytest.mark.parametrize(
    ("cookie", "value"), [("django_language", "en"), ("type_size", "large")]
)
def test_another_language_or_type_size_is_another_page(client, address, cookie, value):
    first = client.get(address)
    client.cookies[cookie] = value

    assert again(client, address, first).status_code == 200


def test_the_page_of_somebody_signed_in_is_kept_nowhere(client, address):
    visited = client.get(address)
    client.force_login(UserFactory())

    response = again(client, address, visited)

    assert response.status_code == 200
    kept = set(response.headers["Cache-Control"].split(", "))
    assert {"no-store", "private"} <= kept
    assert "public" not in kept
    assert "ETag" not in response.headers


def test_what_is_not_there_is_not_kept(client, article):
    response = client.get(article.get_absolute_url() + "9/")

    assert response.status_code == 404
    assert "ETag" not in response.headers
