"""Files in a lesson: to hear, to watch, to keep. Nothing is loaded before it is asked for."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from courses.blocks import samples

HEARD = frozenset({"mp3", "m4a", "ogg", "wav"})
WATCHED = frozenset({"mp4", "webm"})
CAPTIONED = frozenset({"vtt"})


class FileBlock(DocumentChooserBlock):
    """Chooses a file of the branch whose name ends in one of `extensions`, if given."""

    def __init__(
        self,
        extensions: Iterable[str] = (),
        refusal: str | Promise = "",
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.extensions = frozenset(extensions)
        self.refusal = refusal

    def clean(self, value: Any) -> Any:
        """:raises ValidationError: if the file is of another kind"""
        cleaned = super().clean(value)
        ends = cleaned.file_extension.lower() if cleaned else ""
        if ends and self.extensions and ends not in self.extensions:
            raise ValidationError(str(self.refusal))
        return cleaned


class AudioBlock(blocks.StructBlock):
    """A recording: it goes on where the listener stopped, on the same phone."""

    title = blocks.CharBlock(label=_("Title"), max_length=80)
    file = FileBlock(
        HEARD,
        _("Choose a recording: a file that ends in .mp3, .m4a, .ogg or .wav."),
        label=_("Recording"),
    )
    transcript = blocks.TextBlock(
        label=_("What is said"),
        rows=4,
        help_text=_("For those who cannot hear it, or save their data."),
    )

    class Meta:
        label_format = "{title}"
        icon = "media"
        label = _("Audio")
        description = _("A recording with what is said in it; its size is shown.")
        template = "courses/blocks/audio.html"
        preview_value = staticmethod(samples.audio)


class VideoBlock(blocks.StructBlock):
    """A film with captions: it goes on where the viewer stopped, on the same phone."""

    title = blocks.CharBlock(label=_("Title"), max_length=80)
    file = FileBlock(
        WATCHED, _("Choose a film: a file that ends in .mp4 or .webm."), label=_("Film")
    )
    captions = FileBlock(
        CAPTIONED,
        _("Choose captions: a file that ends in .vtt."),
        label=_("Captions"),
        required=False,
        help_text=_("A .vtt file: what is said, at its moment."),
    )
    transcript = blocks.TextBlock(
        label=_("What is shown and said"),
        rows=4,
        help_text=_("For those who cannot see or hear it, or save their data."),
    )

    class Meta:
        label_format = "{title}"
        icon = "media"
        label = _("Video")
        description = _("A film with captions; its size is shown before it loads.")
        template = "courses/blocks/video.html"
        preview_value = staticmethod(samples.video)


class DocumentBlock(blocks.StructBlock):
    """A paper to keep: a form, a template, a leaflet."""

    title = blocks.CharBlock(label=_("Title"), max_length=80)
    file = FileBlock(label=pgettext_lazy("block", "File"))
    note = blocks.TextBlock(
        label=pgettext_lazy("block", "What it is for"),
        max_length=200,
        required=False,
        rows=2,
    )

    class Meta:
        label_format = "{title}"
        icon = "doc-full"
        label = pgettext_lazy("block", "Document")
        description = _("A paper to keep, with its kind and size.")
        template = "courses/blocks/document.html"
        preview_value = staticmethod(samples.document)
