"""Cleaning what somebody typed about blueprints and papers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exams.assembly.models import Blueprint, BlueprintRule
from exams.assembly.operations import Rule
from exams.banks.models import QuestionVersion, Topic
from mediators.branches import BranchField
from mediators.models import Organisation, RoleGrant, User

MOST_RULES = 20


class RuleForm(forms.Form):
    """One row of a blueprint; a row without a number is left out."""

    kind = forms.ChoiceField(label=_("Kind of question"), choices=QuestionVersion.Kind)
    topic = forms.ModelChoiceField(
        Topic.objects.all(),
        label=_("Topic"),
        required=False,
        empty_label=_("any topic"),
    )
    count = forms.IntegerField(
        label=_("Number of questions"), min_value=1, max_value=200, required=False
    )
    points = forms.DecimalField(
        label=_("Points each"),
        min_value=0,
        max_digits=5,
        decimal_places=2,
        required=False,
    )

    def clean(self) -> None:
        data = self.cleaned_data
        if data.get("count") and not data.get("points"):
            self.add_error("points", _("Say how many points each question earns."))

    def rule(self) -> Rule | None:
        data = self.cleaned_data
        if not data.get("count"):
            return None
        return Rule(data["kind"], data["count"], data["points"], data["topic"])

    @staticmethod
    def initial_of(rule: BlueprintRule) -> dict[str, Any]:
        return {
            "kind": rule.kind,
            "topic": rule.topic_id,
            "count": rule.count,
            "points": rule.points.normalize(),
        }


RuleFormSet = forms.formset_factory(RuleForm, extra=3, max_num=MOST_RULES)


class BlueprintForm(forms.Form):
    organisation = BranchField(
        label=_("Organisation"),
        empty_label=_("Choose"),
        help_text=_("Papers are drawn from its banks and from those below it."),
    )
    code = forms.CharField(label=_("Code"), max_length=20)
    title = forms.CharField(label=_("Title"), max_length=100)

    def __init__(
        self,
        *args: Any,
        viewer: User,
        blueprint: Blueprint | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if blueprint is not None:
            del self.fields["organisation"], self.fields["code"]
            self.initial["title"] = blueprint.title
            return
        paths = RoleGrant.branches(viewer, RoleGrant.Role.TRAINER)
        self.fields["organisation"].queryset = Organisation.objects.choosable(paths)  # type: ignore[attr-defined]  # -- a model choice


class PaperForm(forms.Form):
    blueprint = forms.ModelChoiceField(
        Blueprint.objects.none(), label=_("Blueprint"), empty_label=_("Choose")
    )
    title = forms.CharField(label=_("Title"), max_length=100)
    code = forms.CharField(label=_("Code"), max_length=20)
    day = forms.DateField(
        label=_("For an exam on"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Questions whose law is not in force on that day are left out."),
    )

    def __init__(self, *args: Any, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usable = Blueprint.objects.kept_by(viewer).approved()
        self.fields["blueprint"].queryset = usable.select_related("organisation")  # type: ignore[attr-defined]  # -- a model choice


class SealForm(forms.Form):
    """What the sealer had before them: the seed of the draw."""

    seen = forms.CharField(widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
