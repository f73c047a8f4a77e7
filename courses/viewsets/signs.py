"""What the Studio puts together by itself, in the signs of the language it speaks."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.ui.side_panels import StatusSidePanel
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin


def in_our_signs() -> None:
    """Part a title from what it is about by a colon of ours; count nothing as 0."""
    WagtailAdminTemplateMixin.get_header_title = _header_title
    StatusSidePanel.SidePanelToggle = _StatusToggle


def _header_title(view: WagtailAdminTemplateMixin) -> str:
    title, subtitle = view.get_page_title(), view.get_page_subtitle()
    if not subtitle:
        return str(title)
    return _("%(title)s: %(subtitle)s") % {"title": title, "subtitle": subtitle}


class _StatusToggle(StatusSidePanel.SidePanelToggle):
    """Wagtail counts the errors of a form, and says None where there is no form."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        return {**context, "count": context["count"] or 0}
