"""Who may do what at each URL: written by hand, a module a part of the project."""

from tests.scope.table import (
    accounts,
    api,
    assembly,
    banks,
    certificates,
    classroom,
    delivery,
    incentives,
    kernel,
    marking,
    mediators,
    people,
    places,
    privacy,
    roles,
    rosters,
    signin,
    studio,
)

ROWS = [
    *kernel.ROWS,
    *accounts.ROWS,
    *signin.ROWS,
    *mediators.ROWS,
    *people.ROWS,
    *roles.ROWS,
    *places.ROWS,
    *privacy.ROWS,
    *rosters.ROWS,
    *classroom.ROWS,
    *banks.ROWS,
    *assembly.ROWS,
    *delivery.ROWS,
    *marking.ROWS,
    *certificates.ROWS,
    *incentives.ROWS,
    *api.ROWS,
]
NAMESPACES = studio.NAMESPACES
