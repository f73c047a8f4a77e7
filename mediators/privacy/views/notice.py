from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.kernel.errors import DomainError
from lms.kernel.http import UserRequest, get_or_post
from mediators.access import role_required
from mediators.models import RoleGrant
from mediators.privacy import operations, queries
from mediators.privacy.forms import NoticeForm
from mediators.privacy.middleware import SESSION_KEY
from mediators.privacy.models import NoticeVersion


@require_safe
def notice(request: HttpRequest) -> HttpResponse:
    """The notice in force, for everybody, and whom to tell what is wrong."""
    return render(request, "privacy/notice.html", {"notice": queries.notice_in_force()})


@get_or_post
@login_required
def read(request: UserRequest) -> HttpResponse:
    """The notice before first use: the essentials, the whole text, one button."""
    current = queries.notice_in_force()
    if current is None:
        return redirect(_next(request))
    if request.method == "POST":
        number = request.POST.get("number", "")
        try:
            operations.acknowledge(
                user=request.user,
                number=int(number) if number.isdecimal() else 0,
                at=timezone.now(),
            )
        except DomainError as error:
            messages.error(request, str(error))
        else:
            request.session[SESSION_KEY] = current.number
            return redirect(_next(request))
    context = {
        "notice": current,
        "next": _next(request),
        "is_read": queries.has_read(request.user, current.number),
    }
    return render(request, "privacy/read.html", context)


def _next(request: HttpRequest) -> str:
    address = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if safe else "/"


@require_safe
@role_required(RoleGrant.Role.PLATFORM)
def notice_office(request: UserRequest) -> HttpResponse:
    versions = list(NoticeVersion.objects.select_related("published_by"))
    return render(request, "privacy/notice_office.html", {"versions": versions})


@get_or_post
@role_required(RoleGrant.Role.PLATFORM)
def notice_new(request: UserRequest) -> HttpResponse:
    current = queries.notice_in_force()
    names = ("summary", *NoticeVersion.PARTS)
    initial = {name: getattr(current, name) for name in names} if current else {}
    form = NoticeForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            operations.publish_notice(
                parts=form.cleaned_data, at=timezone.now(), actor=request.user
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The notice is published."))
            return redirect("privacy:notice-office")
    return render(request, "privacy/notice_new.html", {"form": form})
