"""Cleaning what an author or a reviewer typed."""

from exams.banks.forms.kinds import FORMS
from exams.banks.forms.lists import (
    ApprovalForm,
    BankForm,
    QuestionFilter,
    ReasonForm,
    TopicForm,
)
from exams.banks.forms.question import QuestionForm

__all__ = [
    "FORMS",
    "ApprovalForm",
    "BankForm",
    "QuestionFilter",
    "QuestionForm",
    "ReasonForm",
    "TopicForm",
]
