from django.db import models
from django.db.models import Value
from django.db.models.functions import Concat
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from lms.kernel import tree

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


def find_page(path: str) -> Page | None:
    """Return the published page at `path` below any language's home.

    One query at most; none while nothing changed among the pages since it was found.

    The interface language belongs to the reader, so an address must not stop working
    when they change it. Of two languages with the same address the reader's comes first.
    """
    parts = [part for part in path.split("/") if part]
    if not parts:
        return None
    rest = "/".join(parts) + "/"
    return tree.kept(f"page.{get_language()}.{rest}", lambda: _found(rest))


def _found(rest: str) -> Page | None:
    addresses = HomePage.objects.values_list(
        Concat("url_path", Value(rest), output_field=models.TextField())
    )
    slug = rest.split("/")[-2]
    found = Page.objects.live().filter(slug=slug, url_path__in=addresses)
    pages = sorted(
        # Whoever reads a lesson mostly reads a copy that is kept elsewhere.
        found.select_related("locale", *KINDS).defer("lesson__body"),
        key=lambda page: page.locale.language_code != get_language(),
    )
    return _specific(pages[0]) if pages else None


def _specific(page: Page) -> Page:
    kind = page.cached_content_type.model
    if kind not in KINDS:
        return page.specific
    found: Page = getattr(page, kind)
    found.locale = page.locale
    return found
