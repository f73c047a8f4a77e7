"""StreamField blocks that lessons and pages share.

A block is a class, a template of the same name in `kernel/blocks/`, and a test that
renders it.
"""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Field
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

#: What a picture is called says nothing of what it shows.
FILE_NAME = re.compile(r"\.(avif|gif|jpe?g|png|webp)\s*$", re.IGNORECASE)

NOTHING_SAID = _(
    "Say what the picture shows: without it, whoever cannot see it learns nothing."
)
ONLY_NAMED = _("This is the name of a file. Say what the picture shows.")


class TextBlock(blocks.RichTextBlock):
    """Running text: headings, emphasis, lists and links, and nothing that shouts."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("features", ["h2", "h3", "bold", "ol", "ul", "link"])
        super().__init__(**kwargs)

    @cached_property
    def field(self) -> Field:
        """The editor, with a name for whoever cannot see the heading above it."""
        field: Field = super().field
        field.widget.options["ariaLabel"] = self.label
        return field

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Running text with headings, lists and links.")
        template = "kernel/blocks/text.html"
        preview_value = (
            "<h2>先把凳子摆平</h2><p>两户人进门，别急着问谁对谁错。"
            "<b>先请坐，再倒水</b>，等两边都喘匀了气，再请先来的人说。</p>"
        )


def spoken(block: blocks.CharBlock) -> blocks.CharBlock:
    """Return a line of a list, whose label is not shown, with a name that is said."""
    block.field.widget.attrs["aria-label"] = block.label
    return block


class ImageBlock(blocks.StructBlock):
    """A picture, with words for whoever cannot see it."""

    image = ImageChooserBlock(label=_("Image"))
    alt = blocks.CharBlock(
        label=_("Description"),
        max_length=200,
        help_text=_("What the picture shows, for those who cannot see it."),
    )
    caption = blocks.CharBlock(label=_("Caption"), max_length=200, required=False)

    class Meta:
        label_format = "{alt}"
        icon = "image"
        label = _("Image")
        description = _("A picture, with words for whoever cannot see it.")
        template = "kernel/blocks/image.html"
        preview_template = "kernel/blocks/image_preview.html"

    def clean(self, value: Any) -> Any:
        """:raises ValidationError: if nobody says what the picture shows"""
        errors = {}
        try:
            cleaned = super().clean(value)
        except blocks.StructBlockValidationError as refusal:
            errors = refusal.block_errors
        if "alt" in errors:
            errors["alt"] = ValidationError(NOTHING_SAID)
        elif FILE_NAME.search(value.get("alt") or ""):
            errors["alt"] = ValidationError(ONLY_NAMED)
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return cleaned
