import re
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exams.banks.models import QuestionVersion, Topic
from exams.banks.operations import Manuscript
from laws.models import Article, Version

_BETWEEN_NUMBERS = re.compile(r"[\s,，、;；]+")
_DIFFICULTIES = [
    (1, _("1 · easy")),
    (2, _("2 · rather easy")),
    (3, _("3 · medium")),
    (4, _("4 · rather hard")),
    (5, _("5 · hard")),
]


class QuestionForm(forms.Form):
    """What every kind asks for; a kind adds its own fields and their template."""

    #: How the fields of the kind are laid out.
    rows_template: ClassVar[str]

    code = forms.CharField(
        label=_("Code"), max_length=20, help_text=_("Unique in this bank.")
    )
    prompt = forms.CharField(
        label=_("Question text"), widget=forms.Textarea(attrs={"rows": 4})
    )
    explanation = forms.CharField(
        label=pgettext_lazy("exam", "Explanation"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Why it is so, for those who review and mark. Candidates of an exam do not "
            "see it; if the question is released for practice, everybody does."
        ),
    )
    topic = forms.ModelChoiceField(
        Topic.objects.filter(axis=Topic.Axis.SUBJECT),
        label=_("Subject"),
        empty_label=_("Choose"),
    )
    technique = forms.ModelChoiceField(
        Topic.objects.filter(axis=Topic.Axis.TECHNIQUE),
        label=_("Technique"),
        required=False,
        empty_label=_("None"),
        help_text=_("Only where the question asks how to do it."),
    )
    difficulty = forms.TypedChoiceField(
        label=_("Difficulty"), choices=_DIFFICULTIES, coerce=int
    )
    cited = forms.ModelMultipleChoiceField(
        Article.objects.none(),
        label=_("Cited articles"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    law = forms.ModelChoiceField(
        Version.objects.select_related("statute"),
        label=_("Cite an article of"),
        required=False,
        empty_label=_("Choose a law"),
    )
    numbers = forms.CharField(
        label=_("Numbers of its articles"),
        required=False,
        help_text=_("In digits, such as 9 or 9-1, with commas between them."),
    )

    def __init__(
        self, *args: Any, version: QuestionVersion | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        cited: list[Article] = []
        if version is None:
            del self.fields["cited"]
        else:
            del self.fields["code"]
            articles = version.articles.select_related("version__statute")
            self.fields["cited"].queryset = articles  # type: ignore[attr-defined]  # -- a model choice
            cited = list(articles)
            self.initial.setdefault("cited", cited)
        if cited:
            self.fields["law"].label = _("Cite another article of")

    @classmethod
    def initial_of(cls, content: dict[str, Any]) -> dict[str, Any]:
        """Return the fields of this kind for what an author wrote before."""
        raise NotImplementedError

    def content(self) -> dict[str, Any]:
        """Return what the kind asks an author for."""
        raise NotImplementedError

    def clean(self) -> None:
        numbers = [n for n in _BETWEEN_NUMBERS.split(self.data.get("numbers", "")) if n]
        law = self.cleaned_data.get("law")
        self.cleaned_data["articles"] = list(self.cleaned_data.get("cited") or [])
        if numbers and not law:
            self.add_error("law", _("Choose the law to which these articles belong."))
        elif law and not numbers:
            self.add_error("numbers", _("Write the number of the article."))
        elif law:
            self._cite(law, numbers)

    def _cite(self, law: Version, numbers: list[str]) -> None:
        found = {article.key: article for article in law.articles.all()}
        if missing := [number for number in numbers if number not in found]:
            words = _("This law has no article %(numbers)s.")
            self.add_error("numbers", words % {"numbers": ", ".join(missing)})
            return
        cited = self.cleaned_data["articles"]
        cited += [found[n] for n in dict.fromkeys(numbers) if found[n] not in cited]

    def manuscript(self) -> Manuscript:
        data = self.cleaned_data
        return Manuscript(
            topic=data["topic"],
            technique=data["technique"],
            prompt=data["prompt"],
            content=self.content(),
            difficulty=data["difficulty"],
            explanation=data["explanation"],
            articles=data["articles"],
        )
