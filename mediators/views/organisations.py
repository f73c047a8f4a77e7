from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lms.kernel.clock import local_day
from lms.kernel.http import UserRequest
from mediators import chronicle, queries
from mediators.access import role_required
from mediators.forms import PlaceFilter
from mediators.http import branches_to_show, warnings_on_page
from mediators.models import Organisation, Post, RoleGrant

PER_PAGE = 50


@require_safe
@role_required(*RoleGrant.OVERSEERS)
def tree(request: UserRequest) -> HttpResponse:
    """Show the branch as a tree; what is looked for, or is no more, as a list."""
    top = _asked_for(request)
    form = PlaceFilter(request.GET)
    context: dict[str, Any] = {"top": top, "form": form}
    if form.is_filtering:
        context |= _found(request, top, form)
    else:
        places = queries.tree(request.user, top=top)
        context["nodes"] = branches_to_show(places)
    return render(request, "mediators/tree.html", context)


def _found(
    request: UserRequest, top: Organisation | None, form: PlaceFilter
) -> dict[str, Any]:
    seen = Organisation.objects.visible_to(request.user)
    seen = seen.within([top.path]) if top is not None else seen
    found = queries.places_found(seen, **form.filters())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = queries.with_trails(page.object_list, viewer=request.user)
    return {"page_obj": page, "places": rows, "is_filtered": True}


def _asked_for(request: UserRequest) -> Organisation | None:
    if not (asked := request.GET.get("top")):
        return None
    seen = Organisation.objects.visible_to(request.user)
    try:
        return get_object_or_404(seen, uuid=asked)
    except ValidationError as error:
        raise Http404 from error


@require_safe
@role_required(*RoleGrant.OVERSEERS)
def organisation(request: UserRequest, uuid: UUID) -> HttpResponse:
    seen = Organisation.objects.visible_to(request.user)
    found = get_object_or_404(seen.select_related("division", "successor"), uuid=uuid)
    acts = Organisation.objects.administered_by(request.user).filter(pk=found.pk)
    governs = Organisation.objects.governed_by(request.user).filter(pk=found.pk)
    day = local_day(timezone.now())
    posts = Post.objects.standing().filter(organisation=found)
    by_time = queries.posts_by_time(posts.with_people(), day=day)
    context = {
        "organisation": found,
        "above": found.get_ancestors().visible_to(request.user),
        **_beneath(request, found),
        "warnings": warnings_on_page(found, by_time["posts_now"], day=day),
        **by_time,
        "seen": queries.files_open_to(request.user, posts=posts),
        "may_act": acts.exists(),
        "may_reshape": found.exists and governs.exists(),
        "history": chronicle.told(queries.history(found)),
    }
    return render(request, "mediators/organisation.html", context)


def _beneath(request: UserRequest, place: Organisation) -> dict[str, Any]:
    below = queries.with_posts_held(place.get_children().existing())
    page = Paginator(below, PER_PAGE).get_page(request.GET.get("page"))
    return {"page_obj": page, "below": page.object_list}
