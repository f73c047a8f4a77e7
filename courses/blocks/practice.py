"""What is done: steps to take, a list to go through, a question to oneself."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from courses.blocks import samples
from lms.kernel.blocks import spoken

#: Empty places, as a new list has them.
_STEP = {"title": "", "text": ""}
_CHOICE = {"text": "", "right": False, "feedback": ""}


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=pgettext_lazy("block", "Step"), max_length=60)
    text = blocks.TextBlock(
        label=_("How it is done"), max_length=400, required=False, rows=2
    )

    class Meta:
        label_format = "{title}"
        icon = "arrow-right"
        label = pgettext_lazy("block", "Step")


class StepsBlock(blocks.StructBlock):
    """What to do first, and what then."""

    title = blocks.CharBlock(label=_("Title"), max_length=80, required=False)
    steps = blocks.ListBlock(
        StepBlock(), label=pgettext_lazy("block", "Steps"), min_num=2, max_num=12
    )

    class Meta:
        label_format = "{title}"
        icon = "list-ol"
        label = pgettext_lazy("block", "Steps")
        description = _("What to do first, what then: numbered by itself.")
        default = {"title": "", "steps": [_STEP, _STEP]}  # as many as it needs
        template = "courses/blocks/steps.html"
        preview_value = samples.STEPS


class ChecklistBlock(blocks.StructBlock):
    """What to have ready; ticks stay on the page and are sent nowhere."""

    title = blocks.CharBlock(label=_("Title"), max_length=80)
    items = blocks.ListBlock(
        spoken(blocks.CharBlock(max_length=200, label=_("Item of the checklist"))),
        label=_("Items of the checklist"),
        min_num=2,
        max_num=20,
    )

    class Meta:
        label_format = "{title}"
        icon = "clipboard-list"
        label = _("Checklist")
        description = _("What to have ready, to tick off on the phone or on paper.")
        default = {"title": "", "items": ["", ""]}  # as many as it needs
        template = "courses/blocks/checklist.html"
        preview_value = samples.CHECKLIST


class ChoiceBlock(blocks.StructBlock):
    """One possible answer and what to say to whoever chose it."""

    text = blocks.CharBlock(label=_("Answer"), max_length=200)
    right = blocks.BooleanBlock(label=_("This is right"), required=False)
    feedback = blocks.TextBlock(label=_("Explanation"), max_length=400, rows=2)

    class Meta:
        label_format = "{text}"
        icon = "radio-full"
        label = _("Answer")


class SelfCheckBlock(blocks.StructBlock):
    """A question to oneself: every answer explains itself, and nothing is counted."""

    prompt = blocks.TextBlock(label=_("Question"), max_length=400, rows=2)
    choices = blocks.ListBlock(ChoiceBlock(), label=_("Answers"), min_num=2, max_num=6)

    class Meta:
        label_format = "{prompt}"
        icon = "help"
        label = _("Self-check")
        description = _("A question to oneself; every answer explains itself.")
        default = {"prompt": "", "choices": [_CHOICE, _CHOICE]}  # as many as it needs
        template = "courses/blocks/self_check.html"
        preview_value = samples.SELF_CHECK

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
