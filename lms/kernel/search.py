"""Chinese full-text search, alike on SQLite and PostgreSQL.

What is indexed is cut to characters and pairs of neighbouring characters; a query is a
phrase of them. So 调解协议 finds 人民调解协议书 and not 协议调解, and 仁风镇 is found inside a
longer name. See `docs/decisions/`.
"""

import re
from collections.abc import Iterator

from django.db import connection, transaction
from django.db.models import Case, QuerySet, Value, When

from lms.kernel.models import SearchEntry

# A run of ideographs (any plane), or of other letters and digits.
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(f"[{_HAN}]+|[^\\W{_HAN}]+")
_LONGEST = 16_000  # tsvector counts positions to 16,383


def put(  # noqa: PLR0913 -- what an entry is made of
    *,
    kind: str,
    object_id: str,
    title: str,
    body: str = "",
    url: str = "",
    scope: str = "",
) -> None:
    """Index one thing, or index it again."""
    with transaction.atomic():
        entry, _created = SearchEntry.objects.update_or_create(
            kind=kind,
            object_id=object_id,
            defaults={"title": title, "body": body, "url": url, "scope": scope},
        )
        _index(entry.pk, list(_tokens(f"{title}\n{body}")))


def remove(*, kind: str, object_id: str) -> None:
    """Forget one thing; it may be forgotten already."""
    SearchEntry.objects.filter(kind=kind, object_id=object_id).delete()


def entries(kinds: list[str]) -> QuerySet[SearchEntry]:
    """Return what is known of these kinds, whatever its words."""
    return SearchEntry.objects.filter(kind__in=kinds)


def find(words: str, *, kinds: list[str] | None = None) -> QuerySet[SearchEntry]:
    """Return the entries that hold every word of `words`, those by title first.

    A word of several characters is a phrase. Nothing to look for finds nothing.
    """
    phrases = [_phrase(run) for run in _runs(words)]
    entries = (
        SearchEntry.objects.filter(kind__in=kinds) if kinds else SearchEntry.objects
    )
    if not phrases:
        return entries.none()
    in_title = When(title__icontains=words.strip(), then=Value(0))
    return (
        entries.filter(pk__in=_matching(phrases))
        .annotate(place=Case(in_title, default=Value(1)))
        .order_by("place", "pk")
    )


def _runs(text: str) -> list[str]:
    return [found.group().lower() for found in _RUN.finditer(text)]


def _is_han(run: str) -> bool:
    return re.match(f"[{_HAN}]", run) is not None


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)]


def _phrase(run: str) -> list[str]:
    return _pairs(run) if _is_han(run) and len(run) > 1 else [run]


def _tokens(text: str) -> Iterator[tuple[int, str]]:
    """Yield (position, token): pairs and words in order, then single characters.

    A gap of one between runs keeps a phrase from reaching across them.
    """
    position = 0
    singles: set[str] = set()
    for run in _runs(text):
        for token in _phrase(run):
            position += 1
            yield position, token
        position += 1
        if _is_han(run):
            singles.update(run if len(run) > 1 else "")
    for single in sorted(singles):
        position += 2
        yield position, single


def _index(pk: int, tokens: list[tuple[int, str]]) -> None:
    tokens = [(position, token) for position, token in tokens if position < _LONGEST]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM kernel_searchtext WHERE rowid = %s", [pk])
            cursor.execute(
                "INSERT INTO kernel_searchtext (rowid, tokens) VALUES (%s, %s)",
                [pk, _spaced(tokens)],
            )
        else:
            vector = " ".join(f"'{token}':{position}" for position, token in tokens)
            cursor.execute(
                "UPDATE kernel_searchentry SET vector = %s::tsvector WHERE id = %s",
                [vector, pk],
            )


def _spaced(tokens: list[tuple[int, str]]) -> str:
    """Return the tokens as text, with a stop where their positions leave a gap."""
    parts: list[str] = []
    last = 0
    for position, token in tokens:
        if position > last + 1:
            parts.append("\ufffc0")  # a token that no query contains
        parts.append(token)
        last = position
    return " ".join(parts)


def _matching(phrases: list[list[str]]) -> list[int]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            query = " AND ".join(f'"{" ".join(phrase)}"' for phrase in phrases)
            cursor.execute(
                "SELECT rowid FROM kernel_searchtext WHERE kernel_searchtext MATCH %s",
                [query],
            )
        else:
            query = " & ".join(
                "(" + " <-> ".join(f"'{token}'" for token in phrase) + ")"
                for phrase in phrases
            )
            cursor.execute(
                "SELECT id FROM kernel_searchentry WHERE vector @@ %s::tsquery", [query]
            )
        return [pk for (pk,) in cursor.fetchall()]
