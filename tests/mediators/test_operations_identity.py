from datetime import date

import pytest
from django.db import IntegrityError, transaction

from lms.kernel import personal
from lms.kernel.models import AuditEntry, AuditValue
from mediators import identity, operations, queries
from mediators.identity import Doubt
from mediators.models import Person
from tests.factories.mediators import PersonFactory, UserFactory
from tests.mediators.test_identity import id_number

NUMBER = id_number()
ANOTHER = id_number(sequence="752")


@pytest.fixture
def clerk():
    return UserFactory(name="钱文")


@pytest.fixture
def person():
    return PersonFactory(born_on=None)


@pytest.fixture
def record(now, clerk):
    def record(person, number=NUMBER):
        return operations.record_id_number(
            person=person, number=number, at=now, actor=clerk
        )

    return record


@pytest.fixture
def reveal(now, clerk):
    def reveal(person, reason="核对身份证"):
        return operations.reveal_id_number(
            person=person, reason=reason, at=now, actor=clerk
        )

    return reveal


def test_a_number_is_sealed_found_and_never_stored_as_it_is(person, record):
    assert record(person, f" {NUMBER} ") == []

    row = Person.objects.filter(pk=person.pk).values().get()
    stored = " ".join(
        str(bytes(v) if v.__class__ is memoryview else v) for v in row.values()
    )
    assert (NUMBER in stored, NUMBER[14:] in stored) == (False, False)
    assert list(Person.objects.with_id_number(NUMBER.lower())) == [person]
    assert list(Person.objects.with_id_number(ANOTHER)) == []


def test_what_stands_in_a_number_fills_what_is_not_on_record(person, record):
    record(person)

    person.refresh_from_db()
    assert (person.born_on, person.gender) == (date(1905, 3, 1), Person.Gender.MALE)


def test_what_is_on_record_stays_and_what_differs_is_said(record):
    person = PersonFactory(born_on=date(1965, 3, 1), gender=Person.Gender.FEMALE)

    doubts = record(person)

    person.refresh_from_db()
    assert doubts == [Doubt.BORN_OTHERWISE, Doubt.GENDER_OTHERWISE]
    assert (person.born_on, person.gender) == (date(1965, 3, 1), Person.Gender.FEMALE)


def test_the_log_says_that_a_number_was_recorded_and_not_which(person, record, clerk):
    record(person)

    entry = AuditEntry.objects.get(action="id_number.recorded")
    value = AuditValue.objects.get(entry=entry)
    assert (entry.actor, entry.person) == (clerk, person.uuid)
    assert entry.fields == ["born_on", "gender", "id_number"]
    assert NUMBER[-4:] not in str(personal.decrypt(person.uuid, value.ciphertext))


def test_a_number_with_a_slip_changes_nothing(person, record):
    with pytest.raises(identity.WrongCheckSign):
        record(person, NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1"))

    person.refresh_from_db()
    assert (person.has_id_number, AuditEntry.objects.count()) == (False, 0)


def test_a_number_that_somebody_else_has_is_refused(person, record):
    record(PersonFactory())

    with pytest.raises(operations.IdNumberTaken):
        record(person)


def test_a_number_of_a_record_merged_into_somebody_else_is_refused(person, record, now):
    duplicate, survivor = PersonFactory(), PersonFactory()
    record(duplicate)
    operations.merge_people(
        duplicate=duplicate, into=survivor, at=now, actor=None, reason="同一人"
    )

    with pytest.raises(operations.IdNumberTaken):
        record(person)
    assert list(Person.objects.with_id_number(NUMBER)) == [survivor]


def test_a_merged_record_takes_no_number(record):
    merged = PersonFactory(merged_into=PersonFactory())

    with pytest.raises(operations.MergedAlready):
        record(merged)


def test_a_wrong_number_is_replaced_by_the_right_one(person, record, reveal):
    record(person)
    record(person, ANOTHER)

    person.refresh_from_db()
    assert reveal(person) == ANOTHER
    assert list(Person.objects.with_id_number(NUMBER)) == []


def test_whoever_says_why_reads_the_number_and_that_is_logged(
    person, record, reveal, clerk
):
    record(person)
    person.refresh_from_db()

    assert reveal(person, " 核对身份证 ") == NUMBER

    entry = AuditEntry.objects.get(action="id_number.revealed")
    assert (entry.actor, entry.person) == (clerk, person.uuid)
    assert (entry.reason, entry.fields) == ("核对身份证", [])


def test_the_survivor_of_a_merger_shows_the_number_of_the_other(
    person, record, reveal, now
):
    duplicate = PersonFactory()
    record(duplicate)
    operations.merge_people(
        duplicate=duplicate, into=person, at=now, actor=None, reason="同一人"
    )

    assert reveal(person) == NUMBER
    assert queries.masked_id_number(person) == identity.mask(NUMBER)


def test_a_corrected_number_takes_the_place_of_what_a_merged_record_had(
    person, record, reveal, now
):
    duplicate = PersonFactory()
    record(duplicate)
    operations.merge_people(
        duplicate=duplicate, into=person, at=now, actor=None, reason="同一人"
    )

    record(person, ANOTHER)

    person.refresh_from_db()
    assert reveal(person) == ANOTHER
    record(PersonFactory(), NUMBER)


@pytest.mark.parametrize("reason", ["", "  "])
def test_nobody_reads_a_number_without_saying_why(person, record, reveal, reason):
    record(person)
    person.refresh_from_db()

    with pytest.raises(operations.ReasonMissing):
        reveal(person, reason)

    assert not AuditEntry.objects.filter(action="id_number.revealed").exists()


def test_there_is_nothing_to_reveal_where_no_number_is(person, reveal):
    with pytest.raises(operations.NoIdNumber):
        reveal(person)


def test_a_number_is_forgotten_for_a_reason(person, record, now, clerk):
    record(person)

    operations.forget_id_number(person=person, reason="不再需要", at=now, actor=clerk)

    person.refresh_from_db()
    assert (person.has_id_number, person.id_number_lookup) == (False, None)
    assert queries.masked_id_number(person) == ""
    assert AuditEntry.objects.get(action="id_number.forgotten").reason == "不再需要"


@pytest.mark.parametrize(
    ("reason", "refusal"),
    [(" ", operations.ReasonMissing), ("不再需要", operations.NoIdNumber)],
)
def test_what_cannot_be_forgotten_is_refused(person, now, reason, refusal):
    with pytest.raises(refusal):
        operations.forget_id_number(person=person, reason=reason, at=now, actor=None)


def test_the_mask_is_shown_without_opening_the_number(person, record):
    record(person)
    Person.objects.filter(pk=person.pk).update(id_number_sealed=b"unreadable")
    person.refresh_from_db()

    assert queries.masked_id_number(person) == identity.mask(NUMBER)


def test_an_erased_person_has_no_mask(person, record, now):
    record(person)
    personal.erase(person.uuid, at=now)
    person.refresh_from_db()

    assert queries.masked_id_number(person) == ""


def test_a_sealed_number_can_be_found(person, record):
    record(person)

    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=person.pk).update(id_number_lookup=None)


def test_what_does_not_fit_stands_on_record_until_it_is_put_right(record, clerk, now):
    person = PersonFactory(born_on=date(1970, 1, 1), gender="2")
    by = {"at": now, "actor": clerk}
    doubts = record(person)
    person.refresh_from_db()
    first = person.id_number_doubts

    operations.correct_person(person=person, born_on=date(1905, 3, 1), **by)
    person.refresh_from_db()
    second = person.id_number_doubts
    operations.correct_person(person=person, gender="1", **by)
    person.refresh_from_db()

    assert doubts == [Doubt.BORN_OTHERWISE, Doubt.GENDER_OTHERWISE]
    assert (first, second) == ("born_otherwise,gender_otherwise", "gender_otherwise")
    assert (person.id_number_doubts, person.number_doubts) == ("", [])


def test_a_doubt_goes_with_the_number(record, clerk, now):
    person = PersonFactory(born_on=date(1970, 1, 1))
    record(person)

    operations.forget_id_number(person=person, reason="不需要", at=now, actor=clerk)

    person.refresh_from_db()
    assert person.id_number_doubts == ""


@pytest.mark.parametrize("born_on", [date(1, 1, 1), date(1899, 12, 31)])
def test_nobody_who_lives_was_born_before_1900(clerk, now, born_on):
    with pytest.raises(operations.NoSuchBirthday):
        operations.register_person(name="周小满", born_on=born_on, at=now, actor=clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonFactory(born_on=born_on)
