"""One search: lessons and the law, from the first page to a lesson."""

import pytest

from tests.factories.courses import LessonFactory
from tests.factories.laws import ArticleFactory
from tests.factories.mediators import UserFactory

SEARCH = "/search/"


@pytest.fixture
def lesson():
    return LessonFactory(
        title="谈成以后",
        revised=True,
        body=[("text", "<p>三十天里一起去法院做<b>司法确认</b>。</p>")],
    )


@pytest.fixture
def article():
    return ArticleFactory(
        number=33,
        text="可以共同向人民法院申请司法确认。",
        version__statute__title="人民调解法",
        version__statute__short_title="人民调解法",
    )


def test_words_find_lessons_and_articles_and_are_marked(client, lesson, article):
    page = client.get(SEARCH, {"q": "司法确认"})

    assert [each.lesson for each in page.context["lessons"]] == [lesson]
    assert list(page.context["articles"]) == [article]
    assert page.text.count("<mark>司法确认</mark>") == 2


def test_a_number_finds_its_article_and_the_lessons_that_cite_it(client, article):
    teaching = LessonFactory(
        revised=True, body=[("citation", {"article": article, "note": ""})]
    )

    page = client.get(SEARCH, {"q": "人民调解法第三十三条"})

    assert list(page.context["articles"]) == [article]
    assert [each.lesson for each in page.context["lessons"]] == [teaching]


@pytest.mark.parametrize("words", ["", "   "])
def test_nothing_to_look_for_shows_the_form_alone(client, db, words):
    page = client.get(SEARCH, {"q": words})

    assert page.status_code == 200
    assert "lessons" not in page.context


@pytest.mark.parametrize("words", ["没有这样的话", "<script>", "%", "'\"", "第零条"])
def test_what_is_nowhere_is_answered_in_words(client, lesson, words):
    page = client.get(SEARCH, {"q": words})

    assert "没有课讲到它" in page.text
    assert "<script>alert" not in page.text


def test_a_draft_is_found_by_nobody(client, db):
    LessonFactory(title="还没写完", live=False)
    client.force_login(UserFactory())

    assert client.get(SEARCH, {"q": "还没写完"}).context["lessons"] == []


@pytest.mark.parametrize("many", [1, 8])
def test_a_search_costs_the_same_however_much_it_finds(
    client, many, django_assert_num_queries
):
    for number in range(many):
        LessonFactory(title=f"司法确认{number}", revised=True)
        ArticleFactory(text=f"司法确认{number}。")
    client.get(SEARCH, {"q": "司法确认"})

    with django_assert_num_queries(5):
        client.get(SEARCH, {"q": "司法确认"})
