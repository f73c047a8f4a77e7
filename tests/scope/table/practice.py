"""Practice: what was released is for everybody who is signed in, the bank's pages are not."""

from exams.banks.authoring import digest
from tests.scope.rows import SIGNED_IN, TRAINER, Row

KEEPS = {"look": [TRAINER], "act": [TRAINER]}


def agreed(place):
    """What a keeper agrees to who looked at the one question that is approved."""
    return {"seen": digest([version.pk for version in place.question.versions.all()])}


ROWS = [
    # What was released is nobody's secret, from whichever branch.
    Row("practice:home", look=SIGNED_IN, public=True),
    Row("practice:start", look=SIGNED_IN, found=302),
    Row(
        "practice:question",
        of="released",
        look=SIGNED_IN,
        look_outside=SIGNED_IN,
        look_above=SIGNED_IN,
        act=SIGNED_IN,
        act_outside=SIGNED_IN,
        act_above=SIGNED_IN,
        public=True,
        body=lambda _place: {"option": "t"},
    ),
    Row("practice:released-list", of="bank", look=[TRAINER], lists=True),
    Row("practice:release", of="bank", **KEEPS, body=agreed, lists=True),
    Row(
        "practice:release-one",
        of="question",
        **KEEPS,
        body=agreed,
        lists=True,
    ),
    Row("practice:released", of="released", look=[TRAINER], lists=True),
    Row(
        "practice:withdraw",
        of="released",
        act=[TRAINER],
        takes_get=False,
        body=lambda _place: {"reason": "讲错了"},
    ),
]
