"""What the Studio keeps apart: each author hears of the own branch only."""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_list_or_404, get_object_or_404, redirect
from django.urls import resolve
from django.utils.translation import gettext as _
from wagtail.admin.auth import require_admin_access
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.side_panels import PageStatusSidePanel, StatusSidePanel
from wagtail.admin.views.bulk_action.registry import bulk_action_registry as registry
from wagtail.admin.views.chooser import BrowseView, ChosenMultipleView
from wagtail.admin.views.pages.listing import PageFilterSet
from wagtail.documents.models import AbstractDocument, Document
from wagtail.documents.views.bulk_actions import AddTagsBulkAction as TagDocuments
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage, Image
from wagtail.images.views.bulk_actions import AddTagsBulkAction as TagImages
from wagtail.images.views.chooser import viewset as image_chooser
from wagtail.models import Page, PageLogEntry, PageQuerySet
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy

from courses import queries
from mediators.models import User

#: Places of the Studio in which an author has no business.
NOT_FOR_AUTHORS = {"reports", "settings", "snippets"}
#: Any of these lets a person hear of an image or a document.
FILES = ["add", "change", "delete", "choose"]
#: The length of a number that no key has, and that a database does not take.
MAX_DIGITS = 19
#: How Wagtail's own log calls a change of a page.
_EDITED = "wagtail.edit"


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


def without_tags() -> None:
    """Take "add tags" from what may be done to many: every branch would be offered them."""
    for action in (TagDocuments, TagImages):
        action.models = []


def writes(user: User | AnonymousUser) -> bool:
    """Say whether `user` has pages to write on; others are here for certificates alone."""
    policy = PagePermissionPolicy()
    return bool(policy.user_has_any_permission(user, ["add", "change", "publish"]))


class AuthorsItem(MenuItem):
    """A place of the menu for whoever has pages to write on."""

    def is_shown(self, request: HttpRequest) -> bool:
        return writes(request.user)


def without_privacy() -> None:
    """Take what asks for whom a page is from its side: our pages have no such choice."""
    PageStatusSidePanel.get_status_templates = StatusSidePanel.get_status_templates


def only_own_authors() -> None:
    """Filter lists of pages by who wrote what one may browse: Wagtail names everybody."""
    offered = PageFilterSet.declared_filters
    offered["owner"].queryset = _owners
    offered["edited_by"].queryset = _editors


def _owners(request: HttpRequest) -> QuerySet[User]:
    own = own_of(Page, request.user)
    return User.objects.filter(pk__in=own.order_by().values("owner"))


def _editors(request: HttpRequest) -> QuerySet[User]:
    own = own_of(Page, request.user).order_by().values("pk")
    edits = PageLogEntry.objects.filter(action=_EDITED, page__in=own)
    return User.objects.filter(pk__in=edits.order_by().values("user"))


def only_own_pages(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Keep other branches' drafts out of page choosers, browsing and searching alike."""
    own = own_of(Page, request.user)
    return pages.filter(pk__in=own.values("pk"))


@require_admin_access  # type: ignore[untyped-decorator]  # -- Wagtail ships no types
def choose_below(request: HttpRequest, parent_page_id: int) -> HttpResponse:
    """Browse the page chooser, but only where this person may browse at all."""
    own = own_of(Page, request.user)
    get_object_or_404(own, pk=parent_page_id)
    return BrowseView.as_view()(request, parent_page_id=parent_page_id)


@require_admin_access  # type: ignore[untyped-decorator]  # -- Wagtail ships no types
def chosen_pages(request: HttpRequest) -> HttpResponse:
    """Name the pages chosen together, but none that this person may not browse."""
    own = own_of(Page, request.user)
    for page in numbers(request):
        get_object_or_404(own, pk=page)
    return ChosenMultipleView.as_view()(request)


def own_of(model: type[Model], user: User | AnonymousUser) -> QuerySet[Any]:
    """Return the rows of a model of the Studio that `user` may hear of."""
    if issubclass(model, Page):
        return PagePermissionPolicy().explorable_instances(user)
    if issubclass(model, AbstractImage):
        return _in_collections(model, Image, user)
    if issubclass(model, AbstractDocument):
        return _in_collections(model, Document, user)
    every = model._default_manager  # noqa: SLF001 -- documented
    return every.all() if user.is_superuser else every.none()


def _in_collections(
    model: type[Model], rights_of: type[Model], user: User | AnonymousUser
) -> QuerySet[Any]:
    # Wagtail's own policies move between its versions; what they are made of does not.
    policy = CollectionOwnershipPermissionPolicy(
        model, auth_model=rights_of, owner_field_name="uploaded_by_user"
    )
    return policy.instances_user_has_any_permission_for(user, FILES)


def numbers(request: HttpRequest, name: str = "id") -> list[str]:
    """Return the ids that an address asks for, or find nothing if one is no number."""
    asked = request.GET.getlist(name)
    if any(not (each.isdecimal() and len(each) < MAX_DIGITS) for each in asked):
        raise Http404
    return asked


@require_admin_access  # type: ignore[untyped-decorator]  # -- Wagtail ships no types
def bulk(
    request: HttpRequest, app_label: str, model_name: str, action: str
) -> HttpResponse:
    """Do something to all that was ticked, of what this person may hear of."""
    kind = registry.get_bulk_action_class(app_label, model_name, action)
    if kind is None:
        raise Http404
    if "all" not in request.GET.getlist("id"):
        numbers(request)
    model = apps.get_model(app_label, model_name)
    own = own_of(model, request.user)
    for parent in numbers(request, "childOf"):
        if issubclass(model, Page):
            get_object_or_404(own, pk=parent)
    doing = kind(request, model)
    doing.get_queryset = lambda _model, ids: get_list_or_404(own, pk__in=ids)
    return doing.dispatch(request)


@require_admin_access  # type: ignore[untyped-decorator]  # -- Wagtail ships no types
def move(request: HttpRequest, page: int, to: int) -> HttpResponse:
    """Ask whether a page is to be moved, naming none that this person may not browse."""
    own = own_of(Page, request.user)
    for each in (page, to):
        get_object_or_404(own, pk=each)
    return _as_the_studio_does(request, f"pages/{page}/move/{to}/confirm/")


@require_admin_access  # type: ignore[untyped-decorator]  # -- Wagtail ships no types
def image_format(request: HttpRequest, image_id: int) -> HttpResponse:
    """Choose how an image stands in a text, if this person may choose it at all."""
    get_object_or_404(own_of(get_image_model(), request.user), pk=image_id)
    return image_chooser.select_format_view(request, image_id=image_id)


@require_admin_access  # type: ignore[untyped-decorator]  # -- Wagtail ships no types
def of_all_branches(request: HttpRequest, path: str) -> HttpResponse:
    """Answer as the Studio does, to whoever looks after all branches."""
    if not request.user.is_superuser:
        raise Http404
    return _as_the_studio_does(request, path)


@require_admin_access  # type: ignore[untyped-decorator]  # -- Wagtail ships no types
def of_own_page(request: HttpRequest, path: str, page_id: str) -> HttpResponse:
    """Answer as the Studio does about a page that this person may browse."""
    if len(page_id) >= MAX_DIGITS:
        raise Http404
    get_object_or_404(own_of(Page, request.user), pk=page_id)
    return _as_the_studio_does(request, path)


def _as_the_studio_does(request: HttpRequest, path: str) -> HttpResponse:
    found = resolve(f"/{path}", urlconf="wagtail.admin.urls")
    answer: HttpResponse = found.func(request, *found.args, **found.kwargs)
    return answer


def only_needed_places(request: HttpRequest, items: list[MenuItem]) -> None:
    """Show an author the menus an author needs; the platform's own people see all."""
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name not in NOT_FOR_AUTHORS]


def only_reports_that_answer(_request: HttpRequest, items: list[MenuItem]) -> None:
    """Leave out the report that would tell of every branch; its address is absent."""
    items[:] = [item for item in items if item.name != "page-types-usage"]


def only_help_that_is_here(_request: HttpRequest, items: list[MenuItem]) -> None:
    """Keep the keyboard's help; Wagtail's guide and news are English, and elsewhere."""
    elsewhere = ("whats-new", "editor-guide")
    items[:] = [item for item in items if not item.name.startswith(elsewhere)]
