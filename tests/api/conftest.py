import pytest
from django.core.cache import cache

from lms.api import operations
from mediators.models import Organisation, RoleGrant
from tests.factories.mediators import (
    MediatorFactory,
    OrganisationFactory,
    RoleGrantFactory,
)
from tests.sessions import just_now

Role = RoleGrant.Role


@pytest.fixture(autouse=True)
def _nothing_counted():
    cache.clear()


@pytest.fixture
def bureau():
    return OrganisationFactory(
        kind=Organisation.Kind.BUREAU, name="云溪区司法局", committee_type=""
    )


@pytest.fixture
def town(bureau):
    return OrganisationFactory(kind="office", name="青禾司法所", parent=bureau)


@pytest.fixture
def committee(town):
    return OrganisationFactory(parent=town, name="青禾村人民调解委员会")


@pytest.fixture
def mediator(committee):
    return MediatorFactory(organisation=committee, person__name="周小满")


@pytest.fixture
def stranger(bureau):
    """A mediator of another town."""
    other = OrganisationFactory(kind="office", name="石桥司法所", parent=bureau)
    place = OrganisationFactory(parent=other, name="石桥村人民调解委员会")
    return MediatorFactory(organisation=place, person__name="吴别处")


@pytest.fixture
def inspector(town):
    return RoleGrantFactory(organisation=town, role=Role.INSPECTOR).user


@pytest.fixture
def secret(inspector, now):
    return operations.make_key(user=inspector, name="化解平台", days=30, at=now)[1]


@pytest.fixture
def signed_in(client, inspector):
    """The inspector, who has just given their password."""
    client.force_login(inspector)
    just_now(client, inspector)
    return inspector


@pytest.fixture
def ask(client, secret):
    """Ask the interface as another system does: with a key and no session."""

    def ask(path="mediators/", key=secret, **query):
        return client.get(
            f"/api/v1/{path}", query, headers={"Authorization": f"Bearer {key}"}
        )

    return ask
