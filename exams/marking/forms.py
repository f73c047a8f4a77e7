"""What a marker says: points for each point of the answer, or in all."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exams.assembly.queries import plain
from exams.marking.queries import Line, rounded


class MarkForm(forms.Form):
    """Asks for what `expected` names, and knows what all of it is worth."""

    total = forms.DecimalField(
        label=_("Points in all"),
        help_text=_("Instead of the points one by one."),
        required=False,
        min_value=0,
        max_digits=7,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"}),
    )
    comment = forms.CharField(
        label=_("Comment"),
        help_text=_(
            "For your colleagues and an appeal; the candidate does not see it."
        ),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self, data: Any = None, *, expected: Sequence[Line], most: Decimal
    ) -> None:
        super().__init__(data)
        self.most = most
        self.line_names = [f"line_{n}" for n in range(1, len(expected) + 1)]
        for name, line in zip(self.line_names, expected, strict=True):
            self.fields[name] = forms.ChoiceField(
                label=gettext("%(text)s (%(points)s points)")
                % {"text": line.text, "points": plain(line.points)},
                required=False,
                choices=[(plain(each), plain(each)) for each in steps(line.points)],
                widget=forms.RadioSelect,
            )
        self.order_fields(["reason", *self.line_names, "total", "comment"])

    @property
    def lines(self) -> list[forms.BoundField]:
        return [self[name] for name in self.line_names]

    @property
    def others(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in self.line_names]

    @property
    def given(self) -> dict[str, Any]:
        """Return what the operations take of it."""
        names = {"points", "lines", "comment", "reason"}
        return {name: self.cleaned_data[name] for name in names & {*self.cleaned_data}}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        lines = [Decimal(data[name]) for name in self.line_names if data.get(name)]
        if (total := data.get("total")) is not None:
            return {**data, "points": total, "lines": []}
        if len(lines) < len(self.line_names) and not self.errors:
            raise forms.ValidationError(
                _("Give points for each point of the answer, or points in all.")
            )
        points = min(sum(lines, Decimal(0)), self.most)
        return {**data, "points": points, "lines": lines}


class ChangeForm(MarkForm):
    reason = forms.CharField(label=_("Reason for the change"), max_length=300)


def steps(points: Decimal) -> list[Decimal]:
    """Return what may be given for a point of the answer: nothing, half, all."""
    return [Decimal(0), rounded(points / 2), points]
