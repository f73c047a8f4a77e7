"""Fields that several forms share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mediators.models import Organisation

#: What a list of choices says before one is chosen.
CHOOSE = _("Please choose")


def day_input() -> forms.DateInput:
    """Return a widget for a day, as the browser of the person picks days."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class BranchField(forms.ModelChoiceField):  # type: ignore[type-arg]  # -- only the stubs are generic
    """Chooses a place of the tree by its uuid, each indented by its depth."""

    def __init__(self, **options: Any) -> None:
        nothing = Organisation.objects.none()
        super().__init__(queryset=nothing, to_field_name="uuid", **options)

    def label_from_instance(self, obj: Organisation) -> str:
        return "　" * (obj.depth - 1) + obj.name
