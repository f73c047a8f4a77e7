"""What a lesson is made of: a class, a template of the same name, a test of it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from lms.kernel.blocks import ImageBlock, TextBlock
from lms.kernel.clock import database_now, local_day

#: How the status of a version is shown: the kind of a tag.
STATUS_TAGS = {"not_yet": "amber", "in_force": "leaf", "repealed": "maple"}


class ArticleBlock(blocks.ChooserBlock):
    """Chooses an article of a dated version of a statute."""

    target_model = "laws.Article"

    @cached_property
    def widget(self) -> forms.Widget:
        from laws.viewsets import article_chooser_viewset  # noqa: PLC0415 -- needs URLs

        return article_chooser_viewset.widget_class()

    def bulk_to_python(self, values: Iterable[int | None]) -> list[Any]:
        """Return the chosen articles with their statutes; one query however many."""
        values = list(values)
        articles = self.model_class.objects.select_related("version__statute")
        found = articles.in_bulk({value for value in values if value is not None})
        return [found.get(value) for value in values]

    class Meta:
        icon = "openquote"


class KeyPointsBlock(blocks.StructBlock):
    """What to remember, one sentence a point."""

    points = blocks.ListBlock(
        blocks.CharBlock(max_length=200, label=_("Key point")),
        label=_("Key points"),
        min_num=1,
        max_num=8,
    )

    class Meta:
        icon = "list-ul"
        label = _("Key points")
        template = "courses/blocks/key_points.html"


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
        template = "courses/blocks/citation.html"

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


class CaseBlock(blocks.StructBlock):
    """A story from practice and what it teaches."""

    title = blocks.CharBlock(label=_("Title"), max_length=80)
    story = blocks.TextBlock(label=_("Story"), rows=6)
    lesson = blocks.TextBlock(
        label=_("What it teaches"), max_length=400, required=False, rows=2
    )

    class Meta:
        icon = "group"
        label = _("Case")
        template = "courses/blocks/case.html"


class ChoiceBlock(blocks.StructBlock):
    """One possible answer and what to say to whoever chose it."""

    text = blocks.CharBlock(label=_("Answer"), max_length=200)
    right = blocks.BooleanBlock(label=_("This is right"), required=False)
    feedback = blocks.TextBlock(label=_("Explanation"), max_length=400, rows=2)

    class Meta:
        icon = "radio-full"
        label = _("Answer")


class SelfCheckBlock(blocks.StructBlock):
    """A question to oneself: every answer explains itself, and nothing is counted."""

    prompt = blocks.TextBlock(label=_("Question"), max_length=400, rows=2)
    choices = blocks.ListBlock(ChoiceBlock(), label=_("Answers"), min_num=2, max_num=6)

    class Meta:
        icon = "help"
        label = _("Self-check")
        template = "courses/blocks/self_check.html"

    def clean(self, value: Any) -> Any:
        """:raises ValidationError: if no answer is right"""
        cleaned = super().clean(value)
        if not any(choice["right"] for choice in cleaned["choices"]):
            sentence = ValidationError(_("Mark at least one answer as right."))
            raise blocks.StructBlockValidationError(
                block_errors={
                    "choices": blocks.ListBlockValidationError(
                        non_block_errors=[sentence]
                    )
                }
            )
        return cleaned


class LessonBody(blocks.StreamBlock):
    text = TextBlock()
    key_points = KeyPointsBlock()
    citation = CitationBlock()
    case = CaseBlock()
    image = ImageBlock()
    self_check = SelfCheckBlock()
