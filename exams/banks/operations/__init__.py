"""What happens to questions: written, reviewed, approved for ever, disclosed, retired.

The key is written through the alias that holds keys, after its version is committed:
the two connections share no transaction. A version is approved only with a key that was
written for its very text, so that a write cut in half is found then, in words.
"""

from exams.banks.operations.disclosing import NotApproved, disclose, recall
from exams.banks.operations.keeping import (
    BankCodeTaken,
    TopicKnown,
    add_topic,
    create_bank,
)
from exams.banks.operations.review import (
    KeyMissing,
    NotInReview,
    OwnWork,
    ReasonMissing,
    TextChanged,
    approve,
    retire,
    seal_keys,
    send_back,
    submit_for_review,
)
from exams.banks.operations.steps import NotADraft, QuestionRetired
from exams.banks.operations.writing import (
    CodeTaken,
    Manuscript,
    NoPrompt,
    NothingToRevise,
    VersionInTheMaking,
    draft_question,
    edit_draft,
    new_version,
)

__all__ = [
    "BankCodeTaken",
    "CodeTaken",
    "KeyMissing",
    "Manuscript",
    "NoPrompt",
    "NotADraft",
    "NotApproved",
    "NotInReview",
    "NothingToRevise",
    "OwnWork",
    "QuestionRetired",
    "ReasonMissing",
    "TextChanged",
    "TopicKnown",
    "VersionInTheMaking",
    "add_topic",
    "approve",
    "create_bank",
    "disclose",
    "draft_question",
    "edit_draft",
    "new_version",
    "recall",
    "retire",
    "seal_keys",
    "send_back",
    "submit_for_review",
]
