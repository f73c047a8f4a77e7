"""Setting up what records rest on: a schedule, a programme, a scheme."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certificates.models import CertificateType
from incentives import queries
from incentives.forms.fields import day_input, rows_of
from incentives.models import AwardProgramme, SubsidyRate
from incentives.operations import Rate
from mediators.branches import BranchField
from mediators.models import Organisation, RoleGrant, User

MOST_LINES = 40
_MONTHS = 120
_SOURCE = _("Title, number and article, as the file of your bureau says it.")


class BasisForm(forms.Form):
    """What every basis has: the branch for which it holds."""

    organisation = BranchField(
        label=pgettext_lazy("basis", "For which branch"),
        empty_label=None,
        help_text=_("It holds for all that hangs beneath."),
    )

    def __init__(self, *args: Any, administrator: User, **options: Any) -> None:
        super().__init__(*args, **options)
        field = cast("BranchField", self.fields["organisation"])
        field.queryset = self.branches(administrator)
        first = field.queryset.values_list("uuid", flat=True).first()
        self.initial.setdefault("organisation", first)

    def branches(self, administrator: User) -> Any:
        tops = RoleGrant.branches(administrator, *RoleGrant.ADMINISTRATORS)
        return Organisation.objects.choosable(tops)

    def terms(self) -> dict[str, Any]:
        """Return what the operation takes."""
        return self.cleaned_data


class DatedForm(BasisForm):
    document = forms.CharField(
        label=_("Source document"), max_length=200, help_text=_SOURCE
    )
    valid_from = forms.DateField(label=_("Holds from"), widget=day_input())
    valid_to = forms.DateField(
        label=_("Until (not including this day)"),
        required=False,
        widget=day_input(),
        help_text=_("Empty: until it is ended."),
    )


class ScheduleForm(DatedForm):
    """Of a bureau, and of no other branch."""

    title = forms.CharField(label=_("Title"), max_length=120)
    field_order = ["organisation", "title", "document"]

    def branches(self, administrator: User) -> Any:
        return super().branches(administrator).filter(kind=Organisation.Kind.BUREAU)


class RateForm(forms.Form):
    """One line of a schedule; a line without an amount is left out."""

    case_class = forms.ChoiceField(
        label=_("Class of the case"), choices=SubsidyRate.CaseClass
    )
    committee_type = forms.ChoiceField(
        label=_("Type of committee"),
        required=False,
        choices=[("", _("all types")), *Organisation.CommitteeType.choices],
    )
    form = forms.ChoiceField(
        label=_("Form of the agreement"), required=False, choices=SubsidyRate.Form
    )
    amount = forms.DecimalField(
        label=_("Amount (yuan)"),
        required=False,
        min_value=0,
        max_digits=9,
        decimal_places=2,
    )

    def rate(self) -> Rate | None:
        given = self.cleaned_data
        return Rate(**given) if given.get("amount") else None


RateFormSet = forms.formset_factory(RateForm, extra=6, max_num=MOST_LINES)


class KindOfCertificate(forms.ModelChoiceField):  # type: ignore[type-arg]  # -- only the stubs are generic
    def label_from_instance(self, obj: CertificateType) -> str:
        return f"{obj.title} · {obj.organiser}"


class ConditionsForm(BasisForm):
    """What is asked of whom a scheme or a programme is for."""

    hours_needed = forms.DecimalField(
        label=_("Credit hours asked for"),
        required=False,
        min_value=0,
        max_digits=5,
        decimal_places=1,
        help_text=_("Empty: none. They are asked of individuals only."),
    )
    hours_months = forms.IntegerField(
        label=_("Within so many months before the decision"),
        required=False,
        min_value=1,
        max_value=_MONTHS,
    )
    certificate_needed = forms.BooleanField(
        label=_("A certificate must be valid on the day of the decision"),
        required=False,
    )
    certificate_type = KindOfCertificate(
        label=_("Of which kind"),
        required=False,
        queryset=CertificateType.objects.none(),
        to_field_name="uuid",
        empty_label=_("any kind"),
    )
    blocked_by_accountability = forms.BooleanField(
        label=_("An open accountability record excludes"), required=False, initial=True
    )

    def __init__(self, *args: Any, administrator: User, **options: Any) -> None:
        super().__init__(*args, administrator=administrator, **options)
        kinds = queries.kinds_of_certificate(administrator)
        rows_of(self, "certificate_type").queryset = kinds

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        if given.get("certificate_type"):
            given["certificate_needed"] = True
        return given


class ProgrammeForm(ConditionsForm):
    name = forms.CharField(label=_("Name of the programme"), max_length=120)
    year = forms.IntegerField(label=_("Year"), min_value=1949, max_value=2999)
    for_whom = forms.ChoiceField(
        label=pgettext_lazy("programme", "For whom"),
        choices=AwardProgramme.Subject,
        initial=AwardProgramme.Subject.PERSON,
        widget=forms.RadioSelect,
    )
    approval_authority = forms.CharField(
        label=_("Authority that approved it"), max_length=120
    )
    approval_document = forms.CharField(
        label=_("Document of the approval"), max_length=120
    )
    quota = forms.IntegerField(
        label=_("How many may be commended"),
        required=False,
        min_value=1,
        max_value=100_000,
        help_text=_("Empty: the approval names no number."),
    )
    field_order = [
        *("organisation", "name", "year", "for_whom"),
        *("approval_authority", "approval_document", "quota"),
    ]


class SchemeForm(ConditionsForm, DatedForm):
    name = forms.CharField(label=_("Name of the scheme"), max_length=120)
    labels = forms.CharField(
        label=_("Grades"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line, the highest first."),
    )
    cycle_months = forms.IntegerField(
        label=_("Months for which a grade holds"),
        required=False,
        min_value=1,
        max_value=_MONTHS,
        help_text=_("Empty: no end."),
    )
    for_units = forms.BooleanField(
        label=_("It grades committees, not people"), required=False
    )
    excludes_invited = forms.BooleanField(
        label=_("Invited mediators are not graded"), required=False, initial=True
    )
    field_order = [
        *("organisation", "name", "document", "valid_from", "valid_to"),
        *("labels", "cycle_months", "for_units", "excludes_invited"),
    ]

    def clean_labels(self) -> list[str]:
        lines = self.cleaned_data["labels"].splitlines()
        labels = [" ".join(line.split()) for line in lines if line.strip()]
        if too_long := [each for each in labels if len(each) > _LABEL]:
            words = _("“%(label)s” is longer than %(most)d characters.")
            raise forms.ValidationError(words % {"label": too_long[0], "most": _LABEL})
        return labels


_LABEL = 40


class EndForm(forms.Form):
    on = forms.DateField(
        label=_("First day on which it no longer holds"), widget=day_input()
    )
