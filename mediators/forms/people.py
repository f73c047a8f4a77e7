from typing import Any, cast

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from lms.kernel.clock import local_day
from mediators import ethnicities
from mediators.forms.fields import NameField, PhoneField, day_input
from mediators.models import Mediator, Person, Speciality


class PersonForm(forms.Form):
    """What is on record about a human being."""

    name = NameField(
        help_text=_("As it stands on the identity card, rare characters included.")
    )
    gender = forms.ChoiceField(label=_("Gender"), choices=Person.Gender)
    born_on = forms.DateField(
        label=_("Day of birth"), required=False, widget=day_input()
    )
    ethnicity = forms.ChoiceField(
        label=_("Ethnicity"),
        required=False,
        choices=[("", _("unknown")), *ethnicities.NAMES.items()],
    )
    education = forms.ChoiceField(
        label=_("Education"), choices=Person.Education, required=False
    )
    phone = PhoneField(
        help_text=_(
            "A mobile, or a landline with its area code. Families may share one."
        )
    )

    def __init__(self, data: Any = None, *, person: Person) -> None:
        names = [name for name in PersonForm.base_fields if hasattr(person, name)]
        initial = {name: getattr(person, name) for name in names}
        super().__init__(data, initial={**initial, **self.described(person)})

    def described(self, _person: Person) -> dict[str, Any]:
        """Return what stands in the fields beside those of every person."""
        return {}


class MediatorForm(PersonForm):
    """The same for somebody who mediates."""

    background = forms.ChoiceField(
        label=_("Background"), required=False, choices=Mediator.Background
    )
    languages = forms.CharField(
        label=_("Languages and dialects"),
        required=False,
        max_length=120,
        help_text=_("In which they mediate, beside standard Chinese."),
    )
    specialities = forms.ModelMultipleChoiceField(
        label=_("Specialities"),
        required=False,
        queryset=Speciality.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    may_be_subsidised = forms.BooleanField(
        label=_("May be paid subsidies"),
        required=False,
        help_text=_("Not so for those on a public payroll: no pay for a second post."),
    )

    def __init__(self, data: Any = None, *, person: Person) -> None:
        super().__init__(data, person=person)
        field = cast("forms.ModelMultipleChoiceField", self.fields["specialities"])  # type: ignore[type-arg]  # -- only the stubs are generic
        field.queryset = Speciality.objects.order_by("code")

    def described(self, person: Person) -> dict[str, Any]:
        mediator = person.mediator
        return {
            "background": mediator.background,
            "languages": mediator.languages,
            "specialities": mediator.specialities.all(),
            "may_be_subsidised": mediator.may_be_subsidised,
        }


class IdNumberForm(forms.Form):
    number = forms.CharField(
        label=_("Identity number"),
        max_length=40,
        help_text=_("18 characters from the identity card; spaces do no harm."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "inputmode": "text"}
        ),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class ApartForm(forms.Form):
    """How somebody knows that two records that look alike are of two people."""

    reason = forms.CharField(
        label=_("How you know that they are two people"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class MergeForm(forms.Form):
    """Which of two records stays, and why both are one person."""

    stays = forms.ChoiceField(label=_("Which record stays"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("How you know that both are one person"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_sure = forms.BooleanField(
        label=_("I compared both; merging cannot be taken back"),
        error_messages={"required": _("Compare both records and tick this box.")},
    )

    def __init__(self, data: Any, *, one: Person, other: Person) -> None:
        super().__init__(data)
        field = cast("forms.ChoiceField", self.fields["stays"])
        first = _("The first record, of %(day)s")
        second = _("The second record, of %(day)s")
        field.choices = [
            ("one", first % {"day": date_format(local_day(one.recorded_at))}),
            ("other", second % {"day": date_format(local_day(other.recorded_at))}),
        ]
        self.pair = {"one": (other, one), "other": (one, other)}

    def people(self) -> dict[str, Person]:
        """Return what the operation takes: the duplicate, and what it is merged into."""
        duplicate, into = self.pair[self.cleaned_data["stays"]]
        return {"duplicate": duplicate, "into": into}
