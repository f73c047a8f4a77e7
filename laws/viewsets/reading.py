"""The law in the Studio: reading statutes, writing digests, what rests on an article."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column, Table
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from laws import operations, queries, uses
from laws.models import Article, Statute
from laws.permissions import DigestPolicy, TextPolicy
from lms.kernel.clock import database_now, local_day


class UsesColumn(Column):
    """What rests on each article, counted, of what this author may browse."""

    cell_template_name = "laws/authors/counts.html"


class StatuteInspectView(generic.InspectView):
    """A statute, and those of its articles on which something rests."""

    template_name = "laws/authors/statute.html"
    page_title = _("What rests on it")

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        own = Article.objects.filter(version__statute=self.object)
        found = uses.of(
            list(own.values_list("pk", flat=True)), self.request.user, for_authors=True
        )
        articles = own.filter(pk__in=found).select_related("version__statute")
        return {
            **super().get_context_data(**options),
            "resting": articles.order_by("-version__effective_on", "position"),
            "used": found,
            "today": local_day(database_now()),
        }


class StatuteViewSet(ModelViewSet):
    model = Statute
    name = "statutes"
    icon = "list-ul"
    add_to_admin_menu = False
    permission_policy = TextPolicy(Statute)
    form_fields = ["title"]
    inspect_view_enabled = True
    inspect_view_class = StatuteInspectView
    inspect_view_fields = ["title", "short_title", "kind", "issuer", "code"]
    copy_view_enabled = False
    list_display = ["title", "kind", "issuer"]
    list_filter = ["kind"]
    search_fields = ["title", "short_title"]


class ExplainView(generic.EditView):
    """Saves the digest by the operation, so that search and audit know of it."""

    def save_instance(self) -> Article:
        self.has_content_changes = self.form.has_changed()
        return operations.set_digest(
            article=self.object,
            digest=self.form.cleaned_data["digest"],
            actor=self.request.user,
            at=database_now(),
        )


class ArticleInspectView(generic.InspectView):
    """An article, and the pages and questions that rest on it."""

    template_name = "laws/authors/article.html"
    page_title = _("Where it is used")

    def get_fields_context(self) -> list[dict[str, Any]]:
        return [field for field in super().get_fields_context() if field["value"]]

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        found = uses.of([self.object.pk], self.request.user, for_authors=True)
        context = super().get_context_data(**options)
        return {
            **context,
            "rests": found.get(self.object.pk, []),
            "today": local_day(database_now()),
        }


class UsageView(generic.UsageView):
    """Wagtail's own would count what is another branch's: it leads to ours."""

    def get(self, _request: HttpRequest, *_args: Any, **_options: Any) -> HttpResponse:
        return redirect(reverse("digests:inspect", args=[self.object.pk]))


class DigestListView(generic.IndexView):
    table_classname = "listing studio-table"

    def get_base_queryset(self) -> QuerySet[Article]:
        return queries.find_article("")

    def get_table(self, object_list: QuerySet[Article]) -> Table:
        articles = list(object_list)
        table = super().get_table(articles)
        keys = [article.pk for article in articles]
        table.used = uses.of(keys, self.request.user, for_authors=True)
        return table

    def search_queryset(self, queryset: QuerySet[Article]) -> QuerySet[Article]:
        if not self.is_searching:
            return queryset
        found = queries.find_article(self.search_query)
        return found.filter(pk__in=queryset.order_by().values("pk"))


class DigestViewSet(ModelViewSet):
    model = Article
    name = "digests"
    icon = "openquote"
    menu_label = _("Digests of articles")
    add_to_admin_menu = False
    permission_policy = DigestPolicy(Article)
    index_view_class = DigestListView
    edit_view_class = ExplainView
    inspect_view_enabled = True
    inspect_view_class = ArticleInspectView
    inspect_view_fields = ["heading", "text", "digest"]
    usage_view_class = UsageView
    panels = [
        FieldPanel("heading", read_only=True),
        FieldPanel("text", read_only=True),
        FieldPanel("digest"),
    ]
    copy_view_enabled = False
    list_display = [
        "__str__",
        Column("digest", label=pgettext_lazy("law", "Digest")),
        "version",
        UsesColumn("used", label=_("Where it is used")),
    ]
    search_fields = ["text", "digest"]

    def get_common_view_kwargs(self, **options: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(**{"usage_url_name": None, **options})


class LawsGroup(ModelViewSetGroup):
    menu_label = _("Laws")
    menu_icon = "openquote"
    items = [StatuteViewSet, DigestViewSet]
