"""Subsidies, honours and what is held against somebody."""

from tests.scope.rows import ADMINISTRATOR, INSPECTOR, PLATFORM, Row

OVERSEERS = [ADMINISTRATOR, INSPECTOR]
ENTERS = {"look": [ADMINISTRATOR], "act": [ADMINISTRATOR]}
#: The platform's administrators are the only ones here who have a role over a bureau.
BUREAU = {"look": [PLATFORM], "act": [PLATFORM]}
KINDS = ["subsidy", "commendation", "grade", "evaluation", "recognition"]


def case(place):
    return {
        "organisation": place.committee.uuid,
        "case_ref": "云调2026-新",
        "mediated_on": "2026-03-01",
        "case_class": "simple",
        "form": "written",
    }


def award(place):
    return {
        "programme": place.programme.uuid,
        "organisation": place.committee.uuid,
        "title": "先进人民调解员",
        "merit": "",
        "authority": "云溪区司法局",
        "decided_by": place.world.people[ADMINISTRATOR].uuid,
        "decided_on": "2026-03-01",
        "document_no": "云司发〔2026〕9号",
    }


def reason(_place):
    return {"reason": "录错"}


def of(kind):
    return lambda place: [kind, place.records[kind].uuid]


ROWS = [
    Row("incentives:record-list", look=OVERSEERS, lists=True),
    Row("incentives:record-list", query="q=明", look=OVERSEERS, lists=True),
    *[
        Row(
            "incentives:choose",
            args=lambda _place, what=what: [what],
            query="q=明",
            look=[ADMINISTRATOR],
            look_outside=[ADMINISTRATOR],
            look_above=[ADMINISTRATOR],
            lists=True,
        )
        for what in ("subsidy", "commendation")
    ],
    Row(
        "incentives:subsidy-add",
        args=lambda place: [place.colleague.uuid],
        **ENTERS,
        body=case,
    ),
    Row(
        "incentives:commendation-add",
        args=lambda place: [place.colleague.uuid],
        **ENTERS,
        body=award,
    ),
    Row(
        "incentives:commendation-add-unit",
        args=lambda place: [place.committee.uuid],
        **ENTERS,
        body=award,
    ),
    *[
        Row("incentives:record", args=of(kind), look=OVERSEERS, lists=True)
        for kind in KINDS
    ],
    *[
        Row("incentives:record-annul", args=of(kind), **ENTERS, body=reason)
        for kind in KINDS
    ],
    # A judicial office does not see what is held against its people: only a bureau does.
    Row("incentives:record", args=of("accountability"), **BUREAU),
    Row("incentives:record-annul", args=of("accountability"), **BUREAU, body=reason),
]
