"""Coverage, and what is done to places: elections, divisions, filing, rules, reshaping."""

from datetime import timedelta

from django.utils import timezone

from lms.kernel.clock import local_day
from mediators.models import Post
from mediators.operations.elections import Outcome
from tests.scope.rows import ADMINISTRATOR, PLATFORM, Row
from tests.scope.table.mediators import OVERSEERS

ASKS = {"look": [ADMINISTRATOR], "act": [ADMINISTRATOR]}
#: What a town's administrator may not, nor anybody else who stands no higher.
PLATFORM_ASKS = {"look": [PLATFORM], "act": [PLATFORM]}


def today():
    return local_day(timezone.now())


def nothing(_place):
    return {}


def reason(_place):
    return {"reason": "录错"}


def gap(name):
    """Return a function: the address of the list of a gap of the branch of a place."""
    return lambda place: [place.unit.uuid, name]


# -- places and those who sit there


def elected(place):
    sitting = Post.objects.in_force().filter(
        organisation=place.committee, role__in=Post.MEMBERS
    )
    leaving = {"outcome": Outcome.LEAVES, "reason": "resigned"}
    seats = {
        f"seat-{uuid}-{field}": value
        for uuid in sitting.values_list("person__uuid", flat=True)
        for field, value in leaving.items()
    }
    return {
        **seats,
        "step": "record",
        "on": today(),
        "basis": "推选记录",
        "valid_to": today() + timedelta(days=900),
        "rows": "1",
        "new-0-name": "贺当选",
        "new-0-role": "member",
        "new-0-kind": "part_time",
        "new-0-gender": "2",
    }


def founded(_place):
    return {"name": "新立村人民调解委员会", "committee_type": "village"}


def changed(_place):
    return {
        "name": "更名村人民调解委员会",
        "committee_type": "village",
        "effective_on": today(),
    }


def reshaped(_place):
    return {"effective_on": today(), "document": "某政发〔2026〕3号"}


def merged(place):
    return {**reshaped(place), "carry_on": "no"}


# -- divisions, filing, rules, the calendar


def village(place):
    return {"name": "新设村", "town": place.town.code, "valid_from": "2026-01-01"}


def village_ends(_place):
    return {"on": today(), "successor": ""}


def filing(place):
    return {"post": [place.post.uuid], "on": today(), "reference": ""}


def rule(_place):
    return {"value": 65, "document": "某司发〔2026〕4号", "valid_from": "2026-01-01"}


def rule_ends(_place):
    return {"on": today()}


def holidays(_place):
    return {
        "step": "enter",
        "lines": "2026-10-01 休",
        "document": "国办发明电〔2025〕7号",
    }


ROWS = [
    Row("coverage:overview", look=OVERSEERS, lists=True),
    Row("coverage:branch", of="unit", look=OVERSEERS, lists=True),
    Row("coverage:branch", of="committee", look=OVERSEERS, lists=True),
    Row("coverage:gap", args=gap("without_chair"), look=OVERSEERS, lists=True),
    Row("coverage:gap", args=gap("villages_uncovered"), look=OVERSEERS, lists=True),
    Row("coverage:gap", args=gap("uncertified"), look=OVERSEERS, lists=True),
    Row("coverage:export", of="unit", look=OVERSEERS),
    Row("mediators:election", of="committee", **ASKS, body=elected),
    Row("mediators:by-election", of="committee", **ASKS, body=elected),
    # Without a kind it is asked for one.
    Row("mediators:organisation-add", of="unit", **ASKS, body=nothing, done=200),
    Row(
        "mediators:organisation-add",
        of="unit",
        query="kind=committee",
        **ASKS,
        body=founded,
    ),
    Row("mediators:organisation-change", of="committee", **ASKS, body=changed),
    Row("mediators:organisation-move", of="empty", look=[ADMINISTRATOR], lists=True),
    Row("mediators:organisation-merge", of="empty", look=[ADMINISTRATOR], lists=True),
    Row("mediators:organisation-merge", of="unit", look=[PLATFORM]),
    # Neither what moves nor where it goes may be another's.
    Row(
        "mediators:organisation-move-to",
        args=lambda place: [place.empty.uuid, place.world.inside.closed.uuid],
        **ASKS,
        body=reshaped,
    ),
    Row(
        "mediators:organisation-move-to",
        args=lambda place: [place.world.inside.empty.uuid, place.closed.uuid],
        **ASKS,
        body=reshaped,
    ),
    Row(
        "mediators:organisation-merge-into",
        args=lambda place: [place.empty.uuid, place.world.inside.committee.uuid],
        **ASKS,
        body=merged,
    ),
    Row(
        "mediators:organisation-merge-into",
        args=lambda place: [place.world.inside.empty.uuid, place.committee.uuid],
        **ASKS,
        body=merged,
    ),
    Row("mediators:organisation-dissolve", of="empty", **ASKS, body=reshaped),
    # Nobody cuts the branch on which their own role sits. What is beneath stands in the
    # way of the platform's administrators as well, who are told so in the form.
    Row(
        "mediators:organisation-dissolve",
        of="unit",
        **PLATFORM_ASKS,
        body=reshaped,
        done=200,
    ),
    Row("mediators:division-list", look=OVERSEERS, lists=True),
    Row("mediators:division-list", query="q=新村", look=OVERSEERS, lists=True),
    Row("mediators:division-add", **ASKS, body=village, beyond=200, lists=True),
    # It offers the villages of the whole county as successors: the list of divisions is
    # public, and villages merge across the border of a town.
    Row(
        "mediators:division-end",
        args=lambda place: [place.village.code],
        **ASKS,
        body=village_ends,
        public=True,
    ),
    Row(
        "mediators:filing-list",
        look=OVERSEERS,
        act=[ADMINISTRATOR],
        body=filing,
        beyond=404,
        lists=True,
    ),
    Row("mediators:filing-take-back", of="filed", **ASKS, body=reason),
    Row("mediators:rule-list", look=OVERSEERS, lists=True),
    Row(
        "mediators:rule-add",
        args=lambda place: [place.unit.uuid, "age_max"],
        **ASKS,
        body=rule,
    ),
    Row("mediators:rule-end", of="rule", **ASKS, body=rule_ends),
    Row("mediators:rule-annul", of="rule", **ASKS, body=reason),
    Row(
        "mediators:exemption-grant",
        args=lambda place: [place.filed.uuid, "education_min"],
        **ASKS,
        body=reason,
    ),
    Row("mediators:exemption-annul", of="exemption", **ASKS, body=reason),
    Row("mediators:calendar", look=OVERSEERS),
    # One for all: the bureau's administrators keep it, and a town's are none of them.
    Row("mediators:calendar-enter", **PLATFORM_ASKS, body=holidays),
]
