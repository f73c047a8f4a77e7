"""The law in the Studio: choosing an article, reading statutes, writing digests."""

from laws.viewsets.chooser import article_chooser_viewset
from laws.viewsets.reading import LawsGroup

__all__ = ["LawsGroup", "article_chooser_viewset"]
