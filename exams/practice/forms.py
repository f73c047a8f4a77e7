"""Cleaning what somebody chose to practise, and what they answered."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.models import Lesson
from exams.banks.models import QuestionVersion, Topic
from exams.practice.models import PracticeQuestion
from exams.practice.queries import Choice, place
from laws.models import Article
from laws.queries import versions, with_key
from lms.kernel.clock import Today

#: Seeds are drawn below this: enough orders, and short in an address.
SEEDS = 10_000
_CHOSEN = ("topic", "technique", "article", "lesson")


def _topics(axis: str) -> "forms.ModelChoiceField[Topic]":
    topics = Topic.objects.filter(axis=axis)
    return forms.ModelChoiceField(topics, to_field_name="code", required=False)


class ChoiceForm(forms.Form):
    """What is practised and in which order, as it stands in the address."""

    topic = _topics(Topic.Axis.SUBJECT)
    technique = _topics(Topic.Axis.TECHNIQUE)
    lesson = forms.ModelChoiceField(
        Lesson.objects.live().defer_streamfields(), required=False
    )
    article = forms.CharField(max_length=100, required=False)
    seed = forms.IntegerField(min_value=0, max_value=SEEDS - 1, required=False)

    def clean_article(self) -> Article | None:
        """Find the article by its id, or by code and number: that in force today."""
        given = self.cleaned_data["article"]
        if not given:
            return None
        code, _slash, number = given.rpartition("/")
        articles = Article.objects.select_related("version__statute")
        if code:
            law = versions(code).in_force_on(Today())
            found = articles.filter(with_key(number), version__in=law.order_by())
        else:
            found = articles.filter(pk=number if number.isdecimal() else 0)
        if (article := found.first()) is None:
            raise forms.ValidationError(_("There is no such article."))
        return article

    def choice(self) -> Choice:
        return Choice(**{name: self.cleaned_data[name] for name in _CHOSEN})

    def query(self) -> dict[str, str]:
        """Return what was chosen as it stands in an address, without the order."""
        return {name: self.data[name] for name in _CHOSEN if self.data.get(name)}


class AnswerForm(forms.Form):
    """An answer to one question; a kind has its fields."""

    #: Whether an answer may stand in an address: not what somebody wrote at length.
    is_short = True

    def __init__(
        self, *args: Any, question: PracticeQuestion, seed: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.ask(question, seed)

    def ask(self, question: PracticeQuestion, seed: int) -> None:
        """Lay out the fields for the body of a question."""
        raise NotImplementedError

    def payload(self) -> dict[str, Any]:
        """Return the answer as the scorer of the kind takes it."""
        return self.cleaned_data

    def options_asked(self) -> list[str]:
        """Return the ids of the options in the order in which they were shown, if any."""
        fields = (self.fields.get("option"), self.fields.get("options"))
        shown: Any = next((field for field in fields if field), None)
        return [identity for identity, _text in shown.choices] if shown else []

    @property
    def is_given(self) -> bool:
        """Whether the data say anything of an answer, right or wrong."""
        return any(name in self.data for name in self.fields)


def _named(options: list[dict[str, str]]) -> list[tuple[str, str]]:
    return [(each["id"], each["text"]) for each in options]


def _shuffled(question: PracticeQuestion, seed: int) -> list[tuple[str, str]]:
    """Return the options in the order of the seed, of this question alone."""
    return sorted(
        _named(question.body["options"]),
        key=lambda each: place(seed, f"{question.uuid}/{each[0]}"),
    )


class OptionForm(AnswerForm):
    """One of several options, by its id."""

    option = forms.ChoiceField(
        label=_("Choose one answer"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an answer first.")},
    )

    def ask(self, question: PracticeQuestion, seed: int) -> None:
        self.fields["option"].choices = _shuffled(question, seed)  # type: ignore[attr-defined]  # -- a choice


class StatementForm(OptionForm):
    """True stands before false, whatever the order."""

    def ask(self, question: PracticeQuestion, seed: int) -> None:  # noqa: ARG002 -- as of any options
        self.fields["option"].choices = _named(question.body["options"])  # type: ignore[attr-defined]  # -- a choice


class OptionsForm(AnswerForm):
    """Every right option of several, by their ids."""

    options = forms.MultipleChoiceField(
        label=_("Choose all the right answers"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose an answer first.")},
    )

    def ask(self, question: PracticeQuestion, seed: int) -> None:
        self.fields["options"].choices = _shuffled(question, seed)  # type: ignore[attr-defined]  # -- a choice


class BlanksForm(AnswerForm):
    """The words for each blank, in the order of the blanks."""

    LONGEST = 60

    def ask(self, question: PracticeQuestion, seed: int) -> None:  # noqa: ARG002 -- blanks keep their order
        count = question.body["blanks"]
        for n in range(1, count + 1):
            words = _("Blank %(number)s") % {"number": n} if count > 1 else _("Blank")
            self.fields[f"text_{n}"] = forms.CharField(
                label=words,
                max_length=self.LONGEST,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
                error_messages={"required": _("Write something here first.")},
            )

    def payload(self) -> dict[str, Any]:
        return {"texts": [self.cleaned_data[name] for name in self.fields]}


class SentencesForm(AnswerForm):
    """A few sentences, which nobody but their writer compares with anything."""

    is_short = False

    def ask(self, question: PracticeQuestion, seed: int) -> None:  # noqa: ARG002 -- nothing to order
        longest = question.body["max_characters"]
        self.fields["text"] = forms.CharField(
            label=_("Your answer"),
            max_length=longest,
            help_text=_("At most %(count)s characters.") % {"count": longest},
            widget=forms.Textarea(attrs={"rows": 6}),
            error_messages={"required": _("Write something here first.")},
        )


FORMS: dict[str, type[AnswerForm]] = {
    QuestionVersion.Kind.SINGLE_CHOICE: OptionForm,
    QuestionVersion.Kind.MULTIPLE_CHOICE: OptionsForm,
    QuestionVersion.Kind.TRUE_FALSE: StatementForm,
    QuestionVersion.Kind.FILL_IN: BlanksForm,
    QuestionVersion.Kind.SHORT_ANSWER: SentencesForm,
}


class WithdrawalForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class ReleaseForm(forms.Form):
    """Which questions the keeper had before them when they agreed."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
