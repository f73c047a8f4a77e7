from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mediators.rosters.tables import MOST_BYTES, FileProblem, TooBig
from mediators.rosters.tables.opening import check_size
from mediators.rosters.tables.problems import MOST


class TableForm(forms.Form):
    """A table of records, `table` by name; it is read, and stored nowhere."""

    file = forms.FileField(
        label=_("The table"),
        help_text=_(
            "An Excel workbook (.xlsx) or CSV. Nothing is stored yet: first you see what "
            "would come of each row."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        max_length=200,
    )
    is_gb18030 = forms.BooleanField(
        label=_("It is a CSV file in GB18030, as older table programs save it"),
        required=False,
    )

    def __init__(self, *args: Any, table: str | Promise, **options: Any) -> None:
        super().__init__(*args, **options)
        self.table = table
        too_big = TooBig(most=MOST, table=table)
        limits = {"data-most": MOST_BYTES, "data-too-big": str(too_big)}
        self.fields["file"].widget.attrs |= limits

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            check_size(file.size or 0)
        except FileProblem as problem:
            sentence = str(problem.about(self.table))
            raise forms.ValidationError(sentence) from problem
        return file

    @property
    def encoding(self) -> str:
        return "gb18030" if self.cleaned_data["is_gb18030"] else ""
