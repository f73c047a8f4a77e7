from django.db import models
from django.db.models import Value
from django.db.models.functions import Concat
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.url_routing import RouteResult

#: The specific rows that come with a page in the one query that finds it.
KINDS = ("branchpage", "course", "lesson")


class HomePage(Page):
    """The top of what one language shows; the branches' pages stand under it."""

    introduction = models.TextField(_("introduction"), blank=True, default="")

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["courses.BranchPage"]
    template = "cms/pages/home_page.html"

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find a page below any language's home in one query, however deep it stands.

        The interface language belongs to the reader, so an address must not stop
        working when they change it.
        """
        if path_components and (page := self._below_any_home(path_components)):
            return RouteResult(page)
        return super().route(request, path_components)

    def _below_any_home(self, path_components: list[str]) -> Page | None:
        rest = "/".join(path_components) + "/"
        addresses = HomePage.objects.values_list(
            Concat("url_path", Value(rest), output_field=models.TextField())
        )
        found = Page.objects.live().filter(
            slug=path_components[-1], url_path__in=addresses
        )
        # Of two languages with the same address, the reader's own comes first.
        pages = sorted(
            found.select_related(*KINDS),
            key=lambda page: not page.path.startswith(self.path),
        )
        return _specific(pages[0]) if pages else None


def _specific(page: Page) -> Page:
    kind = page.cached_content_type.model
    return getattr(page, kind) if kind in KINDS else page.specific
