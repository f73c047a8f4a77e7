"""What people type to come in, and clerks at the counter."""

import re
from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from mediators.signin import devices, lockout, queries

_DAY_S = 24 * 60 * 60


class SignInForm(LoginForm):
    """Signs in by user name, or by a phone that is one account's alone."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        login = self.fields["login"]
        login.label = _("User name or phone number")
        login.help_text = _(
            "If your family shares the phone number, give your user name."
        )
        login.widget.attrs.update(autocapitalize="none", spellcheck="false")
        self.fields["shared"] = forms.BooleanField(
            label=_("This device is used by others, too"),
            help_text=_(
                "Not on your own phone or computer. On the village's, or somebody else's: "
                "you are signed out when you do nothing for a while."
            ),
            initial=not devices.is_phone(_agent(self.request)),
            required=False,
        )

    def clean_login(self) -> str:
        return queries.user_name_for(self.cleaned_data["login"])

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> Any:
        shared = self.cleaned_data["shared"]
        devices.remember(request.session, shared=shared)
        response: HttpResponse = super().login(request, redirect_url=redirect_url)
        long = not shared and not queries.needs_second_factor(self.user)
        request.session.set_expiry(settings.OWN_DEVICE_DAYS * _DAY_S if long else 0)
        return response


def _agent(request: HttpRequest | None) -> str:
    return request.headers.get("User-Agent", "") if request else ""


class _Code(forms.Form):
    """Takes a code from a phone or from the paper, however it is grouped."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        code = self.fields["code"]
        code.label = self.words
        code.widget.attrs.update(inputmode="numeric", autocomplete="one-time-code")

    words = _("The 6 figures in the authenticator, or a recovery code")

    def clean_code(self) -> str:
        """Say how long to wait after too many wrong codes, and take none twice."""
        key = lockout.code_key(self.user)  # type: ignore[attr-defined]  # -- of allauth's form
        if lockout.wait_s(key):
            raise lockout.refusal(key)
        code = super().clean_code()  # type: ignore[misc]  # -- of allauth's form
        steps = 2 * settings.MFA_TOTP_TOLERANCE + 1
        # The library forgets a code after one step of the clock; it counts for three.
        figures = re.sub(r"\D", "", str(code))
        if not cache.add(f"code-used-{key}-{figures}", 1, steps * 30):
            raise ValidationError(_("This code was used already. Wait for the next."))
        return str(code)


class CodeForm(_Code, AuthenticateForm):
    pass


class CodeAgainForm(_Code, ReauthenticateForm):
    pass


def _passkey_name(*, required: bool) -> forms.CharField:
    label = _("What you call this device")
    return forms.CharField(label=label, max_length=60, required=required)


class PasskeyForm(AddWebAuthnForm):
    name = _passkey_name(required=False)


class PasskeyNameForm(EditWebAuthnForm):
    name = _passkey_name(required=True)


class FirstCodeForm(_Code, ActivateTOTPForm):
    words = _("The 6 figures that the authenticator shows now")


class IdentityForm(forms.Form):
    """Says how a clerk made sure who stands at the counter."""

    class How(models.TextChoices):
        CARD = "card", _("by their identity card")
        KNOWN = "known", _("I know them")
        OTHER = "other", _("in another way")

    how = forms.ChoiceField(
        label=_("How did you make sure?"), choices=How, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("In which way?"),
        help_text=_("For another way: say which. No number of a card."),
        max_length=200,
        required=False,
    )
    checked = forms.BooleanField(
        label=_("I have made sure that it is the person themselves"),
        error_messages={
            "required": _("Make sure first that it is the person themselves.")
        },
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("how") == self.How.OTHER and not given.get("note"):
            self.add_error("note", _("Say in which way you made sure."))
        return given

    def reason(self) -> str:
        """Return how they were known, as it is kept in the log."""
        how = str(self.How(self.cleaned_data["how"]).label)
        return " ".join([how, self.cleaned_data["note"]]).strip()


class OpenAccountForm(IdentityForm):
    username = forms.CharField(
        label=_("User name"),
        help_text=_(
            "Letters and figures, or the phone number if nobody else has it. They sign "
            "in by it, so let them choose."
        ),
        min_length=3,
        max_length=60,
        validators=[
            RegexValidator(
                r"^[\w.\-]+$",
                _("A user name holds letters, figures, dots and strokes, no spaces."),
            )
        ],
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    field_order = ["username"]


class CounterSearch(forms.Form):
    q = forms.CharField(
        label=_("Name, user name or phone number"),
        max_length=60,
        strip=True,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
