"""What authors, and who lets them in, fill in beside their pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Page

from courses import queries
from courses.models import BranchPage, LessonFlag, PilotClass
from mediators.branches import BranchField
from mediators.models import User


class AnswerForm(forms.Form):
    """What came of an error that a reader pointed out."""

    outcome = forms.ChoiceField(
        label=_("What came of the error"),
        choices=LessonFlag.Outcome.choices,
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("What you tell the reader"),
        max_length=LessonFlag.MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The reader sees it with your name: what you changed, or why not."),
    )


class OpenPilotClassForm(forms.Form):
    """A new pilot class, for one of the branches that `author` writes for."""

    branch = forms.ModelChoiceField(
        BranchPage.objects.none(),
        label=pgettext_lazy("course", "From"),
        empty_label=None,
    )
    name = forms.CharField(
        label=pgettext_lazy("class", "Name of the class"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, author: User, **options: Any) -> None:
        super().__init__(*args, **options)
        branches = queries.branches_written_by(author)
        self.fields["branch"].queryset = branches  # type: ignore[attr-defined]  # -- a model choice
        if len(branches) == 1:
            self.fields["branch"].widget = forms.HiddenInput()
            self.fields["branch"].initial = branches[0].pk


class GivePilotForm(forms.Form):
    """To which class a draft is given: one there is, or a new one by its name."""

    NEW = "new"

    pilot_class = forms.ChoiceField(label=_("Pilot class"))
    name = forms.CharField(
        label=_("Name of the new class"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(
        self, *args: Any, page: Page, branch: BranchPage, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.classes = {
            str(each.uuid): each for each in queries.pilot_classes_for(page)
        }
        chosen: Any = self.fields["pilot_class"]
        chosen.choices = [*self.classes.items(), (self.NEW, _("a new class"))]
        if self.classes:
            self.fields["name"].help_text = _("Only if you choose a new class.")
        else:
            del self.fields["pilot_class"]
            self.fields["name"].required = True
            name = _("Pilot class of %(branch)s")
            self.fields["name"].initial = (name % {"branch": branch.title})[:60]

    def clean_pilot_class(self) -> PilotClass | None:
        return self.classes.get(self.cleaned_data["pilot_class"])

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        is_new = asked.get("pilot_class") is None
        if is_new and not self.errors and not asked.get("name"):
            self.add_error("name", _("Give the new class a name."))
        return asked


class OpenBranchForm(forms.Form):
    """Which branch is to write in the Studio."""

    organisation = BranchField(label=_("Branch"), empty_label=_("Please choose"))

    def __init__(self, *args: Any, administrator: User, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["organisation"]
        field.queryset = queries.branches_to_open(administrator)


class ReviewerForm(forms.Form):
    """Whether a trainer reviews, as the buttons send it."""

    user = forms.UUIDField()
    reviews = forms.TypedChoiceField(
        choices=[("1", ""), ("0", "")], coerce=lambda value: value == "1"
    )
