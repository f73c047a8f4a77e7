"""Who tries to sign in too often is stopped, and nobody else with them."""

import pytest

from tests.factories.mediators import UserFactory

PASSWORD = "a-long-and-good-password"


@pytest.fixture
def sign_in(client, settings):
    settings.TRUSTED_PROXIES = 1

    def sign_in(username, password, address):
        client.logout()
        return client.post(
            "/account/login/",
            {"login": username, "password": password},
            headers={"X-Forwarded-For": address},
        )

    return sign_in


@pytest.fixture
def username():
    user = UserFactory()
    user.set_password(PASSWORD)
    user.save()
    return user.username


def test_an_exam_room_behind_one_address_does_not_lock_itself_out(sign_in, username):
    for number in range(60):
        sign_in(f"mistyped{number}", "wrong", "203.0.113.9")

    assert sign_in(username, PASSWORD, "203.0.113.9").status_code == 302


def test_who_guesses_from_one_address_stops_nobody_at_another(
    sign_in, username, settings
):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/m/ip"}
    for number in range(4):
        sign_in(f"guess{number}", "wrong", "203.0.113.9")

    assert sign_in(username, PASSWORD, "203.0.113.9:1234").status_code == 200
    assert sign_in(username, PASSWORD, "198.51.100.7").status_code == 302


def test_who_guesses_at_one_account_is_stopped_wherever_they_are(sign_in, username):
    for number in range(5):
        sign_in(username, "wrong", f"203.0.113.{number}")

    assert sign_in(username, PASSWORD, "198.51.100.7").status_code == 200
