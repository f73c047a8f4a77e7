import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import override

from courses import citing, operations
from tests.factories.courses import CourseFactory, LessonFactory
from tests.factories.laws import ArticleFactory
from tests.factories.mediators import UserFactory


@pytest.fixture
def cite(django_capture_on_commit_callbacks):
    """Write a lesson that cites articles; who cites whom is noted after commit."""

    def write(*articles, **options):
        body = [("citation", {"article": each, "note": ""}) for each in articles]
        with django_capture_on_commit_callbacks(execute=True):
            return LessonFactory(body=body, **options)

    return write


@pytest.fixture
def article():
    return ArticleFactory(number=9)


@pytest.fixture
def reader():
    return UserFactory()


def titles(article, viewer):
    found = citing.lessons_citing([article.pk], viewer)
    return [(use.label, use.note) for use in found.get(article.pk, [])]


def test_a_lesson_is_named_once_however_often_it_cites(cite, article, reader):
    course = CourseFactory(title="邻里纠纷")
    lesson = cite(article, article, parent=course, title="一堵墙")
    cite(ArticleFactory(), title="别的")

    found = citing.lessons_citing([article.pk], reader)

    (use,) = found[article.pk]
    assert (use.label, use.note, use.url) == ("一堵墙", "邻里纠纷", lesson.url)


def test_lessons_stand_in_the_order_of_their_course(cite, article, reader):
    course = CourseFactory(title="邻里纠纷")
    for title in ("一堵墙", "一棵树"):
        cite(article, parent=course, title=title)

    assert titles(article, reader) == [("一堵墙", "邻里纠纷"), ("一棵树", "邻里纠纷")]


def test_who_is_not_signed_in_is_led_to_the_course(cite, article):
    lesson = cite(article)

    (use,) = citing.lessons_citing([article.pk], AnonymousUser())[article.pk]

    assert use.url == lesson.get_parent().url


def test_what_is_not_published_is_not_named(cite, article, reader):
    cite(article, live=False)
    cite(article, parent=CourseFactory(live=False))

    assert titles(article, reader) == []


def test_a_draft_of_a_published_lesson_does_not_cite_yet(
    cite, article, reader, django_capture_on_commit_callbacks
):
    lesson = cite(title="一堵墙")
    lesson.body = [("citation", {"article": article, "note": ""})]
    with django_capture_on_commit_callbacks(execute=True):
        revision = lesson.save_revision()
    drafted = titles(article, reader)
    with django_capture_on_commit_callbacks(execute=True):
        revision.publish()

    assert drafted == []
    assert [title for title, _course in titles(article, reader)] == ["一堵墙"]


def test_the_reader_names_the_lessons_of_an_article(client, cite, article):
    lesson = cite(article, title="<一堵墙>")

    alone = client.get(article.get_absolute_url()).text
    whole = client.get(article.version.get_absolute_url()).text

    assert f'<a href="{lesson.get_parent().url}" >&lt;一堵墙&gt;</a>' in alone
    assert "<span>1 节课</span>" in whole


@pytest.mark.parametrize("of_each", [1, 144])
def test_it_costs_two_queries_however_many_articles(
    cite, reader, article, of_each, django_assert_num_queries
):
    others = [
        ArticleFactory(version=article.version, number=n + 20) for n in range(of_each)
    ]
    for _ in range(min(of_each, 5)):
        cite(article, *others)
    keys = [article.pk, *[each.pk for each in others]]
    citing.lessons_citing(keys, reader)

    with django_assert_num_queries(2):
        found = citing.lessons_citing(keys, reader)

    assert found.keys() == set(keys)


def test_a_translated_lesson_is_named_once_in_the_readers_language(
    cite, article, reader, now, django_capture_on_commit_callbacks
):
    lesson = cite(article, title="一堵墙")
    with django_capture_on_commit_callbacks(execute=True):
        operations.publish_translation(
            page=lesson.get_parent().specific, language="en", at=now, title="A wall"
        )
        operations.publish_translation(
            page=lesson, language="en", at=now, title="The wall"
        )

    assert [title for title, _course in titles(article, reader)] == ["一堵墙"]
    with override("en"):
        assert titles(article, reader) == [("The wall", "A wall")]


def test_what_a_published_lesson_cites_is_found_in_one_query(
    cite, article, django_assert_num_queries
):
    lesson = cite(article, article, ArticleFactory())
    cite(ArticleFactory())
    citing.articles_cited_by(lesson)

    with django_assert_num_queries(1):
        found = list(citing.articles_cited_by(lesson))

    assert len(found) == 2
    assert article in found


@pytest.fixture
def chosen_from(client, branch, let_in):
    """Return what the chooser of articles offers, by the statute."""
    client.force_login(let_in(branch))

    def chosen_from(asked):
        page = client.get(reverse("article_chooser:choose_results"), {"q": asked})
        return [row.version.statute.title for row in page.context["results"]]

    return chosen_from


@pytest.mark.parametrize("asked", ["", "9", "条例"])
def test_the_chooser_begins_with_the_statute_that_most_published_lessons_cite(
    cite, chosen_from, asked
):
    by_title = ("个人信息条例", "农村土地条例", "调解条例")
    seldom, _never, often = (
        ArticleFactory(number=9, version__statute__title=title) for title in by_title
    )
    cite(seldom, seldom, seldom)
    cite(often)
    cite(often)

    assert chosen_from(asked) == ["调解条例", "个人信息条例", "农村土地条例"]


def test_what_is_not_published_does_not_bring_a_statute_forward(cite, chosen_from):
    ArticleFactory(number=9, version__statute__title="个人信息条例")
    cite(ArticleFactory(number=9, version__statute__title="调解条例"), live=False)

    assert chosen_from("9") == ["个人信息条例", "调解条例"]
