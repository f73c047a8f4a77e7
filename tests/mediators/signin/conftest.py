import pytest
from allauth.mfa.totp.internal import auth
from django.test import Client

from mediators.models import Organisation
from tests.factories.mediators import (
    MediatorFactory,
    OrganisationFactory,
    RoleGrantFactory,
)

PASSWORD = "correct horse battery"
LOGIN = "/account/login/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def bureau():
    return OrganisationFactory(
        kind=Organisation.Kind.BUREAU, name="云溪区司法局", committee_type=""
    )


@pytest.fixture
def committee(bureau):
    return OrganisationFactory(parent=bureau, name="青禾村人民调解委员会")


@pytest.fixture
def mediator(committee):
    return MediatorFactory(organisation=committee, person__name="周小满")


@pytest.fixture
def administrator(bureau):
    return RoleGrantFactory(organisation=bureau).user


@pytest.fixture
def secured(administrator):
    """The administrator, with an authenticator that knows SECRET."""
    auth.TOTP.activate(administrator, SECRET)
    return administrator


@pytest.fixture
def pass_by(client):
    """Return a function that signs in without doors, second factor and all."""

    def pass_by(user):
        client.force_login(user)
        session = client.session
        session["second_factor_passed"] = True
        session.save()

    return pass_by


def code(secret=SECRET, steps=0):
    """Return what an authenticator shows now, or some steps of the clock from now."""
    counter = next(iter(auth.yield_hotp_counters_from_time())) + 1 + steps
    return auth.format_hotp_value(auth.hotp_value(secret, counter))


def sign_in(client, username, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": username, "password": password, **more})


@pytest.fixture
def other_browser():
    """Another browser."""
    return Client()


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Return a context in which what waits for a commit happens at its end.

    The library tells of a second factor on commit, and a test never commits.
    """

    def committed():
        return django_capture_on_commit_callbacks(execute=True)

    return committed
