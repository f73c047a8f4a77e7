import pytest

from lms.kernel import offers
from lms.kernel.offers import Offer


@pytest.fixture(autouse=True)
def _nothing_offered(monkeypatch):
    monkeypatch.setattr(offers, "_finds", {})


def test_a_page_shows_what_apps_above_offer_for_what_it_is_about():
    offers.add("a.page", "one", lambda viewer, *, of: [Offer(f"{viewer} {of}", "/one")])
    offers.add("a.page", "none", lambda _viewer, **_about: [])
    offers.add("a.page", "two", lambda _viewer, **_about: [Offer("二", "/two")])
    offers.add("another.page", "three", lambda _viewer, **_about: [Offer("三", "/3")])

    found = offers.of("a.page", "somebody", of="something")

    assert found == [Offer("somebody something", "/one"), Offer("二", "/two")]


def test_the_same_name_replaces_and_a_page_nobody_knows_shows_nothing():
    offers.add("a.page", "one", lambda _viewer, **_about: [Offer("旧", "/old")])
    offers.add("a.page", "one", lambda _viewer, **_about: [Offer("新", "/new")])

    assert offers.of("a.page", None) == [Offer("新", "/new")]
    assert offers.of("no.page", None) == []
