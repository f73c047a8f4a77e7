"""The law in the Studio: choosing an article, reading statutes, writing digests."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.views.generic.chooser import (
    BaseChooseView,
    ChooseResultsView,
    ChooseView,
    ChosenResponseMixin,
    ChosenView,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from laws import operations, queries
from laws.models import Article, Statute
from laws.permissions import DigestPolicy, TextPolicy
from lms.kernel.clock import database_now


class ArticleFilterForm(BaseFilterForm):
    """By number (人民调解法第九条, 第九条, 9), by words, and within a statute."""

    q = forms.CharField(
        label=_("Number or words"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"placeholder": _("Article 9, or its words")}),
    )
    statute = forms.ModelChoiceField(
        label=_("Statute"),
        queryset=Statute.objects.order_by("title"),
        required=False,
        empty_label=_("All statutes"),
        widget=forms.Select(attrs={"data-chooser-modal-search-filter": True}),
    )

    def filter(self, objects: QuerySet[Article]) -> QuerySet[Article]:
        self.search_query = self.cleaned_data["q"].strip()
        statute = self.cleaned_data["statute"]
        self.is_searching = bool(self.search_query or statute)
        objects = queries.find_article(self.search_query)
        return objects.filter(version__statute=statute) if statute else objects


class _ArticleChoices(BaseChooseView):
    """What both views of the chooser show: those in force first, with their words."""

    filter_form_class = ArticleFilterForm

    def get_object_list(self) -> QuerySet[Article]:
        return queries.find_article("")

    @property
    def columns(self) -> list[Column]:
        return [
            *super().columns,
            Column(
                "text",
                label=pgettext_lazy("law", "Text"),
                accessor=lambda each: each.text[:60] or each.digest[:60],
            ),
            Column("since", label=_("In force from"), accessor="version.effective_on"),
            Column(
                "until",
                label=pgettext_lazy("law", "Until"),
                accessor="version.repealed_on",
            ),
        ]


class ChooseArticleView(_ArticleChoices, ChooseView):
    pass


class ChooseArticleResultsView(_ArticleChoices, ChooseResultsView):
    pass


class _NamedInFull(ChosenResponseMixin):
    def get_chosen_response_data(self, item: Article) -> dict[str, Any]:
        words = {"statute": item, "day": item.version.effective_on}
        named = gettext("%(statute)s (%(day)s)") % words
        return {**super().get_chosen_response_data(item), "title": named}


class ChosenArticleView(_NamedInFull, ChosenView):
    pass


class ArticleChooserViewSet(ChooserViewSet):
    model = Article
    icon = "openquote"
    choose_one_text = _("Choose an article")
    choose_another_text = _("Choose another article")
    edit_item_text = _("Explain this article")
    choose_view_class = ChooseArticleView
    choose_results_view_class = ChooseArticleResultsView
    chosen_view_class = ChosenArticleView
    permission_policy = TextPolicy(Article)
    per_page = 10


article_chooser_viewset = ArticleChooserViewSet(
    "article_chooser", url_prefix="articles/choose"
)


class StatuteViewSet(ModelViewSet):
    model = Statute
    name = "statutes"
    icon = "list-ul"
    add_to_admin_menu = False
    permission_policy = TextPolicy(Statute)
    form_fields = ["title"]
    inspect_view_enabled = True
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


class DigestListView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Article]:
        return queries.find_article("")

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
    ]
    search_fields = ["text", "digest"]


class LawsGroup(ModelViewSetGroup):
    menu_label = _("Laws")
    menu_icon = "openquote"
    items = [StatuteViewSet, DigestViewSet]
