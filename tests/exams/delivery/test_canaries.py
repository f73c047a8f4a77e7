"""Nothing a candidate can fetch tells what is right: not a byte, in no state."""

import json
import re
from decimal import Decimal

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exams.assembly import operations as assembly
from exams.assembly.models import ScoringManifest
from exams.banks.models import QuestionKey
from exams.delivery import operations
from exams.delivery.answers import slots_of
from exams.marking.models import ItemScore
from tests.exams.delivery.conftest import answer, choose
from tests.factories.assembly import EXAM_DAY, BlueprintFactory
from tests.factories.banks import BankFactory, QuestionVersionFactory, TopicFactory
from tests.factories.delivery import (
    PHONE,
    AttemptFactory,
    SittingFactory,
    move_on,
)
from tests.factories.marking import ResultFactory
from tests.factories.mediators import OrganisationFactory, UserFactory

PLANTED = {
    "fill_in": {"blanks": [["CANARY-BLANK"], ["CANARY-BLANK-2"]]},
    "short_answer": {
        "points_of_answer": [{"text": "CANARY-POINT", "share": "1"}],
        "max_characters": 300,
    },
}
KINDS = ["single_choice", "multiple_choice", "true_false", "fill_in", "short_answer"]
#: Names under which keys are kept; no response has them.
NAMES = re.compile(rb'CANARY|"(key|rule|explanation|right|difficulty|topic|version)"')
#: What differs between two visits whatever the keys are.
VOLATILE = re.compile(
    rb'"(now|deadline|token|csrf|submitted_words)": ("[^"]*"|\d+)'
    rb'|csrfmiddlewaretoken" value="[^"]*"|x-csrftoken": "[^"]*"'
    + "|\\d+年\\d+月\\d+日（周...）[\\d:]+".encode()  # a character is three bytes
    + "|还有 \\d+ (天|小时|分钟)".encode()  # a visit may take place a minute later
)


#: How an attempt ends once it is handed in.
ENDS = [("scored", "released"), ("void",)]


def visits(client, attempt, ends=ENDS[0]):
    """Yield every response a candidate can get, from before the start to the end."""
    sitting = attempt.admission.sitting
    client.force_login(attempt.admission.mediator.person.user)
    pages = [
        reverse("delivery:exam-list"),
        reverse("delivery:entry", args=[sitting.uuid]),
        attempt.get_absolute_url(),
        reverse("delivery:attempt-done", args=[attempt.uuid]),
        reverse("marking:result", args=[attempt.uuid]),
        reverse("cms:home"),
        reverse("mediators:me"),
    ]
    yield from (client.get(page) for page in pages)
    yield client.post(reverse("delivery:start", args=[sitting.uuid]))
    body = json.dumps({"device": str(PHONE)})
    url = reverse("delivery:open-device", args=[attempt.uuid])
    yield client.post(url, body, content_type="application/json")
    yield from (client.get(page) for page in pages)
    token = operations.token_for(attempt=attempt, device=PHONE, epoch=1)
    headers = {"Authorization": f"Bearer {token}"}
    sent = json.dumps({"events": [choose(1), answer(2, "s5", {"text": "终止"})]})

    def ask(name, data=None):
        url = reverse(f"delivery:{name}", args=[attempt.uuid])
        if data is None:
            return client.get(url, headers=headers)
        return client.post(url, data, content_type="application/json", headers=headers)

    for name, data in (
        ("paper", None),
        ("save", sent),
        ("state", None),
        ("submit", sent),
        ("paper", None),
        ("save", sent),
        ("state", None),
    ):
        yield ask(name, data)
    for state in ends:
        move_on(attempt, state)
        if state == "released":
            tell_result(attempt)
        yield from (client.get(page) for page in pages)
        yield ask("state")


def tell_result(attempt):
    """Release a result whose every score was earned by a canary of a rule."""
    result = ResultFactory(released=True, attempt=attempt, raw=80)
    ItemScore.objects.bulk_create(
        ItemScore(
            run=result.run, attempt=attempt, slot=slot, raw=1, max=2, rule="CANARY-RULE"
        )
        for slot in slots_of(attempt.admission.sitting.paper.uuid)
    )


@pytest.fixture
def planted():
    """An attempt at a paper whose keys and explanations are canaries."""
    organisation = OrganisationFactory()
    bank, topic = BankFactory(organisation=organisation), TopicFactory()
    for kind in KINDS:
        QuestionVersionFactory(
            kind=kind,
            approved=True,
            question__bank=bank,
            topic=topic,
            explanation="CANARY-EXPLANATION",
            **({"content": PLANTED[kind]} if kind in PLANTED else {}),
        )
    now = timezone.now()
    paper = assembly.draw_paper(
        blueprint=BlueprintFactory(organisation=organisation, kinds=KINDS),
        code="CANARIES",
        title="上岗考试",
        day=EXAM_DAY,
        seed="1",
        by=UserFactory(),
        at=now,
    )
    paper = assembly.seal_paper(paper=paper, by=UserFactory(), at=now)
    sitting = SittingFactory(
        exam__organisation=organisation, paper=paper, pass_mark=Decimal(1)
    )
    return AttemptFactory(admission__sitting=sitting)


@pytest.mark.parametrize("ends", ENDS, ids=lambda ends: ends[-1])
def test_no_response_to_a_candidate_holds_a_byte_of_a_key(client, planted, ends):
    manifest = ScoringManifest.objects.get()
    assert NAMES.search(json.dumps(manifest.slots).encode())

    found = [
        (response.request["PATH_INFO"], NAMES.search(response.content))
        for response in visits(client, planted, ends)
    ]

    assert len(found) > 20
    assert [each for each in found if each[1]] == []


@pytest.mark.parametrize("ends", ENDS, ids=lambda ends: ends[-1])
def test_whatever_is_right_every_response_is_the_same(ends):
    attempt = AttemptFactory()
    key = QuestionKey.objects.get(version=QuestionVersionFactory())
    paper = attempt.admission.sitting.paper
    seen = []
    for rev, right in enumerate(["a7f3", "09bc", "d215"], start=2):
        QuestionKey.objects.filter(pk=key.pk).update(key={"option": right})
        slots = {
            "s1": {"kind": "single_choice", "points": "2", "key": {"option": right}}
        }
        ScoringManifest.objects.create(
            paper=paper, rev=rev, slots=slots, sha256="0" * 64
        )
        with transaction.atomic():
            seen.append(
                [
                    (one.status_code, VOLATILE.sub(b"", one.content))
                    for one in visits(Client(), attempt, ends)
                ]
            )
            transaction.set_rollback(True)

    assert seen[0] == seen[1] == seen[2]
