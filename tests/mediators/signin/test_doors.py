"""Signing in by name or phone, being locked out in words, and what is logged of it."""

import pytest
from allauth.account import app_settings
from allauth.core.internal.ratelimit import parse_rates

from lms.kernel.models import AuditEntry, AuditValue
from tests.factories.mediators import MediatorFactory, PersonFactory, UserFactory
from tests.mediators.signin.conftest import LOGIN, PASSWORD, sign_in

PHONE = "13800000001"


@pytest.fixture
def caller(committee):
    """A mediator with a phone and a user name that is none."""
    return MediatorFactory(
        organisation=committee, person__phone=PHONE, person__user__username="zhou01"
    ).person.user


def is_in(client):
    return "_auth_user_id" in client.session


@pytest.mark.parametrize(
    "typed", ["zhou01", " zhou01 ", PHONE, "138 0000 0001", "+86-138-0000-0001"]
)
def test_a_name_or_a_phone_lets_in(client, caller, typed):
    sign_in(client, typed)

    assert is_in(client)


@pytest.mark.parametrize("typed", [PHONE, "138 0000 0001"])
def test_a_user_name_may_be_a_phone(client, typed):
    UserFactory(username=PHONE)

    sign_in(client, typed)

    assert is_in(client)


def test_a_user_name_comes_before_the_phone_of_another(client, caller):
    named = UserFactory(username=PHONE)

    sign_in(client, PHONE)

    assert client.session["_auth_user_id"] == str(named.pk)


def test_a_phone_that_a_family_shares_lets_nobody_in_by_it(client, caller, committee):
    MediatorFactory(organisation=committee, person__phone=PHONE)

    refused = sign_in(client, PHONE)

    assert not is_in(client)
    assert "请改用用户名" in refused.content.decode()
    sign_in(client, "zhou01")
    assert is_in(client)


def test_a_relative_without_an_account_is_in_nobodys_way(client, caller):
    PersonFactory(phone=PHONE)

    sign_in(client, PHONE)

    assert is_in(client)


def test_the_page_says_to_everybody_what_to_do_with_a_shared_phone(client):
    assert "手机号和家人共用的，请填用户名" in client.get(LOGIN).content.decode()


def test_nobody_learns_whether_a_name_or_a_phone_exists(client, caller, committee):
    MediatorFactory(organisation=committee, person__phone="13900000000")
    MediatorFactory(organisation=committee, person__phone="13900000000")

    said = {
        str(sign_in(client, typed, "wrong").context["form"].errors)
        for typed in ("zhou01", "nobody", PHONE, "13700000000", "13900000000")
    }

    assert len(said) == 1


# -- locked out


def test_too_many_wrong_passwords_lock_out_in_words(client, caller):
    for _try in range(5):
        sign_in(client, "zhou01", "wrong")

    wrong = sign_in(client, "zhou01", "wrong").context["form"].errors
    right = sign_in(client, "zhou01").context["form"].errors

    assert "还需等待约 5 分钟" in str(right)
    assert "请找司法所" in str(right)
    assert str(wrong) == str(right)
    assert not is_in(client)


def test_tries_by_name_and_by_phone_count_together(client, caller):
    for typed in ("zhou01", PHONE, "ZHOU01", "zhou01", PHONE, PHONE):
        sign_in(client, typed, "wrong")

    assert "还需等待" in str(sign_in(client, "zhou01").context["form"].errors)


def test_another_account_is_not_held_up(client, caller):
    for _try in range(6):
        sign_in(client, "zhou01", "wrong")

    sign_in(client, UserFactory().username)

    assert is_in(client)


def test_too_much_from_one_place_is_said_in_words(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    sign_in(client, "nobody")

    response = sign_in(client, "nobody")

    assert response.status_code == 429
    assert "还需等待约 1 分钟" in response.content.decode()


def test_what_is_said_of_a_minute_is_true():
    limits = app_settings.RATE_LIMITS
    asked = ("login", "change_password", "reauthenticate")

    assert {rate.duration for each in asked for rate in parse_rates(limits[each])} == {
        60
    }


# -- logged


def logged():
    return list(
        AuditEntry.objects.order_by("pk").values_list("action", "subject_id", "actor")
    )


def test_coming_in_and_failing_to_are_logged_without_what_was_typed(client, caller):
    sign_in(client, "zhou01", "my-secret-guess")
    sign_in(client, "zhou01")

    who = str(caller.uuid)
    assert logged() == [
        ("account.sign_in_failed", who, None),
        ("account.signed_in", who, caller.pk),
    ]
    assert {entry.person for entry in AuditEntry.objects.all()} == {caller.person.uuid}
    assert not AuditValue.objects.exists()
    assert not AuditEntry.objects.exclude(reason="").exists()


def test_being_locked_out_is_logged_once(client, caller):
    for _try in range(8):
        sign_in(client, "zhou01", "wrong")

    assert [action for action, *_rest in logged()] == [
        *["account.sign_in_failed"] * 4,
        "account.locked_out",
    ]


def test_a_name_that_nobody_has_is_not_kept(client):
    """People type their password there by mistake."""
    sign_in(client, "my-secret-password", "wrong")

    assert logged() == []


def test_a_wrong_password_asked_for_again_is_said_plainly(client, caller):
    client.force_login(caller)

    response = client.post("/account/reauthenticate/", {"password": "wrong"})

    assert "密码不对" in response.content.decode()
    assert (
        client.post("/account/reauthenticate/", {"password": PASSWORD}).status_code
        == 302
    )
