"""Two at once: what only PostgreSQL's locks and constraints decide."""

from datetime import date
from threading import Barrier, Event, Thread

import pytest
from django.db import connections, transaction

from mediators import operations
from mediators.models import Organisation, Person, Post, User
from mediators.operations import identity
from tests.factories.mediators import OrganisationFactory, PersonFactory
from tests.mediators.test_identity import id_number
from tests.threads import at_once

pytestmark = [
    pytest.mark.postgres,  # SQLite lets one writer in at a time: nothing to race for
    pytest.mark.django_db(transaction=True),
]


def test_nobody_is_given_a_post_where_a_place_is_being_dissolved(now):
    bureau = OrganisationFactory(kind="bureau")
    village = OrganisationFactory(parent=bureau)
    person = PersonFactory()
    told, refused = Event(), []

    def appoint():
        told.wait(timeout=10)
        try:
            operations.appoint(
                person=person,
                organisation=village,
                role=Post.Role.MEDIATOR,
                appointment=Post.Appointment.HIRED,
                kind=Post.Kind.PART_TIME,
                basis="聘任书",
                valid_from=date(2026, 3, 2),
                at=now,
                actor=None,
            )
        except operations.Dissolved as error:
            refused.append(error)
        finally:
            connections.close_all()

    thread = Thread(target=appoint)
    thread.start()
    with transaction.atomic():
        operations.dissolve_organisation(
            organisation=village,
            effective_on=date(2026, 3, 1),
            document="撤销决定",
            at=now,
            actor=None,
        )
        told.set()
        thread.join(timeout=1)  # it waits for what is not decided yet
        assert thread.is_alive()
    thread.join(timeout=10)

    assert len(refused) == 1
    assert not Post.objects.filter(organisation=village).exists()
    assert Organisation.objects.get(pk=village.pk).dissolved_on == date(2026, 3, 1)


def test_one_identity_number_is_recorded_for_one_of_two(now, monkeypatch):
    number = id_number()
    # Both have looked and found nobody before either writes.
    looked = Barrier(2, timeout=10)

    def both_look(*_args, **_options):
        looked.wait()
        return []

    monkeypatch.setattr(identity.identity, "doubts", both_look)

    def record(person):
        operations.record_id_number(person=person, number=number, at=now, actor=None)

    people = PersonFactory.create_batch(2)
    said = at_once(record, people)

    assert sum(isinstance(each, operations.IdNumberTaken) for each in said) == 1
    assert Person.objects.exclude(id_number_lookup=None).count() == 1


def test_one_user_name_is_given_to_one_of_two(now, monkeypatch):
    looked = Barrier(2, timeout=10)
    create_user = User.objects.create_user

    def both_create(*args, **options):
        looked.wait()
        return create_user(*args, **options)

    monkeypatch.setattr(User.objects, "create_user", both_create)

    def create(person):
        operations.create_account(
            person=person, username="xiaoman", password="x", at=now, actor=None
        )

    people = PersonFactory.create_batch(2)
    said = at_once(create, people)

    assert sum(isinstance(each, operations.UserNameTaken) for each in said) == 1
    assert User.objects.filter(username="xiaoman").count() == 1
