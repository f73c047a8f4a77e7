"""A worker killed with work queued, and everything done all the same."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
QUEUE = """
from lms.kernel import jobs
from mediators.models import User
user = User.objects.create_user("keeper", name="管理员")
for number in range(3):
    jobs.start(title="数数", task="tests.worker.tasks.count_slowly", user=user, n=2)
"""
#: While no worker lives, a paper is handed in and the results of another sitting are
#: released: what follows from either is queued.
LEAVE_WORK = """
from exams.delivery.models import Sitting
from lms.demo import exam, records
from mediators.models import User
from django.utils import timezone
marker, administrator = (User.objects.get(username=u) for u in ("yuejuan", "quguan"))
*_over, second, third = Sitting.objects.order_by("opens_at")
exam.sit(third.admissions.order_by("pk").first(), skill=1, at=third.opens_at)
records.mark(second, by=marker, at=timezone.now())
records.release(second, by=administrator, at=timezone.now())
"""
OWED = """
from lms.kernel import reconcilers
owed = {name for name, due in reconcilers.backlog().items() if due}
print(*sorted(owed - {"kernel.unsealed-audit"}))
"""
DONE = """
from certificates.models import Certificate
from exams.delivery.models import Attempt
from exams.marking.models import ItemScore
attempt = Attempt.objects.order_by("-submitted_at").first()
fresh = Certificate.objects.order_by("pk").last()
with fresh.pdf.open() as pdf:
    print(ItemScore.objects.filter(attempt=attempt).exists(), pdf.read(4).decode())
"""
CATCH_UP = """
import time
from lms.kernel import reconcilers
from lms.kernel.tasks import reconcile
for _ in range(200):
    owed = {name for name, due in reconcilers.backlog().items() if due}
    owed -= {"kernel.unsealed-audit"}
    if not owed:
        break
    reconcile.delay()
    time.sleep(1)
print(*sorted(owed))
"""
RECONCILE = "from lms.kernel.tasks import reconcile; reconcile()"


class Site:
    """An embedded site in a folder of its own."""

    def __init__(self, folder):
        self.folder = folder
        keep = {
            key: os.environ[key]
            for key in ("PATH", "HOME", "LANG")
            if key in os.environ
        }
        self.env = {
            **keep,
            "DATA_DIR": str(folder),
            "FONT_DIR": str(settings.FONT_DIR),
            "DJANGO_SETTINGS_MODULE": "tests.worker.settings",
            "LOG_LEVEL": "ERROR",
        }

    def manage(self, *arguments):
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def shell(self, code):
        return self.manage("shell", "--no-imports", "-c", code)

    def worker(self):
        command = [sys.executable, "-m", "celery", "-A", "lms", "worker", "-P", "solo"]
        return subprocess.Popen(
            [*command, "--without-gossip", "--without-mingle", "-l", "ERROR"],
            cwd=ROOT,
            env=self.env,
        )

    def states(self):
        with sqlite3.connect(self.folder / "db.sqlite3") as database:
            rows = database.execute("SELECT state FROM kernel_job ORDER BY id")
            return [state for (state,) in rows]

    def wait_for(self, *states):
        for _ in range(600):
            if self.states() == list(states):
                return
            time.sleep(0.1)
        raise AssertionError(self.states())


@pytest.fixture
def site(tmp_path, migrated):
    site = Site(tmp_path)
    if migrated:
        shutil.copy(migrated, tmp_path / "db.sqlite3")
    else:
        site.manage("migrate", "-v", "0")
    return site


def test_work_queued_when_the_worker_dies_is_done_by_reconcilers(site):
    (site.folder / "hold").touch()
    site.shell(QUEUE)
    victim = site.worker()
    site.wait_for("running", "queued", "queued")
    victim.send_signal(signal.SIGKILL)
    victim.wait()
    # What the broker still had is lost with it.
    (site.folder / "broker.sqlite3").unlink()
    (site.folder / "hold").unlink()

    heir = site.worker()
    try:
        time.sleep(1.1)  # longer than the silence after which a job counts as lost
        site.shell(RECONCILE)
        site.wait_for("done", "done", "done")
    finally:
        heir.send_signal(signal.SIGTERM)
        heir.wait(timeout=30)


def test_marks_and_certificates_lost_with_their_queue_come_about_all_the_same(site):
    site.manage("demo")
    site.shell(LEAVE_WORK)
    victim = site.worker()
    victim.send_signal(signal.SIGKILL)
    victim.wait()
    (site.folder / "broker.sqlite3").unlink(missing_ok=True)
    owed = site.shell(OWED).split()
    assert {"certificates.results-to-certify", "marking.attempts-to-mark"} <= set(
        owed
    ), owed

    heir = site.worker()
    try:
        owed = site.shell(CATCH_UP)
    finally:
        heir.send_signal(signal.SIGTERM)
        heir.wait(timeout=60)

    assert (owed, site.shell(DONE)) == ("", "True %PDF")
