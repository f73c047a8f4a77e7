"""How people sign in: accounts are made by the office, nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from lms.kernel.http import address_of

#: Stands for the address of a visitor whom our own proxy does not name.
_NOWHERE = "0.0.0.0"  # noqa: S104 -- nobody listens here


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- allauth's signature
        return False

    def clean_password(
        self, password: str, user: AbstractBaseUser | None = None
    ) -> str:
        """Refuse, besides what the validators do, a password that others know."""
        given = getattr(user, "must_change_password", False)
        if user and given and user.check_password(password):
            raise ValidationError(
                _("This is the password you were given. Choose one that only you know.")
            )
        return super().clean_password(password, user)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Count tries by the visitor's address, not by that of our own proxy."""
        return address_of(request) or _NOWHERE
