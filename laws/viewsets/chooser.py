"""Choosing an article in the Studio: by number, by words, within a statute."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import (
    BaseChooseView,
    ChooseResultsView,
    ChooseView,
    ChosenResponseMixin,
    ChosenView,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet

from laws import queries
from laws.models import Article, Statute
from laws.permissions import TextPolicy
from lms.kernel.clock import database_now, local_day


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


class StandingColumn(Column):
    """How a version stands today, in colour, sign and word, and since when."""

    cell_template_name = "laws/authors/standing.html"

    def __init__(self, *args: Any, day: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.day = day

    def get_cell_context_data(self, instance: Article, parent_context: Any) -> Any:
        context = super().get_cell_context_data(instance, parent_context)
        return {**context, "version": instance.version, "day": self.day}


class _ArticleChoices(BaseChooseView):
    """What both views of the chooser show: those in force first, with their words."""

    filter_form_class = ArticleFilterForm
    results_template_name = "laws/authors/choices.html"

    @cached_property
    def day(self) -> date:
        return local_day(database_now())

    def get_object_list(self) -> QuerySet[Article]:
        return queries.find_article("")

    def filter_object_list(self, objects: QuerySet[Article]) -> QuerySet[Article]:
        return queries.in_force_first(super().filter_object_list(objects), self.day)

    @property
    def columns(self) -> list[Column]:
        return [
            *super().columns,
            StandingColumn("version", label=_("Standing"), day=self.day),
            Column("text", label=pgettext_lazy("law", "Text"), accessor=_beginning),
        ]


def _beginning(article: Article) -> str:
    return Truncator(article.text or article.digest).chars(60)


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
    choose_view_class = ChooseArticleView
    choose_results_view_class = ChooseArticleResultsView
    chosen_view_class = ChosenArticleView
    permission_policy = TextPolicy(Article)
    per_page = 10


article_chooser_viewset = ArticleChooserViewSet(
    "article_chooser", url_prefix="articles/choose"
)
