"""What people type, cleaned."""

from mediators.forms.fields import CHOOSE, BranchField, day_input
from mediators.forms.filters import MediatorFilter
from mediators.forms.people import (
    IdNumberForm,
    MediatorForm,
    MergeForm,
    PersonForm,
    PhotoForm,
    ReasonForm,
)
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
    "IdNumberForm",
    "MediatorFilter",
    "MediatorForm",
    "MergeForm",
    "NewcomerForm",
    "PersonForm",
    "PersonSearch",
    "PhotoForm",
    "ReasonForm",
    "TermsForm",
    "day_input",
]
