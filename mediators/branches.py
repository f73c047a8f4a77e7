"""A place of the tree, chosen in a form; for the forms of every app."""

from typing import Any

from django import forms

from mediators.models import Organisation


class BranchField(forms.ModelChoiceField):  # type: ignore[type-arg]  # -- only the stubs are generic
    """Chooses a place of the tree by its uuid, each indented by its depth."""

    def __init__(self, **options: Any) -> None:
        nothing = Organisation.objects.none()
        super().__init__(queryset=nothing, to_field_name="uuid", **options)

    def label_from_instance(self, obj: Organisation) -> str:
        return "　" * (obj.depth - 1) + obj.name
