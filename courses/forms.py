from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses import queries
from mediators.branches import BranchField
from mediators.models import User


class PositionForm(forms.Form):
    """The part of a lesson last read, counted from 1; 0 is the top."""

    position = forms.IntegerField(min_value=0, max_value=1000)


class OpenBranchForm(forms.Form):
    """Which branch is to write in the Studio."""

    organisation = BranchField(label=_("Branch"), empty_label=_("Please choose"))

    def __init__(self, *args: Any, administrator: User, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["organisation"]
        field.queryset = queries.branches_to_open(administrator)


class ReviewerForm(forms.Form):
    """Whether a trainer reviews, as the buttons send it."""

    user = forms.UUIDField()
    reviews = forms.TypedChoiceField(
        choices=[("1", ""), ("0", "")], coerce=lambda value: value == "1"
    )
