"""What a lesson is made of: a class, a template of the same name, a test of it."""

from typing import Any

from django.core.exceptions import BadRequest
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from courses.blocks.files import AudioBlock, DocumentBlock, VideoBlock
from courses.blocks.law import ArticleBlock, CitationBlock, ComparisonBlock
from courses.blocks.practice import ChecklistBlock, SelfCheckBlock, StepsBlock
from courses.blocks.telling import CaseBlock, DialogueBlock, KeyPointsBlock, TermBlock
from lms.kernel.blocks import ImageBlock, TextBlock

READ = pgettext_lazy("block", "To read")
LAW = pgettext_lazy("block", "The law")
DO = pgettext_lazy("block", "To do")
FILES = pgettext_lazy("block", "Files")


class LessonBody(blocks.StreamBlock):
    """Grouped in the chooser as an author thinks: what to read, the law, what to do."""

    text = TextBlock(group=READ)
    key_points = KeyPointsBlock(group=READ)
    case = CaseBlock(group=READ)
    dialogue = DialogueBlock(group=READ)
    term = TermBlock(group=READ)
    citation = CitationBlock(group=LAW)
    comparison = ComparisonBlock(group=LAW)
    self_check = SelfCheckBlock(group=DO)
    steps = StepsBlock(group=DO)
    checklist = ChecklistBlock(group=DO)
    image = ImageBlock(group=FILES)
    audio = AudioBlock(group=FILES)
    video = VideoBlock(group=FILES)
    document = DocumentBlock(group=FILES)

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> Any:
        """Read what the form of the Studio sends.

        :raises BadRequest: if it is what no form of ours sends
        """
        try:
            return super().value_from_datadict(data, files, prefix)
        except (KeyError, ValueError) as error:
            raise BadRequest from error


__all__ = ["ArticleBlock", "CitationBlock", "LessonBody"]
