"""Questions, their versions and, apart from both, their keys."""

from exams.banks.models.bank import KEEPERS, Bank, Topic
from exams.banks.models.citation import Citation
from exams.banks.models.event import VersionEvent
from exams.banks.models.fill_in import FillIn
from exams.banks.models.key import QuestionKey
from exams.banks.models.multiple_choice import MultipleChoice
from exams.banks.models.question import Question
from exams.banks.models.short_answer import ShortAnswer
from exams.banks.models.single_choice import SingleChoice
from exams.banks.models.true_false import TrueFalse
from exams.banks.models.version import QuestionVersion

#: Every kind of question; a new one is a file and a line here.
KINDS: dict[str, type[QuestionVersion]] = {
    each.KIND: each
    for each in (SingleChoice, MultipleChoice, TrueFalse, FillIn, ShortAnswer)
}

__all__ = [
    "KEEPERS",
    "KINDS",
    "Bank",
    "Citation",
    "FillIn",
    "MultipleChoice",
    "Question",
    "QuestionKey",
    "QuestionVersion",
    "ShortAnswer",
    "SingleChoice",
    "Topic",
    "TrueFalse",
    "VersionEvent",
]
