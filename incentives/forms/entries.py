"""One form for each kind of record. `mediator` is None where it is about a unit."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incentives import queries
from incentives.forms.decided import CommendationForm, DecidedForm, EntryForm, GradeForm
from incentives.forms.fields import PlaceField, day_input, offer
from incentives.models import (
    AccountabilityRecord,
    EvaluationResult,
    SubsidyRate,
)
from mediators.models import Mediator

__all__ = [
    "AccountabilityForm",
    "CommendationForm",
    "EntryForm",
    "EvaluationForm",
    "GradeForm",
    "RecognitionForm",
    "SubsidyForm",
]


class SubsidyForm(EntryForm):
    """One case. What it pays is not asked: the schedule of its day says it."""

    organisation = PlaceField(label=_("Committee that mediated"))
    case_ref = forms.CharField(
        label=_("Reference of the case"),
        max_length=60,
        help_text=_(
            "The number as the system of cases has it. Never write anybody's name here."
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


class JudgedForm(DecidedForm):
    """A decision that rests on no basis: the branch that took it is named."""

    BUREAUS: ClassVar = False

    branch = PlaceField(label=_("Branch that decided"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        branches = self.deciding()
        offer(self, "branch", branches)
        first = branches.values_list("uuid", flat=True).first()
        self.initial.setdefault("branch", first)

    def deciding(self) -> Any:
        return queries.branches_over(
            self.mediator or self.unit,  # type: ignore[arg-type]  # -- one of them is given
            by=self.administrator,
            bureaus=self.BUREAUS,
        )


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
