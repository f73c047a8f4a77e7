"""People, places and posts."""

from django.utils import timezone

from tests.scope.rows import ADMINISTRATOR, INSPECTOR, SIGNED_IN, Row

OVERSEERS = [ADMINISTRATOR, INSPECTOR]


def terms(place):
    return {
        "organisation": place.committee.uuid,
        "role": "mediator",
        "appointment": "hired",
        "kind": "part_time",
        "basis": "聘任书",
        "valid_from": "2023-01-01",
        "valid_to": "2023-06-01",
    }


def newcomer(place):
    return {**terms(place), "name": "贺新人", "gender": "2", "education": ""}


def end(_place):
    return {"on": timezone.localdate(), "reason": "resigned"}


ROWS = [
    Row("mediators:me", look=SIGNED_IN),
    # New courses are for everybody, from whichever branch.
    Row("mediators:news", look=SIGNED_IN, public=True),
    Row(
        "mediators:language",
        takes_get=False,
        act=SIGNED_IN,
        body=lambda _place: {"language": "en"},
    ),
    Row("mediators:mediator-list", look=OVERSEERS, lists=True),
    Row("mediators:mediator-list", query="q=明", look=OVERSEERS, lists=True),
    Row("mediators:mediator", of="mediator", look=OVERSEERS),
    Row("mediators:tree", look=OVERSEERS, lists=True),
    Row("mediators:organisation", of="committee", look=OVERSEERS, lists=True),
    Row("mediators:organisation", of="unit", look=OVERSEERS, lists=True),
    Row("mediators:post-add", query="q=明", look=[ADMINISTRATOR], lists=True),
    Row(
        "mediators:post-add-new",
        look=[ADMINISTRATOR],
        act=[ADMINISTRATOR],
        body=newcomer,
        beyond=200,
    ),
    Row(
        "mediators:post-add-for",
        of="person",
        look=[ADMINISTRATOR],
        act=[ADMINISTRATOR],
        body=terms,
    ),
    Row(
        "mediators:post-end",
        of="post",
        look=[ADMINISTRATOR],
        act=[ADMINISTRATOR],
        body=end,
    ),
    Row(
        "mediators:post-annul",
        of="post",
        look=[ADMINISTRATOR],
        act=[ADMINISTRATOR],
        body=lambda _place: {"reason": "录错"},
    ),
]
