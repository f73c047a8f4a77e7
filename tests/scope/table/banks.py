"""Banks of questions: their keepers are the trainers of the branch, and nobody else."""

from tests.scope.rows import TRAINER, Row

KEEPS = {"look": [TRAINER], "act": [TRAINER]}
STEP = {"act": [TRAINER], "takes_get": False}


def nothing(_place):
    return {}


def reason(_place):
    return {"reason": "有歧义"}


def bank(place):
    return {"organisation": place.unit.uuid, "code": "NEW", "title": "新题库"}


def question(place):
    return {
        "code": "NEW-1",
        "prompt": "调解收费吗？",
        "explanation": "",
        "topic": place.world.topic.pk,
        "difficulty": 2,
        "right": "false",
    }


ROWS = [
    Row("banks:bank-list", look=[TRAINER], lists=True),
    # Topics are of all banks; how many questions each has is counted in one's own.
    Row(
        "banks:topic-list",
        **KEEPS,
        body=lambda _place: {"name": "新主题", "code": "new-topic", "axis": "subject"},
    ),
    Row("banks:review-list", look=[TRAINER], lists=True),
    Row("banks:bank-new", **KEEPS, body=bank, beyond=200),
    Row("banks:bank", of="bank", look=[TRAINER], lists=True),
    Row(
        "banks:question-new",
        args=lambda place: [place.bank.uuid, "true_false"],
        **KEEPS,
        body=question,
    ),
    Row("banks:question", of="draft", look=[TRAINER], lists=True),
    Row(
        "banks:question-version",
        args=lambda place: [place.question.uuid, 1],
        look=[TRAINER],
        lists=True,
    ),
    Row("banks:question-edit", of="draft", **KEEPS, body=question),
    Row("banks:question-submit", of="draft", **STEP, body=nothing),
    Row(
        "banks:question-approve",
        of="waiting",
        **STEP,
        body=lambda place: {"seen": place.seen},
    ),
    Row("banks:question-send-back", of="waiting", **STEP, body=reason),
    Row("banks:question-revise", of="question", **STEP, body=nothing),
    Row("banks:question-retire", of="question", **STEP, body=reason),
]
