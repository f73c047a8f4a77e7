import pytest
from django.contrib.auth.models import AnonymousUser

from laws import uses
from tests.factories.laws import ArticleFactory


@pytest.fixture
def two_kinds(monkeypatch):
    """Two apps above: one that knows of every article, one that asks who looks."""
    monkeypatch.setattr(uses, "_kinds", {})

    def for_all(articles, _viewer):
        return {
            article: [uses.Use("第一课", "/first/", "课程")] for article in articles
        }

    def for_some(articles, viewer):
        shown = [uses.Use("题库", "/bank/", count=3), uses.Use("另库", "/other/")]
        return dict.fromkeys(articles, shown) if viewer.is_authenticated else {}

    uses.add(uses.Kind("asked", 20, "试题", for_some, "{} 道题".format))
    uses.add(uses.Kind("taught", 10, "讲解", for_all, "{} 节课".format))


def test_what_rests_on_an_article_comes_kind_by_kind_with_its_count(
    two_kinds, admin_user
):
    found = uses.of([7], admin_user)

    assert [(used.title, used.words) for used in found[7]] == [
        ("讲解", "1 节课"),
        ("试题", "4 道题"),
    ]


def test_a_kind_that_knows_nothing_for_this_person_is_left_out(two_kinds):
    found = uses.of([7], AnonymousUser())

    assert [used.words for used in found[7]] == ["1 节课"]


def test_an_article_names_them_and_its_statute_how_many(client, two_kinds):
    article = ArticleFactory(number=9)

    alone = client.get(article.get_absolute_url()).text
    whole = client.get(article.version.get_absolute_url()).text

    assert '<a href="/first/" >第一课</a>' in alone
    assert '<a href="9/#uses"><span>1 节课</span></a>' in whole
    assert "/first/" not in whole


def test_an_article_on_which_nothing_rests_has_no_such_part(client):
    article = ArticleFactory()

    for address in (article.get_absolute_url(), article.version.get_absolute_url()):
        assert "law-uses" not in client.get(address).text
        assert "law-counts" not in client.get(address).text
