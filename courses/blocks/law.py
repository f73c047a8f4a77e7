"""The law in a lesson: an article cited, and two articles side by side."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import linebreaksbr
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from courses.blocks import samples
from laws.changes import Run, changes
from lms.kernel.clock import database_now, local_day

#: How the status of a version is shown: the kind of a tag.
STATUS_TAGS = {"not_yet": "amber", "in_force": "leaf", "repealed": "maple"}


class ArticleBlock(blocks.ChooserBlock):
    """Chooses an article of a dated version of a statute."""

    target_model = "laws.Article"

    @cached_property
    def widget(self) -> forms.Widget:
        from laws.viewsets import article_chooser_viewset  # noqa: PLC0415 -- needs URLs

        # Who explains articles goes there from the laws: it is not every author.
        return article_chooser_viewset.widget_class(show_edit_link=False)

    def bulk_to_python(self, values: Iterable[int | None]) -> list[Any]:
        """Return the chosen articles with their statutes; one query however many."""
        values = list(values)
        articles = self.model_class.objects.select_related("version__statute")
        found = articles.in_bulk({value for value in values if value is not None})
        return [found.get(value) for value in values]

    class Meta:
        icon = "openquote"


class CitationBlock(blocks.StructBlock):
    """An article of the law as of one dated version, with why it matters here.

    Whoever renders many puts `today` into the context, so that the clock is asked once.
    """

    article = ArticleBlock(label=_("Article"))
    note = blocks.TextBlock(
        label=_("Why it matters here"), max_length=400, required=False, rows=2
    )

    class Meta:
        icon = "openquote"
        label = _("Citation")
        description = _("An article of the law that opens in place.")
        template = "courses/blocks/citation.html"
        preview_value = staticmethod(samples.citation)

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        if article := value["article"]:
            day = context.get("today") or local_day(database_now())
            status = article.version.status_on(day)
            context["status"] = status.label
            context["status_kind"] = STATUS_TAGS[status.value]
        return context


class ComparisonBlock(blocks.StructBlock):
    """What an article said and what it says now; what changed is marked by itself."""

    old = ArticleBlock(label=pgettext_lazy("law", "Before"))
    new = ArticleBlock(label=pgettext_lazy("law", "Now"))
    note = blocks.TextBlock(
        label=_("What changed, and what it means for mediation"),
        max_length=600,
        rows=3,
    )

    class Meta:
        icon = "history"
        label = _("Old and new law")
        description = _("Two articles side by side; what changed is marked by itself.")
        template = "courses/blocks/comparison.html"
        preview_value = staticmethod(samples.comparison)

    def clean(self, value: Any) -> Any:
        """:raises ValidationError: if both sides are the same article"""
        cleaned = super().clean(value)
        if cleaned["old"] == cleaned["new"]:
            sentence = ValidationError(_("Choose two different articles."))
            raise blocks.StructBlockValidationError(block_errors={"new": sentence})
        return cleaned

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        old, new = value["old"], value["new"]
        if old and new and old.text and new.text:
            was, now = changes(old.text, new.text)
            context["was"], context["now"] = _marked(was, "del"), _marked(now, "ins")
        return context


def _marked(runs: list[Run], tag: str) -> SafeString:
    """Return a text with what changed inside `tag`, and not a space that is not its own."""
    return format_html_join(
        "",
        "{}",
        (
            (
                format_html("<{0}>{1}</{0}>", tag, linebreaksbr(run.text))
                if run.changed
                else linebreaksbr(run.text),
            )
            for run in runs
        ),
    )
