from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from lms.kernel.clock import local_day
from lms.kernel.http import UserRequest
from mediators import queries
from mediators.access import role_required
from mediators.http import branches_to_show
from mediators.models import Organisation, Post, RoleGrant


@require_GET
@role_required(*RoleGrant.OVERSEERS)
def tree(request: UserRequest) -> HttpResponse:
    top = _asked_for(request)
    places = queries.tree(request.user, top=top)
    context = {"nodes": branches_to_show(places), "top": top}
    return render(request, "mediators/tree.html", context)


def _asked_for(request: UserRequest) -> Organisation | None:
    if not (asked := request.GET.get("top")):
        return None
    seen = Organisation.objects.visible_to(request.user)
    try:
        return get_object_or_404(seen, uuid=asked)
    except ValidationError as error:
        raise Http404 from error


@require_GET
@role_required(*RoleGrant.OVERSEERS)
def organisation(request: UserRequest, uuid: UUID) -> HttpResponse:
    seen = Organisation.objects.visible_to(request.user)
    found = get_object_or_404(seen.select_related("division", "successor"), uuid=uuid)
    acts = Organisation.objects.administered_by(request.user).filter(pk=found.pk)
    day = local_day(timezone.now())
    posts = Post.objects.standing().filter(organisation=found)
    context = {
        "organisation": found,
        "above": found.get_ancestors().visible_to(request.user),
        "below": found.get_children().existing(),
        "warnings": queries.committee_warnings(found, day=day),
        **queries.posts_by_time(posts.with_people(), day=day),
        "seen": queries.files_open_to(request.user, posts=posts),
        "may_act": acts.exists(),
    }
    return render(request, "mediators/organisation.html", context)
