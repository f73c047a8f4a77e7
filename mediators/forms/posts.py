from datetime import date
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mediators import queries
from mediators.branches import BranchField
from mediators.forms.fields import (
    CHOOSE,
    SPELT,
    NameField,
    PhoneField,
    day_input,
)
from mediators.models import Organisation, Person, Post, User
from mediators.operations.appointments import (
    FirstDayFarAway,
    Newcomer,
    Terms,
    check_first_day,
)


class PersonSearch(forms.Form):
    q = NameField(help_text=SPELT)


class TermsForm(forms.Form):
    """What a post is made of, for somebody who is known."""

    organisation = BranchField(label=_("Committee or studio"), empty_label=CHOOSE)
    role = forms.ChoiceField(
        label=_("Role on the committee"), choices=[("", CHOOSE), *Post.Role.choices]
    )
    appointment = forms.ChoiceField(
        label=_("Way of appointment"),
        choices=Post.Appointment,
        widget=forms.RadioSelect,
        help_text=_(
            "In villages, communities and enterprises the chair, vice-chairs and members "
            "are elected (Law, article 9); mediators may also be hired."
        ),
    )
    kind = forms.ChoiceField(
        label=_("Kind of post"), choices=Post.Kind, widget=forms.RadioSelect
    )
    basis = forms.CharField(
        label=_("Election record or hiring document"), max_length=120
    )
    valid_from = forms.DateField(label=_("First day"), widget=day_input())
    valid_to = forms.DateField(
        label=_("Until (not including this day)"),
        required=False,
        widget=day_input(),
        help_text=_(
            "Empty: a full term, for elected members three years by article 9 of the Law "
            "unless a document of your bureau says otherwise. Of who is hired, enter the "
            "day the contract ends; empty, the same term is taken."
        ),
    )
    employer = forms.CharField(
        label=_("Employer, if not the committee"), required=False, max_length=120
    )
    filed_on = forms.DateField(
        label=_("Filed with the bureau on"), required=False, widget=day_input()
    )

    def __init__(self, *args: Any, administrator: User, **options: Any) -> None:
        super().__init__(*args, **options)
        places = Organisation.objects.administered_by(administrator)
        field = cast("BranchField", self.fields["organisation"])
        field.queryset = places.existing().with_posts()

    def clean_valid_from(self) -> date:
        day: date = self.cleaned_data["valid_from"]
        try:
            check_first_day(day, at=timezone.now())
        except FirstDayFarAway as error:
            raise forms.ValidationError(str(error)) from error
        return day

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        start, place = given.get("valid_from"), given.get("organisation")
        if isinstance(start, date) and place and not given.get("valid_to"):
            kind = given.get("kind", "")
            given["valid_to"] = queries.term_end(place, start=start, kind=kind)
        return given

    def terms(self) -> Terms:
        """Return what the operations take."""
        return Terms(**{name: self.cleaned_data[name] for name in TERMS})  # type: ignore[typeddict-item]  # -- names are Terms' own

    def has_shown(self, words: str) -> bool:
        """Whether these warnings, and no others, were on the page that was sent."""
        return self.data.get("seen", "") == words


TERMS = list(TermsForm.base_fields)


class NewcomerForm(TermsForm):
    """The same for somebody who is not known yet."""

    name = NameField()
    gender = forms.ChoiceField(
        label=_("Gender"), choices=Person.Gender, initial=Person.Gender.UNKNOWN
    )
    born_on = forms.DateField(
        label=_("Day of birth"),
        required=False,
        widget=day_input(),
        help_text=_("A mediator is at least 18 years old (Law, article 14)."),
    )
    education = forms.ChoiceField(
        label=_("Education"), choices=Person.Education, required=False
    )
    phone = PhoneField()
    is_another = forms.BooleanField(
        label=_("This is another person of the same name"),
        required=False,
        widget=forms.HiddenInput,
    )
    field_order = ["is_another", "name", "gender", "born_on", "education", "phone"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.data.get("is_another"):
            self.ask_whether_another()

    def ask_whether_another(self) -> None:
        """Show the box by which the clerk says that the namesakes are other people."""
        self.fields["is_another"].widget = forms.CheckboxInput()

    def newcomer(self) -> Newcomer:
        """Return what the operations take."""
        given = self.cleaned_data
        return Newcomer(
            name=given["name"],
            gender=given["gender"],
            born_on=given["born_on"],
            education=given["education"],
            phone=given["phone"],
        )


class EndForm(forms.Form):
    on = forms.DateField(
        label=_("First day on which it is no longer held"), widget=day_input()
    )
    reason = forms.ChoiceField(label=_("Why it ends"), widget=forms.RadioSelect)
    note = forms.CharField(label=_("Remark"), required=False, max_length=300)

    def __init__(self, *args: Any, post: Post, **options: Any) -> None:
        super().__init__(*args, **options)
        field = cast("forms.ChoiceField", self.fields["reason"])
        field.choices = [(reason.value, reason.label) for reason in post.possible_ends]
        field.help_text = _why_not_others(post)


def _why_not_others(post: Post) -> str:
    """Say which ends are not offered for this post, and why."""
    elected = post.appointment == Post.Appointment.ELECTED
    words = [
        _(
            "This member is elected: “dismissed” is for those who are hired (Law, article 15)."
        )
        if elected
        else _(
            "This mediator is hired: “removed” is for those who are elected (Law, article 15)."
        )
    ]
    if post.kind != Post.Kind.INVITED:
        words.append(_("“Struck off the roster” is for those specially invited."))
    return " ".join(str(each) for each in words)


class ExemptForm(forms.Form):
    reason = forms.CharField(
        label=_("Why the rule is not insisted on"),
        max_length=300,
        help_text=_("For instance: asked to go on by the villagers, in good health."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnnulForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it was entered wrongly"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
