from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.kernel.clock import local_day
from lms.kernel.errors import DomainError
from lms.kernel.http import UserRequest, get_or_post
from mediators import operations, queries
from mediators.access import has_role, role_required, show
from mediators.forms import AnnulForm, FilingFilter, FilingForm
from mediators.http import filing_row
from mediators.models import Post, RoleGrant
from mediators.queries import Filing

PER_PAGE = 30


@get_or_post
@role_required(*RoleGrant.OVERSEERS)
def filing_list(request: UserRequest) -> HttpResponse:
    today = local_day(timezone.now())
    filters = FilingFilter(request.GET, viewer=request.user)
    form = FilingForm(request.POST or None, initial={"on": today})
    ticked = _ticked(request)
    if request.method == "POST" and (done := _filed(request, form, ticked)):
        return done
    found = _found(request, filters)
    context = {
        "filters": filters,
        "form": form,
        "ticked": {str(post) for post in ticked},
        "page_obj": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "is_filtered": bool(filters.branch or filters.only_overdue),
        "day": today,
        "managed": tuple(RoleGrant.branches(request.user, *RoleGrant.ADMINISTRATORS)),
    }
    return render(request, "mediators/filing_list.html", _with_rows(context))


@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
def filing_take_back(request: UserRequest, uuid: UUID) -> HttpResponse:
    posts = Post.objects.administered_by(request.user).standing().with_people()
    post = get_object_or_404(posts, uuid=uuid)
    show(request, post.person)
    form = AnnulForm(request.POST or None)
    if form.is_valid():
        try:
            operations.take_back_filing(
                post=post, at=timezone.now(), actor=request.user, **form.cleaned_data
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The filing was taken back; the log keeps it."))
            return redirect("mediators:filing-list")
    context = {"form": form, "post": post}
    return render(request, "mediators/filing_take_back.html", context)


def _found(request: UserRequest, filters: FilingFilter) -> list[Filing]:
    today = local_day(timezone.now())
    found = queries.filings_seen_by(request.user, today=today)
    if branch := filters.branch:
        found = [
            each
            for each in found
            if each.post.organisation.path.startswith(branch.path)
        ]
    if filters.only_overdue:
        found = [each for each in found if each.is_overdue(today)]
    return found


def _with_rows(context: dict[str, Any]) -> dict[str, Any]:
    """Add each line of the page: what is to be filed, how long is left, who may act."""
    managed, day = context["managed"], context["day"]
    rows = [
        {
            **filing_row(each, day),
            "may_act": each.post.organisation.path.startswith(managed)
            if managed
            else False,
            "is_ticked": str(each.post.uuid) in context["ticked"],
        }
        for each in context["page_obj"]
    ]
    may_act = any(row["may_act"] for row in rows)
    return {**context, "rows": rows, "may_act": may_act}


def _ticked(request: UserRequest) -> list[UUID]:
    name = "shown" if request.POST.get("everything") else "post"
    try:
        return [UUID(text) for text in request.POST.getlist(name)]
    except ValueError as error:
        raise Http404 from error


def _filed(
    request: UserRequest, form: FilingForm, ticked: list[UUID]
) -> HttpResponse | None:
    """Record the filing of what was ticked, or leave in the form why not."""
    posts = list(Post.objects.administered_by(request.user).filter(uuid__in=ticked))
    acts = has_role(request.user, *RoleGrant.ADMINISTRATORS)
    if not acts or len(posts) != len(set(ticked)):
        raise Http404
    if not form.is_valid():
        return None
    on, reference = form.cleaned_data["on"], form.cleaned_data["reference"]
    try:
        filed = operations.file_posts(
            posts=posts,
            on=on,
            reference=reference,
            at=timezone.now(),
            actor=request.user,
        )
    except DomainError as error:
        form.add_error(None, str(error))
        return None
    words = ngettext(
        "The filing of %(n)d post was recorded.",
        "The filing of %(n)d posts was recorded.",
        len(filed),
    )
    messages.success(request, words % {"n": len(filed)})
    return redirect(request.get_full_path())
