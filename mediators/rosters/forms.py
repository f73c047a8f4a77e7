from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from mediators.branches import BranchField
from mediators.models import Organisation, RoleGrant, User
from mediators.rosters.models import Row
from mediators.rosters.operations.exporting import CSV, XLSX
from mediators.rosters.queries.filters import NAMES
from mediators.rosters.tables import MOST_BYTES, FileProblem, TooBig
from mediators.rosters.tables.opening import check_size
from mediators.rosters.tables.problems import MOST


class ImportForm(forms.Form):
    branch = BranchField(
        label=_("For which branch"),
        empty_label=None,
        help_text=_("Rows about committees outside it are refused, row by row."),
    )
    file = forms.FileField(
        label=_("The roster"),
        help_text=_(
            "An Excel workbook (.xlsx) or CSV, at most 10 MB. Nothing is changed yet: "
            "first you see what would come of each row."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        max_length=200,
    )

    def __init__(self, *args: Any, administrator: User, **options: Any) -> None:
        super().__init__(*args, **options)
        tops = RoleGrant.branches(administrator, *RoleGrant.ADMINISTRATORS)
        field = cast("BranchField", self.fields["branch"])
        field.queryset = Organisation.objects.choosable(tops)
        limits = {"data-most": MOST_BYTES, "data-too-big": str(TooBig(most=MOST))}
        self.fields["file"].widget.attrs |= limits
        self.initial.setdefault(
            "branch", field.queryset.values_list("uuid", flat=True).first()
        )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            check_size(file.size or 0)
        except FileProblem as problem:
            raise forms.ValidationError(str(problem)) from problem
        return file


class RowFilter(forms.Form):
    plan = forms.ChoiceField(
        label=_("Rows"), required=False, choices=[("", _("All")), *Row.Plan.choices]
    )

    def chosen(self) -> str:
        """Return the plan that is filtered by; what makes no sense filters nothing."""
        self.is_valid()
        return self.cleaned_data.get("plan", "")


class ExportForm(forms.Form):
    shape = forms.ChoiceField(
        label=_("Kind of file"),
        choices=[(XLSX, _("Excel workbook (.xlsx)")), (CSV, _("CSV (UTF-8)"))],
        initial=XLSX,
        widget=forms.RadioSelect,
    )
    with_numbers = forms.BooleanField(
        label=_("With identity numbers"),
        required=False,
        help_text=_(
            "Only where a document asks for them. Each number that is given out is "
            "logged under its person, with your reason."
        ),
    )
    reason = forms.CharField(
        label=_("Why identity numbers are needed"), required=False, max_length=200
    )

    def __init__(self, *args: Any, may_open: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in NAMES:
            self.fields[name] = forms.CharField(
                required=False, max_length=60, widget=forms.HiddenInput
            )
        if not may_open:
            del self.fields["with_numbers"], self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        if given.get("with_numbers") and not given.get("reason", "").strip():
            self.add_error("reason", _("Say what the identity numbers are needed for."))
        if not given.get("with_numbers"):
            given["reason"] = ""
        return given

    def filters(self) -> dict[str, str]:
        """Return the filters that the list had."""
        return {name: self.cleaned_data.get(name, "") for name in NAMES}


class UndoForm(forms.Form):
    agreed = forms.BooleanField(
        label=_("I have read what will be taken back and what will stay")
    )
