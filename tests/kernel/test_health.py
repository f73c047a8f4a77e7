import re
from datetime import timedelta

from django.apps import apps
from django.db import connection

from lms.kernel import health, seals
from lms.kernel.models import AuditEntry, Heartbeat
from lms.kernel.tasks import beat_heart, verify_audit


def test_a_site_whose_worker_lives_is_well(client):
    beat_heart()

    response = client.get("/healthz")

    assert response.status_code == 200
    report = response.json()
    assert report.pop("backlog").keys() >= {"kernel.jobs"}
    assert report == {
        "healthy": True,
        "database": "ok",
        "cache": "ok",
        "broker": "ok",
        "storage": "ok",
        "worker": "ok",
        "audit": "ok",
    }


def test_what_is_due_is_named_by_its_app_and_in_one_form(client):
    beat_heart()

    names = client.get("/healthz").json()["backlog"]

    labels = {config.label for config in apps.get_app_configs()}
    for name in names:
        assert re.fullmatch(r"[a-z]+\.[a-z]+(-[a-z]+)*", name), name
        assert name.partition(".")[0] in labels


def test_a_site_without_a_worker_is_ill(client):
    response = client.get("/healthz")

    assert (response.status_code, response.json()["worker"]) == (503, "ill")


def test_a_worker_silent_for_long_is_taken_for_dead(client, now):
    beat_heart()
    Heartbeat.objects.update(beat_at=now.replace(year=2020))

    assert client.get("/healthz").status_code == 503


def test_a_broken_audit_log_shows_and_closes_nothing(client, monkeypatch):
    beat_heart()
    monkeypatch.setattr(seals, "verify", lambda: "Seal 1 does not agree.")
    verify_audit()

    response = client.get("/healthz")

    assert (response.status_code, response.json()["audit"]) == (200, "ill")
    assert "Seal" not in response.content.decode()
    monkeypatch.undo()
    verify_audit()
    assert client.get("/healthz").json()["audit"] == "ok"


def test_an_audit_log_that_nobody_checks_shows(now):
    AuditEntry.objects.create(action="a.b", subject_type="x.y", subject_id="1")
    seals.seal(at=now + timedelta(minutes=5))
    later = now + timedelta(days=3)
    assert health.report(at=now)["audit"] == "ok"
    assert health.report(at=later)["audit"] == "ill"

    verify_audit()
    Heartbeat.objects.update(beat_at=later)

    assert health.report(at=later)["audit"] == "ok"


def test_the_report_holds_no_secret(client, settings):
    text = client.get("/healthz").content.decode()

    assert str(connection.settings_dict["NAME"]) not in text
    assert settings.SECRET_KEY not in text


def test_a_probe_may_ask_for_the_head_alone(client):
    beat_heart()

    response = client.head("/healthz")

    assert (response.status_code, response.content) == (200, b"")
