from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms.pages import CopyForm, WagtailAdminPageForm
from wagtail.coreutils import find_available_slug
from wagtail.forms import TaskStateCommentForm
from wagtail.models import Page

from courses import operations, queries
from courses.models import BranchPage, LessonFlag, PilotClass, PilotReading
from courses.models.course import CourseQuerySet
from laws.models import Statute
from mediators.branches import BranchField
from mediators.models import User


class TaughtPageForm(WagtailAdminPageForm):
    """A course or a lesson in the Studio: who may answer for it writes for its branch."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "owner" in self.fields:
            place = self.parent_page or self.instance
            self.fields["owner"].queryset = queries.may_answer_for(
                place, self.instance.owner_id
            )

    def clean_owner(self) -> User | None:
        """Somebody always answers for it: without a choice, whoever did."""
        chosen: User | None = self.cleaned_data["owner"] or self.instance.owner
        return chosen

    def save(self, commit: bool = True) -> Page:  # noqa: FBT001, FBT002 -- as Wagtail's
        page: Page = super().save(commit=commit)
        if page.pk and "owner" in self.changed_data:
            operations.hand_over(page=page, owner=page.owner)
        return page


class TaughtPageCopyForm(CopyForm):
    """Copying a page beside itself: its address is taken, so another is proposed."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        address = self.fields["new_slug"]
        address.initial = find_available_slug(self.page.get_parent(), self.page.slug)
        address.help_text = _("The end of its address; you may leave it as it is.")


class SendBackForm(TaskStateCommentForm):
    """What a reviewer says who sends a page back: its author goes by that alone."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        comment = self.fields["comment"]
        comment.required = True
        comment.error_messages["required"] = _(
            "Say in a sentence what is to be mended: the author goes by that."
        )


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
    over = forms.CharField(required=False, max_length=40)


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
        if not self.classes:
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
