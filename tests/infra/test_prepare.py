"""What a start looks at before it serves anybody."""

import pytest
from django.core.cache import caches

from lms.celery import app

prepare = pytest.importorskip("prepare")
NOBODY = "redis://127.0.0.1:1/0"


@pytest.fixture
def _no_cache(monkeypatch):
    backend = "django.core.cache.backends.redis.RedisCache"
    nobody = {"default": {"BACKEND": backend, "LOCATION": NOBODY}}
    monkeypatch.setattr(prepare, "cache", type(caches)(nobody)["default"])


def sentence(capsys, stopping):
    with pytest.raises(SystemExit):
        stopping()
    return capsys.readouterr().err


@pytest.mark.usefixtures("_no_cache")
def test_a_cache_that_does_not_answer_is_named(capsys):
    said = sentence(capsys, prepare.reach_servers)

    assert said.startswith("✗ REDIS_URL 所指的服务没有应答（")
    assert said.count("\n") == 1


def test_a_queue_that_does_not_answer_is_named(capsys, monkeypatch):
    monkeypatch.setattr(app, "connection_for_write", lambda: app.connection(NOBODY))

    said = sentence(capsys, prepare.reach_servers)

    assert said.startswith("✗ CELERY_BROKER_URL 所指的服务没有应答（")
    assert said.count("\n") == 1


def test_another_key_than_that_of_the_data_is_named(capsys, monkeypatch):
    monkeypatch.setattr(prepare.personal, "opens_what_is_stored", lambda: False)

    assert sentence(capsys, prepare.check_key).startswith("✗ PERSONAL_DATA_KEY ")
