from datetime import date

import factory
from factory.django import DjangoModelFactory

from laws.models import Article, Item, Paragraph, Part, Statute, Version


class StatuteFactory(DjangoModelFactory):
    class Meta:
        model = Statute

    title = factory.Sequence(lambda n: f"青禾市调解条例第{n}号")
    short_title = factory.SelfAttribute("title")
    kind = Statute.Kind.LOCAL
    issuer = "青禾市人民代表大会常务委员会"
    code = factory.Sequence(lambda n: f"statute-{n}")


class VersionFactory(DjangoModelFactory):
    """In force since 2021."""

    class Meta:
        model = Version

    statute = factory.SubFactory(StatuteFactory)
    promulgated_on = date(2020, 10, 1)
    effective_on = date(2021, 1, 1)


class PartFactory(DjangoModelFactory):
    class Meta:
        model = Part

    version = factory.SubFactory(VersionFactory)
    source_sha256 = "0" * 64


class ArticleFactory(DjangoModelFactory):
    class Meta:
        model = Article

    version = factory.SubFactory(VersionFactory)
    number = factory.Sequence(lambda n: n % 9000 + 1)
    suffix = 0
    position = factory.LazyAttribute(lambda a: a.number * 100 + a.suffix)
    heading = "第一章 总则"
    text = factory.LazyAttribute(lambda a: f"调解员应当遵守第{a.number}项守则。")


class ParagraphFactory(DjangoModelFactory):
    class Meta:
        model = Paragraph

    article = factory.SubFactory(ArticleFactory)
    number = 1
    text = "调解员应当遵守守则。"


class ItemFactory(DjangoModelFactory):
    class Meta:
        model = Item

    paragraph = factory.SubFactory(ParagraphFactory)
    number = 1
    marker = "（一）"
    text = "公正；"
