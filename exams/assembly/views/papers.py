import secrets

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import (
    require_POST,
    require_safe,
)

from exams.assembly import operations, presenters
from exams.assembly.forms import PaperForm, ReasonForm, SealForm
from exams.assembly.models import Paper
from exams.banks.http import act, save
from lms.kernel.http import UserRequest, get_or_post
from mediators.access import role_required
from mediators.models import RoleGrant

PER_PAGE = 30


@require_safe
@role_required(RoleGrant.Role.TRAINER)
def paper_list(request: UserRequest) -> HttpResponse:
    papers = Paper.objects.visible_to(request.user).select_related("organisation")
    page = Paginator(papers, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "rows": [(each, presenters.tag(each)) for each in page],
        "tabs": presenters.tabs("papers"),
    }
    return render(request, "assembly/paper_list.html", context)


@require_safe
@role_required(RoleGrant.Role.TRAINER)
def paper(request: UserRequest, uuid: str) -> HttpResponse:
    seen = Paper.objects.visible_to(request.user).select_related(
        "blueprint__organisation", "drawn_by", "sealed_by"
    )
    context = presenters.paper_page(get_object_or_404(seen, uuid=uuid), request.user)
    return render(request, "assembly/paper.html", {**context, "form": ReasonForm()})


@require_safe
@role_required(RoleGrant.Role.TRAINER)
def paper_preview(request: UserRequest, uuid: str) -> HttpResponse:
    seen = Paper.objects.visible_to(request.user).select_related("snapshot")
    found = get_object_or_404(seen, uuid=uuid)
    context = {"paper": found, "content": presenters.candidate_view(found)}
    return render(request, "assembly/paper_preview.html", context)


@get_or_post
@role_required(RoleGrant.Role.TRAINER)
def paper_new(request: UserRequest) -> HttpResponse:
    form = PaperForm(request.POST or None, viewer=request.user)
    if form.is_valid():
        given = {**form.cleaned_data, "seed": secrets.token_hex(8)}
        if made := save(request, form, operations.draw_paper, **given):
            messages.success(request, _("The paper is drawn."))
            return redirect(made)
    return render(request, "assembly/paper_new.html", {"form": form})


@require_POST
@role_required(RoleGrant.Role.TRAINER)
def redraw(request: UserRequest, uuid: str) -> HttpResponse:
    found = get_object_or_404(Paper.objects.kept_by(request.user), uuid=uuid)
    return act(
        request,
        operations.redraw_paper,
        paper=found,
        seed=secrets.token_hex(8),
        back=found,
        done=gettext_lazy("Other questions are drawn."),
    )


@require_POST
@role_required(RoleGrant.Role.TRAINER)
def seal(request: UserRequest, uuid: str) -> HttpResponse:
    found = get_object_or_404(Paper.objects.kept_by(request.user), uuid=uuid)
    form = SealForm(request.POST)
    return act(
        request,
        operations.seal_paper,
        paper=found,
        seen=form.cleaned_data["seen"] if form.is_valid() else "",
        back=found,
        done=gettext_lazy("The paper is sealed. Nothing in it changes any more."),
    )


@require_POST
@role_required(RoleGrant.Role.TRAINER)
def retire(request: UserRequest, uuid: str) -> HttpResponse:
    found = get_object_or_404(Paper.objects.kept_by(request.user), uuid=uuid)
    form = ReasonForm(request.POST)
    return act(
        request,
        operations.retire_paper,
        paper=found,
        reason=form.cleaned_data["reason"] if form.is_valid() else "",
        back=found,
        done=gettext_lazy("The paper is out of use. Sittings that have it keep it."),
    )
