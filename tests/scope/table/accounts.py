"""Signing in and out: allauth's addresses, and those of it that this site does not have."""

from tests.scope.rows import ANONYMOUS, EVERYBODY, LOGIN, SIGNED_IN, Row, absent


def door(url, *, found=200, body, done=200):
    """A row for a page that is for whoever has not signed in; others are led home."""
    return Row(
        url,
        look=[ANONYMOUS],
        act=[ANONYMOUS],
        found=found,
        done=done,
        otherwise=302,
        platform=False,
        body=body,
    )


def own(url, *, body, done):
    """A row for what everybody does for themselves."""
    return Row(
        url,
        look=SIGNED_IN,
        act=SIGNED_IN,
        done=done,
        body=body,
    )


ROWS = [
    door("account_login", body=lambda _place: {"login": "nobody", "password": "x"}),
    door("account_signup", body=lambda _place: {"username": "nobody"}),
    own("account_logout", body=lambda _place: {}, done=LOGIN),
    own("account_change_password", body=lambda _place: {}, done=200),
    own("account_reauthenticate", body=lambda _place: {}, done=200),
    Row("account_inactive", look=EVERYBODY),
    Row("account_reset_password", look=EVERYBODY),
    absent(
        r"^account/(?!(login|logout|inactive|signup|reauthenticate|password/change)/$)"
        r"(?!2fa/((re)?authenticate/|totp/(de)?activate/|recovery-codes/(generate/)?)?$)"
        r"(?!2fa/webauthn/(add/|reauthenticate/|keys/\d+/(edit|remove)/)?$)"
        r"(?!sessions/)"
    ),
    absent("account_email"),
    absent("account_email_verification_sent"),
    absent("account_set_password"),
    absent("account_confirm_login_code"),
    absent("account_confirm_email", "key"),
    absent("account_reset_password_done"),
    absent("account_reset_password_from_key", "a", "key"),
    absent("account_reset_password_from_key_done"),
]
