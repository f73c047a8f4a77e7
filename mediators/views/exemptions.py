from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.kernel.errors import DomainError
from lms.kernel.http import UserRequest, get_or_post
from mediators import operations
from mediators.access import role_required, show
from mediators.forms import AnnulForm, ExemptForm
from mediators.http import address_of_file
from mediators.models import Exemption, Post, RoleGrant, Rule


@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
def exemption_grant(request: UserRequest, uuid: UUID, code: str) -> HttpResponse:
    """Ask why a rule is not insisted on for a post."""
    if code not in Exemption.CODES:
        raise Http404
    posts = Post.objects.administered_by(request.user).standing()
    post = get_object_or_404(posts.with_people(), uuid=uuid)
    show(request, post.person)
    form = ExemptForm(request.POST or None)
    if form.is_valid():
        try:
            operations.grant_exemption(
                post=post,
                code=code,
                at=timezone.now(),
                actor=request.user,
                **form.cleaned_data,
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The exemption is recorded."))
            return redirect(address_of_file(post.person))
    context: dict[str, Any] = {
        "form": form,
        "post": post,
        "rule": Rule.Code(code).label,
    }
    return render(request, "mediators/exemption_grant.html", context)


@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
def exemption_annul(request: UserRequest, uuid: UUID) -> HttpResponse:
    standing = Exemption.objects.administered_by(request.user).standing()
    told = standing.select_related("post__person__mediator", "post__organisation")
    exemption = get_object_or_404(told, uuid=uuid)
    show(request, exemption.post.person)
    form = AnnulForm(request.POST or None)
    if form.is_valid():
        try:
            operations.annul_exemption(
                exemption=exemption,
                at=timezone.now(),
                actor=request.user,
                **form.cleaned_data,
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The exemption is annulled."))
            return redirect(address_of_file(exemption.post.person))
    context = {"form": form, "exemption": exemption, "post": exemption.post}
    return render(request, "mediators/exemption_annul.html", context)
