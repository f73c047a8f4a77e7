import io
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from structlog.testing import capture_logs

from lms.kernel import audit, personal, seals
from lms.kernel.models import AuditEntry, AuditSeal, AuditValue
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


def past_the_guards(*models):
    """Do what somebody with the password of the database can do."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE name LIKE 'guard_%'")
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for model in models:
                table = model._meta.db_table  # noqa: SLF001 -- documented
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")


@pytest.fixture
def sealed(now, later):
    """Three sealed entries with room between their numbers."""
    first = write(now)
    entries = [
        AuditEntry.objects.create(
            pk=first.pk + distance,
            at=now,
            action="post.ended",
            subject_type="mediators.post",
            subject_id="1",
            person=first.person,
            actor=first.actor,
            request_id="abc",
        )
        for distance in (10, 20)
    ]
    seals.seal(at=later)
    assert seals.verify() == ""
    past_the_guards(AuditEntry, AuditValue, AuditSeal)
    return [first, *entries]


ALTERED = {
    "id": lambda entry: entry.pk + 1,
    "at": lambda entry: entry.at - timedelta(days=1),
    "recorded_at": lambda _: datetime(2020, 1, 1, tzinfo=UTC),
    "actor": lambda _: UserFactory().pk,
    "action": lambda _: "post.begun",
    "subject_type": lambda _: "mediators.person",
    "subject_id": lambda _: "2",
    "person": lambda _: uuid.uuid4(),
    "fields": lambda _: ["valid_to"],
    "reason": lambda _: "another",
    "request_id": lambda _: "abcd",
}


def test_the_alterations_are_of_every_column():
    columns = AuditEntry._meta.concrete_fields  # noqa: SLF001 -- documented
    assert ALTERED.keys() == {column.name for column in columns}


@pytest.mark.parametrize("column", ALTERED)
def test_an_altered_entry_breaks_the_chain(sealed, column):
    middle = sealed[1]
    entry = AuditEntry.objects.filter(pk=middle.pk)

    assert entry.update(**{column: ALTERED[column](middle)}) == 1

    assert "does not agree" in seals.verify()


def test_an_altered_value_breaks_the_chain(sealed):
    AuditValue.objects.update(ciphertext=b"something else")

    assert "does not agree" in seals.verify()


def test_a_value_taken_away_breaks_the_chain(sealed):
    AuditValue.objects.all().delete()

    assert "does not agree" in seals.verify()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("sealed_at", datetime(2020, 1, 1, tzinfo=UTC)),
        ("count", 2),
        ("previous", "1" * 64),
        ("digest", "1" * 64),
    ],
)
def test_an_altered_seal_breaks_the_chain(sealed, column, value):
    AuditSeal.objects.update(**{column: value})

    assert "does not agree" in seals.verify()


def test_an_entry_deleted_from_the_middle_breaks_the_chain(sealed):
    AuditEntry.objects.filter(pk=sealed[1].pk).delete()

    assert "does not agree" in seals.verify()


def test_an_entry_replaced_by_another_breaks_the_chain(sealed):
    AuditEntry.objects.filter(pk=sealed[1].pk).delete()
    AuditEntry.objects.create(
        pk=sealed[1].pk, action="a.b", subject_type="x", subject_id="1"
    )

    assert "does not agree" in seals.verify()


def test_an_end_cut_off_is_missed_by_who_noted_the_last_seal(sealed, later):
    entry = AuditEntry.objects.create(
        pk=sealed[-1].pk + 1, action="a.b", subject_type="x", subject_id="1"
    )
    with capture_logs() as logs:
        seals.seal(at=later)
    line = next(line for line in logs if line["event"] == "audit_sealed")
    last = f"{line['seal']}:{line['digest']}"
    assert last in verified("--last", last)

    AuditSeal.objects.filter(pk=line["seal"]).delete()
    AuditEntry.objects.filter(pk=entry.pk).delete()

    assert "whole" in verified()
    with pytest.raises(CommandError, match="not the one that was noted"):
        verified("--last", last)


def verified(*arguments):
    call_command("verify_audit", *arguments, stdout=(said := io.StringIO()))
    return said.getvalue()


def test_the_command_names_the_seal_that_is_wrong(sealed):
    AuditEntry.objects.update(reason="another")

    with pytest.raises(CommandError, match="does not agree"):
        verified()


@pytest.mark.parametrize("text", ["12", "x:ab", ":ab", "12:"])
def test_the_command_says_how_a_seal_is_noted(text):
    with pytest.raises(CommandError, match="12:ab34"):
        verified("--last", text)


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
