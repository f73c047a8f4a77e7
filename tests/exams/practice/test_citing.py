import pytest
from django.contrib.auth.models import AnonymousUser

from exams.practice import citing, operations
from tests.factories.laws import ArticleFactory
from tests.factories.mediators import UserFactory
from tests.factories.practice import PracticeQuestionFactory


@pytest.fixture
def article():
    return ArticleFactory(number=9)


@pytest.fixture
def reader():
    return UserFactory()


def told(article, viewer):
    found = citing.questions_on([article.pk], viewer)
    return [(use.label, use.url) for use in found.get(article.pk, [])]


def test_a_reader_is_led_to_practise_an_article(client, article, reader):
    PracticeQuestionFactory(articles=[article])
    PracticeQuestionFactory(articles=[article, ArticleFactory()])
    PracticeQuestionFactory()
    address = f"/practice/?article={article.pk}"

    assert told(article, reader) == [("练习 2 题", address)]
    client.force_login(reader)
    assert (
        f'<a href="{address}" >练习 2 题</a>'
        in client.get(article.get_absolute_url()).text
    )
    assert "练习 2 题" in client.get(article.version.get_absolute_url()).text


def test_a_visitor_is_told_of_no_practice(client, article):
    PracticeQuestionFactory(articles=[article])

    assert told(article, AnonymousUser()) == []
    assert "练习" not in client.get(article.get_absolute_url()).text


def test_what_is_not_offered_is_not_counted(article, reader, now):
    question = PracticeQuestionFactory(articles=[article])
    operations.withdraw(question=question, reason="讲错了", by=reader, at=now)
    gone = ArticleFactory(version__repealed_on="2022-01-01")
    PracticeQuestionFactory(articles=[article, gone])

    assert told(article, reader) == []


@pytest.mark.parametrize("of_each", [1, 144])
def test_it_costs_one_query_however_many_articles(
    reader, article, of_each, django_assert_num_queries
):
    others = [
        ArticleFactory(version=article.version, number=n + 20) for n in range(of_each)
    ]
    PracticeQuestionFactory(articles=others)
    keys = [each.pk for each in others]

    with django_assert_num_queries(1):
        found = citing.questions_on(keys, reader)
    with django_assert_num_queries(0):
        assert citing.questions_on(keys, AnonymousUser()) == {}

    assert found.keys() == set(keys)
