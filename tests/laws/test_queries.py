import pytest

from laws import queries
from tests.factories.laws import ArticleFactory, VersionFactory


@pytest.fixture
def law():
    return VersionFactory(
        statute__title="中华人民共和国试行调解法", statute__short_title="试行调解法"
    )


@pytest.mark.parametrize(
    "words",
    [
        "试行调解法第九条之一",
        "《试行调解法》第九条之一",
        "中华人民共和国试行调解法 第九条之一",
        "试行调解法第9条之1",
        "试行调解法9-1",
        "《试行调解法》 9-1条",
        "试行调解法 ９-1",
        "第九条之一第二款",
        "九之一",
        "9-1",
        "推选 调解法",
    ],
)
def test_an_article_is_found_by_how_people_name_it(law, words):
    ArticleFactory(version=law, number=9)
    article = ArticleFactory(version=law, number=9, suffix=1, text="推选产生。")

    assert list(queries.find_article(words)) == [article]


@pytest.mark.parametrize("words", ["第十百条", "第九条规定", "飞行器"])
def test_nothing_is_found_by_what_names_nothing(law, words):
    ArticleFactory(version=law, number=9)

    assert list(queries.find_article(words)) == []


def test_words_that_end_with_a_number_may_be_words_of_the_text(law):
    ArticleFactory(version=law, number=9)
    article = ArticleFactory(version=law, number=10, text="自 2011 年起施行的制度。")

    assert list(queries.find_article("制度 2011")) == [article]


def test_what_is_in_force_is_found_first(law):
    repealed = VersionFactory(repealed_on=law.effective_on.replace(year=2024))
    ArticleFactory(version=repealed, number=9)
    standing = ArticleFactory(version=law, number=9)

    assert queries.find_article("第九条").first() == standing
