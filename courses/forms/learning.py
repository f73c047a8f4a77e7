"""What a learner looks for, keeps and says."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses import queries
from courses.models import BranchPage, LessonFlag, PilotReading
from courses.models.course import CourseQuerySet
from laws.models import Statute
from mediators.models import User


class PositionForm(forms.Form):
    """The part of a lesson last read, counted from 1; 0 is the top."""

    position = forms.IntegerField(min_value=0, max_value=1000)


class NoteForm(forms.Form):
    """What a reader writes down for themselves; empty, it is gone."""

    note = forms.CharField(
        label=_("My note"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    #: The stamp of the note that was before them.
    over = forms.CharField(required=False)


class FlagForm(forms.Form):
    """What a reader says is wrong, and where; `names` is how the parts begin."""

    flag = forms.CharField(
        label=_("What is wrong, in a sentence or two"),
        max_length=LessonFlag.MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, names: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = ("", *names)
        parts = [(number, f"{number}. {name}") for number, name in enumerate(names, 1)]
        self.fields["part"] = forms.ChoiceField(
            label=_("Where"),
            required=False,
            choices=[("", _("the lesson as a whole")), *parts],
        )

    def where(self) -> tuple[int, str]:
        part = int(self.cleaned_data["part"] or 0)
        return part, self.names[part]


class CatalogueFilter(forms.Form):
    """The filters of the catalogue; what is not a choice is ignored."""

    words = forms.CharField(
        label=pgettext_lazy("course", "Words"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    law = forms.ModelChoiceField(
        Statute.objects.none(),
        label=pgettext_lazy("course", "Teaches"),
        to_field_name="code",
        required=False,
        empty_label=_("Any law"),
    )
    branch = forms.ModelChoiceField(
        BranchPage.objects.none(),
        label=pgettext_lazy("course", "From"),
        to_field_name="slug",
        required=False,
        empty_label=_("Any branch"),
    )
    state = forms.ChoiceField(
        label=pgettext_lazy("learning", "State"),
        required=False,
        choices=[
            ("", pgettext_lazy("course", "All")),
            ("new", pgettext_lazy("course", "Not begun")),
            ("taken", pgettext_lazy("course", "Under way")),
            ("done", pgettext_lazy("course", "Finished")),
        ],
    )

    def __init__(
        self, *args: Any, viewer: User | AnonymousUser, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.viewer = viewer
        law, branch = self.fields["law"], self.fields["branch"]
        law.queryset = queries.statutes_taught()  # type: ignore[attr-defined]  # -- a model choice
        branch.queryset = queries.branches_teaching()  # type: ignore[attr-defined]  # -- as above
        if not viewer.is_authenticated:
            del self.fields["state"]

    @property
    def is_filtered(self) -> bool:
        self.is_valid()
        return any(self.cleaned_data.values())

    @property
    def is_narrowed(self) -> bool:
        """Whether more is asked than words."""
        return self.is_filtered and any(
            self.cleaned_data.get(field.name) for field in self.choices
        )

    @property
    def choices(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name != "words"]

    def found(self) -> CourseQuerySet:
        """Return the published courses that are looked for, newest first."""
        self.is_valid()
        asked = self.cleaned_data
        courses = queries.catalogue()
        if words := asked.get("words"):
            courses = queries.named(courses, words)
        if law := asked.get("law"):
            courses = queries.teaching(courses, law)
        if branch := asked.get("branch"):
            courses = queries.taught_by(courses, branch)
        return self._in_state(courses, asked.get("state", ""))

    def _in_state(self, courses: CourseQuerySet, state: str) -> CourseQuerySet:
        taken = queries.taken_by(self.viewer)
        if state == "new":
            return courses.exclude(translation_key__in=taken.values("course_key"))
        if state in {"taken", "done"}:
            left = taken.unfinished()
            wanted = left if state == "taken" else taken.exclude(pk__in=left)
            return courses.filter(translation_key__in=wanted.values("course_key"))
        return courses


class PilotWordsForm(forms.Form):
    """What a reader of a pilot class says of a draft; nothing is well, too."""

    words = forms.CharField(
        label=_("What you want to say to its authors"),
        max_length=PilotReading.MOST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Which sentence is hard to follow, what is wrong, what is missing. "
            "You may leave it empty."
        ),
    )
