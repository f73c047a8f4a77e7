"""People and where they stand."""

from mediators.models.calendar import CalendarDay
from mediators.models.distinction import Distinction
from mediators.models.division import Division
from mediators.models.exemption import Exemption
from mediators.models.mediator import Mediator, Speciality
from mediators.models.organisation import Organisation
from mediators.models.organisation_event import OrganisationEvent
from mediators.models.person import Person
from mediators.models.post import Post
from mediators.models.role_event import RoleEvent
from mediators.models.roles import RoleGrant
from mediators.models.rule import Rule
from mediators.models.user import User

__all__ = [
    "CalendarDay",
    "Distinction",
    "Division",
    "Exemption",
    "Mediator",
    "Organisation",
    "OrganisationEvent",
    "Person",
    "Post",
    "RoleEvent",
    "RoleGrant",
    "Rule",
    "Speciality",
    "User",
]
