from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from courses.blocks import LessonBody
from courses.models.page import TaughtPage
from courses.panels import RemarkPanel
from courses.preview import PREVIEW_SIZES
from lms.kernel.clock import database_now, local_day

if TYPE_CHECKING:
    from django.http import HttpRequest


class Lesson(TaughtPage):
    """One sitting's reading: text, articles cited, cases and questions to oneself."""

    summary = models.TextField(_("summary"), max_length=300, blank=True, default="")
    reading_minutes = models.PositiveSmallIntegerField(
        _("reading minutes"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text=_("A guide for the reader; nobody is timed."),
    )
    body = StreamField(LessonBody(), verbose_name=_("text of the lesson"))

    content_panels = [
        RemarkPanel(heading=_("Sent back")),
        *TaughtPage.content_panels,
        FieldPanel("summary"),
        FieldPanel("reading_minutes"),
        FieldPanel("body"),
        TaughtPage.care_panel,
        TaughtPage.address_panel,
    ]
    search_fields: ClassVar = [*TaughtPage.search_fields, index.SearchField("body")]
    parent_page_types = ["courses.Course"]
    subpage_types: ClassVar[list[str]] = []
    template = "courses/lesson.html"
    preview_sizes = PREVIEW_SIZES

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    def cited_articles(self) -> list[int]:
        """Return the ids of the articles that the text cites, each once."""
        return self.articles_in(self.body.raw_data)

    @staticmethod
    def articles_in(blocks: Iterable[Any]) -> list[int]:
        """Return the same of a text as Wagtail keeps it."""
        # Of two versions side by side the lesson teaches the newer.
        fields = {"citation": "article", "comparison": "new"}
        cited = [
            block["value"].get(fields[block["type"]])
            for block in blocks
            if block["type"] in fields
        ]
        return sorted({article for article in cited if article})

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        """As a preview sees it: without anybody's records."""
        from courses.rendering import render  # noqa: PLC0415 -- mutual

        context = super().get_context(request, *args, **kwargs)
        context["reading"] = render(self, day=local_day(database_now()))
        return context
