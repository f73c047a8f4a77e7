from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from lms.kernel.http import UserRequest
from mediators import queries
from mediators.access import has_role, role_required, show
from mediators.forms import MediatorFilter
from mediators.http import file_of
from mediators.models import Mediator, RoleGrant

PER_PAGE = 30


@require_safe
@role_required(*RoleGrant.OVERSEERS)
def mediator_list(request: UserRequest) -> HttpResponse:
    form = MediatorFilter(request.GET, viewer=request.user)
    found = queries.mediators_found(request.user, **form.filters())
    page = Paginator(found.select_related("person"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    queries.with_posts_in_force([each.person for each in page])
    context = {
        "form": form,
        "page_obj": page,
        "is_filtered": form.is_filtering,
        "may_add": has_role(request.user, *RoleGrant.ADMINISTRATORS),
    }
    return render(request, "mediators/mediator_list.html", context)


@require_safe
@role_required(*RoleGrant.OVERSEERS)
def mediator(request: UserRequest, uuid: UUID) -> HttpResponse:
    seen = Mediator.objects.visible_to(request.user)
    found = get_object_or_404(
        seen.select_related("person__merged_into").with_skills(), uuid=uuid
    )
    if found.person.merged_into is not None:
        left = get_object_or_404(seen, person=found.person.merged_into)
        return redirect(left)
    show(request, found.person)
    acts = Mediator.objects.administered_by(request.user).filter(pk=found.pk)
    own = found.person.user_id == request.user.pk
    may_act = found.person.erased_at is None and acts.exists()
    context = {"may_act": may_act, "own": own, **file_of(request, found)}
    return render(request, "mediators/mediator.html", context)
