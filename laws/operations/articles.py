"""Storing the articles of a version, and explaining one."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from laws import queries
from laws.models import Article, Item, Paragraph, Part
from laws.models.article import STEP
from laws.parsing import ArticleText, ItemText
from lms.kernel import audit, search
from lms.kernel.errors import DomainError
from mediators.models import User

Pairs = list[tuple[Article, ArticleText]]


class Cited(DomainError):
    message = _(
        "%(article)s is cited and its text cannot be replaced; import the new text as a "
        "version of its own."
    )


class NumbersTaken(DomainError):
    message = _("%(article)s of this version came from another file already.")


@transaction.atomic
def set_digest(*, article: Article, digest: str, actor: User, at: datetime) -> Article:
    """Write our explanation of an article; its text stays as it is."""
    article = Article.objects.select_for_update().get(pk=article.pk)
    article.digest = digest.strip()
    article.save(update_fields=["digest"])
    _index(article)
    audit.record(
        action="article.digest_set",
        subject=article,
        actor=actor,
        at=at,
        values={"digest": article.digest},
    )
    return article


def store_articles(*, part: Part, sources: list[ArticleText]) -> None:
    """Make the articles of a part agree with its source.

    Those whose text is the same stay, cited or not, and so do those that had none yet:
    they were explained before the text was there. Digests outlive a correction.

    :raises NumbersTaken: if another part of the version has one of the numbers
    :raises Cited: if one that changes or goes is cited
    """
    texts = {source.key: source for source in sources}
    kept, digests = _clear(part, texts)
    filled = [each for each in kept if not each.text]
    for article in kept:
        text = texts[article.number, article.suffix]
        article.heading, article.text = _heading(part, text), text.text
    Article.objects.bulk_update(kept, ["heading", "text"])

    already = {(article.number, article.suffix) for article in kept}
    fresh = [source for source in sources if source.key not in already]
    articles = Article.objects.bulk_create(
        _article(part, source, digests.get(source.key, "")) for source in fresh
    )
    spoken = [(each, texts[each.number, each.suffix]) for each in filled]
    _store_paragraphs([*zip(articles, fresh, strict=True), *spoken])
    for article in [*articles, *filled]:
        _index(article)


def _clear(
    part: Part, texts: dict[tuple[int, int], ArticleText]
) -> tuple[list[Article], dict[tuple[int, int], str]]:
    """Remove what no longer agrees; return what stays, and the digests of the rest."""
    kept, gone = [], []
    for article in part.version.articles.all():
        text = texts.get((article.number, article.suffix))
        if article.part_id != part.pk:
            if text:
                raise NumbersTaken(article=article.label)
        elif text and article.text in {"", text.text}:
            kept.append(article)
        else:
            gone.append(article)
    if cited := queries.first_cited(gone):
        raise Cited(article=cited.label)
    for article in gone:
        search.remove(kind="article", object_id=str(article.pk))
    Article.objects.filter(pk__in=[article.pk for article in gone]).delete()
    return kept, {(each.number, each.suffix): each.digest for each in gone}


def _heading(part: Part, source: ArticleText) -> str:
    return STEP.join(title for title in (part.title, source.heading) if title)


def _article(part: Part, source: ArticleText, digest: str) -> Article:
    return Article(
        version=part.version,
        part=part,
        number=source.number,
        suffix=source.suffix,
        # The parts of a code may come in any order.
        position=source.number * 100 + source.suffix,
        heading=_heading(part, source),
        text=source.text,
        digest=digest,
    )


def _store_paragraphs(pairs: Pairs) -> None:
    rows = [
        (Paragraph(article=article, number=number, text=paragraph.text), paragraph)
        for article, source in pairs
        for number, paragraph in enumerate(source.paragraphs, start=1)
    ]
    Paragraph.objects.bulk_create(row for row, _source in rows)
    items = [
        (_item(paragraph, None, item), item)
        for paragraph, source in rows
        for item in source.items
    ]
    Item.objects.bulk_create(row for row, _source in items)
    Item.objects.bulk_create(_points(items))


def _points(items: list[tuple[Item, ItemText]]) -> Iterable[Item]:
    for parent, source in items:
        for point in source.items:
            yield _item(parent.paragraph, parent, point)


def _item(paragraph: Paragraph, parent: Item | None, source: ItemText) -> Item:
    return Item(
        paragraph=paragraph,
        parent=parent,
        number=source.number,
        marker=source.marker,
        text=source.text,
    )


def _index(article: Article) -> None:
    version = article.version
    search.put(
        kind="article",
        object_id=str(article.pk),
        title=f"{version.statute.title} {article.label}",
        body=f"{article.text}\n{article.digest}".strip(),
        url=article.get_absolute_url(),
        scope=version.statute.code,
    )
