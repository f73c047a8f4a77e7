from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from laws import operations
from laws.models import Article, Item, Version
from laws.operations import Outcome
from laws.parsing import parse
from lms.kernel import search
from lms.kernel.models import AuditEntry
from tests.factories.banks import QuestionVersionFactory
from tests.factories.courses import LessonFactory
from tests.factories.mediators import UserFactory
from tests.laws.parsing.texts import statute

NOON = datetime(2026, 5, 1, 4, tzinfo=UTC)


def read(*body, promulgated=date(2020, 10, 1), effective=date(2021, 1, 1), **changes):
    """A small statute of two articles, or what `body` says before the last."""
    source = parse(statute(*(body or ["第一条　调解员应当公正。"])))
    return replace(
        source,
        promulgated_on=promulgated,
        effective_on=effective,
        sha256=f"{source.sha256[:20]}{promulgated}{effective}",
        **changes,
    )


def imported(source, *, correct=False):
    return operations.import_statute(source=source, at=NOON, replace=correct)


def texts():
    return list(Article.objects.order_by("position").values_list("text", flat=True))


def test_an_import_stores_articles_paragraphs_items_and_points():
    source = read(
        "第一章 总则", "第一条　应当：", "（一）公正：", "1. 倾听；", "另行规定。"
    )

    result = imported(source)

    first, last = result.version.articles.all()
    assert result.outcome == Outcome.NEW
    assert (first.heading, first.key, last.key) == ("第一章 总则", "1", "2")
    assert [each.text for each in first.paragraphs.all()] == ["应当：", "另行规定。"]
    item, point = Item.objects.order_by("pk")
    assert (item.marker, item.parent, point.marker, point.parent) == (
        "（一）",
        None,
        "1.",
        item,
    )
    assert AuditEntry.objects.get().action == "version.imported"


def test_a_second_import_of_the_same_words_changes_nothing():
    first = imported(read())
    rows = list(Article.objects.values_list("pk", flat=True))

    again = imported(read())

    assert (again.version, again.outcome) == (first.version, Outcome.UNCHANGED)
    assert list(Article.objects.values_list("pk", flat=True)) == rows
    assert AuditEntry.objects.count() == 1


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 1, 0], [1, 2, 0]])
def test_each_version_ends_where_the_next_begins_in_whatever_order_they_come(order):
    sources = [
        read(promulgated=date(year, 10, 1), effective=date(year + 1, 1, 1))
        for year in (2000, 2010, 2020)
    ]

    for index in order:
        imported(sources[index])

    days = Version.objects.order_by("effective_on")
    assert list(days.values_list("effective_on", "repealed_on")) == [
        (date(2001, 1, 1), date(2011, 1, 1)),
        (date(2011, 1, 1), date(2021, 1, 1)),
        (date(2021, 1, 1), None),
    ]


def test_a_repeal_before_the_next_version_stays():
    imported(read(repealed_on=date(2022, 1, 1)))

    imported(read(promulgated=date(2024, 1, 1), effective=date(2024, 1, 1)))

    first = Version.objects.earliest("effective_on")
    assert first.repealed_on == date(2022, 1, 1)


def test_the_parts_of_a_code_are_one_version():
    whole = read()
    for number, title in ((2, "第二编 物权"), (1, "第一编 总则")):
        articles = [
            replace(each, number=each.number + 10 * number) for each in whole.articles
        ]
        source = replace(whole, part=title, articles=articles, sha256=title)
        imported(source)

    version = Version.objects.get()
    assert [each.key for each in version.articles.order_by("position")] == [
        "11",
        "12",
        "21",
        "22",
    ]
    assert version.articles.first().heading == "第一编 总则"
    with pytest.raises(operations.NumbersTaken):
        imported(replace(source, part="第三编 合同"))
    with pytest.raises(operations.PartsDisagree):
        imported(replace(source, part="第四编", effective_on=date(2024, 1, 1)))


def test_other_words_of_the_same_day_are_refused_unless_they_correct():
    imported(read())
    corrected = read("第一条　调解员应当公正、耐心。")

    with pytest.raises(operations.SourceChanged):
        imported(corrected)
    result = imported(corrected, correct=True)

    assert result.outcome == Outcome.REPLACED
    assert texts()[0] == "调解员应当公正、耐心。"


def test_a_correction_keeps_what_is_alike_and_every_digest():
    version = imported(read()).version
    first, last = version.articles.all()
    operations.set_digest(
        article=first, digest="要公正。", actor=UserFactory(), at=NOON
    )

    imported(read("第一章 总则", "第一条　应当公正。"), correct=True)

    corrected, kept = Article.objects.order_by("position")
    assert (corrected.digest, corrected.pk != first.pk) == ("要公正。", True)
    assert (kept.pk, kept.heading) == (last.pk, "第一章 总则")
    assert not search.find("调解员应当公正", kinds=["article"]).exists()


def test_a_correction_moves_the_days():
    imported(read(promulgated=date(2010, 1, 1), effective=date(2010, 1, 1)))
    imported(read())

    for day in (date(2022, 1, 1), date(2020, 12, 1)):
        imported(replace(read(), effective_on=day, sha256=str(day)), correct=True)

        old, new = Version.objects.order_by("effective_on")
        assert (old.repealed_on, new.effective_on) == (day, day)


def cited_by_a_question(article):
    QuestionVersionFactory(articles=[article])


def cited_by_a_lesson(article):
    body = [("citation", {"article": article, "note": ""})]
    LessonFactory(body=body)


@pytest.mark.parametrize("cite", [cited_by_a_question, cited_by_a_lesson])
def test_a_correction_of_what_is_cited_is_refused_and_changes_nothing(
    cite, django_capture_on_commit_callbacks
):
    cited = imported(read()).version.articles.first()
    with django_capture_on_commit_callbacks(execute=True):
        cite(cited)

    with pytest.raises(operations.Cited):
        imported(read("第一条　甲。"), correct=True)

    assert texts()[0] == cited.text


def test_a_correction_beside_what_is_cited_is_taken():
    cited = imported(read()).version.articles.last()
    cited_by_a_question(cited)

    imported(read("第一条　甲。"), correct=True)

    assert texts()[0] == "甲。"


def test_two_versions_of_one_day_are_refused():
    imported(read())

    with pytest.raises(operations.SameDay):
        imported(read(promulgated=date(2020, 11, 1)))

    assert Version.objects.count() == 1


def test_statutes_of_like_titles_get_addresses_of_their_own():
    codes = [
        imported(read(title=title, short_title=title)).version.statute.code
        for title in ("调解解释（一）", "调解解释一", "调解解释《一》")
    ]

    assert codes == ["调解解释一", "调解解释一-1", "调解解释一-2"]


def test_a_digest_is_found_by_search_and_noted_in_the_log():
    article = imported(read()).version.articles.first()
    trainer = UserFactory()

    operations.set_digest(
        article=article, digest=" 一碗水端平。 ", actor=trainer, at=NOON
    )

    entry = search.find("一碗水端平", kinds=["article"]).get()
    assert entry.url == article.get_absolute_url()
    assert AuditEntry.objects.latest("pk").actor == trainer
    article.refresh_from_db()
    assert article.digest == "一碗水端平。"
