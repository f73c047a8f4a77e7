from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page

from laws.models import Article
from lms.kernel.clock import local_day
from mediators.models import RoleGrant
from tests.factories.laws import ArticleFactory
from tests.factories.mediators import RoleGrantFactory, UserFactory


def in_studio(user):
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


@pytest.fixture
def editor(client):
    """Somebody who writes in the Studio and has no role."""
    user = in_studio(UserFactory())
    client.force_login(user)
    return user


@pytest.fixture
def trainer(client):
    user = in_studio(RoleGrantFactory(role=RoleGrant.Role.TRAINER).user)
    client.force_login(user)
    return user


@pytest.fixture
def reviewer(client):
    """Somebody who publishes what others write."""
    user = in_studio(RoleGrantFactory(role=RoleGrant.Role.TRAINER).user)
    publishers = Group.objects.create(name="审核")
    publish = Permission.objects.get(codename="publish_page")
    GroupPagePermission.objects.create(
        group=publishers, page=Page.get_first_root_node(), permission=publish
    )
    user.groups.add(publishers)
    client.force_login(user)
    return user


@pytest.fixture
def article():
    return ArticleFactory(
        number=9,
        text="调解员由村民会议推选产生。",
        version__statute__title="白鹭县调解条例",
    )


@pytest.mark.parametrize(
    "asked", ["白鹭县调解条例第九条", "第九条", "9", "村民会议", "白鹭县调解条例"]
)
def test_an_article_is_chosen_by_number_words_or_statute(
    client, editor, article, asked
):
    ArticleFactory(number=10)

    response = client.get(reverse("article_chooser:choose_results"), {"q": asked})

    assert [row.pk for row in response.context["results"]] == [article.pk]


def test_the_chooser_opens_with_every_article(client, editor, article):
    response = client.get(reverse("article_chooser:choose"))

    assert [row.pk for row in response.context["results"]] == [article.pk]


def test_the_chooser_narrows_to_a_statute(client, editor, article):
    ArticleFactory(number=9)

    response = client.get(
        reverse("article_chooser:choose_results"),
        {"q": "第九条", "statute": article.version.statute_id},
    )

    assert [row.pk for row in response.context["results"]] == [article.pk]


@pytest.mark.parametrize("asked", ["", "9", "调解条例"])
def test_what_is_in_force_comes_first_and_each_says_how_it_stands(
    client, editor, now, asked
):
    today = local_day(now)
    days = {
        "尚未施行": (today + timedelta(days=9), None),
        "已失效": (today - timedelta(days=9), today - timedelta(days=1)),
        "现行有效": (today, None),
    }
    for word, (start, end) in days.items():
        ArticleFactory(
            number=9,
            version__statute__title=f"{word}的调解条例",
            version__promulgated_on=start,
            version__effective_on=start,
            version__repealed_on=end,
        )

    page = client.get(reverse("article_chooser:choose_results"), {"q": asked})

    first = page.text.split("<tbody>")[1]
    found = [
        first.find(f"{word}的调解条例") for word in ("现行有效", "尚未施行", "已失效")
    ]
    assert -1 not in found
    assert found == sorted(found)
    assert all(page.text.count(word) == 2 for word in days)


def test_what_is_not_found_says_how_to_ask(client, editor, article):
    page = client.get(reverse("article_chooser:choose_results"), {"q": "没有这个词"})

    assert "可以只输入条次" in page.text


def test_a_chosen_article_is_named_with_its_version(client, editor, article):
    url = reverse("article_chooser:chosen", args=[article.pk])

    result = client.get(url).json()["result"]

    assert result["title"] == "白鹭县调解条例第九条（2021-01-01）"


@pytest.mark.parametrize("of_each", [1, 5])
def test_choosing_costs_the_same_however_many(
    client, editor, of_each, django_assert_num_queries
):
    ArticleFactory.create_batch(of_each)
    url = reverse("article_chooser:choose_results")
    client.get(url)

    with django_assert_num_queries(8):
        client.get(url)


def test_a_reviewer_explains_an_article_and_its_text_stays(client, reviewer, article):
    url = reverse("digests:edit", args=[article.pk])

    response = client.post(url, {"digest": "大家选。", "text": "不用选。"})

    article.refresh_from_db()
    assert (response.status_code, article.digest) == (302, "大家选。")
    assert article.text == "调解员由村民会议推选产生。"


def test_an_author_explains_nothing_for_it_is_read_at_once(client, trainer, article):
    url = reverse("digests:edit", args=[article.pk])

    client.post(url, {"digest": "大家选。"})

    article.refresh_from_db()
    assert article.digest == ""
    assert url not in client.get(reverse("digests:index")).text


def test_nobody_adds_or_deletes_a_law_in_the_studio(client, trainer, article):
    for url in (
        reverse("digests:delete", args=[article.pk]),
        reverse("statutes:delete", args=[article.version.statute_id]),
        reverse("statutes:add"),
    ):
        client.post(url, {"title": "甲"})

    assert list(Article.objects.all()) == [article]


@pytest.mark.parametrize("name", ["statutes", "digests"])
def test_an_editor_reads_the_lists(client, editor, article, name):
    response = client.get(reverse(f"{name}:index"))

    assert response.status_code == 200
    assert article.version.statute.title in response.content.decode()


def test_digests_are_searched_like_articles(client, trainer, article):
    ArticleFactory(number=10)

    response = client.get(reverse("digests:index"), {"q": "白鹭县调解条例第九条"})

    assert [row.pk for row in response.context["object_list"]] == [article.pk]


def test_an_editor_looks_at_a_statute(client, editor, article):
    url = reverse("statutes:inspect", args=[article.version.statute_id])

    assert "白鹭县调解条例" in client.get(url).content.decode()
