"""What every form of a record has, and the forms of decisions under a basis."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incentives import queries
from incentives.forms.fields import CHOOSE, PlaceField, day_input, offer, rows_of
from incentives.models import AwardProgramme, Conditioned, Grade
from mediators.models import Mediator, Organisation, User

#: A change of the field asks the page anew for the conditions, with all that is typed.
ASKS = {
    "hx-post": "",
    "hx-trigger": "change",
    "hx-target": "#conditions",
    "hx-swap": "outerHTML",
    "hx-vals": '{"look": "1"}',
}


class EntryForm(forms.Form):
    """A record of somebody, filed at their committee; or of a unit, filed at itself."""

    organisation = PlaceField(label=_("Committee of the mediator"))

    def __init__(
        self,
        *args: Any,
        mediator: Mediator | None,
        unit: Organisation | None,
        administrator: User,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.mediator, self.unit, self.administrator = mediator, unit, administrator
        if mediator is None:
            del self.fields["organisation"]
        else:
            offer(self, "organisation", self.places(mediator))

    def places(self, mediator: Mediator) -> Any:
        return queries.places_of(mediator, by=self.administrator)

    def terms(self) -> dict[str, Any]:
        """Return what the operation takes."""
        return {"organisation": self.unit, **self.cleaned_data}


class DecidedForm(EntryForm):
    """A record that rests on a decision, for which a named person answers."""

    authority = forms.CharField(label=_("Decided in the name of"), max_length=120)
    decided_by = forms.ModelChoiceField(
        label=_("Decided by"),
        queryset=User.objects.none(),
        to_field_name="uuid",
        empty_label=CHOOSE,
        help_text=_(
            "The person who answers for the decision. Whoever is not you confirms it "
            "before it counts."
        ),
    )
    decided_on = forms.DateField(label=_("Decided on"), widget=day_input())
    document_no = forms.CharField(label=_("Number of the document"), max_length=80)

    #: The fields of the decision stand last, in every kind.
    DECISION: ClassVar = ("authority", "decided_by", "decided_on", "document_no")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        paths = self.deciding().values_list("path", flat=True)
        offer(self, "decided_by", queries.deciders(list(paths), of=self.mediator))
        own = [name for name in self.fields if name not in self.DECISION]
        self.order_fields([*own, *self.DECISION])

    def deciding(self) -> Any:
        """Return the branches for one of which it is decided."""
        raise NotImplementedError


class ConditionedForm(DecidedForm):
    """A decision under a basis that asks for something."""

    decided_on = forms.DateField(label=_("Decided on"), widget=day_input(**ASKS))

    #: The field by which the basis is chosen, and what is said where there is none.
    CHOOSES: ClassVar[str]
    NONE_YET: ClassVar[Any]

    def offer_bases(self, rows: Any) -> None:
        """Let the form choose among `rows`, or say why there is nothing to choose."""
        rows_of(self, self.CHOOSES).queryset = rows
        if not rows.exists():
            self.fields[self.CHOOSES].help_text = self.NONE_YET

    def basis(self) -> Conditioned | None:
        """Return the basis that is chosen, if it is."""
        return self.given(self.CHOOSES)

    def day(self) -> date | None:
        """Return the day of the decision, if it is given."""
        return self.given("decided_on")

    def given(self, name: str) -> Any:
        if self.is_bound:
            self.is_valid()
            return self.cleaned_data.get(name)
        try:
            return self.fields[name].clean(
                self.get_initial_for_field(self.fields[name], name)
            )
        except ValidationError:
            return None


class CommendationForm(ConditionedForm):
    CHOOSES = "programme"
    NONE_YET = _(
        "There is nothing to choose: no programme is recorded for your branch or above "
        "it. Once one is approved, an administrator of the sponsor records it under "
        "“Schedules, programmes, schemes”."
    )

    programme = forms.ModelChoiceField(
        label=_("Approved programme"),
        queryset=AwardProgramme.objects.none(),
        to_field_name="uuid",
        empty_label=CHOOSE,
        widget=forms.Select(attrs=ASKS),
    )
    title = forms.CharField(
        label=_("Title of honour"),
        max_length=60,
        help_text=_("As the decision words it."),
    )
    merit = forms.CharField(
        label=_("For what"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer_bases(self.programmes())
        offer(self, "programme", self.programmes())

    def programmes(self) -> Any:
        found = AwardProgramme.objects.usable_by(self.administrator)
        return found.select_related("certificate_type")

    def deciding(self) -> Any:
        programmes = self.programmes().order_by()
        return Organisation.objects.filter(pk__in=programmes.values("organisation"))


class GradeField(forms.ModelChoiceField):  # type: ignore[type-arg]  # -- only the stubs are generic
    """Chooses a rung; grades of several schemes stand under the name of theirs."""

    def label_from_instance(self, obj: Grade) -> str:
        return f"{obj.label} · {obj.scheme.name}"


class GradeForm(ConditionedForm):
    CHOOSES = "grade"
    NONE_YET = _(
        "There is nothing to choose: no scheme is set up for your branch or above it. An "
        "administrator of the judicial bureau sets one up under “Schedules, programmes, "
        "schemes”."
    )

    grade = GradeField(
        label=pgettext_lazy("field", "Grade"),
        queryset=Grade.objects.none(),
        empty_label=CHOOSE,
        widget=forms.Select(attrs=ASKS),
    )
    valid_until = forms.DateField(
        label=_("Valid until"),
        required=False,
        widget=day_input(),
        help_text=_("Empty: as long as the scheme says."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer_bases(self.grades())

    def grades(self) -> Any:
        units = self.mediator is None
        return queries.grades_to_give(self.administrator, units=units)

    def deciding(self) -> Any:
        places = self.grades().order_by().values("scheme__organisation")
        return Organisation.objects.filter(pk__in=places)

    def basis(self) -> Conditioned | None:
        grade = self.given("grade")
        return grade and grade.scheme
