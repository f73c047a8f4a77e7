"""What is recorded of a person: corrected, merged, unmasked, by their administrators."""

from tests.scope.rows import ADMINISTRATOR, Row

#: Sent back as unfinished to whoever may: to all others the form is not there at all.
ASKS = {"look": [ADMINISTRATOR], "act": [ADMINISTRATOR], "done": 200}


def nothing(_place):
    return {}


ROWS = [
    Row("mediators:doubles", look=[ADMINISTRATOR]),
    Row(
        "mediators:merge",
        args=lambda place: [place.person.uuid, place.colleague.person.uuid],
        **ASKS,
        body=nothing,
    ),
    Row(
        "mediators:apart",
        args=lambda place: [place.person.uuid, place.colleague.person.uuid],
        **ASKS,
        body=nothing,
    ),
    Row("mediators:person-edit", of="person", **ASKS, body=nothing),
    Row("mediators:id-number", of="person", **ASKS, body=nothing),
    Row("mediators:id-number-reveal", of="person", **ASKS, body=nothing),
    Row("mediators:id-number-forget", of="person", **ASKS, body=nothing),
]
