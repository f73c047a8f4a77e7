"""Every action that is recorded anywhere has words."""

import re
from pathlib import Path

from django.utils.translation import override

from certificates.models import CertificateEvent
from incentives.models import KINDS
from mediators.models import RoleEvent
from mediators.privacy import actions
from mediators.privacy.models import Consent, RequestEvent

ROOT = Path(__file__).resolve().parents[3]
APPS = ("mediators", "laws", "courses", "exams", "certificates", "incentives", "cms")
#: Where an action is recorded: by name, or as the first word to a function that does.
NAMED = re.compile(r'(?:action=|record\(\s*|\bACTION\w* = )"([a-z_]+\.[a-z_]+)"')
ANY = re.compile(r'"([a-z_]+\.[a-z_]+)"')


def sources():
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, path.read_text()


def recorded():
    found = set()
    for path, text in sources():
        found |= set(NAMED.findall(text))
        if "operations" in path.parts or path.name == "operations.py":
            found |= {each for each in ANY.findall(text) if is_action(each)}
    found |= {f"certificate.{kind}" for kind in CertificateEvent.Kind}
    found |= {f"role.{kind}" for kind in RoleEvent.Kind}
    found |= {f"consent.{kind}" for kind in Consent.Kind}
    found |= {f"data_request.{kind}" for kind in RequestEvent.Kind}
    return found | {f"{kind}.annulled" for kind in KINDS}


def is_action(text):
    """Not the label of a model, which another string of that shape may be."""
    app, _dot, _name = text.partition(".")
    return app not in {*APPS, "kernel", "delivery", "marking", "banks", "assembly"}


def test_there_are_actions():
    assert len(recorded()) > 60


def test_every_action_has_words():
    assert sorted(recorded() - set(actions.WORDS)) == []


def test_the_words_of_incentives_cover_their_verbs():
    text = "".join(
        each for path, each in sources() if path.is_relative_to(ROOT / "incentives")
    )
    verbs = set(re.findall(r'\blog\("([a-z_]+)"', text))
    said = {action.partition(".")[2] for action in actions.WORDS}

    assert verbs <= said


def test_looks_are_actions_with_words():
    assert set(actions.LOOKS) <= set(actions.WORDS)


def test_every_action_is_said_in_chinese():
    with override("zh-hans"):
        english = [str(each) for each in actions.WORDS.values() if str(each).isascii()]
    assert english == []


def test_what_nobody_named_is_said_as_it_is_recorded():
    assert actions.words_of("gone.done") == "gone.done"
