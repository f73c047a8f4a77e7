"""What people type, cleaned."""

from mediators.forms.fields import CHOOSE, BranchField, day_input
from mediators.forms.filters import MediatorFilter
from mediators.forms.posts import (
    AnnulForm,
    EndForm,
    NewcomerForm,
    PersonSearch,
    TermsForm,
)

__all__ = [
    "CHOOSE",
    "AnnulForm",
    "BranchField",
    "EndForm",
    "MediatorFilter",
    "NewcomerForm",
    "PersonSearch",
    "TermsForm",
    "day_input",
]
