from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exams.banks.models import Bank, QuestionVersion, Topic
from exams.banks.queries import cited_articles
from laws.models import Article
from mediators.branches import BranchField
from mediators.models import Organisation, RoleGrant, User


class BankForm(forms.Form):
    organisation = BranchField(label=_("Kept by"), empty_label=_("Choose"))
    title = forms.CharField(label=_("Title"), max_length=100)
    code = forms.CharField(
        label=_("Code"), max_length=20, help_text=_("Short and unique, such as PML.")
    )

    def __init__(self, *args: Any, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        paths = RoleGrant.branches(viewer, RoleGrant.Role.TRAINER)
        self.fields["organisation"].queryset = Organisation.objects.choosable(paths)  # type: ignore[attr-defined]  # -- a model choice


class TopicForm(forms.Form):
    axis = forms.ChoiceField(
        label=pgettext_lazy("topic", "What it is"),
        choices=Topic.Axis.choices,
        widget=forms.RadioSelect,
        initial=Topic.Axis.SUBJECT,
    )
    name = forms.CharField(label=_("Name"), max_length=60)
    code = forms.SlugField(
        label=_("Code"),
        max_length=50,
        help_text=_("Latin letters, digits and hyphens, such as agreement."),
    )


class QuestionFilter(forms.Form):
    """The filters of the list; what is not a choice is ignored."""

    words = forms.CharField(label=_("Words or code"), required=False)
    kind = forms.ChoiceField(label=_("Kind of question"), required=False)
    topic = forms.ModelChoiceField(
        Topic.objects.filter(axis=Topic.Axis.SUBJECT),
        label=_("Subject"),
        required=False,
        empty_label=_("All"),
    )
    technique = forms.ModelChoiceField(
        Topic.objects.filter(axis=Topic.Axis.TECHNIQUE),
        label=_("Technique"),
        required=False,
        empty_label=_("All"),
    )
    state = forms.ChoiceField(label=_("State"), required=False)
    article = forms.ModelChoiceField(
        Article.objects.none(), label=_("Article"), required=False, empty_label=_("All")
    )

    def __init__(self, *args: Any, bank: Bank, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [("", _("All"))]
        kinds, states = QuestionVersion.Kind.choices, QuestionVersion.State.choices
        self.fields["kind"].choices = every + kinds  # type: ignore[attr-defined]  # -- a choice
        self.fields["state"].choices = every + states  # type: ignore[attr-defined]  # -- a choice
        self.fields["article"].queryset = cited_articles(bank)  # type: ignore[attr-defined]  # -- a model choice

    def filters(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def query(self) -> str:
        """Return the filters as they stand in an address."""
        given = {name: self.data.get(name) for name in self.fields}
        return urlencode({name: value for name, value in given.items() if value})


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class ApprovalForm(forms.Form):
    """What the reviewer had before them: the last event of the version."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
