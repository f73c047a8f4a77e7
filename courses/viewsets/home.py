"""What an author finds first in the Studio: a guide at first, and three lists to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from courses import queries
from courses.viewsets.fences import writes
from courses.viewsets.first import FirstLesson
from courses.viewsets.flags import flag_address
from courses.viewsets.review import Standing, standing
from lms.kernel.clock import database_now, local_day
from lms.kernel.http import UserRequest

#: The rows of a list on the first page; the rest is one link away.
SHOWN = 8

Context = Mapping[str, Any]


class MyDrafts(Component):
    template_name = "courses/authors/drafts.html"
    order = 10

    def get_context_data(self, parent_context: Context | None = None) -> Context:
        user = _request(parent_context).user
        return {"drafts": queries.drafts_of(user, limit=SHOWN)}


class ReadByClasses(Component):
    """Left out while no class reads a draft of theirs."""

    template_name = "courses/authors/piloted.html"
    order = 15

    def get_context_data(self, parent_context: Context | None = None) -> Context:
        user = _request(parent_context).user
        return {"pilots": queries.pilots_awaited_by(user, limit=SHOWN)}


class WaitingForMe(Component):
    template_name = "courses/authors/waiting.html"
    order = 20

    def get_context_data(self, parent_context: Context | None = None) -> Context:
        user = _request(parent_context).user
        return {"waiting": queries.asked_of(user, limit=SHOWN)}


class ErrorsPointedOut(Component):
    """Left out while readers found nothing wrong."""

    template_name = "courses/authors/flagged.html"
    order = 25

    def get_context_data(self, parent_context: Context | None = None) -> Context:
        user = _request(parent_context).user
        flags = list(queries.flags_to_answer(user)[: SHOWN + 1])
        shown = [(flag, flag_address(flag)) for flag in flags[:SHOWN]]
        return {"flags": shown, "more": len(flags) > SHOWN}


@dataclass(frozen=True)
class Due:
    page: Page
    standing: Standing


class DueForReview(Component):
    template_name = "courses/authors/due.html"
    order = 30

    def get_context_data(self, parent_context: Context | None = None) -> Context:
        user, day = _request(parent_context).user, local_day(database_now())
        pages = list(queries.due_for_review(user, day=day)[: SHOWN + 1])
        due = [Due(page, standing(page.review_by, day)) for page in pages[:SHOWN]]
        return {"due": due, "more": len(pages) > SHOWN}


class NothingToWrite(Component):
    """For whoever is here for something else than pages."""

    template_name = "courses/authors/nothing.html"
    order = 0


def _request(context: Context | None) -> UserRequest:
    request: UserRequest = (context or {})["request"]
    return request


def lists_of_authors(request: HttpRequest, panels: list[Component]) -> None:
    """Give an author our lists; the platform's own people keep Wagtail's, too."""
    if request.user.is_superuser:
        panels += [ErrorsPointedOut(), DueForReview()]
    elif not writes(request.user):
        panels[:] = [NothingToWrite()]
    else:
        panels[:] = [
            FirstLesson(),
            MyDrafts(),
            ReadByClasses(),
            WaitingForMe(),
            ErrorsPointedOut(),
            DueForReview(),
        ]
