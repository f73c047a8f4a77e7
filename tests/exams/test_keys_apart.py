"""The whole path where it is served: one database role for the web, another for keys."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
WEB, KEYS = "test_web_role", "test_sealed_role"

#: An exam of the demo that is open now is sat through the candidate's own addresses.
SIT = """
import uuid
from django.test import Client
from exams.assembly.models import ScoringManifest
from exams.delivery.models import Admission
from exams.marking.models import ItemScore
from lms.kernel.tasks import reconcile
from mediators.models import User

user = User.objects.get(username="tiaojie")
sitting = Admission.objects.sat_by(user).latest("sitting__opens_at").sitting
client = Client(headers={"host": "localhost"})
client.force_login(user)
started = client.post(f"/exams/{sitting.uuid}/start/")
opened = client.post(
    f"{started.url}open/", {"device": str(uuid.uuid4())}, "application/json"
).json()
bearer = {"Authorization": f"Bearer {opened['token']}"}
questions = ScoringManifest.objects.get(paper=sitting.paper).slots
slot, said = next((s, q) for s, q in questions.items() if q["kind"] == "single_choice")
answer = {"seq": 1, "epoch": 1, "kind": "answer", "slot": slot, "v": said["key"]}
saved = client.post(
    f"{started.url}save/", {"events": [answer]}, "application/json", headers=bearer
).json()
handed_in = client.post(
    f"{started.url}submit/", {"events": []}, "application/json", headers=bearer
).json()
reconcile()
score = ItemScore.objects.get(attempt__receipt=handed_in["receipt"], slot=slot)
print(saved["ack"], handed_in["state"], score.raw == score.max)
"""
PEEK = """
from exams.assembly.models import ScoringManifest
print(ScoringManifest.objects.using("default").count())
"""
#: A question is practised by the role that may read no key.
PRACTISE = """
from django.test import Client
from exams.practice.models import PracticeQuestion
from mediators.models import User

client = Client(headers={"host": "localhost"})
client.force_login(User.objects.get(username="tiaojie"))
asked = client.get("/practice/start/", follow=True)
question = PracticeQuestion.objects.filter(kind="single_choice").first()
answer = {"option": question.key["option"]}
answered = client.post(f"/practice/{question.uuid}/", answer, follow=True)
print(asked.status_code, "答对了" in answered.content.decode())
"""
SET_THE_CLOCK = """
from django.db import connection
connection.cursor().execute(
    "SELECT delivery_save_at(gen_random_uuid(), gen_random_uuid(), 1, '[]', now())"
)
"""


class Served:
    """A database of its own, and processes that reach it by two roles."""

    def __init__(self, name, folder):
        self.name, self.folder = name, folder

    def address(self, role=None):
        told = connection.settings_dict
        user = role or f"{told['USER']}:{told['PASSWORD']}"
        port = told["PORT"] or 5432
        return f"postgres://{user}@{told['HOST'] or '127.0.0.1'}:{port}/{self.name}"

    def manage(self, *arguments, role=None):
        env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "lms.settings.dev",
            "DATA_DIR": str(self.folder),
            "DATABASE_URL": self.address(role),
            "KEYS_DATABASE_URL": self.address(KEYS),
        }
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=env, capture_output=True, text=True, check=False
        )

    def run(self, code):
        return self.manage("shell", "--no-imports", "-c", code, role=WEB)


@pytest.fixture
def served(tmp_path, settings):
    """The demo in a copy of the test database, with granted roles."""
    (tmp_path / "fonts").symlink_to(settings.FONT_DIR)
    template = connection.settings_dict["NAME"]
    served = Served(f"{template}_roles", tmp_path)
    connection.close()  # nobody may be in a database while it is copied
    remains = [f"DROP DATABASE IF EXISTS {served.name} WITH (FORCE)"]
    remains += [f"DROP ROLE IF EXISTS {role}" for role in (WEB, KEYS)]
    fresh = [f"CREATE ROLE {role} LOGIN" for role in (WEB, KEYS)]
    fresh += [f"CREATE DATABASE {served.name} TEMPLATE {template}"]
    administer(*remains, *fresh)
    for command in (["grant_roles", "--candidate", WEB, "--keys", KEYS], ["demo"]):
        done = served.manage(*command)
        assert done.returncode == 0, done.stderr
    yield served
    administer(*remains)


def administer(*statements):
    with connection._nodb_cursor() as cursor:  # noqa: SLF001 -- as Django's test runner
        for statement in statements:
            cursor.execute(statement)


@pytest.mark.postgres  # SQLite has no roles
@pytest.mark.django_db(transaction=True)
def test_an_exam_is_written_sat_and_marked_over_two_connections(served):
    sat = served.run(SIT)

    assert sat.stdout.strip() == "[[1, 'accepted']] submitted True", sat.stderr
    practised = served.run(PRACTISE)
    assert practised.stdout.strip() == "200 True", practised.stderr
    with psycopg.connect(served.address(KEYS)) as sealed:
        (keys,) = sealed.execute("SELECT count(*) FROM banks_questionkey").fetchone()
    assert keys >= 60
    for code in (PEEK, SET_THE_CLOCK):
        denied = served.run(code)
        assert (denied.returncode, "permission denied" in denied.stderr) == (1, True)
