"""Fields that several forms share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mediators import names
from mediators.phones import NotAPhone, read_phone

#: What a list of choices says before one is chosen.
CHOOSE = _("Please choose")
#: How a name may be looked for.
SPELT = _("Characters, pinyin (zhouxiaoman) or its initials (zxm).")


def day_input() -> forms.DateInput:
    """Return a widget for a day, as the browser of the person picks days."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class NameField(forms.CharField):
    """The name of a person, as long as it is in characters.

    Without `maxlength`: browsers count a rare character as two, and cut the name.
    """

    def __init__(self, **options: Any) -> None:
        usual = {"label": pgettext_lazy("person", "Name"), "max_length": names.LONGEST}
        super().__init__(**{**usual, **options})

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


class PhoneField(forms.CharField):
    """A mobile or a landline, kept as `phones.read_phone` returns it."""

    def __init__(self, **options: Any) -> None:
        usual = {"label": _("Phone"), "required": False, "max_length": 30}
        widget = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
        super().__init__(**{**usual, "widget": widget, **options})

    def to_python(self, value: Any) -> str:
        try:
            return read_phone(super().to_python(value) or "")
        except NotAPhone as error:
            raise forms.ValidationError(str(error)) from error
