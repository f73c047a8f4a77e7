"""The form of each kind of question: from rows and lines to what its author wrote."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exams.banks.forms.question import QuestionForm
from exams.banks.models import QuestionVersion
from exams.banks.models.choices import MOST

LETTERS = "ABCDEF"
_BETWEEN_ANSWERS = re.compile(r"[/／|｜]")


class _OptionsForm(QuestionForm):
    """Six rows of options; those left empty are left out."""

    rows_template = "banks/forms/options.html"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n in range(MOST):
            words = _("Option %(letter)s") % {"letter": LETTERS[n]}
            self.fields[f"text_{n}"] = forms.CharField(label=words, required=False)
            self.fields[f"id_{n}"] = forms.CharField(
                required=False, widget=forms.HiddenInput
            )

    def option_rows(self) -> list[dict[str, Any]]:
        marks = list(self["right"])
        return [
            {"text": self[f"text_{n}"], "id": self[f"id_{n}"], "mark": marks[n]}
            for n in range(MOST)
        ]

    @classmethod
    def initial_of(cls, content: dict[str, Any]) -> dict[str, Any]:
        initial: dict[str, Any] = {"right": []}
        for n, option in enumerate(content["options"]):
            initial |= {f"text_{n}": option["text"], f"id_{n}": option["id"]}
            if option["right"]:
                initial["right"].append(str(n))
        return initial

    def content(self) -> dict[str, Any]:
        right = set(self.cleaned_data["right"])
        return {
            "options": [
                {
                    "text": self.cleaned_data[f"text_{n}"],
                    "id": self.cleaned_data[f"id_{n}"],
                    "right": str(n) in right,
                }
                for n in range(MOST)
            ]
        }


_MARKS = [(str(n), _("right")) for n in range(MOST)]


class SingleChoiceForm(_OptionsForm):
    right = forms.ChoiceField(
        label=_("The right option"),
        choices=_MARKS,
        required=False,
        widget=forms.RadioSelect,
    )

    @classmethod
    def initial_of(cls, content: dict[str, Any]) -> dict[str, Any]:
        initial = super().initial_of(content)
        return {**initial, "right": initial["right"][0]}

    def content(self) -> dict[str, Any]:
        self.cleaned_data["right"] = [self.cleaned_data["right"]]
        return super().content()


class MultipleChoiceForm(_OptionsForm):
    right = forms.MultipleChoiceField(
        label=_("The right options"),
        choices=_MARKS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    rule = forms.ChoiceField(
        label=_("An incomplete answer"),
        choices=[
            ("all", _("earns nothing")),
            ("partial", _("earns its part; a wrong option loses all")),
        ],
        widget=forms.RadioSelect,
        initial="all",
    )

    @classmethod
    def initial_of(cls, content: dict[str, Any]) -> dict[str, Any]:
        return {**super().initial_of(content), "rule": content["rule"]}

    def content(self) -> dict[str, Any]:
        return {**super().content(), "rule": self.cleaned_data["rule"]}


class TrueFalseForm(QuestionForm):
    rows_template = "banks/forms/true_false.html"

    right = forms.TypedChoiceField(
        label=_("The statement is"),
        choices=[
            ("true", pgettext_lazy("a statement", "true")),
            ("false", pgettext_lazy("a statement", "false")),
        ],
        coerce=lambda value: value == "true",
        widget=forms.RadioSelect,
    )

    @classmethod
    def initial_of(cls, content: dict[str, Any]) -> dict[str, Any]:
        return {"right": "true" if content["right"] else "false"}

    def content(self) -> dict[str, Any]:
        return {"right": self.cleaned_data["right"]}


class FillInForm(QuestionForm):
    rows_template = "banks/forms/fill_in.html"

    blanks = forms.CharField(
        label=_("Accepted answers"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "A line for each blank, in order. Put / between answers that are equally "
            "right: 三/3. In the question, write ____ for each blank."
        ),
    )
    rule = forms.ChoiceField(
        label=_("Order of the answers"),
        choices=[
            ("ordered", _("each belongs to its blank")),
            ("any_order", _("does not count")),
        ],
        widget=forms.RadioSelect,
        initial="ordered",
    )

    @classmethod
    def initial_of(cls, content: dict[str, Any]) -> dict[str, Any]:
        lines = [" / ".join(accepted) for accepted in content["blanks"]]
        return {"blanks": "\n".join(lines), "rule": content["rule"]}

    def content(self) -> dict[str, Any]:
        lines = [x for x in self.cleaned_data["blanks"].splitlines() if x.strip()]
        blanks = [
            [x.strip() for x in _BETWEEN_ANSWERS.split(line) if x.strip()]
            for line in lines
        ]
        return {"blanks": blanks, "rule": self.cleaned_data["rule"]}


class ShortAnswerForm(QuestionForm):
    """Six rows of points of the answer; those left empty are left out."""

    rows_template = "banks/forms/short_answer.html"
    ROWS = 6

    max_characters = forms.IntegerField(
        label=_("Characters allowed"), min_value=1, max_value=2000, initial=300
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n in range(self.ROWS):
            words = _("Point %(number)s") % {"number": n + 1}
            self.fields[f"text_{n}"] = forms.CharField(label=words, required=False)
            self.fields[f"share_{n}"] = forms.IntegerField(
                label=_("Per cent"), required=False, min_value=1, max_value=100
            )

    def point_rows(self) -> list[dict[str, Any]]:
        return [
            {"text": self[f"text_{n}"], "share": self[f"share_{n}"]}
            for n in range(self.ROWS)
        ]

    @classmethod
    def initial_of(cls, content: dict[str, Any]) -> dict[str, Any]:
        initial: dict[str, Any] = {"max_characters": content["max_characters"]}
        for n, point in enumerate(content["points_of_answer"]):
            share = int(Decimal(point["share"]) * 100)
            initial |= {f"text_{n}": point["text"], f"share_{n}": share}
        return initial

    def content(self) -> dict[str, Any]:
        data = self.cleaned_data
        points = [
            {
                "text": data[f"text_{n}"],
                "share": Decimal(data[f"share_{n}"] or 0) / 100,
            }
            for n in range(self.ROWS)
        ]
        return {"points_of_answer": points, "max_characters": data["max_characters"]}


FORMS: dict[str, type[QuestionForm]] = {
    QuestionVersion.Kind.SINGLE_CHOICE: SingleChoiceForm,
    QuestionVersion.Kind.MULTIPLE_CHOICE: MultipleChoiceForm,
    QuestionVersion.Kind.TRUE_FALSE: TrueFalseForm,
    QuestionVersion.Kind.FILL_IN: FillInForm,
    QuestionVersion.Kind.SHORT_ANSWER: ShortAnswerForm,
}
