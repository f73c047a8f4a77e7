"""One form for each kind of record. `mediator` is None where it is about a unit."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incentives import queries
from incentives.forms.fields import CHOOSE, PlaceField, day_input, offer, rows_of
from incentives.models import (
    AccountabilityRecord,
    AwardProgramme,
    Conditioned,
    EvaluationResult,
    Grade,
    SubsidyRate,
)
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


class SubsidyForm(EntryForm):
    """One case. What it pays is not asked: the schedule of its day says it."""

    organisation = PlaceField(label=_("Committee that mediated"))
    case_ref = forms.CharField(
        label=_("Reference of the case"),
        max_length=60,
        help_text=_(
            "The number as the system of cases has it, such as 云调〔2026〕001号. Never "
            "write anybody's name here."
        ),
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

    def places(self, mediator: Mediator) -> Any:
        return super().places(mediator).committees()


class DecidedForm(EntryForm):
    """A record that rests on a decision, for which a named person answers."""

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

    #: The fields of the decision stand last, in every kind.
    DECISION: ClassVar = ("authority", "decided_by", "decided_on", "document_no")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(
            self, "decided_by", queries.deciders(self.administrator, of=self.mediator)
        )
        own = [name for name in self.fields if name not in self.DECISION]
        self.order_fields([*own, *self.DECISION])


class ConditionedForm(DecidedForm):
    """A decision under a basis that asks for something."""

    decided_on = forms.DateField(label=_("Decided on"), widget=day_input(**ASKS))

    #: The field by which the basis is chosen.
    CHOOSES: ClassVar[str]

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
        own = AwardProgramme.objects.administered_by(self.administrator)
        offer(self, "programme", own.select_related("certificate_type"))


class GradeField(forms.ModelChoiceField):  # type: ignore[type-arg]  # -- only the stubs are generic
    """Chooses a rung; grades of several schemes stand under the name of theirs."""

    def label_from_instance(self, obj: Grade) -> str:
        return f"{obj.label} · {obj.scheme.name}"


class GradeForm(ConditionedForm):
    CHOOSES = "grade"

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
        grades = queries.grades_to_give(self.administrator, units=self.mediator is None)
        rows_of(self, "grade").queryset = grades

    def basis(self) -> Conditioned | None:
        grade = self.given("grade")
        return grade and grade.scheme


class JudgedForm(DecidedForm):
    """A decision that rests on no basis: the branch that took it is named."""

    BUREAUS: ClassVar = False

    branch = PlaceField(label=_("Branch that decided"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        branches = queries.branches_over(
            self.mediator or self.unit,  # type: ignore[arg-type]  # -- one of them is given
            by=self.administrator,
            bureaus=self.BUREAUS,
        )
        offer(self, "branch", branches)
        first = branches.values_list("uuid", flat=True).first()
        self.initial.setdefault("branch", first)


class EvaluationForm(JudgedForm):
    year = forms.IntegerField(label=_("Year"), min_value=1949, max_value=2999)
    level = forms.ChoiceField(
        label=pgettext_lazy("evaluation", "Result"),
        choices=EvaluationResult.Level,
        widget=forms.RadioSelect,
    )


class AccountabilityForm(JudgedForm):
    BUREAUS = True

    ground = forms.ChoiceField(
        label=_("Ground"),
        choices=AccountabilityRecord.Ground,
        widget=forms.RadioSelect,
    )
    measure = forms.ChoiceField(
        label=_("Measure"),
        choices=AccountabilityRecord.Measure,
        widget=forms.RadioSelect,
    )
    account = forms.CharField(
        label=_("What happened"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The facts that the decision names. No party's name."),
    )
    effective_until = forms.DateField(
        label=_("In effect until"),
        required=False,
        widget=day_input(),
        help_text=_("Until then it excludes from grades and awards. Empty: no end."),
    )


class RecognitionForm(EntryForm):
    title = forms.CharField(label=_("Recognised as"), max_length=120)
    given_by = forms.CharField(label=_("Given by"), max_length=120)
    given_on = forms.DateField(label=_("Given on"), widget=day_input())
    document_no = forms.CharField(
        label=_("Number of the document"), max_length=80, required=False
    )
