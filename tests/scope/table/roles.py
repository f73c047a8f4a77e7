"""Roles, what they let see, and who writes in the Studio for a branch."""

from tests.scope.rows import ADMINISTRATOR, Row
from tests.scope.table.mediators import OVERSEERS

GRANTS = {"look": [ADMINISTRATOR], "act": [ADMINISTRATOR]}


def role(place):
    return {
        "organisation": place.unit.uuid,
        "role": "trainer",
        "valid_from": "2026-11-01",
        "reason": "授课",
    }


def reason(_place):
    return {"reason": "调离"}


def newcomer(place):
    return {**role(place), "username": "newcomer", "name": "贺新人"}


def grantee(place):
    return [place.grant.user.uuid]


ROWS = [
    Row("mediators:role-list", look=OVERSEERS, lists=True),
    Row("mediators:role-list", query="ended=yes&q=管", look=OVERSEERS, lists=True),
    Row("mediators:role-add", query="q=明", look=[ADMINISTRATOR], lists=True),
    Row("mediators:role-add", query="q=无户", look=[ADMINISTRATOR], lists=True),
    Row("mediators:role-add-for", args=grantee, **GRANTS, body=role),
    Row(
        "mediators:role-add-person",
        of="unnamed",
        **GRANTS,
        body=newcomer,
        done=200,
    ),
    Row("mediators:role-add-new", **GRANTS, body=newcomer, done=200, beyond=200),
    Row("mediators:role-suspend", of="grant", **GRANTS, body=reason),
    Row("mediators:role-lift", of="suspended", **GRANTS, body=reason),
    Row("mediators:role-end", of="grant", **GRANTS, body=reason),
    Row("mediators:account", args=grantee, look=OVERSEERS, lists=True),
    # It names whoever can see the person, from above as well: that is what it is for.
    Row("mediators:overseers", of="mediator", look=OVERSEERS, public=True),
    Row(
        "courses:studio-list",
        look=OVERSEERS,
        act=[ADMINISTRATOR],
        body=lambda place: {"organisation": place.closed.uuid},
        beyond=200,
        lists=True,
    ),
    # Trainers of the district above may write for its towns.
    Row(
        "courses:studio",
        of="unit",
        look=OVERSEERS,
        public=True,
        act=[ADMINISTRATOR],
        body=lambda place: {"user": place.editor.uuid, "reviews": "1"},
    ),
]
