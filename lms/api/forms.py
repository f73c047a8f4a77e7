from django import forms
from django.utils.translation import gettext_lazy as _


class KeyForm(forms.Form):
    name = forms.CharField(
        label=_("Which system will use it"),
        max_length=60,
        help_text=_("For example: the mediation platform of the district."),
    )
    days = forms.TypedChoiceField(
        label=_("For how long"),
        coerce=int,
        choices=[(30, _("30 days")), (90, _("90 days")), (365, _("a year"))],
        widget=forms.RadioSelect,
        initial=90,
    )
