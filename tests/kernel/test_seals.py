from datetime import timedelta

import pytest

from lms.kernel import audit, personal, seals
from lms.kernel.models import AuditEntry, AuditSeal
from tests.factories.mediators import PersonFactory, UserFactory


@pytest.fixture
def later(now):
    """A moment by which everything written so far is old enough to seal."""
    return now + timedelta(minutes=5)


def write(now, **kwargs):
    person = PersonFactory()
    return audit.record(
        action="person.changed",
        subject=person,
        actor=UserFactory(),
        at=now,
        person=person.uuid,
        values={"phone": ["", "13800000000"]},
        **kwargs,
    )


def test_sealing_covers_each_entry_once(now, later):
    for _ in range(3):
        write(now)

    first, second = seals.seal(at=later), seals.seal(at=later)

    assert (first, second) == (3, 0)
    assert AuditSeal.objects.get().count == 3


def test_young_entries_wait(now):
    write(now)

    assert seals.seal(at=now) == 0
    assert seals.unsealed_count(now) == 0
    assert seals.unsealed_count(now + timedelta(minutes=5)) == 1


def test_a_chain_of_seals_verifies(now, later):
    write(now)
    seals.seal(at=later)
    write(now)
    seals.seal(at=later)

    assert AuditSeal.objects.count() == 2
    assert seals.verify() == ""


def test_an_entry_forged_into_the_past_breaks_the_chain(now, later):
    last = write(now)
    seals.seal(at=later)

    AuditEntry.objects.create(
        pk=last.pk - 1_000, action="a.b", subject_type="x", subject_id="1"
    )

    assert "does not agree" in seals.verify()


def test_a_big_log_is_sealed_in_batches(now, later, monkeypatch):
    monkeypatch.setattr(seals, "BATCH", 2)
    for _ in range(5):
        write(now)

    seals.seal(at=later)

    counts = AuditSeal.objects.order_by("pk").values_list("count", flat=True)
    assert list(counts) == [2, 2, 1]
    assert seals.verify() == ""


def test_values_can_be_read_until_the_person_is_erased(now):
    entry = write(now)

    assert personal.decrypt(entry.person, entry.value.ciphertext) == {
        "phone": ["", "13800000000"]
    }
    personal.erase(entry.person, at=now)
    with pytest.raises(personal.PersonErased):
        personal.decrypt(entry.person, entry.value.ciphertext)


def test_erasing_a_person_leaves_the_chain_whole(now, later):
    entry = write(now)
    seals.seal(at=later)

    personal.erase(entry.person, at=now)

    assert seals.verify() == ""


def test_no_personal_value_is_in_the_entry_itself(now):
    entry = write(now)

    assert "13800000000" not in str(AuditEntry.objects.filter(pk=entry.pk).values()[0])
    assert entry.fields == ["phone"]


def test_nothing_is_written_under_a_destroyed_key(now):
    entry = write(now)
    personal.erase(entry.person, at=now)

    with pytest.raises(personal.PersonErased):
        personal.encrypt(entry.person, {"phone": "1"})
