"""What we ask of allauth: our words, our keys, our idea of who needs a second factor."""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.kernel import personal
from mediators import accounts
from mediators.signin import devices, lockout, operations, queries

_PURPOSE = "second factor"
#: Who has just signed in is not asked for the password again to set up a second factor.
_JUST_NOW_S = 300


class AccountAdapter(accounts.AccountAdapter):
    error_messages = {
        **accounts.AccountAdapter.error_messages,
        "username_password_mismatch": _(
            "The user name and the password do not go together. Look at both once more. "
            "If several people share your phone number, sign in with your user name; the "
            "judicial office can tell you what it is."
        ),
        "incorrect_password": _("This is not your password. Please try again."),
        "enter_current_password": _("This is not your password. Please try again."),
    }

    def _get_login_attempts_cache_key(
        self,
        request: HttpRequest,  # noqa: ARG002 -- allauth's signature
        **credentials: Any,
    ) -> str:
        """Count tries at one account alike, whatever address of ours they came to."""
        return lockout.key_of(credentials.get("username", ""))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Say how long to wait, whether the password is right or wrong."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            key = self._get_login_attempts_cache_key(request, **credentials)
            raise lockout.refusal(key) from error

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        super().authentication_failed(request, **credentials)
        username = credentials.get("username", "")
        operations.record_failure(username=username, at=timezone.now())

    def is_reauthentication_required(self, *, app: str, **options: Any) -> bool:
        """Ask nobody twice who has only just signed in to set up what is required."""
        request = context.request
        is_required = super().is_reauthentication_required(app=app, **options)
        if not is_required or queries.has_second_factor(request.user):
            return is_required
        now = timezone.now().timestamp()
        records = get_authentication_records(request, request.user)
        return not any(now - each["at"] < _JUST_NOW_S for each in records)


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _(
            "This code is not right, or no longer. Wait for the next one in the "
            "authenticator, and see that the phone sets its clock by itself."
        ),
    }

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        return user.get_username()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {
            **super().get_public_key_credential_rp_entity(),
            "name": settings.WAGTAIL_SITE_NAME,
        }

    def generate_authenticator_name(
        self,
        user: AbstractBaseUser,  # noqa: ARG002 -- allauth's signature
        type: Authenticator.Type,  # noqa: A002, ARG002 -- as above
    ) -> str:
        """Call a passkey, until its owner does, by the device that it is made on."""
        agent = context.request.headers.get("User-Agent", "")
        return devices.in_words(agent)

    def encrypt(self, text: str) -> str:
        return personal.seal(text, purpose=_PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        return personal.unseal(encrypted_text, purpose=_PURPOSE)
