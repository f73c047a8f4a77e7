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
from mediators.privacy import data, operations, queries
from mediators.privacy.forms import ConsentForm, NoticeForm
from mediators.privacy.middleware import SESSION_KEY
from mediators.privacy.models import ConsentText, NoticeVersion


@require_safe
def notice(request: HttpRequest) -> HttpResponse:
    """The notice in force, for everybody, and whom to tell what is wrong."""
    return render(request, "privacy/notice.html", {"notice": queries.notice_in_force()})


@get_or_post
@login_required
def read(request: UserRequest) -> HttpResponse:
    """The notice before first use: the essentials, the whole text, one button.

    What may be refused stands beside it with a box of its own, which nobody needs to tick.
    """
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
            _allow(request)
            request.session[SESSION_KEY] = current.number
            return redirect(_next(request))
    context = {
        "notice": current,
        "next": _next(request),
        "is_read": queries.has_read(request.user, current.number),
        "asks": _open_asks(request),
    }
    return render(request, "privacy/read.html", context)


def _open_asks(request: UserRequest) -> list[queries.Ask]:
    person = data.person_of(request.user)
    return [ask for ask in queries.asks_of(person) if ask.is_open] if person else []


def _allow(request: UserRequest) -> None:
    """Record what was ticked; what was not ticked is no answer, and asked no reason."""
    person = data.person_of(request.user)
    for ask in _open_asks(request):
        number = request.POST.get(f"allow-{ask.text.purpose}", "")
        if person is None or not number.isdecimal():
            continue
        try:
            operations.give_consent(
                person=person,
                purpose=ask.text.purpose,
                number=int(number),
                by=request.user,
                at=timezone.now(),
            )
        except DomainError as error:
            messages.error(request, str(error))


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
    context = {"versions": versions, "texts": queries.texts_with_consents()}
    return render(request, "privacy/notice_office.html", context)


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


@get_or_post
@role_required(RoleGrant.Role.PLATFORM)
def consent_new(request: UserRequest) -> HttpResponse:
    current = queries.consent_text(ConsentText.Purpose.PHOTO)
    form = ConsentForm(
        request.POST or None, initial={"text": current.text if current else ""}
    )
    if form.is_valid():
        try:
            operations.publish_consent(
                at=timezone.now(), actor=request.user, **form.cleaned_data
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The text of the consent is published."))
            return redirect("privacy:notice-office")
    return render(request, "privacy/consent_new.html", {"form": form})
