from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from incentives import queries
from incentives.models import KINDS, AwardProgramme, SubsidyRate
from mediators.models import Mediator, Organisation, User

#: What a list of choices says before one is chosen.
CHOOSE = _("Please choose")


def day_input() -> forms.DateInput:
    """Return a widget for a day, as the browser of the person picks days."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def offer(form: forms.Form, name: str, rows: Any) -> None:
    """Let a field of `form` choose among `rows`; the only one is chosen already."""
    cast("forms.ModelChoiceField[Any]", form.fields[name]).queryset = rows
    first = list(rows[:2])
    if len(first) == 1:
        form.initial.setdefault(name, first[0].uuid)


def kind_choices() -> list[tuple[str, Any]]:
    names = [
        (name, kind._meta.verbose_name)  # noqa: SLF001 -- documented
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
    year = forms.IntegerField(
        label=_("Year"), required=False, min_value=1949, max_value=2999
    )

    def filters(self) -> dict[str, Any]:
        """Return what `queries.records_found` takes."""
        self.is_valid()
        given = self.cleaned_data
        return {
            "words": given.get("q", ""),
            "kind": given.get("kind", ""),
            "year": given.get("year"),
        }

    @property
    def is_filtering(self) -> bool:
        return any(self.filters().values())


class SubjectSearch(forms.Form):
    q = forms.CharField(label=_("Name of the person or unit"), max_length=60)


class SubsidyForm(forms.Form):
    """One case. What it pays is not asked: the schedule of its day says it."""

    organisation = forms.ModelChoiceField(
        label=_("Committee that mediated"),
        queryset=Organisation.objects.none(),
        to_field_name="uuid",
        empty_label=CHOOSE,
    )
    case_ref = forms.CharField(
        label=_("Reference of the case"),
        max_length=60,
        help_text=_("As the system of cases has it. Never write a party's name here."),
    )
    mediated_on = forms.DateField(label=_("Mediated on"), widget=day_input())
    case_class = forms.ChoiceField(
        label=_("Class of the case"),
        choices=SubsidyRate.CaseClass,
        widget=forms.RadioSelect,
    )
    form = forms.ChoiceField(
        label=_("Form of the agreement"),
        choices=[choice for choice in SubsidyRate.Form.choices if choice[0]],
        widget=forms.RadioSelect,
    )

    def __init__(
        self, *args: Any, mediator: Mediator, administrator: User, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        places = queries.places_of(mediator, by=administrator).committees()
        offer(self, "organisation", places)


class CommendationForm(forms.Form):
    """One award. `mediator` is None where a unit is commended."""

    programme = forms.ModelChoiceField(
        label=_("Approved programme"),
        queryset=AwardProgramme.objects.none(),
        to_field_name="uuid",
        empty_label=CHOOSE,
    )
    organisation = forms.ModelChoiceField(
        label=_("Committee of the mediator"),
        queryset=Organisation.objects.none(),
        to_field_name="uuid",
        empty_label=CHOOSE,
    )
    title = forms.CharField(
        label=_("Title of honour"),
        max_length=60,
        help_text=_("As the decision words it."),
    )
    merit = forms.CharField(
        label=_("For what"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    authority = forms.CharField(label=_("Decided in the name of"), max_length=120)
    decided_by = forms.ModelChoiceField(
        label=_("Decided by"),
        queryset=User.objects.none(),
        to_field_name="uuid",
        empty_label=CHOOSE,
        help_text=_("The person who answers for the decision."),
    )
    decided_on = forms.DateField(label=_("Decided on"), widget=day_input())
    document_no = forms.CharField(label=_("Number of the document"), max_length=80)

    def __init__(
        self, *args: Any, mediator: Mediator | None, administrator: User, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        offer(self, "programme", AwardProgramme.objects.administered_by(administrator))
        offer(self, "decided_by", queries.deciders(administrator))
        if mediator is None:
            del self.fields["organisation"]
        else:
            places = queries.places_of(mediator, by=administrator)
            offer(self, "organisation", places)


class AnnulForm(forms.Form):
    reason = forms.CharField(
        label=_("Why the record is annulled"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
