"""Pages that belong to no part of the business."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required, login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from django.views.static import serve

from lms.kernel import health
from lms.kernel.http import UserRequest
from lms.kernel.models import Job

_A_DAY = 24 * 60 * 60
_A_YEAR = 365 * _A_DAY
_SHOWN = ("image/", "audio/", "video/")
_DRAWN_BY_CODE = "image/svg+xml"


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say in words that the form was too old; what was typed is still in the browser."""
    return render(request, "403_csrf.html", {"reason": reason}, status=403)


@csrf_exempt  # a choice of this device: see lms.kernel.visitors
@require_POST
def type_size(request: HttpRequest) -> HttpResponse:
    """Switch between normal and large type; the choice stays on this device."""
    response = redirect(_back(request))
    large = request.COOKIES.get("type_size") == "large"
    if large:
        response.delete_cookie("type_size", samesite="Lax")
    else:
        response.set_cookie(
            "type_size",
            "large",
            max_age=_A_YEAR,
            samesite="Lax",
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


def _back(request: HttpRequest) -> str:
    address = request.POST.get("next") or request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if safe else "/"


@require_safe
@login_required
def job_list(request: UserRequest) -> HttpResponse:
    """Long work this person started, newest first."""
    page = Paginator(Job.objects.visible_to(request.user), 30).get_page(
        request.GET.get("page")
    )
    return render(request, "kernel/job_list.html", {"page_obj": page})


@require_safe
@login_required
def job_detail(request: UserRequest, uuid: UUID) -> HttpResponse:
    job = get_object_or_404(Job.objects.visible_to(request.user), uuid=uuid)
    template = "kernel/job.html#progress" if request.htmx else "kernel/job.html"
    return render(request, template, {"job": job})


@require_safe
def healthz(_request: HttpRequest) -> JsonResponse:
    """Answer 200 if everything the site stands on answers, else 503; no secrets."""
    report = health.report(at=timezone.now())
    return JsonResponse(report, status=200 if report["healthy"] else 503)


def studio_door(request: HttpRequest) -> HttpResponse:
    """Lead who has not signed in to our sign-in; tell whom the Studio sent here why.

    The Studio sends everybody here whom it does not let in.
    """
    here = request.GET.get(REDIRECT_FIELD_NAME, "")
    user = request.user
    if not user.is_authenticated:
        return redirect_to_login(here or reverse("wagtailadmin_home"))
    if user.has_perm("wagtailadmin.access_admin"):
        return redirect("wagtailadmin_home")
    # What the Studio left to be said, our page says better.
    list(messages.get_messages(request))
    raise PermissionDenied


def absent(_request: HttpRequest, *_args: object, **_kwargs: object) -> HttpResponse:
    """Answer for an address that a part we build on offers and this site does not have."""
    raise Http404


@require_safe
@login_not_required
@cache_control(public=True, max_age=_A_DAY)
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Give out a file of the site; what is no picture or recording, to keep only.

    Whoever may upload must not thereby write a page of ours.
    """
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    kind = response.headers.get("Content-Type", "")
    if not kind.startswith(_SHOWN) or kind.startswith(_DRAWN_BY_CODE):
        response.headers["Content-Disposition"] = "attachment"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
