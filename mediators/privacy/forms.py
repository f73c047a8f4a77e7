from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mediators.privacy import actions, retention, trail
from mediators.privacy.models import (
    DataRequest,
    NoticeVersion,
    RequestEvent,
    RetentionRule,
)

#: What entries of the log are about, as far as people look for it.
SUBJECTS = (
    "mediators.person",
    "mediators.mediator",
    "mediators.post",
    "mediators.organisation",
    "mediators.user",
    "mediators.rolegrant",
    "mediators.rule",
    "privacy.datarequest",
    "courses.completion",
    "delivery.sitting",
    "delivery.attempt",
    "certificates.certificate",
)


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class NoticeForm(forms.Form):
    """The parts of the notice, each in plain words."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("summary", *NoticeVersion.PARTS):
            field = NoticeVersion._meta.get_field(name)  # noqa: SLF001 -- documented
            rows = 3 if name in {"handler", "contact"} else 6
            self.fields[name] = forms.CharField(
                label=field.verbose_name,  # type: ignore[union-attr]  # -- a column
                max_length=6000,
                widget=_lines(rows),
            )


class AskForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What do you ask for?"),
        choices=DataRequest.Kind,
        widget=forms.RadioSelect,
    )
    about = forms.CharField(
        label=_("What it is about, and what is wrong"),
        required=False,
        max_length=300,
        help_text=_("For a correction: the detail and how it stands now."),
    )
    wanted = forms.CharField(
        label=_("What is right, or what else we should know"),
        required=False,
        max_length=600,
        widget=_lines(3),
        help_text=_("For a copy by post: the address it shall go to."),
    )


class AnswerForm(forms.Form):
    outcome = forms.ChoiceField(label=_("What became of it"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("What the person shall read"),
        max_length=1000,
        widget=_lines(4),
        help_text=_("Whole sentences. A refusal gives its reason (PIPL, article 50)."),
    )

    def __init__(self, *args: Any, request: DataRequest, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["outcome"]
        field.choices = [
            (kind.value, kind.label)
            for kind in RequestEvent.ANSWERS
            if not (request.is_deletion and kind == RequestEvent.Kind.CARRIED_OUT)
        ]


class EraseForm(forms.Form):
    name = forms.CharField(
        label=_("Type the name of the person"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    is_sure = forms.BooleanField(
        label=_("I know that this cannot be undone"),
        error_messages={"required": _("Say that you know it cannot be undone.")},
    )


class RuleForm(forms.Form):
    months = forms.IntegerField(
        label=_("Months after which it falls due"), min_value=1, max_value=1200
    )
    action = forms.ChoiceField(label=_("What happens then"), widget=forms.RadioSelect)
    document = forms.CharField(
        label=_("Source document"),
        max_length=200,
        help_text=_(
            "The document of your bureau that lays this down, with its number."
        ),
    )
    valid_from = forms.DateField(label=_("From which day"), widget=_day())
    is_nightly = forms.BooleanField(
        label=_("Apply it every night, without being asked"), required=False
    )

    def __init__(self, *args: Any, kind: retention.Kind, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["action"]
        field.choices = [
            (action, RetentionRule.Action(action).label) for action in kind.actions
        ]


class PeriodForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind of request"), choices=DataRequest.Kind)
    days = forms.IntegerField(label=_("Days to answer in"), min_value=1, max_value=365)
    document = forms.CharField(label=_("Source document"), max_length=200)
    valid_from = forms.DateField(label=_("From which day"), widget=_day())


class RequestFilter(forms.Form):
    state = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("what waits")), ("all", pgettext_lazy("requests", "all"))],
    )

    @property
    def wants_all(self) -> bool:
        return self.is_valid() and self.cleaned_data["state"] == "all"


class TrailFilter(forms.Form):
    """The filters of the log; what makes no sense filters nothing."""

    actor = forms.CharField(label=_("Who did it"), required=False, max_length=60)
    person = forms.CharField(
        label=_("About whom or which"), required=False, max_length=60
    )
    action = forms.ChoiceField(label=_("What was done"), required=False)
    kind = forms.ChoiceField(label=_("About what"), required=False)
    since = forms.DateField(label=_("From day"), required=False, widget=_day())
    until = forms.DateField(label=_("Until day"), required=False, widget=_day())
    words = forms.CharField(label=_("Reason"), required=False, max_length=60)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        everything = [("", _("All"))]
        action: Any = self.fields["action"]
        action.choices = everything + list(actions.WORDS.items())
        kind: Any = self.fields["kind"]
        kind.choices = everything + [(each, trail.kind_of(each)) for each in SUBJECTS]

    def filters(self) -> dict[str, Any]:
        """Return what `trail.found` takes."""
        self.is_valid()
        return {name: each for name, each in self.cleaned_data.items() if each}
