"""What is held about people: told, asked for, answered, kept for how long, and logged."""

from django.utils import timezone

from mediators.privacy.models import NoticeVersion
from tests.scope.rows import (
    ADMINISTRATOR,
    EVERYBODY,
    MEDIATOR,
    PLATFORM,
    SIGNED_IN,
    Row,
)
from tests.scope.table.mediators import OVERSEERS

#: What administrators do to a request by a button.
ACTS = {"takes_get": False, "act": [ADMINISTRATOR]}
#: What is the same for all branches.
RULES = {"look": [PLATFORM], "act": [PLATFORM]}
#: What whoever is on record does for themselves; an account alone is nobody on record.
SELF = {"look": [MEDIATOR], "platform": False}


def nothing(_place):
    return {}


def kind(_place):
    return ["exam_devices"]


def notice(_place):
    return dict.fromkeys(("summary", *NoticeVersion.PARTS), "如实告知。")


def ruled(**says):
    return lambda _place: {
        "document": "青川司发〔2026〕2号",
        "valid_from": timezone.localdate(),
        **says,
    }


ROWS = [
    # No notice is published here: there is nothing to read, and one is led on.
    Row("privacy:notice", look=EVERYBODY, public=True),
    Row(
        "privacy:read",
        look=SIGNED_IN,
        found=302,
        act=SIGNED_IN,
        body=lambda _place: {"number": "1"},
    ),
    # One's own
    Row("privacy:data", look=SIGNED_IN),
    Row(
        "privacy:copy",
        takes_get=False,
        act=[MEDIATOR],
        platform=False,
        done=200,
        body=lambda _place: {"form": "json"},
    ),
    Row("privacy:looks", **SELF),
    Row(
        "privacy:ask",
        **SELF,
        act=[MEDIATOR],
        body=lambda _place: {"kind": "restriction", "wanted": "只用于培训。"},
    ),
    # Photos, of whom no text asks yet: with nothing to keep there is nothing to delete.
    Row("privacy:my-photo", **SELF, act=[MEDIATOR], done=200, body=nothing),
    Row(
        "privacy:my-photo-remove",
        takes_get=False,
        act=[MEDIATOR],
        platform=False,
        body=nothing,
    ),
    Row(
        "privacy:my-photo-withdraw",
        takes_get=False,
        act=[MEDIATOR],
        platform=False,
        body=nothing,
    ),
    Row("privacy:photo", of="person"),
    Row(
        "privacy:photo-edit",
        of="person",
        look=[ADMINISTRATOR],
        act=[ADMINISTRATOR],
        done=200,
        body=nothing,
    ),
    Row("privacy:photo-remove", of="person", **ACTS, body=nothing),
    Row(
        "privacy:photo-withdraw",
        of="person",
        **ACTS,
        body=lambda _place: {"note": "到窗口撤回"},
    ),
    # Who asked takes it back, and nobody for them.
    Row(
        "privacy:withdraw",
        of="asked",
        takes_get=False,
        act_own=[MEDIATOR],
        platform=False,
        body=nothing,
    ),
    # What others asked for
    Row("privacy:request-list", look=OVERSEERS, lists=True),
    Row("privacy:request-list", query="state=all", look=OVERSEERS, lists=True),
    Row("privacy:request", of="asked", look=OVERSEERS),
    Row("privacy:request", of="deletion", look=OVERSEERS),
    Row("privacy:take-up", of="asked", **ACTS, body=nothing),
    Row(
        "privacy:answer",
        of="asked",
        **ACTS,
        body=lambda _place: {"outcome": "carried_out", "words": "已经更正。"},
    ),
    Row("privacy:propose-erasure", of="deletion", **ACTS, body=nothing),
    Row(
        "privacy:erase",
        of="deletion",
        look=[ADMINISTRATOR],
        act=[ADMINISTRATOR],
        body=lambda place: {"name": place.leaver.name, "is_sure": "on"},
    ),
    # What holds for everybody
    Row("privacy:notice-office", look=[PLATFORM]),
    Row("privacy:notice-new", **RULES, body=notice),
    Row(
        "privacy:consent-new",
        **RULES,
        body=lambda _place: {"purpose": "photo", "text": "自愿。"},
    ),
    Row("privacy:retention", look=[PLATFORM]),
    Row("privacy:periods", **RULES, body=ruled(kind="copy", days="10")),
    Row(
        "privacy:rule-set",
        args=kind,
        **RULES,
        body=ruled(months="24", action="minimise"),
    ),
    Row("privacy:rule-end", args=kind, takes_get=False, act=[PLATFORM], body=nothing),
    Row("privacy:rule-apply", args=kind, takes_get=False, act=[PLATFORM], body=nothing),
    # The log
    Row("privacy:audit", look=OVERSEERS),
    Row(
        "privacy:audit",
        query="kind=privacy.datarequest",
        look=OVERSEERS,
        lists=True,
    ),
    Row("privacy:audit-entry", args=lambda place: [place.entry], look=OVERSEERS),
    Row(
        "privacy:audit-export",
        takes_get=False,
        act=[ADMINISTRATOR],
        done=200,
        body=lambda _place: {"form": "csv"},
    ),
]
