"""What several pages of this app need of the web."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.kernel.clock import local_day
from lms.kernel.http import UserRequest
from mediators.models import Mediator, Person, RoleGrant, User
from mediators.privacy import data, papers, queries
from mediators.privacy.models import DataRequest, RequestEvent

#: A table of names and values is shown as a list.
PAIR = 2
#: For how long an answer stands in one's own file.
NEWS = timedelta(days=30)

_TYPES = {
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def own_record(request: UserRequest) -> Person:
    """Return who is signed in, or answer 404: an account alone is nobody on record."""
    person = data.person_of(request.user)
    if person is None:
        raise Http404
    return person


def download(content: bytes, *, name: str, form: str) -> HttpResponse:
    """Return a file to be kept by whoever asked, and by nothing between."""
    return HttpResponse(
        content,
        content_type=_TYPES[form],
        headers={
            "Content-Disposition": f'attachment; filename="{name}.{form}"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


def waiting(user: User) -> str:
    """Say how many requests wait, and whether there is no notice; a query or two."""
    if RoleGrant.is_platform(user) and not queries.notice_number():
        return _("No notice on personal data is published")
    count, late = queries.requests_waiting(user, today=local_day(timezone.now()))
    if late:
        words = ngettext("%(n)d request is overdue", "%(n)d requests are overdue", late)
        return words % {"n": late}
    words = ngettext("%(n)d request waits", "%(n)d requests wait", count)
    return words % {"n": count} if count else ""


def in_file(mediator: Mediator, viewer: User) -> dict[str, Any]:
    """Return, to mediators themselves, what they were answered lately and are asked anew."""
    if mediator.person.user_id != viewer.pk:
        return {"is_shown": False}
    answers = RequestEvent.objects.filter(
        request__person=mediator.person, at__gte=timezone.now() - NEWS
    )
    answers = answers.exclude(words="").select_related("request").order_by("-pk")
    asks = [ask for ask in queries.asks_of(mediator.person) if ask.is_renewed]
    return {"is_shown": True, "answers": answers[:3], "renewed": asks}


def tables(held: list[Any]) -> list[dict[str, Any]]:
    """Return sections as the template and the files want them."""
    return [
        {
            "title": str(section.title),
            "kept": section.kept,
            "is_list": bool(table.rows) and len(table.columns) == PAIR,
            "columns": [str(heading) for heading in table.columns],
            "rows": [
                [
                    (str(heading), papers.said(value))
                    for heading, value in zip(table.columns, row, strict=True)
                ]
                for row in table.rows
            ],
        }
        for section, table in held
    ]


def days_left(request: DataRequest) -> str:
    """Say how long there is to answer a request."""
    days = (request.due_on - local_day(timezone.now())).days
    if days < 0:
        words = ngettext("%(n)d day overdue", "%(n)d days overdue", -days)
        return words % {"n": -days}
    words = ngettext("%(n)d day left", "%(n)d days left", days)
    return words % {"n": days} if days else _("due today")
