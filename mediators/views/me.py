from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from lms.kernel.http import UserRequest
from mediators import operations
from mediators.access import has_any_role
from mediators.http import file_of
from mediators.models import Mediator


@require_safe
@login_required
def me(request: UserRequest) -> HttpResponse:
    own = Mediator.objects.of(request.user).select_related("person").with_skills()
    mediator = own.first()
    context = {
        "nav": "me",
        "languages": settings.LANGUAGES,
        "has_office": has_any_role(request.user),
        **(file_of(request, mediator) if mediator else {}),
    }
    return render(request, "mediators/me.html", context)


@require_POST
@login_required
def language(request: UserRequest) -> HttpResponse:
    """Keep the language with the account, and in the cookie for before signing in."""
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        operations.choose_language(user=request.user, language=chosen)
    return set_language(request)
