"""The public reader: no login, no script, a fixed number of queries."""

from datetime import date

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_list_or_404, get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from laws import queries, sought, uses
from laws.forms import DayForm
from laws.http import whole_address
from lms.kernel.visitors import sent_once
from mediators.access import has_role
from mediators.models import RoleGrant

_HITS = 20
_ALL = "all"


@require_safe
@sent_once
def statute_list(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:100]
    in_force = request.GET.get("status") != _ALL
    today = timezone.localdate()
    context = {"words": words, "in_force": in_force, "today": today}
    if words:
        found = queries.find_article(words, on=today if in_force else None)
        page = Paginator(found, _HITS).get_page(request.GET.get("page"))
        context |= {"page_obj": page, "sought": sought.read(words)}
    else:
        context["statutes"] = queries.shelf(today)
    return render(request, "laws/statute_list.html", context)


@require_safe
def statute(_request: HttpRequest, code: str) -> HttpResponse:
    """Lead to what the statute says today, or to its newest version."""
    versions = queries.versions(code)
    today = timezone.localdate()
    current = versions.in_force_on(today).first()
    return redirect(current or get_object_or_404(versions[:1]))


@require_safe
@sent_once
def as_of(request: HttpRequest, code: str) -> HttpResponse:
    """Lead to the version, or the article, in force on a day; or say why there is none."""
    versions = get_list_or_404(queries.versions(code))
    form = DayForm(request.GET)
    context = {"statute": versions[0].statute, "form": form, "versions": versions}
    if form.is_valid():
        day, key = form.cleaned_data["day"], form.cleaned_data["article"]
        found = queries.on_day(versions, day)
        if found.version:
            same = found.version.articles.filter(queries.with_key(key)).first()
            if same or not key:
                return redirect(same or found.version)
        context |= {"day": day, "found": found}
    return render(request, "laws/as_of.html", context | {"today": timezone.localdate()})


@require_safe
@sent_once
def version(request: HttpRequest, code: str, effective_on: date) -> HttpResponse:
    shown = get_object_or_404(queries.versions(code), effective_on=effective_on)
    articles = list(shown.articles.order_by("position"))
    versions = list(queries.versions(code))
    today = timezone.localdate()
    context = {
        **_standing(request, is_outline=not any(each.text for each in articles)),
        "version": shown,
        "versions": versions,
        "current": queries.on_day(versions, today).version,
        "chapters": list(queries.contents(articles)),
        "used": uses.of([article.pk for article in articles], request.user),
        "address": whole_address(shown),
        "form": DayForm(initial={"day": today}),
        "today": today,
    }
    return render(request, "laws/version.html", context)


@require_safe
@sent_once
def article(
    request: HttpRequest, code: str, effective_on: date, key: str
) -> HttpResponse:
    articles = queries.articles(code, effective_on)
    shown = get_object_or_404(articles.filter(queries.with_key(key)))
    before, after = queries.neighbours(shown)
    today = timezone.localdate()
    context = {
        **_standing(request, is_outline=not shown.text),
        "article": shown,
        "version": shown.version,
        "instead": queries.instead_of(shown, today),
        "before": before,
        "after": after,
        "used": uses.of([shown.pk], request.user),
        "address": whole_address(shown),
        "form": DayForm(initial={"day": today, "article": shown.key}),
        "today": today,
    }
    return render(request, "laws/article.html", context)


def _standing(request: HttpRequest, *, is_outline: bool) -> dict[str, bool]:
    """Say whether the text is missing, and if so whether the reader can see to it."""
    may_import = is_outline and has_role(request.user, RoleGrant.Role.PLATFORM)
    return {"is_outline": is_outline, "may_import": may_import}
