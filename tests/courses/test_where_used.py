"""Where an article is used, as an author of the Studio sees it."""

import re

import pytest
from django.urls import reverse

from courses import citing
from courses.models import Lesson
from laws import uses
from tests.factories.courses import CourseFactory, LessonFactory
from tests.factories.laws import ArticleFactory


@pytest.fixture
def article():
    return ArticleFactory(number=9)


@pytest.fixture
def course(branch):
    return CourseFactory(parent=branch, title="邻里纠纷调解")


@pytest.fixture
def theirs(other_branch):
    return CourseFactory(parent=other_branch, title="别处的课")


#: As counted, and not as the pages of a list are.
ONE_PAGE = re.compile(r"(?<![第共] )1 页")


def citation(article):
    return ("citation", {"article": article, "note": ""})


@pytest.fixture
def cite(django_capture_on_commit_callbacks):
    """Write a lesson that cites; who cites whom is noted after commit."""

    def cite(article, **fields):
        fields.setdefault("body", [citation(article)])
        with django_capture_on_commit_callbacks(execute=True):
            return LessonFactory(**fields)

    return cite


def write_on(lesson, *articles):
    """Cite in a draft what the published text does not."""
    lesson.body.extend(citation(each) for each in articles)
    lesson.save_revision()


def shown(article, author):
    found = citing.pages_citing([article.pk], author)
    return [(use.label, use.note) for use in found.get(article.pk, [])]


def test_pages_are_named_with_their_state_published_or_not(
    cite, article, course, trainer
):
    cite(article, parent=course, title="发布的")
    cite(article, parent=course, title="没发布的", live=False)

    assert shown(article, trainer) == [
        ("发布的", "已发布"),
        ("没发布的", "草稿，尚未发布"),
    ]


def test_what_a_published_page_cites_in_its_draft_alone_is_named(
    cite, article, course, trainer
):
    lesson = cite(
        ArticleFactory(number=10), parent=course, title="一堵墙", revised=True
    )
    write_on(lesson, article)

    assert shown(article, trainer) == [("一堵墙", "已发布，另有修改未发布")]


def test_an_article_compared_with_another_is_used(cite, article, course, trainer):
    newer = ArticleFactory(number=9)
    value = {"old": article, "new": newer, "note": "变了。"}
    cite(article, parent=course, title="一堵墙", body=[("comparison", value)])

    assert shown(article, trainer) == shown(newer, trainer) == [("一堵墙", "已发布")]


@pytest.mark.parametrize("live", [True, False])
def test_another_branch_hears_of_no_page(cite, article, theirs, trainer, live):
    lesson = cite(article, parent=theirs, title="别处的墙", live=live, revised=live)
    write_on(lesson, article)

    assert shown(article, trainer) == []


def test_the_reader_of_statutes_hears_of_no_draft(cite, article, course, trainer):
    cite(article, parent=course, title="没发布的", live=False)

    assert uses.of([article.pk], trainer) == {}
    assert article.pk in uses.of([article.pk], trainer, for_authors=True)


@pytest.fixture
def cited(cite, article, course):
    cite(article, parent=course, title="一堵墙")
    return article


@pytest.fixture
def cited_elsewhere(cite, article, theirs):
    cite(article, parent=theirs, title="别处的墙")
    return article


@pytest.mark.parametrize(
    "address", ["/studio/digests/inspect/{article}/", "/studio/digests/"]
)
def test_the_pages_of_an_article_lead_to_where_it_is_used(
    client, cited, trainer, address
):
    client.force_login(trainer)

    page = client.get(address.format(article=cited.pk))

    assert ONE_PAGE.search(page.text)
    if "inspect" in address:
        edit = reverse("wagtailadmin_pages:edit", args=[Lesson.objects.get().pk])
        assert f'href="{edit}"' in page.text


def test_a_statute_lists_its_articles_on_which_something_rests(
    client, cite, article, course, trainer
):
    statute = article.version.statute
    ArticleFactory(number=10, version=article.version)
    cite(article, parent=course)
    client.force_login(trainer)

    page = client.get(reverse("statutes:inspect", args=[statute.pk]))

    assert [each.label for each in page.context["resting"]] == ["第九条"]
    assert ONE_PAGE.search(page.text)


def test_nothing_that_rests_is_said_in_words(client, article, trainer):
    client.force_login(trainer)

    statute = client.get(reverse("statutes:inspect", args=[article.version.statute_id]))
    alone = client.get(reverse("digests:inspect", args=[article.pk]))

    assert "都还没有引用这部法律" in statute.text
    assert "都还没有引用这一条" in alone.text


@pytest.mark.parametrize(
    "address",
    [
        "/studio/digests/",
        "/studio/digests/inspect/{article}/",
        "/studio/digests/usage/{article}/",
        "/studio/digests/edit/{article}/",
        "/studio/statutes/inspect/{statute}/",
    ],
)
def test_no_page_of_the_law_counts_or_names_what_is_another_branchs(
    client, cited_elsewhere, trainer, address
):
    client.force_login(trainer)
    statute = cited_elsewhere.version.statute_id

    page = client.get(
        address.format(article=cited_elsewhere.pk, statute=statute), follow=True
    )

    assert page.status_code == 200
    assert ONE_PAGE.search(page.text) is None
    words = ("别处的墙", "别处的课", "课时", "引用次数", "被引用了")
    assert [each for each in words if each in page.text] == []


@pytest.fixture
def many(request, cite, article, course):
    for _each in range(request.param):
        lesson = cite(article, parent=course, revised=True)
        write_on(lesson, article)


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("many", [1, 5], indirect=True)
def test_where_it_is_used_costs_the_same_however_often(
    article, trainer, django_assert_num_queries
):
    citing.pages_citing([article.pk], trainer)

    with django_assert_num_queries(4):
        citing.pages_citing([article.pk], trainer)
