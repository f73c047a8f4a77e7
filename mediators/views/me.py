from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from lms.kernel.http import UserRequest
from mediators import news, operations
from mediators.access import has_any_role
from mediators.http import file_of
from mediators.models import Mediator

#: News on one page.
PER_PAGE = 30


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


@require_safe
@login_required
def news_list(request: UserRequest) -> HttpResponse:
    """What this person was told in the last year; seeing it is reading it."""
    at = timezone.now()
    since = news.unread_since(request.user, at=at)
    told = news.told(request.user, at=at)
    page = Paginator(told, PER_PAGE).get_page(request.GET.get("page"))
    operations.read_news(user=request.user, at=at)
    context = {
        "nav": "me",
        "page_obj": page,
        "items": [(each, each.at > since) for each in page],
    }
    return render(request, "mediators/news.html", context)


@require_POST
@login_required
def language(request: UserRequest) -> HttpResponse:
    """Keep the language with the account, and in the cookie for before signing in."""
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        operations.choose_language(user=request.user, language=chosen)
    return set_language(request)
