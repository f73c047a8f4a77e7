from django.db import connection

from lms.kernel.models import Heartbeat
from lms.kernel.tasks import beat_heart


def test_a_site_whose_worker_lives_is_well(client):
    beat_heart()

    response = client.get("/healthz")

    assert response.status_code == 200
    report = response.json()
    assert report.pop("backlog").keys() >= {"jobs"}
    assert report == {
        "healthy": True,
        "database": "ok",
        "cache": "ok",
        "broker": "ok",
        "storage": "ok",
        "worker": "ok",
    }


def test_a_site_without_a_worker_is_ill(client):
    response = client.get("/healthz")

    assert (response.status_code, response.json()["worker"]) == (503, "ill")


def test_a_worker_silent_for_long_is_taken_for_dead(client, now):
    beat_heart()
    Heartbeat.objects.update(beat_at=now.replace(year=2020))

    assert client.get("/healthz").status_code == 503


def test_the_report_holds_no_secret(client, settings):
    text = client.get("/healthz").content.decode()

    assert str(connection.settings_dict["NAME"]) not in text
    assert settings.SECRET_KEY not in text
