"""The demo as its visitors find it: what waits for somebody can be done."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse

from exams.delivery.models import AttemptText, ResponseEvent
from exams.marking.models import MarkTask
from mediators.models import User

HOUR = timedelta(hours=1)


@pytest.fixture
def marker(client):
    """The marker of the demo, once its story is told."""
    call_command("demo")
    user = User.objects.get(username="yuejuan")
    client.force_login(user)
    return user


def test_every_answer_that_waits_can_be_read_and_marked(marker, client, now):
    waiting = MarkTask.objects.open()
    assert waiting.exists()
    for task in list(waiting.order_by("pk")):
        MarkTask.objects.filter(pk=task.pk).update(
            state="leased", marker=marker, lease_until=now + HOUR
        )
        written = AttemptText.objects.get(attempt=task.attempt_id, slot=task.slot)

        page = client.get(reverse("marking:task", args=[task.uuid]))

        assert page.status_code == 200
        assert written.text in page.content.decode()
    accepted = ResponseEvent.Disposition.ACCEPTED
    assert not ResponseEvent.objects.exclude(disposition=accepted).exists()
