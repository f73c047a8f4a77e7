from django import forms
from django.utils.translation import gettext_lazy as _

from mediators.forms.fields import day_input


class FilingForm(forms.Form):
    on = forms.DateField(label=_("Filed with the bureau on"), widget=day_input())
    reference = forms.CharField(
        label=_("Reference of the filing"),
        required=False,
        max_length=120,
        help_text=_("Number of the receipt or of the file, if there is one."),
    )
    everything = forms.BooleanField(label=_("All that this page shows"), required=False)
