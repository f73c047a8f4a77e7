import io
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from exams.delivery.operations import token_for
from lms.kernel.models import AuditEntry
from mediators import operations
from mediators.models import Organisation, RoleGrant, User
from tests.factories.delivery import AttemptFactory
from tests.factories.mediators import (
    MediatorFactory,
    OrganisationFactory,
    RoleGrantFactory,
    UserFactory,
)

CHANGE = "/account/password/change/"
GIVEN = "correct horse battery"
OWN = "staple-of-my-own-9"


@pytest.fixture
def newcomer(client):
    """Somebody signed in with the password they were given."""
    user = UserFactory(must_change_password=True)
    client.force_login(user)
    return user


def change(client, password, **more):
    typed = {"oldpassword": GIVEN, "password1": password, "password2": password}
    return client.post(CHANGE, typed | more)


@pytest.mark.parametrize("address", ["/", "/me/", "/learn/", "/studio/", "/laws/"])
def test_who_was_given_a_password_first_sets_their_own(client, newcomer, address):
    response = client.get(address)

    assert response.status_code == 302
    assert response.url.startswith(CHANGE)


def test_afterwards_they_go_where_they_wanted(client, newcomer):
    sent = client.get("/me/?x=1")
    page = client.get(sent.url)
    assert "只有您自己知道" in page.content.decode()

    done = change(client, OWN, next=page.context["redirect_field_value"])

    assert done.url == "/me/?x=1"
    assert client.get("/me/").status_code == 200
    entry = AuditEntry.objects.get(action="account.password_changed")
    assert entry.actor == newcomer


def test_the_password_that_was_given_does_not_count_as_their_own(client, newcomer):
    response = change(client, GIVEN)

    assert response.status_code == 200
    assert "发给您的密码" in response.content.decode()
    assert client.get("/me/").status_code == 302


@pytest.mark.parametrize("own", ["user-name-1234", "zhouxiaoman"])
def test_a_password_like_the_name_is_refused(client, own):
    user = UserFactory(username="user-name-123", name="zhouxiaoman1")
    client.force_login(user)

    assert change(client, own).status_code == 200


def test_they_may_sign_out_and_choose_language_and_type_size(client, newcomer):
    assert client.post("/language/", {"language": "en", "next": "/"}).url == "/"
    assert client.post(reverse("mediators:language"), {"language": "en"}).url == "/"
    assert client.post("/type-size/").url == "/"
    assert client.get("/healthz").headers["Content-Type"] == "application/json"
    assert client.post("/account/logout/").url == "/account/login/"


def test_a_fragment_asked_for_sends_the_whole_page(client, newcomer):
    response = client.get("/office/mediators/", headers={"HX-Request": "true"})

    assert response["HX-Redirect"] == CHANGE


def test_an_exam_that_runs_is_not_held_up(client, newcomer):
    attempt = AttemptFactory()
    token = token_for(attempt=attempt, device=uuid4(), epoch=1)
    address = reverse("delivery:state", args=[attempt.uuid])

    response = client.get(address, headers={"Authorization": f"Bearer {token}"})

    assert response.status_code == 200


def test_other_doors_of_accounts_are_absent(client):
    client.force_login(UserFactory())

    for address in ("email/", "confirm-email/", "password/set/", "login/code/confirm/"):
        assert client.get(f"/account/{address}").status_code == 404
    assert client.get("/account/password/reset/key/1-abc/").status_code == 404


def test_whoever_forgot_their_password_is_told_whom_to_ask(client, mailoutbox):
    user = UserFactory(email="a@example.com")

    page = client.get("/account/password/reset/")
    sent = client.post("/account/password/reset/", {"email": user.email})

    assert "司法所" in page.content.decode()
    assert (sent.status_code, mailoutbox) == (405, [])


def reset(user, *, by, now):
    return operations.reset_password(user=user, password=OWN, at=now, actor=by)


@pytest.fixture
def bureau():
    return OrganisationFactory(kind=Organisation.Kind.BUREAU, name="云溪区司法局")


@pytest.fixture
def committee(bureau):
    return OrganisationFactory(parent=bureau)


def test_a_reset_password_must_be_replaced(bureau, committee, client, now):
    user = UserFactory()
    MediatorFactory(organisation=committee, person__user=user)
    client.force_login(user)
    administrator = RoleGrantFactory(organisation=bureau).user

    reset(user, by=administrator, now=now)

    user.refresh_from_db()
    assert user.must_change_password
    assert user.check_password(OWN)
    entry = AuditEntry.objects.get(action="account.password_reset")
    assert (entry.actor, entry.person) == (administrator, user.person.uuid)
    assert client.get("/me/").url.startswith("/account/login/")  # signed out


def test_a_stranger_resets_nothing(committee, now):
    user = UserFactory()
    MediatorFactory(organisation=committee, person__user=user)
    stranger = RoleGrantFactory(organisation=OrganisationFactory()).user

    with pytest.raises(operations.AccountBeyondScope):
        reset(user, by=stranger, now=now)


@pytest.mark.parametrize("role", [RoleGrant.Role.PLATFORM, RoleGrant.Role.TRAINER])
def test_nobody_resets_the_password_of_somebody_with_more_power(
    bureau, committee, role, now
):
    """Who mediates in a town may have a role above it."""
    user = RoleGrantFactory(organisation=bureau, role=role).user
    MediatorFactory(organisation=committee, person__user=user)
    administrator = RoleGrantFactory(organisation=committee).user

    with pytest.raises(operations.AccountBeyondScope):
        reset(user, by=administrator, now=now)


def test_an_administrator_resets_the_passwords_of_those_with_roles_beneath_them(
    bureau, committee, now
):
    user = RoleGrantFactory(organisation=committee).user
    administrator = RoleGrantFactory(organisation=bureau).user

    assert reset(user, by=administrator, now=now).must_change_password
    with pytest.raises(operations.AccountBeyondScope):
        reset(administrator, by=user, now=now)


def said(*arguments):
    call_command(*arguments, stdout=(out := io.StringIO()))
    return out.getvalue().split()


def test_a_new_installation_opens_with_its_first_administrator(client):
    name = ["--name", "李主任", "--organisation", "云溪区司法局"]
    username, password = said("first_administrator", "admin", *name)

    user = User.objects.get(username=username)
    assert user.must_change_password
    assert RoleGrant.is_platform(user)
    assert Organisation.objects.get().name == "云溪区司法局"
    assert client.login(username="admin", password=password)
    with pytest.raises(CommandError, match="已有平台管理员"):
        said("first_administrator", "another", *name)


def test_a_tree_that_stands_already_is_kept(bureau):
    said("first_administrator", "admin", "--name", "李主任")

    assert RoleGrant.objects.get().organisation == bureau


def test_an_empty_tree_needs_a_name():
    with pytest.raises(CommandError, match="司法局"):
        said("first_administrator", "admin", "--name", "李主任")

    assert not User.objects.exists()


def test_a_command_resets_a_password(client):
    UserFactory(username="admin")

    username, password = said("reset_password", "admin")

    assert client.login(username=username, password=password)
    with pytest.raises(CommandError, match="Nobody"):
        said("reset_password", "nobody")
