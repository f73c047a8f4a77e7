from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from lms.api import operations
from lms.api.forms import KeyForm
from lms.api.models import AccessKey
from lms.kernel.clock import local_day
from lms.kernel.errors import DomainError
from lms.kernel.http import UserRequest, get_or_post
from mediators.access import role_required
from mediators.models import RoleGrant


@never_cache
@get_or_post
@role_required(*RoleGrant.OVERSEERS)
@reauthentication_required  # type: ignore[untyped-decorator]  # -- allauth ships none
def keys(request: UserRequest) -> HttpResponse:
    """One's own keys, and of whose roles one decides; another is made and shown once."""
    form = KeyForm(request.POST or None)
    if form.is_valid():
        try:
            key, secret = operations.make_key(
                user=request.user, at=timezone.now(), **form.cleaned_data
            )
        except DomainError as error:
            form.add_error("name", str(error))
        else:
            address = request.build_absolute_uri(reverse("api-v1:mediators"))
            context = {"key": key, "secret": secret, "address": address}
            return render(request, "api/made.html", context)
    today = local_day(timezone.now())
    rows = [
        (each, each.is_in_force(today))
        for each in AccessKey.objects.administered_by(request.user).select_related(
            "user"
        )
    ]
    return render(request, "api/keys.html", {"form": form, "rows": rows})


@require_POST
@role_required(*RoleGrant.OVERSEERS)
def revoke(request: UserRequest, uuid: UUID) -> HttpResponse:
    key = get_object_or_404(AccessKey.objects.administered_by(request.user), uuid=uuid)
    try:
        operations.revoke_key(key=key, by=request.user, at=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The key is revoked: it opens nothing any more."))
    return redirect("api:keys")
