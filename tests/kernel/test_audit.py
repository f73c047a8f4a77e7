import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.kernel import audit, personal
from lms.kernel.models import AuditEntry, AuditValue
from tests.factories.mediators import UserFactory


def record(user, at, person, *actions):
    for action in actions:
        audit.record(
            action=action,
            subject=user,
            actor=user,
            at=at,
            person=person,
            values={"name": action},
        )


def test_what_is_recorded_together_is_what_is_recorded_apart(now):
    user, person = UserFactory(), uuid.uuid4()

    with audit.together():
        record(user, now, person, "a.b", "c.d")
        audit.record(action="e.f", subject=user, actor=user, at=now)
        assert AuditEntry.objects.count() == 0

    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "a.b",
        "c.d",
        "e.f",
    ]
    opened = [
        personal.decrypt(person, value.ciphertext)
        for value in AuditValue.objects.order_by("pk")
    ]
    assert opened == [{"name": "a.b"}, {"name": "c.d"}]


def test_what_an_error_undoes_is_not_recorded(now):
    user = UserFactory()

    def fail():
        with audit.together():
            record(user, now, uuid.uuid4(), "a.b")
            raise ValueError("the paper is out")

    with pytest.raises(ValueError, match="paper"):
        fail()
    record(user, now, uuid.uuid4(), "c.d")

    assert [entry.action for entry in AuditEntry.objects.all()] == ["c.d"]


def test_many_entries_about_a_person_cost_what_one_costs(now):
    user = UserFactory()
    counts = []
    for actions in (["a.b"], ["a.b", "c.d", "e.f", "g.h"]):
        with CaptureQueriesContext(connection) as captured, audit.together():
            record(user, now, uuid.uuid4(), *actions)
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_a_kept_key_seals_many_values_and_tells_nothing_of_itself():
    person = uuid.uuid4()
    keeper = personal.keeper(person)

    sealed = [keeper.seal({"n": n}) for n in range(3)]

    assert [personal.decrypt(person, each)["n"] for each in sealed] == [0, 1, 2]
    assert personal.keeper(person).open_bytes(keeper.seal_bytes(b"x")) == b"x"
    assert "fernet" not in repr(keeper)
