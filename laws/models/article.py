import re

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from laws.models.version import Part, Version
from laws.numerals import article_label, to_chinese
from lms.kernel.guards import Refusal

_ITEM = re.compile(
    r"[（(][一二三四五六七八九十0-9０-９]{1,3}[)）]|[0-9０-９]{1,2}[.．、]"
)
#: Between the headings of a path: 第二章 … › 第一节 …
STEP = " › "


class Article(models.Model):
    """One article of one version: what lessons and questions cite.

    `suffix` is 0, or 1 for 之一. `text` is the whole as issued, a line for each
    paragraph and item. `digest` is our own explanation, the one thing that may change.
    """

    version = models.ForeignKey(
        Version,
        on_delete=models.CASCADE,
        related_name="articles",
        verbose_name=_("version of a statute"),
    )
    part = models.ForeignKey(
        Part,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=pgettext_lazy("law", "part"),
    )
    number = models.PositiveSmallIntegerField(pgettext_lazy("law", "number"))
    suffix = models.PositiveSmallIntegerField(
        pgettext_lazy("law", "number after 之"), default=0
    )
    position = models.PositiveIntegerField(pgettext_lazy("law", "position"))
    heading = models.CharField(
        pgettext_lazy("law", "heading"), max_length=300, blank=True, default=""
    )
    text = models.TextField(pgettext_lazy("law", "text"), blank=True, default="")
    digest = models.TextField(pgettext_lazy("law", "digest"), blank=True, default="")

    guards = [
        Refusal(
            "UPDATE",
            "The text of an article never changes; import the corrected source.",
            when="(NEW.text <> OLD.text AND OLD.text <> '') OR NEW.number <> OLD.number "
            "OR NEW.suffix <> OLD.suffix OR NEW.version_id <> OLD.version_id",
        ),
    ]

    #: Wagtail need not note who belongs to whom: only what cites us.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "number", "suffix"], name="article_number_once"
            ),
            models.UniqueConstraint(
                fields=["version", "position"], name="article_position_once"
            ),
            models.CheckConstraint(
                condition=Q(number__range=(1, 9999)), name="article_number_is_written"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version.statute.short_title}{self.label}"

    def get_absolute_url(self) -> str:
        version = self.version
        return reverse(
            "laws:article", args=[version.statute.code, version.effective_on, self.key]
        )

    @property
    def label(self) -> str:
        """The number in words: 第九条, 第九条之一."""
        return article_label(self.number, self.suffix)

    @property
    def key(self) -> str:
        """The number in digits, for addresses: 9, 9-1."""
        return f"{self.number}-{self.suffix}" if self.suffix else str(self.number)

    @property
    def citation(self) -> str:
        """How to cite it, in Chinese whoever reads: the statute, the number, the version."""
        return self.version.cited(self.label)

    @property
    def lines(self) -> list[tuple[str, bool]]:
        """The text line by line, each with whether it is an item of what stands above."""
        return [
            (line, _ITEM.match(line) is not None) for line in self.text.splitlines()
        ]

    @property
    def headings(self) -> list[str]:
        return self.heading.split(STEP) if self.heading else []


_FIXED = Refusal(
    "UPDATE", "The text of an article never changes; import the corrected source."
)


class Paragraph(models.Model):
    """款: a paragraph of an article, counted from 1."""

    article = models.ForeignKey(
        Article,
        on_delete=models.CASCADE,
        related_name="paragraphs",
        verbose_name=_("article"),
    )
    number = models.PositiveSmallIntegerField(pgettext_lazy("law", "number"))
    text = models.TextField(pgettext_lazy("law", "text"))

    guards = [_FIXED]

    #: Wagtail need not note who belongs to whom: only what cites us.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = pgettext_lazy("law", "paragraph")
        verbose_name_plural = pgettext_lazy("law", "paragraphs")
        ordering = ["article", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "number"], name="paragraph_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"第{to_chinese(self.number)}款"


class Item(models.Model):
    """项 of a paragraph, or 目 of an item (`parent`); `marker` as issued: （一）, 1."""

    paragraph = models.ForeignKey(
        Paragraph,
        on_delete=models.CASCADE,
        related_name="items",
        verbose_name=pgettext_lazy("law", "paragraph"),
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="items",
        verbose_name=pgettext_lazy("law", "item"),
    )
    number = models.PositiveSmallIntegerField(pgettext_lazy("law", "number"))
    marker = models.CharField(
        pgettext_lazy("law", "marker"), max_length=20, blank=True, default=""
    )
    text = models.TextField(pgettext_lazy("law", "text"))

    guards = [_FIXED]

    #: Wagtail need not note who belongs to whom: only what cites us.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = pgettext_lazy("law", "item")
        verbose_name_plural = pgettext_lazy("law", "items")
        ordering = ["paragraph", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["paragraph", "number"],
                condition=Q(parent=None),
                name="item_number_once",
            ),
            models.UniqueConstraint(
                fields=["parent", "number"], name="item_number_once_within_item"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.marker}{self.text[:40]}"
