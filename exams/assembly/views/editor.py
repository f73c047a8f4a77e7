"""The form of a blueprint with the rows of its rules, alike for a new one and a draft."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from exams.assembly.forms import BlueprintForm, RuleForm, RuleFormSet
from exams.assembly.models import Blueprint
from exams.assembly.operations import Rule
from lms.kernel.http import UserRequest


class BlueprintEditor:
    """The form of a blueprint together with the rows of its rules."""

    def __init__(
        self, request: UserRequest, blueprint: Blueprint | None = None
    ) -> None:
        data = request.POST if request.method == "POST" else None
        rules = blueprint.rules.order_by("position") if blueprint else []
        initial = [RuleForm.initial_of(rule) for rule in rules]
        self.request, self.blueprint = request, blueprint
        self.form = BlueprintForm(data, viewer=request.user, blueprint=blueprint)
        self.rows = RuleFormSet(data, initial=initial, prefix="rule")

    def is_valid(self) -> bool:
        return self.form.is_valid() and self.rows.is_valid()

    def given(self) -> dict[str, Any]:
        rules: list[Rule | None] = [row.rule() for row in self.rows]
        return {**self.form.cleaned_data, "rules": [rule for rule in rules if rule]}

    def page(self) -> HttpResponse:
        context = {"form": self.form, "rows": self.rows, "blueprint": self.blueprint}
        return render(self.request, "assembly/blueprint_edit.html", context)
