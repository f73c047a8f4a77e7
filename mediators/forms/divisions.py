"""A division, written as people write it."""

import re
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from mediators import queries
from mediators.forms.fields import CHOOSE, day_input
from mediators.models import Division, User
from mediators.models.division import DivisionQuerySet

#: As `DivisionField` writes it: the name, then the code in brackets.
_WRITTEN = re.compile(r"^(?P<name>.*?)\s*[(（](?P<code>[0-9L]+)[)）]$")
_CODE = re.compile(r"^[0-9L]{2,12}$")
#: How many are offered while one types.
OFFERED = 300


class DivisionField(forms.CharField):
    """Takes a division at hand, by its code or its name.

    There are too many for a list of choices: `offered` goes into the <datalist> that
    the template writes.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=80, **options)
        self.widget.attrs |= {"list": "divisions", "autocomplete": "off"}
        self.at_hand: DivisionQuerySet = Division.objects.none()
        #: What the place has already, even if it is a division of the past.
        self.kept: Division | None = None

    @property
    def offered(self) -> list[str]:
        return [written(each) for each in self.at_hand[:OFFERED]]

    def prepare_value(self, value: Any) -> Any:
        return written(value) if isinstance(value, Division) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text or (self.kept is not None and text == written(self.kept)):
            return self.kept if text else None
        asked = _WRITTEN.match(text)
        code = asked["code"] if asked else text
        if _CODE.match(code):
            found = list(self.at_hand.filter(code=code))
        else:
            found = list(self.at_hand.filter(name=text)[:2])
        if len(found) == 1:
            return found[0]
        raise forms.ValidationError(_SEVERAL if found else _NONE)


def written(division: Division) -> str:
    """Return a division as the field writes it."""
    return f"{division.name} ({division.code})"


_SEVERAL = _(
    "Several divisions have this name: choose one from the list, with its code."
)
_NONE = _(
    "There is no division of this name or code here. Choose one from the list, or import "
    "the list of divisions first."
)


class VillageFilter(forms.Form):
    """The filters of the list of villages; what makes no sense filters nothing."""

    q = forms.CharField(
        label=_("Name of the village or community"), required=False, max_length=60
    )
    town = forms.ChoiceField(label=_("Town or street"), required=False)
    committee = forms.ChoiceField(
        label=_("Committee"),
        required=False,
        choices=[("", _("All")), ("none", _("without one"))],
    )

    def __init__(self, data: Any, *, viewer: User) -> None:
        super().__init__(data)
        towns = queries.towns_seen(viewer)[:OFFERED]
        choices = [(town.code, town.name) for town in towns]
        field = cast("forms.ChoiceField", self.fields["town"])
        field.choices = [("", _("All")), *choices]

    def filters(self) -> dict[str, Any]:
        """Return what `queries.villages_found` takes."""
        self.is_valid()
        given = self.cleaned_data
        return {
            "words": given.get("q", ""),
            "town": given.get("town", ""),
            "without": given.get("committee", "") == "none",
        }

    @property
    def is_filtering(self) -> bool:
        return any(self.filters().values())


class VillageForm(forms.Form):
    """A village or community that the official list does not have yet."""

    name = forms.CharField(label=_("Name of the village or community"), max_length=60)
    town = forms.ModelChoiceField(
        label=_("Town or street"),
        queryset=Division.objects.none(),
        to_field_name="code",
        empty_label=CHOOSE,
    )
    code = forms.CharField(
        label=_("Official code"),
        required=False,
        max_length=12,
        help_text=_(
            "12 digits, if it has one yet. Without it the village gets a code of ours "
            "until the list brings the official one."
        ),
    )
    valid_from = forms.DateField(label=_("Exists since"), widget=day_input())

    def __init__(self, *args: Any, administrator: User, **options: Any) -> None:
        super().__init__(*args, **options)
        towns = Division.objects.current().filter(level=Division.Level.TOWN)
        field = cast("forms.ModelChoiceField[Division]", self.fields["town"])
        field.queryset = towns.administered_by(administrator)


class VillageEndForm(forms.Form):
    successor = DivisionField(
        label=_("Became part of"),
        required=False,
        help_text=_(
            "The village or community of your branch into which it merged; of another "
            "branch, the bureau above records it. Empty, if it is simply gone."
        ),
    )
    on = forms.DateField(
        label=_("First day on which it is no more"), widget=day_input()
    )

    def __init__(
        self, *args: Any, village: Division, administrator: User, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        beside = Division.objects.current().villages().exclude(pk=village.pk)
        field = cast("DivisionField", self.fields["successor"])
        near = beside.beneath([village.code[:6]])
        field.at_hand = near.administered_by(administrator)

    @property
    def divisions_offered(self) -> list[str]:
        return cast("DivisionField", self.fields["successor"]).offered
