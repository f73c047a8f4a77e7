"""What is read: key points, a case, a dialogue, a term."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from courses.blocks import samples
from lms.kernel.blocks import spoken

#: An empty place, as a new dialogue has them.
_LINE = {"who": "", "says": ""}


class KeyPointsBlock(blocks.StructBlock):
    """What to remember, one sentence a point."""

    points = blocks.ListBlock(
        spoken(blocks.CharBlock(max_length=200, label=_("Key point"))),
        label=_("Key points"),
        min_num=1,
        max_num=8,
    )

    class Meta:
        icon = "list-ul"
        label = _("Key points")
        description = _("What the reader should remember, one sentence a point.")
        template = "courses/blocks/key_points.html"
        preview_value = samples.KEY_POINTS


class CaseBlock(blocks.StructBlock):
    """A story from practice and what it teaches."""

    title = blocks.CharBlock(label=_("Title"), max_length=80)
    story = blocks.TextBlock(
        label=_("Story"),
        rows=6,
        help_text=_(
            "Invented people and places only; leave a line between paragraphs."
        ),
    )
    lesson = blocks.TextBlock(
        label=_("What it teaches"), max_length=400, required=False, rows=2
    )

    class Meta:
        label_format = "{title}"
        icon = "group"
        label = _("Case")
        description = _("A story from practice and what it teaches.")
        template = "courses/blocks/case.html"
        preview_value = samples.CASE


class LineBlock(blocks.StructBlock):
    """What one person says."""

    who = blocks.CharBlock(label=pgettext_lazy("dialogue", "Who"), max_length=20)
    says = blocks.TextBlock(
        label=pgettext_lazy("dialogue", "Says"), max_length=400, rows=2
    )

    class Meta:
        label_format = "{says}"
        icon = "comment"
        label = pgettext_lazy("dialogue", "Line")


class DialogueBlock(blocks.StructBlock):
    """Who says what: how a session of mediation sounds."""

    title = blocks.CharBlock(label=_("Title"), max_length=80, required=False)
    lines = blocks.ListBlock(LineBlock(), label=_("Lines"), min_num=2, max_num=30)

    class Meta:
        label_format = "{title}"
        icon = "comment"
        label = _("Dialogue")
        description = _("Who says what: how it sounds when it is done well, or badly.")
        default = {"title": "", "lines": [_LINE, _LINE]}  # as many as it needs
        template = "courses/blocks/dialogue.html"
        preview_value = samples.DIALOGUE


class TermBlock(blocks.StructBlock):
    """A word of the trade and what it means here."""

    term = blocks.CharBlock(label=_("Term"), max_length=40)
    meaning = blocks.TextBlock(label=_("Meaning"), max_length=400, rows=2)

    class Meta:
        label_format = "{term}"
        icon = "bold"
        label = _("Term")
        description = _("A word of the trade and what it means, in plain words.")
        template = "courses/blocks/term.html"
        preview_value = samples.TERM
