"""What people type, cleaned."""

from mediators.forms.divisions import VillageEndForm, VillageFilter, VillageForm
from mediators.forms.fields import CHOOSE, BranchField, day_input
from mediators.forms.filters import MediatorFilter, PlaceFilter
from mediators.forms.people import (
    IdNumberForm,
    MediatorForm,
    MergeForm,
    PersonForm,
    PhotoForm,
    ReasonForm,
)
from mediators.forms.places import (
    PlaceChangeForm,
    PlaceForm,
    PlaceMergeForm,
    PlaceSearch,
    ReshapeForm,
    today,
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
    "PlaceChangeForm",
    "PlaceFilter",
    "PlaceForm",
    "PlaceMergeForm",
    "PlaceSearch",
    "ReasonForm",
    "ReshapeForm",
    "TermsForm",
    "VillageEndForm",
    "VillageFilter",
    "VillageForm",
    "day_input",
    "today",
]
