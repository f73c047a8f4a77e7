from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from exams.assembly.models import Paper
from exams.delivery.models import Exam
from exams.delivery.queries import mediators_within
from mediators.branches import BranchField
from mediators.models import Mediator, Organisation, RoleGrant, User

_MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
_NAMED, _NAME = 10, 40  # how many names a sentence holds, and how much of each
_LINES = forms.Textarea(attrs={"rows": 4})
_NO_ID_NUMBER = RegexValidator(
    r"\d{15}", _("Leave out identity numbers."), inverse_match=True
)
_MINUTES = [MinValueValidator(1), MaxValueValidator(1440)]


def _branches(user: User) -> Any:
    return Organisation.objects.within(RoleGrant.branches(user, *Exam.RUNNERS))


class ExamForm(forms.Form):
    """What a new exam is, and the terms its sittings start from."""

    organisation = BranchField(label=_("Organised by"), empty_label=None)
    title = forms.CharField(label=_("Title of the exam"), max_length=120)
    description = forms.CharField(
        label=_("What it is for"), widget=_LINES, required=False
    )
    pass_mark = forms.DecimalField(
        label=_("Pass mark (points)"), min_value=0, max_digits=6, decimal_places=2
    )
    minutes = forms.IntegerField(
        label=_("Time to answer (minutes)"), validators=_MINUTES, initial=60
    )
    max_attempts = forms.IntegerField(
        label=_("Attempts allowed"), min_value=1, max_value=9, initial=1
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        branches: Any = self.fields["organisation"]
        tops = RoleGrant.branches(user, *Exam.RUNNERS)
        branches.queryset = Organisation.objects.choosable(tops)

    def clean_title(self) -> str:
        organisation = self.cleaned_data.get("organisation")
        title: str = self.cleaned_data["title"]
        if Exam.objects.filter(organisation=organisation, title=title).exists():
            raise forms.ValidationError(_("This branch has an exam of that title."))
        return title

    def terms(self) -> dict[str, Any]:
        """Return what was entered as `create_exam` takes it."""
        terms = dict(self.cleaned_data)
        terms["duration_s"] = terms.pop("minutes") * 60
        return terms


class SittingForm(forms.Form):
    """Every rule of a sitting: none of them can be changed later."""

    exam = forms.ModelChoiceField(
        Exam.objects.none(), label=_("Exam"), empty_label=None, to_field_name="uuid"
    )
    paper = forms.ModelChoiceField(
        Paper.objects.none(),
        to_field_name="uuid",
        label=_("Paper"),
        empty_label=None,
        help_text=_("Only sealed papers are shown."),
    )
    title = forms.CharField(
        label=_("Title of the sitting"),
        max_length=120,
        required=False,
        help_text=_("Without one, the title of the exam."),
    )
    opens_at = forms.DateTimeField(label=_("Opens at"), widget=_MOMENT)
    starts_at = forms.DateTimeField(
        label=_("Starts at"),
        widget=_MOMENT,
        required=False,
        help_text=_("Without a time, when it opens. Before, candidates wait."),
    )
    closes_at = forms.DateTimeField(label=_("Closes at"), widget=_MOMENT)
    minutes = forms.IntegerField(
        label=_("Time to answer (minutes)"),
        validators=_MINUTES,
        required=False,
        help_text=_("Without a number, that of the exam."),
    )
    late_entry = forms.IntegerField(
        label=_("Late entry (minutes after the start)"),
        validators=[MinValueValidator(0), MaxValueValidator(100_000)],
        required=False,
        help_text=_("Without a number, one may start until the sitting closes."),
    )
    pass_mark = forms.DecimalField(
        label=_("Pass mark (points)"),
        min_value=0,
        max_digits=6,
        decimal_places=2,
        required=False,
        help_text=_("Without a number, that of the exam."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        exams: Any = self.fields["exam"]
        papers: Any = self.fields["paper"]
        exams.queryset = Exam.objects.run_by(user)
        papers.queryset = Paper.objects.sealed().filter(
            organisation__in=_branches(user)
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        opens_at, closes_at = cleaned.get("opens_at"), cleaned.get("closes_at")
        starts_at = cleaned.get("starts_at") or opens_at
        if opens_at and closes_at and closes_at <= opens_at:
            self.add_error("closes_at", _("A sitting closes after it opens."))
        elif opens_at and closes_at and not opens_at <= starts_at < closes_at:
            words = _("A sitting starts when it opens or later, and before it closes.")
            self.add_error("starts_at", words)
        return cleaned

    def terms(self) -> dict[str, Any]:
        """Return what was entered as `create_sitting` takes it."""
        terms = dict(self.cleaned_data)
        minutes, late = terms.pop("minutes"), terms.pop("late_entry")
        terms["duration_s"] = minutes * 60 if minutes else None
        terms["late_entry_s"] = None if late is None else late * 60
        return terms


def _by_name(people: Iterable[Mediator]) -> dict[str, list[Mediator]]:
    """Return whom each name means: who signs in with it, else all who bear it."""
    people, called = list(people), defaultdict(list)
    for each in people:
        called[each.person.name].append(each)
    signing = {each.person.user.username: [each] for each in people if each.person.user}
    return {**called, **signing}


def _listed(names: Iterable[str]) -> str:
    shown = sorted(names)
    more = "…" if len(shown) > _NAMED else ""
    return _(", ").join(name[:_NAME] for name in shown[:_NAMED]) + more


class AdmitForm(forms.Form):
    """Whom to admit: a whole branch, or some people by name."""

    organisation = BranchField(
        label=_("Everybody of this branch"),
        required=False,
        empty_label=_("no branch"),
        help_text=_("All who hold a post there, or anywhere below it, today."),
    )
    names = forms.CharField(
        label=_("These people"),
        required=False,
        max_length=20_000,
        widget=_LINES,
        help_text=_("Names or user names, one a line."),
    )
    extra_minutes = forms.IntegerField(
        label=_("Extra time (minutes)"),
        min_value=0,
        max_value=600,
        initial=0,
        help_text=_("For those admitted now, for instance because of poor sight."),
    )

    first_seat = forms.IntegerField(
        label=_("First seat"),
        min_value=1,
        max_value=9999,
        required=False,
        help_text=_(
            "In a room: seats from this number on, in the order of the tickets. "
            "Without one, nobody is given a seat."
        ),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        branches: Any = self.fields["organisation"]
        branches.queryset = _branches(user).existing()
        self.reachable = mediators_within(RoleGrant.branches(user, *Exam.RUNNERS))

    def clean_names(self) -> list[Mediator]:
        lines = self.cleaned_data["names"].splitlines()
        names = {line.strip() for line in lines if line.strip()}
        called = Q(person__user__username__in=names) | Q(person__name__in=names)
        found = _by_name(self.reachable.filter(called))
        if unknown := names - found.keys():
            message = _("Nobody of your branches is called: %(names)s.")
            raise forms.ValidationError(message, params={"names": _listed(unknown)})
        if shared := [name for name in names if len(found[name]) > 1]:
            message = _("Several people are called %(names)s. Give their user names.")
            raise forms.ValidationError(message, params={"names": _listed(shared)})
        return [each for name in names for each in found[name]]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not (cleaned["organisation"] or cleaned["names"]):
            raise forms.ValidationError(_("Choose a branch or name somebody."))
        return cleaned

    def terms(self) -> dict[str, Any]:
        """Return whom to admit, each once, and on what terms, as `admit` takes it."""
        branch = self.cleaned_data["organisation"]
        chosen = {each.pk: each for each in self.cleaned_data["names"]}
        if branch:
            chosen |= {each.pk: each for each in mediators_within([branch.path])}
        extra_s = self.cleaned_data["extra_minutes"] * 60
        seat = self.cleaned_data["first_seat"]
        people = list(chosen.values())
        return {"mediators": people, "extra_s": extra_s, "first_seat": seat}


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=300, validators=[_NO_ID_NUMBER]
    )

    def terms(self) -> dict[str, Any]:
        """Return what was entered as the operation takes it."""
        return dict(self.cleaned_data)


class IdentityForm(ReasonForm):
    """What a look at the candidate's papers showed."""

    same_person = forms.TypedChoiceField(
        label=_("Is this the candidate?"),
        choices=[("1", _("Yes, it is the same person")), ("0", _("No, or not sure"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("How it was seen"),
        max_length=300,
        validators=[_NO_ID_NUMBER],
        help_text=_("For instance: identity card and face. No numbers."),
    )

    field_order = ["same_person", "reason"]


class LateForm(ReasonForm):
    """About one late answer: whether it counts, and why."""

    device = forms.UUIDField(widget=forms.HiddenInput)
    seq = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    accept = forms.TypedChoiceField(
        choices=[("1", ""), ("0", "")],
        coerce=lambda value: value == "1",
        widget=forms.HiddenInput,
    )


class TimeForm(ReasonForm):
    minutes = forms.IntegerField(
        label=_("Minutes"),
        min_value=-600,
        max_value=600,
        help_text=_("A number below zero takes time away."),
    )

    field_order = ["minutes", "reason"]

    def clean_minutes(self) -> int:
        minutes: int = self.cleaned_data["minutes"]
        if minutes == 0:
            raise forms.ValidationError(_("Say how many minutes."))
        return minutes

    def terms(self) -> dict[str, Any]:
        """Return what was entered as `adjust_time` takes it."""
        delta_s = self.cleaned_data["minutes"] * 60
        return {"delta_s": delta_s, "reason": self.cleaned_data["reason"]}
