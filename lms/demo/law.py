"""The People's Mediation Law as our digests of its articles: no statute text is shipped."""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

from laws import operations
from laws.models import Article
from laws.parsing import ArticleText, StatuteText
from mediators.models import User

DATA = Path(__file__).parent / "data"


def read(name: str) -> dict[str, Any]:
    """Return what a file of the demo's data says."""
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def load(*, actor: User, at: datetime) -> dict[int, Article]:
    """Store the law with its digests; return its articles by number."""
    data = read("peoples_mediation_law.toml")
    source = StatuteText(
        title=data["title"],
        short_title=data["title"].removeprefix("中华人民共和国"),
        part="",
        kind=data["kind"],
        issuer=data["issuer"],
        code="peoples-mediation-law",
        label="",
        promulgated_on=data["promulgated"],
        effective_on=data["effective"],
        repealed_on=None,
        effective_note="",
        adoption_note="",
        preamble="",
        appendix="",
        articles=[
            ArticleText(number=each["number"], suffix=0, heading=each["heading"])
            for each in data["articles"]
        ],
        sha256="",
    )
    version = operations.import_statute(source=source, actor=actor, at=at).version
    articles = {each.number: each for each in version.articles.all()}
    for each in data["articles"]:
        article = articles[each["number"]]
        operations.set_digest(
            article=article, digest=each["digest"], actor=actor, at=at
        )
    return articles
