"""The second factor, one's devices, and the counter where clerks let people in again.

Of the people who ask, the mediator alone has a second factor, of each kind.
"""

from tests.scope.rows import (
    ADMINISTRATOR,
    ANONYMOUS,
    EVERYBODY,
    INSIDE,
    LOGIN,
    MEDIATOR,
    SIGNED_IN,
    Row,
    absent,
)

#: Who has no second factor.
BARE = [role for role in SIGNED_IN if role != MEDIATOR]
COUNTER = {"look": [ADMINISTRATOR], "act": [ADMINISTRATOR]}
#: A page of allauth that takes no POST asks for the sign-in first.
SIGN_IN_FIRST = {"except_for": {(ANONYMOUS, INSIDE, "POST"): LOGIN}}
#: What is one mediator's own, and not for those who administer everything.
OWN_ALONE = {"look_own": [MEDIATOR], "act_own": [MEDIATOR], "platform": False}
#: What only whoever has a second factor may; others are led to where they may begin.
SECURED = {"look": [MEDIATOR], "act": [MEDIATOR], "platform": False}


def nothing(_place):
    return {}


def wrong_code(_place):
    return {"code": "000000"}


def known(_place):
    return {"how": "known", "checked": "on"}


def newcomer(place):
    return {**known(place), "username": "newcomer"}


def passkey(place):
    return [place.passkey.pk]


def account(place):
    return [place.user.uuid]


def doing(what):
    return lambda place: [place.user.uuid, what]


ROWS = [
    Row("mfa_index", look=SIGNED_IN, **SIGN_IN_FIRST),
    # Whoever has an authenticator is led to where it is taken away. A code is right only
    # for the secret that the page has just shown: it is sent back.
    Row(
        "mfa_activate_totp",
        look=BARE,
        act=BARE,
        otherwise=302,
        body=wrong_code,
        done=200,
    ),
    Row("mfa_deactivate_totp", **SECURED, body=nothing),
    Row(
        "mfa_view_recovery_codes",
        look=[MEDIATOR],
        platform=False,
        **SIGN_IN_FIRST,
    ),
    # Without a second factor there is nothing to recover: the form comes back.
    Row(
        "mfa_generate_recovery_codes",
        look=SIGNED_IN,
        act=[MEDIATOR],
        otherwise=200,
        platform=False,
        body=nothing,
    ),
    absent("mfa_download_recovery_codes"),
    # For whoever is half signed in; who is, is led home.
    Row(
        "mfa_authenticate",
        look=SIGNED_IN,
        act=SIGNED_IN,
        found=302,
        body=wrong_code,
    ),
    Row(
        "mfa_reauthenticate",
        **SECURED,
        otherwise=302,
        body=wrong_code,
        done=200,
    ),
    # What is sent for a passkey that was not asked is sent to the sign-in.
    Row(
        "mfa_reauthenticate_webauthn",
        **SECURED,
        otherwise=302,
        body=nothing,
        done=LOGIN,
    ),
    Row("mfa_list_webauthn", look=SIGNED_IN, **SIGN_IN_FIRST),
    # Only a device can answer; without its answer the form comes back.
    Row("mfa_add_webauthn", look=SIGNED_IN, act=SIGNED_IN, body=nothing, done=200),
    Row(
        "mfa_edit_webauthn",
        args=passkey,
        **OWN_ALONE,
        body=lambda _place: {"name": "手机"},
    ),
    Row("mfa_remove_webauthn", args=passkey, **OWN_ALONE, body=nothing),
    Row("signin:sessions", look=SIGNED_IN),
    Row("signin:alive", look=SIGNED_IN, found=204),
    Row("signin:ended", look=EVERYBODY),
    Row("signin:end-others", takes_get=False, act=SIGNED_IN, body=nothing),
    Row(
        "signin:end",
        args=lambda place: [place.device],
        takes_get=False,
        act_own=[MEDIATOR],
        platform=False,
        body=nothing,
    ),
    Row("signin:counter", look=[ADMINISTRATOR]),
    Row("signin:counter", query="q=明", look=[ADMINISTRATOR], lists=True),
    Row("signin:counter", query="q=管", look=[ADMINISTRATOR], lists=True),
    Row("signin:counter-person", of="unnamed", **COUNTER, body=newcomer, done=200),
    # Whoever has an account is led to it.
    Row("signin:counter-person", of="person", **COUNTER, found=302, body=newcomer),
    Row("signin:counter-account", args=account, look=[ADMINISTRATOR]),
    Row(
        "signin:counter-account",
        args=lambda place: [place.grant.user.uuid],
        look=[ADMINISTRATOR],
    ),
    # The slip with the password.
    Row("signin:counter-act", args=doing("password"), **COUNTER, body=known, done=200),
    Row("signin:counter-act", args=doing("second-factor"), **COUNTER, body=known),
    Row("signin:counter-act", args=doing("sign-out"), **COUNTER, body=known),
    # Nobody is locked out: the form comes back.
    Row("signin:counter-act", args=doing("unlock"), **COUNTER, body=known, done=200),
    Row("signin:counter-act", args=doing("else"), body=known),
]
