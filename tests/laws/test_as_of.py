from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.laws import ArticleFactory, StatuteFactory, VersionFactory

CODE = "调解条例"
FIRST, END, NEXT = date(2001, 1, 1), date(2011, 1, 1), date(2021, 1, 1)


@pytest.fixture
def old():
    """The version of 2001 to 2010; from 2011 to 2020 there was none."""
    statute = StatuteFactory(code=CODE, title="白鹭县调解条例")
    return VersionFactory(
        statute=statute, promulgated_on=FIRST, effective_on=FIRST, repealed_on=END
    )


@pytest.fixture
def new(old):
    return VersionFactory(statute=old.statute, promulgated_on=END, effective_on=NEXT)


def asked(client, **query):
    return client.get(reverse("laws:as-of", args=[CODE]), query)


@pytest.mark.parametrize(
    ("day", "which"),
    [
        ("2001-01-01", "old"),
        ("2010-12-31", "old"),
        ("2021-01-01", "new"),
        ("9999-12-31", "new"),
    ],
)
def test_a_day_leads_to_the_version_in_force_on_it(client, old, new, day, which):
    version = {"old": old, "new": new}[which]
    article = ArticleFactory(version=version, number=9, suffix=1)

    assert asked(client, day=day).url == version.get_absolute_url()
    assert asked(client, day=day, article="9-1").url == article.get_absolute_url()


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2000-12-31", "收录最早的文本自2001年1月1日起施行"),
        ("0001-01-01", "收录最早的文本自2001年1月1日起施行"),
        ("2011-01-01", "前一文本自2011年1月1日起失效，后一文本自2021年1月1日起施行"),
        ("2020-12-31", "前一文本自2011年1月1日起失效，后一文本自2021年1月1日起施行"),
        ("", "请写明年、月、日"),
        ("2021-02-30", "请写明年、月、日"),
        ("昨天", "请写明年、月、日"),
        ("99999-01-01", "请写明年、月、日"),
    ],
)
def test_a_day_without_a_version_is_answered_in_a_sentence(client, old, new, day, said):
    response = asked(client, day=day, article="9")

    assert response.status_code == 200
    assert said in response.text
    assert new.get_absolute_url() in response.text
    assert 'name="article" value="9"' in response.text


def test_a_day_after_the_end_of_the_last_version_says_so(client, old):
    assert "最后一个文本自2011年1月1日起失效" in asked(client, day="2030-01-01").text


def test_a_form_that_was_not_sent_asks_for_a_day(client, old):
    assert asked(client).status_code == 200


@pytest.mark.parametrize("key", ["144", "九", "9-1-1", "99999999999", "<b>"])
def test_a_number_that_a_version_does_not_have_leads_to_the_whole(client, new, key):
    ArticleFactory(version=new, number=9)

    response = asked(client, day="2022-01-01", article=key)

    assert "2022年1月1日施行的文本没有这一条。" in response.text
    assert f'<a href="{new.get_absolute_url()}">阅读当天施行的文本' in response.text
    assert "<b>" not in response.text


def test_a_statute_that_is_not_here_is_not_found(client):
    assert asked(client, day="2022-01-01").status_code == 404


def test_a_statute_and_an_article_have_a_form_for_the_day(client, new):
    article = ArticleFactory(version=new, number=9)
    form = f'<form class="law-day" method="get" action="{reverse("laws:as-of", args=[CODE])}">'

    pages = [client.get(each.get_absolute_url()).text for each in (new, article)]

    assert [form in page for page in pages] == [True, True]
    assert f'name="day" value="{timezone.localdate()}"' in pages[0]
    assert 'name="article" value="9"' in pages[1]


NOT_TODAY = "这不是今天施行的文本。"


def test_an_article_in_force_has_no_notice(client, new):
    article = ArticleFactory(version=new)

    assert NOT_TODAY not in client.get(article.get_absolute_url()).text
    assert NOT_TODAY not in client.get(new.get_absolute_url()).text


def test_an_article_of_another_time_leads_to_its_number_of_today(client, old, new):
    then = ArticleFactory(version=old, number=9)
    today = ArticleFactory(version=new, number=9)

    pages = [client.get(each.get_absolute_url()).text for each in (then, old)]

    assert [NOT_TODAY in page for page in pages] == [True, True]
    assert f'<a href="{today.get_absolute_url()}">' in pages[0]
    assert "现行文本（2021年1月1日起施行）的第九条" in pages[0]
    assert f'<a href="{new.get_absolute_url()}">现行文本' in pages[1]


def test_a_version_not_yet_in_force_leads_to_that_of_today(client, new):
    new.repealed_on = timezone.localdate() + timedelta(days=9)
    new.save()
    coming = VersionFactory(statute=new.statute, effective_on=new.repealed_on)
    then = ArticleFactory(version=coming, number=9)
    today = ArticleFactory(version=new, number=9)

    page = client.get(then.get_absolute_url()).text

    assert NOT_TODAY in page
    assert f'<a href="{today.get_absolute_url()}">' in page


def test_a_number_that_is_gone_leads_to_the_whole_of_today(client, old, new):
    then = ArticleFactory(version=old, number=144)

    page = client.get(then.get_absolute_url()).text

    assert "现行文本没有第一百四十四条。" in page
    assert f'<a href="{new.get_absolute_url()}">现行文本' in page


def test_where_nothing_is_in_force_today_that_is_said(client, old):
    then = ArticleFactory(version=old)

    page = client.get(then.get_absolute_url()).text

    assert "本站没有收录它今天施行的文本。" in page


@pytest.mark.parametrize("of_each", [1, 144])
def test_looking_back_costs_the_same_however_long(
    client, old, new, of_each, django_assert_num_queries
):
    for number in range(1, of_each + 1):
        then = ArticleFactory(version=old, number=number)
        ArticleFactory(version=new, number=number)

    with django_assert_num_queries(6):
        client.get(then.get_absolute_url())
    with django_assert_num_queries(4):
        client.get(old.get_absolute_url())
    with django_assert_num_queries(2):
        asked(client, day="2005-01-01", article=then.key)
