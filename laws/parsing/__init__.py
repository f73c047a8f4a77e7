"""Reading the text of a statute. Pure: bytes come in, dataclasses go out."""

from laws.parsing.articles import ArticleText, ItemText, ParagraphText
from laws.parsing.source import Unreadable
from laws.parsing.statute import StatuteText, has_articles, parse

__all__ = [
    "ArticleText",
    "ItemText",
    "ParagraphText",
    "StatuteText",
    "Unreadable",
    "has_articles",
    "parse",
]
