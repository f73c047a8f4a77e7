"""Proof: verified by anybody, seen by its holder and overseers, decided by its issuer."""

from tests.scope.rows import (
    ADMINISTRATOR,
    EVERYBODY,
    INSPECTOR,
    MEDIATOR,
    SIGNED_IN,
    Row,
)

OVERSEERS = [ADMINISTRATOR, INSPECTOR]
DECIDES = {"of": "certificate", "look": [ADMINISTRATOR], "act": [ADMINISTRATOR]}


def reason(_place):
    return {"reason": "误发"}


ROWS = [
    Row("certificates:verify", look=EVERYBODY),
    Row(
        "certificates:verify",
        args=lambda place: [place.certificate.code],
        look=EVERYBODY,
        look_outside=EVERYBODY,
        look_above=EVERYBODY,
        public=True,
    ),
    Row("certificates:mine", look=SIGNED_IN),
    Row("certificates:file", of="certificate", look=OVERSEERS, look_own=[MEDIATOR]),
    Row("certificates:office-list", look=OVERSEERS, lists=True),
    Row("certificates:office-list", query="q=明", look=OVERSEERS, lists=True),
    Row("certificates:certificate", of="certificate", look=OVERSEERS, lists=True),
    Row("certificates:suspend", **DECIDES, body=reason),
    Row("certificates:reinstate", **DECIDES, body=reason, done=200),
    Row(
        "certificates:revoke",
        **DECIDES,
        body=lambda _place: {"category": "error", "reason": "误发"},
    ),
]
