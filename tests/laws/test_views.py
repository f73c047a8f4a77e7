from datetime import date

import pytest
from django.urls import reverse

from laws.models import Version
from tests.factories.laws import ArticleFactory, StatuteFactory, VersionFactory
from tests.factories.mediators import RoleGrantFactory, UserFactory

LONG_AGO, LATER = date(2001, 1, 1), date(2021, 1, 1)
FAR_AWAY = date(2999, 1, 1)


def text_of(response):
    return response.content.decode()


@pytest.fixture
def old():
    """The version of 2001 of a statute that was rewritten in 2021."""
    return VersionFactory(
        statute__code="调解条例",
        statute__title="白鹭县调解条例",
        promulgated_on=LONG_AGO,
        effective_on=LONG_AGO,
        repealed_on=LATER,
    )


@pytest.fixture
def new(old):
    return VersionFactory(statute=old.statute, effective_on=LATER)


def test_the_list_leads_to_the_version_in_force(client, old, new):
    VersionFactory(
        statute=StatuteFactory(title="白鹭县新条例", code="新条例"),
        effective_on=FAR_AWAY,
    )

    page = text_of(client.get(reverse("laws:statute-list")))

    assert new.get_absolute_url() in page
    assert old.get_absolute_url() not in page
    assert page.count("tag-leaf") == 1
    assert page.count("tag-amber") == 1


@pytest.mark.parametrize("is_signed_in", [True, False])
def test_who_is_signed_in_keeps_the_places_of_the_classroom(client, is_signed_in):
    if is_signed_in:
        client.force_login(UserFactory())

    page = text_of(client.get(reverse("laws:statute-list")))

    assert ('class="bottom-bar"' in page) is is_signed_in


def test_the_list_says_that_there_is_nothing_yet(client):
    assert "import_laws" in text_of(client.get(reverse("laws:statute-list")))


@pytest.mark.parametrize("asked", ["白鹭县调解条例第九条", "九", "推选产生"])
def test_a_visitor_finds_an_article(client, new, asked):
    article = ArticleFactory(version=new, number=9, text="调解员由推选产生。")
    ArticleFactory(version=new, number=10)

    response = client.get(reverse("laws:statute-list"), {"q": asked})

    assert list(response.context["page_obj"]) == [article]
    assert article.get_absolute_url() in text_of(response)


def test_a_digest_stands_in_for_a_text_that_is_not_here(client, new):
    article = ArticleFactory(version=new, text="", digest="谈成了可以去法院确认。")

    hits = client.get(reverse("laws:statute-list"), {"q": "法院确认"})
    pages = [new.get_absolute_url(), article.get_absolute_url()]
    outlined = [client.get(page).context["is_outline"] for page in pages]
    ArticleFactory(version=new, text="经人民调解委员会调解达成调解协议的……")

    assert "谈成了可以去<mark>法院确认</mark>。" in text_of(hits)
    assert outlined == [True, True]
    assert not client.get(new.get_absolute_url()).context["is_outline"]


def test_who_can_see_to_a_missing_text_is_told_how(client, new):
    article = ArticleFactory(version=new, text="", digest="谈成了可以去法院确认。")
    platform = RoleGrantFactory(role="platform").user
    pages = [new.get_absolute_url(), article.get_absolute_url()]

    def told(user):
        client.force_login(user)
        return ["import_laws" in text_of(client.get(page)) for page in pages]

    assert told(platform) == [True, True]
    assert told(UserFactory()) == [False, False]


def test_a_visitor_is_told_when_nothing_is_found(client, new):
    response = client.get(reverse("laws:statute-list"), {"q": "飞行器"})

    assert 'class="empty"' in text_of(response)


def test_many_hits_come_in_pages(client, new):
    for number in range(1, 24):
        ArticleFactory(version=new, number=number)

    response = client.get(reverse("laws:statute-list"), {"q": "守则", "page": "2"})

    assert len(response.context["page_obj"]) == 3
    assert 'class="pagination"' in text_of(response)


def test_the_address_of_a_statute_leads_to_what_is_in_force(client, old, new):
    response = client.get(new.statute.get_absolute_url())

    assert response.url == new.get_absolute_url()


def test_the_address_of_a_repealed_statute_leads_to_its_last_version(client, old):
    assert client.get(old.statute.get_absolute_url()).url == old.get_absolute_url()


@pytest.mark.parametrize(
    ("dates", "status"),
    [
        ({"effective_on": FAR_AWAY}, Version.Status.NOT_YET),
        ({"effective_on": LATER}, Version.Status.IN_FORCE),
        ({"effective_on": LATER, "repealed_on": FAR_AWAY}, Version.Status.IN_FORCE),
        ({"effective_on": LONG_AGO, "repealed_on": LATER}, Version.Status.REPEALED),
    ],
)
def test_a_version_says_in_words_whether_it_is_in_force(client, dates, status):
    version = VersionFactory(promulgated_on=LONG_AGO, **dates)

    page = text_of(client.get(version.get_absolute_url()))

    assert f"</span>{status.label}</span>" in page


def test_a_version_shows_contents_articles_and_digests(client, new):
    ArticleFactory(version=new, number=1, heading="第一章 总则", digest="要守规矩。")
    ArticleFactory(
        version=new,
        number=2,
        heading="第二章 组织 › 第一节 设立",
        text="应当：\n（一）公正；\n（二）耐心。",
    )
    ArticleFactory(version=new, number=2, suffix=1, heading="第二章 组织 › 第一节 设立")
    new.effective_note = "施行日未核实"
    new.adoption_note = "（2020年10月1日通过）"
    new.preamble = "为了和谐，制定本条例。"
    new.appendix = "附件：样式"
    new.save()

    page = text_of(client.get(new.get_absolute_url()))

    assert page.count('href="#2"') == 4  # the chapter and its section, twice
    assert '<p class="law-item">（一）公正；</p>' in page
    assert 'id="2-1"' in page
    for words in (
        "要守规矩。",
        "施行日未核实",
        "（2020年10月1日通过）",
        "为了和谐，制定本条例。",
        "附件：样式",
    ):
        assert words in page


def test_a_version_names_the_others(client, old, new):
    page = text_of(client.get(new.get_absolute_url()))

    assert old.get_absolute_url() in page


def test_an_article_stands_alone_between_its_neighbours(client, new):
    for number in (8, 9, 10):
        ArticleFactory(version=new, number=number, digest="要守规矩。")
    article = new.articles.get(number=9)

    page = text_of(client.get(article.get_absolute_url()))

    assert "要守规矩。" in page
    assert [label in page for label in ("第八条", "第九条", "第十条")] == [True] * 3
    assert f"{new.get_absolute_url()}#9" in page


@pytest.mark.parametrize(
    "path",
    [
        "/laws/没有/",
        "/laws/没有/2021-01-01/",
        "/laws/调解条例/1999-01-01/",
        "/laws/调解条例/2021-01-01/9/",
        "/laws/调解条例/2021-01-01/九/",
        "/laws/调解条例/2021-01-01/99999999999/",
    ],
)
def test_what_does_not_exist_is_not_found(client, new, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("of_each", [1, 5])
def test_reading_costs_the_same_however_long(
    client, old, new, of_each, django_assert_num_queries
):
    for number in range(1, of_each + 1):
        last = ArticleFactory(version=new, number=number, text="应当：\n（一）公正。")
        VersionFactory()

    costs = {
        reverse("laws:statute-list"): 2,
        reverse("laws:statute-list") + "?q=公正": 2,
        reverse("laws:statute-list") + "?q=公正&status=all": 2,
        new.get_absolute_url(): 4,
        last.get_absolute_url(): 4,
    }

    for url, cost in costs.items():
        client.get(url)
        with django_assert_num_queries(cost):
            client.get(url)


def test_what_was_found_is_marked_in_title_and_excerpt(client, new):
    ArticleFactory(version=new, number=9, text="甲" * 200 + "<经司法确认>")

    page = text_of(client.get(reverse("laws:statute-list"), {"q": "调解条例 司法确认"}))

    assert "白鹭县<mark>调解条例</mark>" in page
    assert "甲&lt;经<mark>司法确认</mark>&gt;</p>" in page


def test_a_number_is_marked_in_the_title(client, new):
    ArticleFactory(version=new, number=9, text="依照第九条办理。")

    page = text_of(client.get(reverse("laws:statute-list"), {"q": "9"}))

    assert "<mark>第九条</mark></a>" in page
    assert "依照第九条办理。" in page


def test_a_search_finds_what_is_in_force_unless_all_is_asked_for(client, old, new):
    then = ArticleFactory(version=old, number=9, text="应当公正。")
    today = ArticleFactory(version=new, number=10, text="应当公正。")
    address = reverse("laws:statute-list")

    found = {
        status: list(
            client.get(address, {"q": "公正", **status_is}).context["page_obj"]
        )
        for status, status_is in {
            "": {},
            "in_force": {"status": "in_force"},
            "all": {"status": "all"},
            "nonsense": {"status": "nonsense"},
        }.items()
    }

    assert found == {
        "": [today],
        "in_force": [today],
        "all": [today, then],
        "nonsense": [today],
    }


def test_who_finds_nothing_in_force_may_search_in_all(client, old):
    ArticleFactory(version=old, text="应当公正。")

    page = text_of(client.get(reverse("laws:statute-list"), {"q": "公正"}))

    assert 'href="?q=%E5%85%AC%E6%AD%A3&amp;status=all"' in page


def test_an_article_says_how_to_cite_it(client, settings, new):
    settings.BASE_URL = "https://xuetang.example"
    article = ArticleFactory(version=new, number=9, suffix=1)

    page = text_of(client.get(article.get_absolute_url()))

    assert "<p>《白鹭县调解条例》第九条之一（2021年1月1日起施行）</p>" in page
    assert f"https://xuetang.example{article.get_absolute_url()}</p>" in page
    assert 'role="status"' in page
    assert "hidden" in page[page.index("data-copy") :][:200]


def test_a_title_within_a_title_is_cited_in_single_brackets():
    article = ArticleFactory(
        version__statute__title="关于适用《民法典》的解释（一）", number=3
    )

    assert article.citation == (
        "《关于适用〈民法典〉的解释（一）》第三条（2021年1月1日起施行）"
    )


def test_a_long_statute_is_a_small_page(client, new):
    for number in range(1, 145):
        ArticleFactory(version=new, number=number)

    page = client.get(new.get_absolute_url())

    assert len(page.content) / 144 < 600
