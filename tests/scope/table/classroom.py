"""What is for everybody, or for everybody who learns: the site, the law, the courses."""

from tests.scope.rows import (
    ADMINISTRATOR,
    EVERYBODY,
    MEDIATOR,
    SIGNED_IN,
    TRAINER,
    Row,
    absent,
)


def law(*more):
    """The parts of an address of the law, down to those named."""

    def args(place):
        version = place.world.article.version
        parts = [version.statute.code, version.effective_on, place.world.article.key]
        return parts[: more[0]]

    return args


def page(name):
    def args(place):
        return [getattr(place, name).url_path.removeprefix("/").partition("/")[2]]

    return args


ALL = {"look": EVERYBODY, "look_outside": EVERYBODY, "look_above": EVERYBODY}
LEARNERS = {"look": SIGNED_IN, "look_outside": SIGNED_IN, "look_above": SIGNED_IN}

ROWS = [
    Row("cms:home", look=EVERYBODY),
    Row("cms:search", query="q=调解", look=EVERYBODY, public=True),
    Row("laws:statute-list", look=EVERYBODY),
    Row("laws:statute", args=law(1), **ALL, found=302),
    Row("laws:as-of", args=law(1), query="day=1999-01-01", **ALL),
    Row("laws:version", args=law(2), **ALL),
    Row("laws:article", args=law(3), **ALL),
    # What is published is for everybody, from whichever branch.
    Row("courses:home", look=SIGNED_IN, public=True),
    Row("courses:catalogue", look=EVERYBODY, public=True),
    Row("courses:history", look=SIGNED_IN),
    Row("courses:notes", look=SIGNED_IN),
    Row("courses:flags", look=SIGNED_IN),
    # Whoever is sent the address of a class may read what it is; who joins is refused in words.
    Row(
        "courses:pilot-class",
        of="pilot_class",
        **LEARNERS,
        public=True,
        act=SIGNED_IN,
        act_outside=SIGNED_IN,
        act_above=SIGNED_IN,
        body=lambda _place: {"join": "1"},
    ),
    # What a class reads is for who is in it, whatever they oversee.
    Row(
        "courses:pilot",
        of="pilot",
        look_own=[MEDIATOR],
        act_own=[MEDIATOR],
        platform=False,
        body=lambda _place: {"words": "看不懂。"},
    ),
    Row(
        "wagtail_serve",
        args=page("course"),
        **ALL,
        public=True,
        act=[MEDIATOR],
        act_outside=[MEDIATOR],
        act_above=[MEDIATOR],
        platform=False,
        body=lambda _place: {},
    ),
    Row(
        "wagtail_serve",
        args=page("lesson"),
        **LEARNERS,
        public=True,
        act=[MEDIATOR],
        act_outside=[MEDIATOR],
        act_above=[MEDIATOR],
        platform=False,
        body=lambda _place: {},
    ),
    # What is not published is for nobody, not even for its own branch.
    Row(
        "wagtail_serve",
        args=page("hidden"),
        anonymous=404,
        platform=False,
        body=lambda _place: {},
    ),
    Row(
        "wagtaildocs_serve",
        args=lambda place: [place.document.pk, place.document.filename],
        **LEARNERS,
        public=True,
    ),
    absent("wagtaildocs_authenticate_with_password", 1),
    absent("wagtailcore_authenticate_with_password", 1, 1),
    *[
        # Our own door: whoever has a place in the Studio is led there.
        Row(
            door,
            look=[TRAINER, ADMINISTRATOR],
            act=[TRAINER, ADMINISTRATOR],
            found=302,
            otherwise=403,
            platform=False,
            body=lambda _place: {"username": "nobody", "password": "wrong"},
        )
        for door in ("_util/login/", "wagtailcore_login")
    ],
    absent("^(_util/|documents/authenticate_with_password/)"),
]
