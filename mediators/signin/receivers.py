"""Listens to allauth: who came in, by what, and what of their second factor changed."""

import time
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import user_logged_in
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.dispatch import receiver

from lms.kernel.clock import database_now
from lms.kernel.http import UserRequest
from mediators.models import User
from mediators.signin import devices, operations, queries
from mediators.signin.middleware import PASSED


@receiver(user_logged_in)
def note_sign_in(request: UserRequest, user: User, **_more: Any) -> None:
    request.session[devices.SEEN] = time.time()
    _record("account.signed_in", user)


@receiver(mfa.authenticator_used)
def let_pass(
    request: UserRequest, user: User, authenticator: Authenticator, **_more: Any
) -> None:
    request.session[PASSED] = True
    if _is_on_paper(authenticator):
        _record("account.recovery_code_used", user)


@receiver(mfa.authenticator_added)
def keep_only_this_session(
    request: UserRequest, user: User, authenticator: Authenticator, **_more: Any
) -> None:
    """Whoever came in elsewhere without the second factor shows it there, too."""
    if _is_on_paper(authenticator):
        return
    request.session[PASSED] = True
    record_authentication(request, user, "mfa", reauthenticated=True)
    _record("account.second_factor_set", user)
    operations.end_other_sessions(
        user=user, kept=request.session.session_key, at=database_now()
    )


@receiver(mfa.authenticator_removed)
def ask_again(
    request: UserRequest, user: User, authenticator: Authenticator, **_more: Any
) -> None:
    if _is_on_paper(authenticator):
        return
    if not queries.has_second_factor(user):
        request.session.pop(PASSED, None)
    _record("account.second_factor_removed", user)


@receiver(mfa.authenticator_reset)
def note_new_codes(user: User, **_more: Any) -> None:
    _record("account.recovery_codes_renewed", user)


@receiver(mfa.authentication_failed)
def note_wrong_code(user: User, **_more: Any) -> None:
    operations.record(
        action="account.second_factor_failed", user=user, at=database_now(), actor=None
    )


def _is_on_paper(authenticator: Authenticator) -> bool:
    return bool(authenticator.type == Authenticator.Type.RECOVERY_CODES)


def _record(action: str, user: User) -> None:
    operations.record(action=action, user=user, at=database_now(), actor=user)
