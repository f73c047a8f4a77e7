from laws.models.article import Article, Item, Paragraph
from laws.models.statute import Statute
from laws.models.version import Part, Version

__all__ = ["Article", "Item", "Paragraph", "Part", "Statute", "Version"]
