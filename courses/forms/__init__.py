"""What people fill in, of courses."""

from courses.forms.learning import (
    CatalogueFilter,
    FlagForm,
    NoteForm,
    PilotWordsForm,
    PositionForm,
)
from courses.forms.pages import (
    SendBackForm,
    TaughtPageCopyForm,
    TaughtPageForm,
)
from courses.forms.studio import (
    AnswerForm,
    GivePilotForm,
    OpenBranchForm,
    OpenPilotClassForm,
    ReviewerForm,
)

__all__ = [
    "AnswerForm",
    "CatalogueFilter",
    "FlagForm",
    "GivePilotForm",
    "NoteForm",
    "OpenBranchForm",
    "OpenPilotClassForm",
    "PilotWordsForm",
    "PositionForm",
    "ReviewerForm",
    "SendBackForm",
    "TaughtPageCopyForm",
    "TaughtPageForm",
]
