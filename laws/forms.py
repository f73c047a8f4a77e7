from django import forms
from django.utils.translation import gettext_lazy as _

_UNCLEAR = _("Write the day with year, month and day, such as 2026-01-01.")


class DayForm(forms.Form):
    """On which day somebody wants to know what a statute, or an article of it, said."""

    day = forms.DateField(
        label=_("The law as of this day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _UNCLEAR, "invalid": _UNCLEAR},
    )
    article = forms.CharField(required=False, widget=forms.HiddenInput)
