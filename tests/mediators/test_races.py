"""Two at once: what only PostgreSQL's locks decide."""

from datetime import date
from threading import Event, Thread

import pytest
from django.db import connections, transaction

from mediators import operations
from mediators.models import Organisation, Post
from tests.factories.mediators import OrganisationFactory, PersonFactory

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
