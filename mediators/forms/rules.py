from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mediators.forms.fields import CHOOSE, day_input
from mediators.models import Organisation, Person, Post, Rule
from mediators.models.rule import value_in_words

_MOST = 366


class RuleForm(forms.Form):
    """What a document lays down for a branch, of one rule."""

    value = forms.TypedChoiceField(label=_("What is asked for"), coerce=int)
    committee_type = forms.ChoiceField(
        label=_("For committees of the type"),
        required=False,
        choices=[("", _("all types")), *Organisation.CommitteeType.choices],
    )
    post_kind = forms.ChoiceField(
        label=_("For posts of the kind"),
        required=False,
        choices=[("", _("all kinds")), *Post.Kind.choices],
    )
    document = forms.CharField(
        label=_("Source document"),
        max_length=200,
        help_text=_("Title, number and article, as the file of your bureau says it."),
    )
    valid_from = forms.DateField(label=_("Holds from"), widget=day_input())
    valid_to = forms.DateField(
        label=_("Until (not including this day)"),
        required=False,
        widget=day_input(),
        help_text=_("Empty: until another one is laid down, or this one is ended."),
    )

    def __init__(
        self, *args: Any, code: Rule.Code, place: Organisation, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["value"] = _value_of(code)
        if place.has_posts:
            del self.fields["committee_type"]
        if code in Rule.OF_THE_WHOLE:
            del self.fields["post_kind"]

    def terms(self) -> dict[str, Any]:
        """Return what the operation takes."""
        return self.cleaned_data


class RuleEndForm(forms.Form):
    on = forms.DateField(
        label=_("First day on which it no longer holds"), widget=day_input()
    )


def _value_of(code: Rule.Code) -> forms.Field:
    """The field for the value of one rule: a choice, or a number."""
    label = _("What is asked for")
    if code in {Rule.Code.EDUCATION_MIN, Rule.Code.FULL_TIME_MAX}:
        education = range(1, len(Person.Education))
        values = education if code == Rule.Code.EDUCATION_MIN else range(1, 3)
        asked = [(value, value_in_words(code, value)) for value in values]
        off = (Rule.NOT_ASKED, value_in_words(code, Rule.NOT_ASKED))
        return forms.TypedChoiceField(
            label=label, coerce=int, choices=[("", CHOOSE), *asked, off]
        )
    is_optional = code in Rule.OPTIONAL
    return forms.IntegerField(
        label=label,
        min_value=0 if is_optional else 1,
        max_value=_MOST,
        help_text=_UNITS[code] if code in _UNITS else _("A number of people."),
    )


_UNITS = {
    Rule.Code.TERM_YEARS: _("A number of years."),
    Rule.Code.AGE_MIN: _("A number of years, 18 at least (Law, article 14)."),
    Rule.Code.AGE_MAX: _("A number of years; 0 if the document asks for none."),
    Rule.Code.FILING_DAYS: _(
        "A number of working days; 0 if the document asks for no filing."
    ),
}
