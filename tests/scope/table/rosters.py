"""Rosters brought in by administrators, and given out to whoever oversees."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.mediators.rosters.conftest import csv_of, row
from tests.scope.rows import ADMINISTRATOR, Row
from tests.scope.table.mediators import OVERSEERS

ACTS = {"takes_get": False, "act": [ADMINISTRATOR]}
#: Made for the administrator of the town, and for nobody else, whoever they are.
OWN = {"look": [ADMINISTRATOR], "platform": False}


def file(place):
    return {
        "branch": place.unit.uuid,
        "file": SimpleUploadedFile("名册.csv", csv_of(row(name="贺新人"))),
    }


ROWS = [
    Row("rosters:import-list", look=OVERSEERS, lists=True),
    Row(
        "rosters:import-add",
        look=[ADMINISTRATOR],
        act=[ADMINISTRATOR],
        body=file,
        beyond=200,
        lists=True,
    ),
    Row("rosters:import", of="roster", look=OVERSEERS),
    Row("rosters:import", of="unclear", look=OVERSEERS),
    Row("rosters:import", of="applied", look=OVERSEERS),
    Row("rosters:table", of="roster", look=OVERSEERS),
    Row("rosters:import-encoding", of="unclear", **ACTS, body=lambda _place: {}),
    Row(
        "rosters:import-decide",
        args=lambda place: place.doubt,
        **ACTS,
        body=lambda _place: {"answer": "another", "plan": ""},
    ),
    Row(
        "rosters:import-apply",
        of="roster",
        **ACTS,
        body=lambda _place: {"which": "good"},
    ),
    Row(
        "rosters:import-undo",
        of="applied",
        look=[ADMINISTRATOR],
        act=[ADMINISTRATOR],
        body=lambda _place: {"agreed": "on"},
    ),
    Row("rosters:template", look=[ADMINISTRATOR]),
    # To give out what one may look at is to look at it.
    Row(
        "rosters:export-add",
        query="q=明",
        look=OVERSEERS,
        act=OVERSEERS,
        body=lambda _place: {"q": "明", "shape": "csv"},
        done=200,
    ),
    Row("rosters:export", of="giving_out", **OWN),
    Row("rosters:export-file", of="export", **OWN),
]
