"""What belongs to no part of the business: health, files of the site, long work."""

from tests.scope.rows import EVERYBODY, MEDIATOR, OFFICE, SIGNED_IN, Row


def nowhere(_place):
    return {"next": "/"}


ROWS = [
    # 503: no worker of the tests has ever lived.
    Row("healthz", look=EVERYBODY, found=503, public=True),
    Row(
        "type_size",
        takes_get=False,
        act=EVERYBODY,
        body=nowhere,
    ),
    Row(
        "set_language",
        look=EVERYBODY,
        found=302,
        act=EVERYBODY,
        body=lambda _place: {"language": "en", "next": "/"},
        public=True,
    ),
    Row("media/<path:path>", args=lambda _place: ["none.png"], anonymous=404),
    Row("office:job-list", look=SIGNED_IN),
    # Their own and nobody else's, whoever they are.
    Row("office:job", of="job", look_own=[MEDIATOR], platform=False),
    Row("cms:office-home", look=OFFICE),
]
