"""The public reader: no login, no script, a fixed number of queries."""

from datetime import date

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from laws import queries

_HITS = 20


@require_safe
def statute_list(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:100]
    context = {"words": words, "today": timezone.localdate()}
    if words:
        found = Paginator(queries.find_article(words), _HITS)
        context["page_obj"] = found.get_page(request.GET.get("page"))
    else:
        context["statutes"] = queries.shelf(timezone.localdate())
    return render(request, "laws/statute_list.html", context)


@require_safe
def statute(_request: HttpRequest, code: str) -> HttpResponse:
    """Lead to what the statute says today, or to its newest version."""
    versions = queries.versions(code)
    today = timezone.localdate()
    current = versions.in_force_on(today).first()
    return redirect(current or get_object_or_404(versions[:1]))


@require_safe
def version(request: HttpRequest, code: str, effective_on: date) -> HttpResponse:
    shown = get_object_or_404(queries.versions(code), effective_on=effective_on)
    articles = list(shown.articles.order_by("position"))
    context = {
        "version": shown,
        "versions": queries.versions(code),
        "chapters": list(queries.contents(articles)),
        "is_outline": not any(article.text for article in articles),
        "today": timezone.localdate(),
    }
    return render(request, "laws/version.html", context)


@require_safe
def article(
    request: HttpRequest, code: str, effective_on: date, key: str
) -> HttpResponse:
    articles = queries.articles(code, effective_on)
    shown = get_object_or_404(articles.filter(queries.with_key(key)))
    before, after = queries.neighbours(shown)
    context = {
        "article": shown,
        "version": shown.version,
        "is_outline": not shown.text,
        "before": before,
        "after": after,
        "today": timezone.localdate(),
    }
    return render(request, "laws/article.html", context)
