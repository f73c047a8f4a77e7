import pytest

from tests.factories.certificates import CertificateTypeFactory, certificate
from tests.factories.mediators import (
    MediatorFactory,
    OrganisationFactory,
    RoleGrantFactory,
)


@pytest.fixture
def client(client):
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def bureau():
    return OrganisationFactory(kind="bureau", committee_type="")


@pytest.fixture
def holder(bureau):
    return MediatorFactory(organisation=OrganisationFactory(parent=bureau))


@pytest.fixture
def kind(bureau):
    return CertificateTypeFactory(organisation=bureau)


@pytest.fixture
def issued(kind, holder, now):
    return certificate(kind=kind, mediator=holder, at=now)


@pytest.fixture
def administrator(bureau):
    return RoleGrantFactory(organisation=bureau).user


@pytest.fixture
def inspector(bureau):
    return RoleGrantFactory(organisation=bureau, role="inspector").user


@pytest.fixture
def stranger():
    return RoleGrantFactory(
        organisation=OrganisationFactory(kind="bureau", committee_type="")
    ).user
