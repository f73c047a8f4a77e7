from datetime import timedelta
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mediators.branches import BranchField
from mediators.forms.fields import CHOOSE, day_input
from mediators.models import Organisation, RoleGrant, User


class RoleFilter(forms.Form):
    """The filters of the list; what makes no sense filters nothing."""

    q = forms.CharField(label=_("Name or user name"), required=False, max_length=60)
    role = forms.ChoiceField(
        label=_("Role"),
        required=False,
        choices=[("", _("All")), *RoleGrant.Role.choices],
    )
    ended = forms.ChoiceField(
        label=pgettext_lazy("roles", "Show"),
        required=False,
        choices=[
            ("", pgettext_lazy("roles", "not ended")),
            ("yes", _("ended ones, too")),
        ],
    )

    def filters(self) -> dict[str, Any]:
        """Return what `queries.accounts_with_roles` takes."""
        self.is_valid()
        given = self.cleaned_data
        return {
            "words": given.get("q", ""),
            "role": given.get("role", ""),
            "ended": bool(given.get("ended")),
        }

    @property
    def is_filtering(self) -> bool:
        return any(self.filters().values())


class AccountSearch(forms.Form):
    q = forms.CharField(label=_("Name or user name"), max_length=60)


class RoleForm(forms.Form):
    """Which role, over what, from when until when, and why."""

    organisation = BranchField(
        label=_("Branch"),
        empty_label=CHOOSE,
        help_text=_("The role holds there and in all that is below."),
    )
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    valid_from = forms.DateField(label=_("First day"), widget=day_input())
    last_day = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=day_input(),
        help_text=_("Left empty, it holds until somebody ends it."),
    )
    reason = forms.CharField(
        label=_("Why they have it"),
        max_length=300,
        help_text=_("As the task or the document that it is for."),
    )

    def __init__(self, *args: Any, administrator: User, **options: Any) -> None:
        super().__init__(*args, **options)
        branch = cast("BranchField", self.fields["organisation"])
        branch.queryset = Organisation.objects.administered_by(administrator).existing()
        role = cast("forms.ChoiceField", self.fields["role"])
        role.choices = [
            (each, RoleGrant.Role(each).label)
            for each in RoleGrant.grantable_by(administrator)
        ]

    def terms(self) -> dict[str, Any]:
        """Return what the operations take."""
        given = dict(self.cleaned_data)
        last = given.pop("last_day")
        return {**given, "valid_to": last and last + timedelta(days=1)}


class NewAccountForm(RoleForm):
    """The same for a person who has no account yet."""

    username = forms.CharField(
        label=_("User name"),
        max_length=60,
        help_text=_("By which they sign in: letters and digits, or their phone."),
    )
    field_order = ["name", "username"]


class NewcomerAccountForm(NewAccountForm):
    """The same for somebody who is not known yet, as a clerk of the bureau."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=60)


class RoleReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason of the decision"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stays in the record, with your name."),
    )
