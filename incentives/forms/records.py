"""Looking for records and for whom they are about; taking one back."""

from typing import Any, cast

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incentives.models import KINDS
from incentives.queries import Wanted
from incentives.queries.records import ANNULLED, PROPOSED, STANDING
from mediators.branches import BranchField
from mediators.models import Organisation, RoleGrant, User


def kind_choices() -> list[tuple[str, Any]]:
    names = [
        (name, capfirst(kind._meta.verbose_name))  # noqa: SLF001 -- documented
        for name, kind in KINDS.items()
    ]
    return [("", _("All")), *names]


class RecordFilter(forms.Form):
    """The filters of the list; what makes no sense filters nothing."""

    q = forms.CharField(
        label=_("Name of the person or unit"), required=False, max_length=60
    )
    kind = forms.ChoiceField(
        label=_("Kind of record"), required=False, choices=kind_choices
    )
    branch = BranchField(
        label=_("Branch"),
        required=False,
        empty_label=pgettext_lazy("filter", "All branches"),
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All")),
            (STANDING, _("In force")),
            (PROPOSED, _("Waits to be confirmed")),
            (ANNULLED, _("Annulled")),
        ],
    )
    year = forms.IntegerField(
        label=_("Year"), required=False, min_value=1949, max_value=2999
    )

    def __init__(self, *args: Any, viewer: User, **options: Any) -> None:
        super().__init__(*args, **options)
        tops = RoleGrant.branches(viewer, *RoleGrant.OVERSEERS)
        field = cast("BranchField", self.fields["branch"])
        field.queryset = Organisation.objects.choosable(tops)

    def wanted(self) -> Wanted:
        self.is_valid()
        given = self.cleaned_data
        return Wanted(
            words=given.get("q", ""),
            kind=given.get("kind", ""),
            year=given.get("year"),
            branch=given.get("branch"),
            state=given.get("state", ""),
        )

    @property
    def is_filtering(self) -> bool:
        return self.wanted() != Wanted()


class SubjectSearch(forms.Form):
    q = forms.CharField(label=_("Name of the person or unit"), max_length=60)


class AnnulForm(forms.Form):
    reason = forms.CharField(
        label=_("Why the record is annulled"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SettleForm(forms.Form):
    """What whoever is to decide says of a proposal."""

    CONFIRM, DECLINE = "confirm", "decline"

    verdict = forms.ChoiceField(
        label=_("Your decision"),
        choices=[
            (CONFIRM, _("I confirm it: it stands from now on")),
            (DECLINE, _("I decline it: it counts for nothing")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why you decline"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Only where you decline. Whoever proposed it reads this: do not write what "
            "somebody was held to account for."
        ),
    )
