"""Reads that span models: finding an article, laying out a version, who cites it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, takewhile

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, CharField, F, Prefetch, Q, QuerySet, When
from django.db.models.functions import Cast
from wagtail.models import Page, ReferenceIndex

from laws import sought
from laws.models import Article, Paragraph, Statute, Version
from laws.models.version import VersionQuerySet

_IN_FORCE = Version.Status.IN_FORCE


@dataclass(frozen=True)
class Shelved:
    """A statute in a list, with the version that a reader wants first."""

    statute: Statute
    version: Version


def shelf(day: date) -> list[tuple[str, list[Shelved]]]:
    """Return the statutes by kind, each with its version on `day`; two queries.

    Where none is in force it is the newest.
    """
    versions = Prefetch("versions", Version.objects.order_by("-effective_on"))
    shelves: dict[str, list[Shelved]] = {label: [] for _kind, label in _kinds()}
    for statute in Statute.objects.prefetch_related(versions).order_by("title"):
        if found := list(statute.versions.all()):
            current = [each for each in found if each.status_on(day) == _IN_FORCE]
            chosen = (current or found)[0]
            chosen.statute = statute
            shelves[statute.get_kind_display()].append(Shelved(statute, chosen))
    return [(label, shelved) for label, shelved in shelves.items() if shelved]


def _kinds() -> list[tuple[str, str]]:
    return [(kind.value, str(kind.label)) for kind in Statute.Kind]


def versions(code: str) -> VersionQuerySet:
    """Return the versions of a statute, the newest first."""
    found = Version.objects.filter(statute__code=code)
    return found.select_related("statute").order_by("-effective_on")


@dataclass(frozen=True)
class OnDay:
    """What a statute was on a day: the version in force, or those before and after."""

    version: Version | None = None
    before: Version | None = None
    after: Version | None = None


def on_day(versions: Sequence[Version], day: date) -> OnDay:
    """Return which of the versions of a statute, newest first, was in force; no query."""
    for each in versions:
        if each.status_on(day) == _IN_FORCE:
            return OnDay(each)
    before = [each for each in versions if each.effective_on <= day]
    after = [each for each in versions if each.effective_on > day]
    return OnDay(None, before[0] if before else None, after[-1] if after else None)


@dataclass(frozen=True)
class Instead:
    """What stands today where an article is not in force: version, article, or neither."""

    version: Version | None
    article: Article | None


def instead_of(article: Article, day: date) -> Instead | None:
    """Return what is in force on `day` under the number of `article`; two queries.

    Nothing, and no query, if that is the article itself.
    """
    if article.version.status_on(day) == _IN_FORCE:
        return None
    statute = article.version.statute
    version = versions(statute.code).in_force_on(day).first()
    if version is None:
        return Instead(None, None)
    same = with_key(article.key)
    found = articles(statute.code, version.effective_on).filter(same).first()
    return Instead(version, found)


def articles(code: str, effective_on: date) -> QuerySet[Article]:
    """Return the articles of a version, in order, each knowing its statute."""
    return (
        Article.objects.filter(
            version__statute__code=code, version__effective_on=effective_on
        )
        .select_related("version__statute")
        .order_by("position")
    )


def with_key(key: str) -> Q:
    """Return the condition that an article's `key` is this one: 9, 9-1."""
    number, _dash, suffix = key.partition("-")
    if re.fullmatch(r"[0-9]{1,4}", number) and re.fullmatch(r"[0-9]{0,2}", suffix):
        return Q(number=int(number), suffix=int(suffix or 0))
    return Q(pk__in=[])


def neighbours(article: Article) -> tuple[Article | None, Article | None]:
    """Return the articles before and after one; two queries."""
    others = article.version.articles.select_related("version__statute")
    before = others.filter(position__lt=article.position).order_by("-position").first()
    after = others.filter(position__gt=article.position).order_by("position").first()
    return before, after


def find_article(words: str, *, on: date | None = None) -> QuerySet[Article]:
    """Return the articles that `words` may mean, those in force first; one query.

    With `on`, those alone that are in force on that day.

    `words` is a number (第九条, 9), a statute and a number (人民调解法第九条), a statute,
    or words of the text or of its digest.
    """
    articles = Article.objects.select_related("version__statute")
    if on:
        articles = articles.filter(version__in=Version.objects.in_force_on(on))
    articles = articles.order_by(
        F("version__repealed_on").desc(nulls_first=True),
        "version__statute__title",
        "position",
    )
    asked = sought.read(words)
    numbered = _numbered(asked)
    if asked.number and not asked.words:
        return articles.filter(numbered)
    said = Q()
    for word in asked.words:
        said &= Q(text__contains=word) | Q(digest__contains=word) | _of(word)
    return articles.filter(said | numbered)


def in_force_first(articles: QuerySet[Article], day: date) -> QuerySet[Article]:
    """Order what was found: in force on `day`, then what will be, then what was.

    Among those the statute comes first that most published pages cite; two queries.
    """
    rank = Case(
        When(version__effective_on__gt=day, then=1),
        When(version__repealed_on__lte=day, then=2),
        default=0,
    )
    cited = [When(version__statute=key, then=-n) for key, n in _pages_citing().items()]
    used = [Case(*cited, default=0)] if cited else []
    return articles.order_by(rank, *used, "version__statute__title", "position")


def _pages_citing() -> Counter[int]:
    """Return by statute how many published pages cite an article of it."""
    live = Page.objects.live().order_by().annotate(key=Cast("pk", CharField()))
    types = ContentType.objects
    indexed = ReferenceIndex.objects.filter(
        to_content_type=types.get_for_model(Article),
        base_content_type=types.get_for_model(Page),
        object_id__in=live.values("key"),
    )
    cited = {
        (int(article), page)
        for article, page in indexed.values_list("to_object_id", "object_id")
    }
    of = Article.objects.filter(pk__in={article for article, _page in cited})
    statutes = dict(of.values_list("pk", "version__statute"))
    pairs = {
        (statutes[article], page) for article, page in cited if article in statutes
    }
    return Counter(statute for statute, _page in pairs)


def _numbered(asked: sought.Sought) -> Q:
    """Return the condition for the number that is asked for; empty if none is."""
    if asked.number is None:
        return Q()
    number, suffix = asked.number
    found = Q(number=number, suffix=suffix)
    return found & _of(asked.statute) if asked.statute else found


def _of(statute: str) -> Q:
    return Q(version__statute__title__contains=statute) | Q(
        version__statute__short_title__contains=statute
    )


@dataclass(frozen=True)
class Chapter:
    """The headings that begin together, outermost first, and the articles below."""

    headings: list[tuple[int, str]]
    articles: list[Article]


def contents(articles: Iterable[Article]) -> Iterator[Chapter]:
    """Yield the articles by the headings they stand under."""
    before: list[str] = []
    for path, members in groupby(articles, key=lambda article: article.headings):
        shared = sum(
            1
            for _same in takewhile(
                lambda two: two[0] == two[1], zip(path, before, strict=False)
            )
        )
        yield Chapter(list(enumerate(path, start=1))[shared:], list(members))
        before = path


def first_cited(articles: Sequence[Article]) -> Article | None:
    """Return one of `articles` that a lesson, a question or anything else points to."""
    by_key = {article.pk: article for article in articles}
    content_type = ContentType.objects.get_for_model(Article)
    indexed = ReferenceIndex.objects.filter(
        to_content_type=content_type, to_object_id__in=[str(key) for key in by_key]
    )
    if to_id := indexed.values_list("to_object_id", flat=True).first():
        return by_key[int(to_id)]
    for relation in Article._meta.related_objects:  # noqa: SLF001 -- documented
        if relation.related_model is Paragraph:
            continue
        name = relation.field.name
        rows = relation.related_model._base_manager.filter(**{f"{name}__in": by_key})  # noqa: SLF001 -- documented
        if found := rows.values_list(name, flat=True).first():
            return by_key[found]
    return None
