from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates import queries
from certificates.codes import normalised
from certificates.models import Certificate, CertificateEvent, CertificateType
from mediators.models import User


class CertificateFilter(forms.Form):
    """What the list of the Office is narrowed to; empty fields narrow nothing."""

    q = forms.CharField(label=_("Number or name"), required=False, max_length=60)
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[("", _("All")), *Certificate.Status.choices[:-1]],
    )
    type = forms.ModelChoiceField(
        label=_("Kind of certificate"),
        required=False,
        queryset=CertificateType.objects.none(),
        empty_label=_("All"),
        to_field_name="code",
    )

    def __init__(self, data: Any, *, viewer: User) -> None:
        super().__init__(data)
        kinds = cast("forms.ModelChoiceField[CertificateType]", self.fields["type"])
        kinds.queryset = queries.kinds_listed_for(viewer)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason of the decision"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "It stays in the record; the holder reads it, the public does not."
        ),
    )


class RevokeForm(forms.Form):
    category = forms.ChoiceField(
        label=_("Kind of reason"),
        widget=forms.RadioSelect,
        choices=CertificateEvent.Category.choices[1:],
        help_text=_("The public sees this on the page of verification."),
    )
    reason = forms.CharField(
        label=_("Reason of the decision"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "It stays in the record; the holder reads it, the public does not."
        ),
    )


_NO_CODE = _("Type the eighteen letters and digits that stand beside the QR code.")


class VerifyForm(forms.Form):
    code = forms.CharField(
        label=_("Verification code"),
        max_length=200,
        error_messages={"required": _NO_CODE},
        help_text=_(
            "The eighteen letters and digits beside the QR code. Spaces and hyphens do "
            "not matter."
        ),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters"}
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["spellcheck"] = "false"

    def clean_code(self) -> str:
        if not (code := normalised(self.cleaned_data["code"])):
            raise forms.ValidationError(_NO_CODE)
        return code
