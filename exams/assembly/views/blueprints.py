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
from exams.assembly.models import Blueprint
from exams.assembly.views.editor import BlueprintEditor
from exams.banks.http import act, save
from lms.kernel.http import UserRequest, get_or_post
from mediators.access import role_required
from mediators.models import RoleGrant

PER_PAGE = 30


@require_safe
@role_required(RoleGrant.Role.TRAINER)
def blueprint_list(request: UserRequest) -> HttpResponse:
    blueprints = Blueprint.objects.visible_to(request.user)
    found = Paginator(blueprints.select_related("organisation"), PER_PAGE)
    page = found.get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "rows": [(each, presenters.tag(each)) for each in page],
        "tabs": presenters.tabs("blueprints"),
    }
    return render(request, "assembly/blueprint_list.html", context)


@require_safe
@role_required(RoleGrant.Role.TRAINER)
def blueprint(request: UserRequest, uuid: str) -> HttpResponse:
    seen = Blueprint.objects.visible_to(request.user)
    found = get_object_or_404(
        seen.select_related("organisation", "author", "approver"), uuid=uuid
    )
    context = presenters.blueprint_page(found, request.user)
    return render(request, "assembly/blueprint.html", context)


@get_or_post
@role_required(RoleGrant.Role.TRAINER)
def blueprint_new(request: UserRequest) -> HttpResponse:
    editor = BlueprintEditor(request)
    if editor.is_valid():
        draft = operations.draft_blueprint
        if made := save(request, editor.form, draft, **editor.given()):
            messages.success(request, _("The draft is saved."))
            return redirect(made)
    return editor.page()


@get_or_post
@role_required(RoleGrant.Role.TRAINER)
def blueprint_edit(request: UserRequest, uuid: str) -> HttpResponse:
    drafts = Blueprint.objects.kept_by(request.user).drafts()
    found = get_object_or_404(drafts, uuid=uuid)
    editor = BlueprintEditor(request, found)
    if editor.is_valid():
        given = {"blueprint": found, **editor.given()}
        if made := save(request, editor.form, operations.edit_blueprint, **given):
            messages.success(request, _("The draft is saved."))
            return redirect(made)
    return editor.page()


@require_POST
@role_required(RoleGrant.Role.TRAINER)
def approve(request: UserRequest, uuid: str) -> HttpResponse:
    found = get_object_or_404(Blueprint.objects.kept_by(request.user), uuid=uuid)
    return act(
        request,
        operations.approve_blueprint,
        blueprint=found,
        back=found,
        done=gettext_lazy("The blueprint is approved. Papers can be drawn by it."),
    )


@require_POST
@role_required(RoleGrant.Role.TRAINER)
def revise(request: UserRequest, uuid: str) -> HttpResponse:
    found = get_object_or_404(Blueprint.objects.kept_by(request.user), uuid=uuid)
    return act(
        request,
        operations.new_blueprint_version,
        blueprint=found,
        back="assembly:blueprint-list",
        done=gettext_lazy("A new version is begun as a draft."),
    )


@require_POST
@role_required(RoleGrant.Role.TRAINER)
def retire(request: UserRequest, uuid: str) -> HttpResponse:
    found = get_object_or_404(Blueprint.objects.kept_by(request.user), uuid=uuid)
    return act(
        request,
        operations.retire_blueprint,
        blueprint=found,
        back=found,
        done=gettext_lazy("The blueprint is out of use."),
    )
