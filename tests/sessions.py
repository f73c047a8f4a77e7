"""Somebody signed in as if they had given their password a moment ago."""

import time

from allauth.account.internal.userkit import user_id_to_str


def just_now(client, person):
    """Let the password stay as fresh as if it had just been given, however long we take."""
    session = client.session
    given = {"method": "password", "at": time.time() + 24 * 60 * 60}
    session["account_authentication_methods"] = [{**given, "reauthenticated": True}]
    session["account_authentication_methods_user"] = user_id_to_str(person)
    session.save()
