"""What several forms share."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from mediators.models import Organisation

#: What a list of choices says before one is chosen.
CHOOSE = _("Please choose")


def day_input(**attrs: str) -> forms.DateInput:
    """Return a widget for a day, as the browser of the person picks days."""
    return forms.DateInput(attrs={"type": "date", **attrs}, format="%Y-%m-%d")


def rows_of(form: forms.Form, name: str) -> Any:
    """Return a field of `form` that chooses among rows."""
    return cast("forms.ModelChoiceField[Any]", form.fields[name])


def offer(form: forms.Form, name: str, rows: Any, *, key: str = "uuid") -> None:
    """Let a field of `form` choose among `rows`; the only one is chosen already."""
    rows_of(form, name).queryset = rows
    first = list(rows[:2])
    if len(first) == 1:
        form.initial.setdefault(name, getattr(first[0], key))


class PlaceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # -- only the stubs are generic
    """Chooses one of a few places by its uuid."""

    def __init__(self, **options: Any) -> None:
        usual = {"to_field_name": "uuid", "empty_label": CHOOSE}
        super().__init__(queryset=Organisation.objects.none(), **{**usual, **options})
