"""What people type, cleaned."""

from mediators.forms.branches import (
    BranchFilter,
    FilingFilter,
)
from mediators.forms.calendar import (
    CalendarForm,
)
from mediators.forms.divisions import (
    VillageEndForm,
    VillageFilter,
    VillageForm,
)
from mediators.forms.elections import (
    ElectionPaper,
)
from mediators.forms.fields import (
    CHOOSE,
    day_input,
)
from mediators.forms.filing import (
    FilingForm,
)
from mediators.forms.filters import (
    MediatorFilter,
    PlaceFilter,
)
from mediators.forms.people import (
    ApartForm,
    IdNumberForm,
    MediatorForm,
    MergeForm,
    PersonForm,
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
    ExemptForm,
    NewcomerForm,
    PersonSearch,
    TermsForm,
)
from mediators.forms.roles import (
    AccountSearch,
    NewAccountForm,
    NewcomerAccountForm,
    RoleFilter,
    RoleForm,
    RoleReasonForm,
)
from mediators.forms.rules import (
    RuleEndForm,
    RuleForm,
)

__all__ = [
    "CHOOSE",
    "AccountSearch",
    "AnnulForm",
    "ApartForm",
    "BranchFilter",
    "CalendarForm",
    "ElectionPaper",
    "EndForm",
    "ExemptForm",
    "FilingFilter",
    "FilingForm",
    "IdNumberForm",
    "MediatorFilter",
    "MediatorForm",
    "MergeForm",
    "NewAccountForm",
    "NewcomerAccountForm",
    "NewcomerForm",
    "PersonForm",
    "PersonSearch",
    "PlaceChangeForm",
    "PlaceFilter",
    "PlaceForm",
    "PlaceMergeForm",
    "PlaceSearch",
    "ReasonForm",
    "ReshapeForm",
    "RoleFilter",
    "RoleForm",
    "RoleReasonForm",
    "RuleEndForm",
    "RuleForm",
    "TermsForm",
    "VillageEndForm",
    "VillageFilter",
    "VillageForm",
    "day_input",
    "today",
]
