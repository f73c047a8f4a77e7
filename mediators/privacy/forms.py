from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mediators.privacy import actions, photos, retention, trail
from mediators.privacy.models import (
    ConsentText,
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
    "privacy.consent",
    "api.accesskey",
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


class ConsentForm(forms.Form):
    """What people are asked to allow, in plain words."""

    purpose = forms.ChoiceField(label=_("Purpose"), choices=ConsentText.Purpose)
    text = forms.CharField(
        label=_("What is allowed, and what a refusal means"),
        max_length=2000,
        widget=_lines(8),
        help_text=_(
            "What for, who sees it, for how long; that it may be refused and withdrawn at "
            "any time, and that nothing else hangs on it (PIPL, articles 14 to 17)."
        ),
    )


class PhotoForm(forms.Form):
    """A photo and, as long as its person has not consented, their consent beside it.

    `needs` is the text that is to be consented to, if any; `counter` says that a clerk
    records it, with the paper that shows it; `asks_again` that there is a photo already,
    which may stay.
    """

    photo = forms.FileField(
        label=_("Photo"),
        help_text=_(
            "JPEG, PNG or WebP, at most 5 MB. It is kept small, without the place and time "
            "that phones write into their pictures."
        ),
        widget=forms.FileInput(
            attrs={
                "accept": "image/jpeg,image/png,image/webp",
                "data-most": photos.LARGEST,
                "data-too-big": photos.PhotoTooLarge.message,
            }
        ),
    )

    def __init__(
        self,
        *args: Any,
        needs: ConsentText | None,
        counter: bool,
        asks_again: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.asks_again = asks_again
        if needs is None:
            return
        if asks_again:
            self.fields["photo"].required = False
            self.fields["photo"].label = _("Another photo")
        self.fields["number"] = forms.IntegerField(
            initial=needs.number, widget=forms.HiddenInput
        )
        said = (
            _("The person has read this text and consented in writing")
            if counter
            else _("I have read this text and consent")
        )
        self.fields["is_allowed"] = forms.BooleanField(
            label=said,
            error_messages={"required": _("Without consent no photo is kept.")},
        )
        if counter:
            self.fields["note"] = forms.CharField(
                label=_("Which signed paper shows it, and where that is kept"),
                max_length=200,
            )

    def consent(self) -> dict[str, Any] | None:
        """Return what `give_consent` takes of it, or nothing where none is needed."""
        if "number" not in self.cleaned_data:
            return None
        return {
            "number": self.cleaned_data["number"],
            "note": self.cleaned_data.get("note", ""),
        }

    def jpeg(self) -> bytes | None:
        """Return the photo as it is kept, or none if the present one stays.

        :raises PhotoTooLarge: if it has more than 5 MB
        :raises NotAPhoto: if its content is no photo
        """
        upload = self.cleaned_data["photo"]
        return photos.redrawn(upload, size=upload.size) if upload else None


class WithdrawalForm(forms.Form):
    """How somebody told the office that they take their consent back."""

    note = forms.CharField(
        label=_("How and when the person said so"),
        max_length=200,
        help_text=_("For example: came to the window, signed the withdrawal slip."),
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
