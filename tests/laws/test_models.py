from datetime import date

import pytest
from django.db import IntegrityError, transaction

from laws.models import Version
from tests.factories.laws import (
    ArticleFactory,
    ItemFactory,
    ParagraphFactory,
    StatuteFactory,
    VersionFactory,
)

BEFORE, FIRST, LAST, AFTER = (
    date(2020, 12, 31),
    date(2021, 1, 1),
    date(2022, 12, 31),
    date(2023, 1, 1),
)
NOT_YET, IN_FORCE, REPEALED = Version.Status


@pytest.mark.parametrize(
    ("day", "status"),
    [(BEFORE, NOT_YET), (FIRST, IN_FORCE), (LAST, IN_FORCE), (AFTER, REPEALED)],
)
def test_a_version_is_in_force_from_its_day_until_its_repeal(day, status):
    version = VersionFactory(effective_on=FIRST, repealed_on=AFTER)

    found = {
        NOT_YET: Version.objects.not_yet_on(day),
        IN_FORCE: Version.objects.in_force_on(day),
        REPEALED: Version.objects.repealed_by(day),
    }

    assert version.status_on(day) == status
    assert [each for each, rows in found.items() if rows.exists()] == [status]


def test_a_version_without_repeal_stays_in_force():
    version = VersionFactory(effective_on=FIRST)

    assert version.status_on(date(2099, 1, 1)) == IN_FORCE
    assert list(Version.objects.current()) == [version]


def refused(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


def test_the_database_refuses_two_versions_in_force_at_once():
    standing = VersionFactory(effective_on=FIRST)

    refused(
        lambda: VersionFactory(
            statute=standing.statute, promulgated_on=LAST, effective_on=AFTER
        )
    )


@pytest.mark.parametrize(
    "days",
    [
        {"promulgated_on": AFTER, "effective_on": FIRST},
        {"effective_on": FIRST, "repealed_on": FIRST},
    ],
)
def test_the_database_refuses_days_in_the_wrong_order(days):
    refused(lambda: VersionFactory(**days))


def test_the_database_refuses_a_changed_text_and_takes_a_new_digest():
    article = ArticleFactory()
    article.digest = "守则就是规矩。"
    article.save()
    article.text = "可以不遵守。"

    refused(article.save)

    article.refresh_from_db()
    assert article.digest == "守则就是规矩。"
    assert article.text != "可以不遵守。"


@pytest.mark.parametrize("factory", [ParagraphFactory, ItemFactory])
def test_the_database_refuses_a_changed_paragraph_or_item(factory):
    row = factory()
    row.text = "可以不遵守。"

    refused(row.save)


@pytest.mark.parametrize(
    ("number", "suffix", "label", "key"),
    [
        (9, 0, "第九条", "9"),
        (110, 0, "第一百一十条", "110"),
        (9, 1, "第九条之一", "9-1"),
    ],
)
def test_an_article_is_named_by_its_number(number, suffix, label, key):
    article = ArticleFactory(
        number=number, suffix=suffix, version__statute__short_title="调解条例"
    )

    assert (article.label, article.key) == (label, key)
    assert str(article) == f"调解条例{label}"


def test_an_article_knows_the_headings_above_it():
    assert ArticleFactory(heading="第二章 组织 › 第一节 设立").headings == [
        "第二章 组织",
        "第一节 设立",
    ]
    assert ArticleFactory(heading="").headings == []


def test_rows_are_shown_in_words():
    item = ItemFactory(paragraph__number=2)

    assert [str(item), str(item.paragraph)] == ["（一）公正；", "第二款"]
    assert str(StatuteFactory(title="青禾市条例")) == "青禾市条例"
