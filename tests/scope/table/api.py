"""The interface for other systems, asked in a session as by a key; and the keys."""

from tests.scope.rows import ADMINISTRATOR, EVERYBODY, Row, absent
from tests.scope.table.mediators import OVERSEERS

#: Whoever sends no key is told to send one.
UNKNOWN = {"anonymous": 401}


def nothing(_place):
    return {}


ROWS = [
    absent("api-v1:api-root"),
    Row(
        "api-v1:openapi-json",
        look=EVERYBODY,
        act=EVERYBODY,
        done=200,
        body=nothing,
        public=True,
    ),
    Row("api-v1:mediators", look=OVERSEERS, lists=True, **UNKNOWN),
    Row("api-v1:mediators", query="name=明", look=OVERSEERS, lists=True, **UNKNOWN),
    Row("api-v1:mediator", of="mediator", look=OVERSEERS, **UNKNOWN),
    Row(
        "api:keys",
        look=OVERSEERS,
        act=OVERSEERS,
        done=200,
        body=lambda _place: {"name": "化解平台", "days": "30"},
    ),
    # Its owner revokes it, and whoever decides of the owner's roles.
    Row(
        "api:revoke",
        of="key",
        takes_get=False,
        act=[ADMINISTRATOR],
        body=nothing,
    ),
]
