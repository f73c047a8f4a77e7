"""How banks and questions are shown: words, shapes and colours of their states."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from exams.banks.authoring import Written
from exams.banks.forms import FORMS, QuestionFilter
from exams.banks.models import Bank, QuestionVersion, VersionEvent
from exams.banks.queries import is_writer, key_of, questions_found, waiting_for
from laws.models import Article
from mediators.models import User

State = QuestionVersion.State
_TAGS = {
    State.DRAFT: "plain",
    State.IN_REVIEW: "amber",
    State.APPROVED: "leaf",
    State.RETIRED: "maple",
}
_EVENTS = {
    VersionEvent.Kind.WRITTEN: "plain",
    VersionEvent.Kind.SUBMITTED: "sky",
    VersionEvent.Kind.SENT_BACK: "amber",
    VersionEvent.Kind.APPROVED: "leaf",
    VersionEvent.Kind.RETIRED: "maple",
    VersionEvent.Kind.DISCLOSED: "sky",
    VersionEvent.Kind.RECALLED: "amber",
}
_RULES = {
    "all": gettext_lazy("An incomplete answer earns nothing."),
    "partial": gettext_lazy(
        "An incomplete answer earns its part; a wrong option loses all."
    ),
    "ordered": gettext_lazy("Each answer belongs to its blank."),
    "any_order": gettext_lazy("The order of the answers does not count."),
}


def asked_for(bank: Bank, data: Mapping[str, Any]) -> QuerySet[QuestionVersion]:
    """Return the questions of a bank that its list shows with these filters."""
    return questions_found(bank, **QuestionFilter(data, bank=bank).filters())


def tag(version: QuestionVersion) -> dict[str, Any]:
    """Return the tag that says how far a version has come."""
    if version.question.is_retired:
        return {"kind": "maple", "label": State.RETIRED.label}
    return {"kind": _TAGS[State(version.state)], "label": version.get_state_display()}


def page_of(
    version: QuestionVersion, versions: list[QuestionVersion], user: User
) -> dict[str, Any]:
    """Return what a question's page shows of one version and lets a keeper do with it."""
    events = list(version.events.select_related("by").order_by("-pk"))
    answer = _answer(version)
    articles = list(version.articles.select_related("version__statute"))
    allowed = _allowed(version, versions, user)
    being_written = allowed["may_edit"] or allowed["may_send_back"]
    return {
        "version": version,
        "tag": tag(version),
        "facts": _facts(version),
        "answer": answer,
        "articles": articles,
        "lacking": _lacking(answer, articles) if being_written else [],
        "timeline": [_event(event) for event in events],
        "seen": events[0].pk if events else 0,
        **allowed,
    }


def written_before(version: QuestionVersion) -> dict[str, Any]:
    """Return the fields of a draft's form; without its key, those of its text alone."""
    key = key_of(version)
    initial: dict[str, Any] = {
        "prompt": version.prompt,
        "topic": version.topic_id,
        "technique": version.technique_id,
        "difficulty": version.difficulty,
    }
    if key and key.content_hash == version.content_hash:
        content = version.read(Written(version.body, key.key, key.rule))
        initial |= FORMS[version.kind].initial_of(content)
        initial["explanation"] = key.explanation
    return initial


def _facts(version: QuestionVersion) -> list[dict[str, Any]]:
    return [
        {"label": _("Subject"), "value": version.topic},
        {"label": _("Technique"), "value": version.technique or "—"},
        {"label": _("Difficulty"), "value": version.difficulty},
        {"label": _("Author"), "value": version.author},
        {"label": _("Reviewer"), "value": version.reviewer},
    ]


def _answer(version: QuestionVersion) -> dict[str, Any]:
    """Return the answer in words, for whoever may see it; without a key, the options."""
    key = key_of(version)
    if key is None or key.content_hash != version.content_hash:
        return {"options": version.body.get("options", []), "is_missing": True}
    right = {key.key.get("option"), *key.key.get("options", [])}
    options = version.body.get("options", [])
    return {
        "options": [{**each, "right": each["id"] in right} for each in options],
        "blanks": key.key.get("blanks", []),
        "points": [
            {"text": point["text"], "share": f"{Decimal(point['share']):.0%}"}
            for point in key.key.get("points_of_answer", [])
        ],
        "rule": _RULES.get(key.rule, ""),
        "explanation": key.explanation,
    }


def _lacking(answer: dict[str, Any], articles: list[Article]) -> list[str]:
    """Say what a question may be approved without, and should not be without."""
    lacking = []
    if not articles:
        lacking.append(_("No article is cited."))
    if not answer.get("is_missing") and not answer["explanation"]:
        lacking.append(_("There is no explanation."))
    return lacking


def _event(event: VersionEvent) -> dict[str, Any]:
    return {
        "day": event.at,
        "title": f"{event.get_kind_display()} · {event.by}",
        "text": event.reason,
        "kind": _EVENTS[VersionEvent.Kind(event.kind)],
    }


def _allowed(
    version: QuestionVersion, versions: list[QuestionVersion], user: User
) -> dict[str, bool]:
    standing = not version.question.is_retired
    in_review = standing and version.is_in_review
    return {
        "may_edit": standing and version.is_draft,
        "may_send_back": in_review,
        "may_approve": in_review and not is_writer(version, user),
        "may_revise": standing and version.is_approved and version == versions[0],
        "may_retire": standing,
    }


def waiting(user: User) -> str:
    """Say what waits for the review of `user`; one query."""
    count = waiting_for(user)
    words = ngettext("%(n)d question to review", "%(n)d questions to review", count)
    return words % {"n": count} if count else ""


def tabs(current: str, waiting: int) -> list[dict[str, Any]]:
    """Return the places of this part of the Office."""
    return [
        {
            "label": _("Banks"),
            "url": reverse("banks:bank-list"),
            "current": current == "banks",
        },
        {
            "label": _("Waiting for review"),
            "url": reverse("banks:review-list"),
            "current": current == "review",
            "count": waiting,
        },
        {
            "label": _("Topics"),
            "url": reverse("banks:topic-list"),
            "current": current == "topics",
        },
    ]
