from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from courses.models import Completion
from mediators.models import Organisation, RoleGrant
from tests.factories.courses import EnrolmentFactory
from tests.factories.incentives import SubsidyRateFactory, SubsidyScheduleFactory
from tests.factories.mediators import (
    MediatorFactory,
    OrganisationFactory,
    RoleGrantFactory,
)

DAY = date(2026, 3, 1)


@pytest.fixture
def bureau():
    return OrganisationFactory(kind=Organisation.Kind.BUREAU, name="云溪区司法局")


@pytest.fixture
def committee(bureau):
    return OrganisationFactory(parent=bureau, name="青禾村人民调解委员会")


@pytest.fixture
def mediator(committee):
    return MediatorFactory(organisation=committee, person__name="周小满")


def signed_in(client, organisation, role=RoleGrant.Role.ADMINISTRATOR):
    user = RoleGrantFactory(
        organisation=organisation, role=role, user__name="孟局"
    ).user
    client.force_login(user)
    return user


@pytest.fixture
def administrator(client, bureau):
    return signed_in(client, bureau)


@pytest.fixture
def inspector(client, bureau):
    return signed_in(client, bureau, RoleGrant.Role.INSPECTOR)


@pytest.fixture
def stranger(client):
    return signed_in(client, OrganisationFactory(kind=Organisation.Kind.BUREAU))


@pytest.fixture
def schedule(bureau):
    schedule = SubsidyScheduleFactory(organisation=bureau)
    SubsidyRateFactory(schedule=schedule, amount=Decimal(120))
    return schedule


def learnt(mediator, *, hours, on=DAY, **of):
    """A course finished at noon of a day."""
    return Completion.objects.create(
        enrolment=EnrolmentFactory(mediator=mediator, **of),
        course_title="人民调解法入门",
        credit_hours=Decimal(hours),
        completed_at=datetime(on.year, on.month, on.day, 4, tzinfo=UTC),
    )
