"""What the Studio puts together by itself: in our signs, and nothing that says nothing."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.templatetags import wagtailadmin_tags as tags
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import ChecksSidePanel, StatusSidePanel
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.search import SearchView
from wagtail.models import Page

#: The keys of a text that is formatted which do something here: links and bold.
_FORMATTING = ("k", "b")
_HELP_WITH_KEYS = tags.keyboard_shortcuts_dialog


def in_our_signs() -> None:
    """Part a title from what it is about by a colon of ours; count as one counts here.

    What is looked for among all pages are pages, and no errors are 0: Wagtail says None.
    """
    WagtailAdminTemplateMixin.get_header_title = _header_title
    WagtailPaginator.items_count_label = property(_counted)
    StatusSidePanel.SidePanelToggle = _StatusToggle
    SearchView.verbose_name = Page._meta.verbose_name  # noqa: SLF001 -- documented
    SearchView.verbose_name_plural = Page._meta.verbose_name_plural  # noqa: SLF001 -- as above


def only_keys_that_do_something() -> None:
    """Leave out of the help with keys what no text of ours can be: italic, superscript."""
    template = "wagtailadmin/shared/keyboard_shortcuts_dialog.html"
    named = {"takes_context": True, "name": "keyboard_shortcuts_dialog"}
    tags.register.inclusion_tag(template, **named)(_help_with_keys)


def _help_with_keys(context: Any) -> dict[str, Any]:
    answer: dict[str, Any] = _HELP_WITH_KEYS(context)
    shortcuts = {
        (name, title): [
            pressed
            for pressed in keys
            if name != "text-editing-rich-text" or pressed[1][-1] in _FORMATTING
        ]
        for (name, title), keys in answer["shortcuts"].items()
    }
    return {**answer, "shortcuts": shortcuts}


def without_checks() -> None:
    """Take away the panel of checks beside the form of a page.

    It counts words between spaces and judges English sentences; what else it looks for,
    pictures without words and headings out of order, our blocks do not allow.
    """
    for view in (EditView, CreateView):
        view.get_side_panels = _but_checks(view.get_side_panels)


def _but_checks(panels: Callable[..., MediaContainer]) -> Callable[..., MediaContainer]:
    def get_side_panels(view: EditView | CreateView) -> MediaContainer:
        kept = [it for it in panels(view) if not isinstance(it, ChecksSidePanel)]
        return MediaContainer(kept)

    return get_side_panels


def _header_title(view: WagtailAdminTemplateMixin) -> str:
    title, subtitle = view.get_page_title(), view.get_page_subtitle()
    if not subtitle:
        return str(title)
    return _("%(title)s: %(subtitle)s") % {"title": title, "subtitle": subtitle}


def _counted(paginator: WagtailPaginator) -> str:
    n = paginator.count
    return ngettext("%(n)d entry", "%(n)d entries", n) % {"n": n}


class _StatusToggle(StatusSidePanel.SidePanelToggle):
    """Wagtail counts the errors of a form, and says None where there is no form."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        return {**context, "count": context["count"] or 0}
