"""What the Studio does differently here."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from wagtail.admin.auth import require_admin_access
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.chooser import BrowseView, ChosenMultipleView
from wagtail.models import Page, PageQuerySet
from wagtail.permission_policies.pages import PagePermissionPolicy

from courses import queries

#: Places of the Studio in which an author has no business.
NOT_FOR_AUTHORS = {"reports", "settings", "snippets"}


def refuse_to_delete(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Say in words why a page stays on which records rest, or on one below it."""
    if not queries.rests_on(page):
        return None
    sentence = _(
        "“%(page)s” stays: mediators' learning records, or a branch, rest on it or on "
        "a page below it. Unpublish it instead; then nobody new finds it and no record "
        "is lost."
    )
    messages.error(request, sentence % {"page": page.get_admin_display_title()})
    parent = page.get_parent()
    return redirect("wagtailadmin_explore", parent.pk if parent else page.pk)


def refuse_to_delete_many(
    request: HttpRequest, action: str, pages: Sequence[Any], _action: Any
) -> HttpResponse | None:
    """The same for the pages ticked in a list: none is deleted if one must stay."""
    if action != "delete":
        return None
    for page in pages:
        if isinstance(page, Page) and (refusal := refuse_to_delete(request, page)):
            return refusal
    return None


def only_own_pages(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Keep other branches' drafts out of page choosers, browsing and searching alike."""
    own = PagePermissionPolicy().explorable_instances(request.user)
    return pages.filter(pk__in=own.values("pk"))


@require_admin_access  # type: ignore[untyped-decorator]  # -- Wagtail ships no types
def choose_below(request: HttpRequest, parent_page_id: int) -> HttpResponse:
    """Browse the page chooser, but only where this person may browse at all."""
    own = PagePermissionPolicy().explorable_instances(request.user)
    get_object_or_404(own, pk=parent_page_id)
    return BrowseView.as_view()(request, parent_page_id=parent_page_id)


@require_admin_access  # type: ignore[untyped-decorator]  # -- Wagtail ships no types
def chosen_pages(request: HttpRequest) -> HttpResponse:
    """Name the pages chosen together, but none that this person may not browse."""
    own = PagePermissionPolicy().explorable_instances(request.user)
    for page in request.GET.getlist("id"):
        get_object_or_404(own, pk=page)
    return ChosenMultipleView.as_view()(request)


def only_needed_places(request: HttpRequest, items: list[MenuItem]) -> None:
    """Show an author the menus an author needs; the platform's own people see all."""
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name not in NOT_FOR_AUTHORS]


def only_reports_that_answer(_request: HttpRequest, items: list[MenuItem]) -> None:
    """Leave out the report that would tell of every branch; its address is absent."""
    items[:] = [item for item in items if item.name != "page-types-usage"]


def only_help_for_authors(_request: HttpRequest, items: list[MenuItem]) -> None:
    """Keep the guide to writing; what is new in Wagtail is news for programmers."""
    items[:] = [item for item in items if not item.name.startswith("whats-new")]
