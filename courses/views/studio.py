"""Who writes and who reviews, branch by branch: pages of the Office."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from courses import operations, queries
from courses.forms import OpenBranchForm, ReviewerForm
from lms.kernel.errors import DomainError
from lms.kernel.http import UserRequest, get_or_post
from mediators.access import has_role, role_required
from mediators.models import Organisation, RoleGrant, User

#: Branches on one page of the list.
PER_PAGE = 20


@get_or_post
@role_required(*RoleGrant.OVERSEERS)
def studio_list(request: UserRequest) -> HttpResponse:
    """The branches that write in the Studio; a POST opens it for another."""
    if request.method == "POST" and not has_role(
        request.user, *RoleGrant.ADMINISTRATORS
    ):
        raise Http404
    form = OpenBranchForm(request.POST or None, administrator=request.user)
    if form.is_valid():
        branch = form.cleaned_data["organisation"]
        try:
            operations.open_branch(
                organisation=branch, at=timezone.now(), actor=request.user
            )
            operations.settle_studio_access(at=timezone.now())
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The branch can write in the Studio now."))
            return redirect("courses:studio", branch.uuid)
    return render(request, "courses/studio_list.html", _studios(request, form))


def _studios(request: UserRequest, form: OpenBranchForm) -> dict[str, Any]:
    studios = queries.studios_seen(request.user)
    page = Paginator(studios, PER_PAGE).get_page(request.GET.get("page"))
    may_open = has_role(request.user, *RoleGrant.ADMINISTRATORS)
    return {"page_obj": page, "form": form if may_open else None}


@get_or_post
@role_required(*RoleGrant.OVERSEERS)
def studio(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Who writes and who reviews for a branch; a POST makes a trainer one or the other."""
    seen = queries.studios_seen(request.user).select_related("editors", "reviewers")
    found = get_object_or_404(seen, page__organisation__uuid=uuid)
    writers = queries.writers_of(found)
    own = Organisation.objects.administered_by(request.user).filter(uuid=uuid)
    if request.method == "POST":
        return _review(request, get_object_or_404(own), writers)
    context = {"studio": found, "writers": writers, "may_act": own.exists()}
    return render(request, "courses/studio.html", context)


def _review(
    request: UserRequest,
    organisation: Organisation,
    writers: list[tuple[User, list[str], bool]],
) -> HttpResponse:
    form = ReviewerForm(request.POST)
    if not form.is_valid():
        raise Http404
    known = {user.uuid: user for user, _roles, _reviews in writers}
    if (user := known.get(form.cleaned_data["user"])) is None:
        raise Http404
    change: dict[str, Any] = {
        "user": user,
        "organisation": organisation,
        "actor": request.user,
    }
    try:
        if form.cleaned_data["reviews"]:
            operations.grant_studio(**change, at=timezone.now(), reviewer=True)
        else:
            operations.withdraw_review(**change, at=timezone.now())
        messages.success(request, _("Noted. It holds at once."))
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("courses:studio", organisation.uuid)
