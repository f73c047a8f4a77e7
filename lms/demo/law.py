"""The law as our digests of its articles: no statute text is shipped."""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from laws import operations
from laws.models import Article
from laws.parsing import ArticleText, StatuteText
from mediators.models import User

DATA = Path(__file__).parent / "data"
#: What a citation means that names no law.
PML = "peoples-mediation-law"

Articles = Mapping[tuple[str, int], Article]


def read(name: str) -> dict[str, Any]:
    """Return what a file of the demo's data says."""
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def cited(data: Mapping[str, Any], articles: Articles) -> Article:
    """Return the article that a citation names by its law's file and its number.

    :raises KeyError: if it is not among them
    """
    return articles[data.get("law", PML), data["article"]]


def load(*, actor: User, at: datetime) -> dict[tuple[str, int], Article]:
    """Store every law with its digests; return the articles by file and number.

    Older texts first, so that each ends the day the next takes effect.
    """
    files = {path.stem: read(f"laws/{path.name}") for path in DATA.glob("laws/*.toml")}
    found: dict[tuple[str, int], Article] = {}
    for name, data in sorted(files.items(), key=lambda each: each[1]["effective"]):
        for article in _load(data, actor=actor, at=at):
            found[name, article.number] = article
    return found


def _load(data: Mapping[str, Any], *, actor: User, at: datetime) -> list[Article]:
    source = _source(data)
    version = operations.import_statute(source=source, actor=actor, at=at).version
    digests = {each["number"]: each["digest"] for each in data["articles"]}
    return [
        operations.set_digest(
            article=article, digest=digests[article.number], actor=actor, at=at
        )
        for article in version.articles.select_related("version__statute")
        if article.number in digests
    ]


def _source(data: Mapping[str, Any]) -> StatuteText:
    return StatuteText(
        title=data["title"],
        short_title=data["short_title"],
        part=data.get("part", ""),
        kind=data["kind"],
        issuer=data["issuer"],
        code=data["code"],
        label="",
        promulgated_on=data["promulgated"],
        effective_on=data["effective"],
        repealed_on=None,
        effective_note="",
        adoption_note="",
        preamble="",
        appendix="",
        articles=[
            ArticleText(
                number=each["number"], suffix=0, heading=each.get("heading", "")
            )
            for each in data["articles"]
        ],
        sha256="",
    )
