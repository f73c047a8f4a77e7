"""What is written of a place of the tree."""

from datetime import date
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.kernel.clock import local_day
from mediators import credit_codes, queries
from mediators.forms.divisions import DivisionField
from mediators.forms.fields import CHOOSE, day_input
from mediators.models import Division, Organisation

Kind = Organisation.Kind
_OF_ALL = ["name", "division", "founded_on"]
_OF_A_BODY = [*_OF_ALL, "establishing_unit", "credit_code"]
_OF_A_COMMITTEE = [*_OF_A_BODY, "committee_type", "stationed_at", "is_multi_ethnic"]
#: What is asked of each kind; the others are asked for what all are asked.
ASKED = {
    Kind.COMMITTEE: _OF_A_COMMITTEE,
    Kind.CENTRE: _OF_A_BODY,
    Kind.INDUSTRY_BODY: _OF_A_BODY,
    Kind.STATIONED_STUDIO: [*_OF_ALL, "stationed_at"],
}


class PlaceForm(forms.Form):
    """What a place of a kind is made of."""

    name = forms.CharField(label=_("Name of the organisation"), max_length=120)
    committee_type = forms.ChoiceField(
        label=_("Type of committee"),
        choices=[("", CHOOSE), *Organisation.CommitteeType.choices],
    )
    division = DivisionField(
        label=_("Administrative division"),
        required=False,
        help_text=_("Type a part of the name and choose, or enter the code."),
    )
    establishing_unit = forms.CharField(
        label=_("Established by"),
        required=False,
        max_length=120,
        help_text=_("For a village, its villagers' committee."),
    )
    credit_code = forms.CharField(
        label=_("Unified social credit code of the establishing unit"),
        required=False,
        max_length=40,
        help_text=_("A committee is not a legal person and has none of its own."),
    )
    stationed_at = forms.CharField(
        label=_("Stationed at"),
        required=False,
        max_length=120,
        help_text=_("A police station, a court, a petition office …"),
    )
    is_multi_ethnic = forms.BooleanField(
        label=_("In an area where several peoples live"), required=False
    )
    founded_on = forms.DateField(
        label=_("Founded on"), required=False, widget=day_input()
    )
    document = forms.CharField(
        label=_("Document or reason"),
        required=False,
        max_length=200,
        help_text=_("Stands in the history of the organisation."),
    )

    def __init__(
        self, *args: Any, kind: str, around: Division | None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        asked = ASKED.get(Kind(kind), _OF_ALL)
        for name in set(_OF_A_COMMITTEE) - set(asked):
            del self.fields[name]
        if kind == Kind.STATIONED_STUDIO:
            self.fields["stationed_at"].required = True
        field = cast("DivisionField", self.fields["division"])
        field.at_hand = queries.divisions_in(around)

    def clean_credit_code(self) -> str:
        text: str = self.cleaned_data["credit_code"]
        try:
            return credit_codes.read(text) if text else ""
        except credit_codes.NotACreditCode as error:
            raise forms.ValidationError(str(error)) from error

    @property
    def divisions_offered(self) -> list[str]:
        return cast("DivisionField", self.fields["division"]).offered


class PlaceChangeForm(PlaceForm):
    """The same of a place that is there, and since when."""

    effective_on = forms.DateField(
        label=_("In effect since"),
        widget=day_input(),
        help_text=_("The day from which the change holds, today or before."),
    )
    field_order = [*_OF_A_COMMITTEE, "effective_on", "document"]

    def __init__(self, *args: Any, place: Organisation, **options: Any) -> None:
        held = {name: getattr(place, name) for name in _OF_A_COMMITTEE}
        options["initial"] = {**held, "effective_on": today()}
        around = queries.division_around(place)
        super().__init__(*args, kind=place.kind, around=around, **options)
        cast("DivisionField", self.fields["division"]).kept = place.division


class PlaceSearch(forms.Form):
    q = forms.CharField(label=_("Name of the organisation"), required=False)


class ReshapeForm(forms.Form):
    """Since when, and by which document, a place moved or is no more."""

    effective_on = forms.DateField(
        label=_("In effect since"),
        widget=day_input(),
        help_text=_("The day from which the change holds, today or before."),
    )
    document = forms.CharField(
        label=_("Document or reason"),
        max_length=200,
        help_text=_("Stands in the history of the organisation."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        options["initial"] = {"effective_on": today()}
        super().__init__(*args, **options)


class PlaceMergeForm(ReshapeForm):
    carry_on = forms.TypedChoiceField(
        label=_("What becomes of the posts held there"),
        choices=[
            ("no", _("They end; who goes on is elected or hired anew")),
            ("yes", _("Their holders go on in the other, to the end of their term")),
        ],
        coerce=lambda choice: choice == "yes",
        widget=forms.RadioSelect,
    )
    field_order = ["carry_on"]


def today() -> date:
    """Return the day on which a form is filled in."""
    return local_day(timezone.now())
