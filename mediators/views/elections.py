from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lms.kernel.clock import local_day
from lms.kernel.errors import DomainError
from lms.kernel.http import UserRequest, get_or_post
from mediators import operations
from mediators.access import role_required
from mediators.forms import ElectionPaper
from mediators.models import Organisation, Post, RoleGrant
from mediators.operations import Preview


@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
def election(
    request: UserRequest, uuid: UUID, *, by_election: bool = False
) -> HttpResponse:
    """Write an election down, look at what it makes of the committee, and record it."""
    places = Organisation.objects.administered_by(request.user).existing()
    committee = get_object_or_404(places.committees(), uuid=uuid)
    step = request.POST.get("step", "")
    paper = ElectionPaper(
        request.POST or None,
        committee=committee,
        by_election=by_election,
        clerk=request.user,
        day=local_day(timezone.now()),
        asks_only=step not in {"review", "record"},
    )
    if step in {"review", "record"} and paper.is_valid():
        try:
            return _taken(request, paper, is_final=step == "record")
        except DomainError as error:
            paper.main.add_error(None, str(error))
    context = {"paper": paper, "committee": committee}
    return render(request, "mediators/election.html", context)


def _taken(
    request: UserRequest, paper: ElectionPaper, *, is_final: bool
) -> HttpResponse:
    """Record the election, or show what it would make of the committee."""
    terms = {**paper.terms(), "at": timezone.now(), "actor": request.user}
    if is_final:
        operations.record_election(**terms)
        messages.success(request, _("The election is recorded."))
        return redirect(paper.committee)
    preview = operations.preview_election(**terms)
    context = {
        "paper": paper,
        "committee": paper.committee,
        "warnings": preview.warnings,
        "rows": _before_and_after(preview),
    }
    return render(request, "mediators/election_review.html", context)


def _before_and_after(preview: Preview) -> list[dict[str, Any]]:
    """Return a line for each who sits before or after, those who stay first."""
    before: dict[int, list[Post]] = {}
    after: dict[int, list[Post]] = {}
    for posts, found in ((preview.before, before), (preview.after, after)):
        for post in posts:
            found.setdefault(post.person_id, []).append(post)
    return [
        _line(before.get(key, []), after.get(key, [])) for key in {**after, **before}
    ]


def _line(before: list[Post], after: list[Post]) -> dict[str, Any]:
    if not after:
        kind, label = "plain", pgettext("election", "leaves")
    elif not before:
        kind, label = "leaf", pgettext("election", "new")
    elif {post.pk for post in before} == {post.pk for post in after}:
        kind, label = "plain", pgettext("election", "unchanged")
    else:
        kind, label = "sky", pgettext("election", "new term")
    return {
        "name": (after or before)[0].person.name,
        "before": before,
        "after": after,
        "kind": kind,
        "label": label,
        "symbol": "↻" if kind == "sky" else "",
    }
