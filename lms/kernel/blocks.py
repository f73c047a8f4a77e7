"""StreamField blocks that lessons and pages share.

A block is a class, a template of the same name in `kernel/blocks/`, and a test that
renders it.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock


class TextBlock(blocks.RichTextBlock):
    """Running text: headings, emphasis, lists and links, and nothing that shouts."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("features", ["h2", "h3", "bold", "ol", "ul", "link"])
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Running text with headings, lists and links.")
        template = "kernel/blocks/text.html"


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
        icon = "image"
        label = _("Image")
        description = _("A picture, with words for whoever cannot see it.")
        template = "kernel/blocks/image.html"
