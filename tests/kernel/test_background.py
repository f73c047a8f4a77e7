import pytest
from celery import Celery
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django_tasks import task
from wagtail.models import Page
from wagtail.tasks import delete_file_from_storage_task

from lms.celery import app as ours
from lms.kernel import background
from lms.kernel.tasks import publish_scheduled, purge_broker, tidy_indexes

done = []


@task()
def note(what, *, how):
    done.append((what, how))


def test_wagtails_tasks_run_through_the_worker_after_commit(
    django_capture_on_commit_callbacks,
):
    done.clear()

    with django_capture_on_commit_callbacks(execute=True):
        note.enqueue("page", how="well")
        assert done == []

    assert done == [("page", "well")]


@pytest.fixture
def in_folders(settings, tmp_path):
    """Files as a small installation keeps them: in two folders, named by paths."""
    settings.STORAGES = {
        **settings.STORAGES,
        **{
            alias: {
                "BACKEND": "django.core.files.storage.FileSystemStorage",
                "OPTIONS": {"location": tmp_path / alias},
            }
            for alias in ("default", "private")
        },
    }


@pytest.mark.parametrize("alias", ["default", "private"])
def test_the_file_of_a_deleted_row_goes_and_the_broker_learns_its_name_alone(
    in_folders, alias, monkeypatch, django_capture_on_commit_callbacks
):
    kept = storages[alias]
    name = kept.save("a.txt", ContentFile(b"text"))
    sent = []
    delay = background.delete_file.delay
    monkeypatch.setattr(
        background.delete_file, "delay", lambda **told: sent.append(told)
    )
    with django_capture_on_commit_callbacks(execute=True):
        delete_file_from_storage_task.enqueue(kept.deconstruct(), name)

    assert sent == [{"storage": alias, "name": name}]
    assert kept.exists(name)
    delay(**sent[0])
    assert not kept.exists(name)


def test_the_indexes_are_tidied_without_a_word(capsys):
    tidy_indexes()

    assert capsys.readouterr().out == ""


def test_a_page_whose_moment_has_come_is_published(now):
    home = Page.objects.get(depth=2)
    page = home.add_child(
        instance=Page(title="稍后", slug="later", live=False, go_live_at=now)
    )
    page.save_revision(approved_go_live_at=now)

    publish_scheduled()

    page.refresh_from_db()
    assert page.live


@pytest.fixture
def embedded(tmp_path, monkeypatch):
    """A Celery application whose broker is a file, whatever the environment names."""
    monkeypatch.delenv("CELERY_BROKER_URL", raising=False)
    app = Celery(broker=f"sqla+sqlite:///{tmp_path / 'broker.sqlite3'}")
    app.set_current()
    yield app
    ours.set_current()


def test_the_embedded_broker_forgets_what_it_delivered(embedded):
    with embedded.connection_for_write() as connection:
        queue = connection.SimpleQueue("celery")
        queue.put({"n": 1})
        queue.get(block=False).ack()
        channel = connection.default_channel
        assert channel.session.query(channel.message_cls).count() == 1

        purge_broker()

        channel.session.expire_all()
        assert channel.session.query(channel.message_cls).count() == 0
