"""How practice is shown: what an answer was worth in words, and what was given away."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.citing import lessons_citing
from exams.banks.scoring import score
from exams.practice.forms import AnswerForm
from exams.practice.models import PracticeQuestion
from exams.practice.queries import Choice, Preview, in_order
from laws.uses import Use
from mediators.models import User


@dataclass(frozen=True)
class Way:
    """What somebody practises and in which order: all of it stands in the address."""

    choice: Choice
    query: dict[str, str]
    seed: int

    def to(self, uuid: object, **given: Any) -> str:
        """Return the address of a question on this way, perhaps with an answer to it."""
        told = {**self.query, "seed": self.seed, **given}
        return (
            f"{reverse('practice:question', args=[uuid])}?{urlencode(told, doseq=True)}"
        )

    @property
    def begin(self) -> str:
        return f"{reverse('practice:start')}?{urlencode(self.query)}"

    @property
    def home(self) -> str:
        return f"{reverse('practice:home')}?{urlencode(self.query)}"

    @property
    def title(self) -> str:
        """What is practised, in words."""
        chosen = self.choice
        if chosen.lesson:
            return chosen.lesson.title
        found = chosen.article or chosen.technique or chosen.topic
        return str(found) if found else _("All questions")


def page_of(
    question: PracticeQuestion, way: Way, form: AnswerForm, *, day: date
) -> dict[str, Any]:
    """Return what is shown of one question; the order costs one query or two."""
    names = in_order(way.choice, day=day, seed=way.seed)
    here = names.index(question.uuid) + 1 if question.uuid in names else 0
    return {
        "nav": "learn",
        "question": question,
        "way": way,
        "form": form,
        "number": here,
        "total": len(names),
        "same": way.to(question.uuid),
        "next_url": way.to(names[here]) if here < len(names) else "",
    }


def outcome_of(
    question: PracticeQuestion, form: AnswerForm, viewer: User
) -> dict[str, Any]:
    """Return what came of an answer: in words, with the reasons; four queries.

    This is no marking: nothing is kept of it, and what it is compared with was given away.
    """
    payload = form.payload()
    share = score(
        kind=question.kind, key=question.key, rule=question.rule, payload=payload
    )
    articles = list(question.articles.select_related("version__statute"))
    found = lessons_citing([each.pk for each in articles], viewer)
    lessons: dict[str, Use] = {use.url: use for uses in found.values() for use in uses}
    return {
        "is_answered": True,
        "is_right": share == 1,
        "is_partly": bool(share),
        "is_for_oneself": share is None,
        "sheet": _sheet(question, payload, form.options_asked()),
        "articles": articles,
        "lessons": list(lessons.values()),
    }


def answer_of(question: PracticeQuestion) -> dict[str, Any]:
    """Return the right answer as it is shown where nobody has answered."""
    return _sheet(question, {}, [])


def _sheet(
    question: PracticeQuestion, payload: dict[str, Any], asked: list[str]
) -> dict[str, Any]:
    """Return what was answered beside what is right, the options as they were asked.

    `asked` are the ids of the options in their order; without it, as they are stored.
    """
    body, key = question.body, question.key
    options = body.get("options", [])
    if asked:
        options = sorted(options, key=lambda each: asked.index(each["id"]))
    right = {key.get("option"), *key.get("options", [])}
    chosen = {payload.get("option"), *payload.get("options", [])}
    texts = payload.get("texts", [])
    blanks = key.get("blanks", [])
    return {
        "options": [
            {
                "text": each["text"],
                "is_right": each["id"] in right,
                "is_chosen": each["id"] in chosen,
            }
            for each in options
        ],
        "blanks": [
            {"given": texts[n] if n < len(texts) else "", "accepted": " / ".join(each)}
            for n, each in enumerate(blanks)
        ],
        "points": [each["text"] for each in key.get("points_of_answer", [])],
        "text": payload.get("text", ""),
    }


def tag(question: PracticeQuestion, offered: set[int]) -> dict[str, str]:
    """Return the tag that says whether a question is offered; `offered` are the keys."""
    if question.is_withdrawn:
        return {"kind": "plain", "label": pgettext("practice", "withdrawn")}
    if question.pk not in offered:
        return {"kind": "amber", "label": pgettext("practice", "not offered")}
    return {"kind": "leaf", "label": pgettext("practice", "offered")}


def left_out(preview: Preview) -> list[dict[str, Any]]:
    """Return why some of the questions found are not released, with how many."""
    counts = [
        (_("released already"), preview.released),
        (_("on a paper that is still to be sat"), preview.on_papers),
        (_("resting on what is not the law today"), preview.outdated),
    ]
    return [{"label": words, "value": count} for words, count in counts if count]
