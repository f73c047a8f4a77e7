"""What is due for review: a page of the Studio, and how a day stands to today."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext, npgettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import BaseListingView, PermissionCheckedMixin
from wagtail.forms import TaskStateCommentForm
from wagtail.models import GroupApprovalTask, Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from courses import queries
from courses.forms import SendBackForm
from courses.viewsets.fences import AuthorsItem
from lms.kernel.clock import database_now, local_day


@dataclass(frozen=True)
class Standing:
    """How the day of a review stands to today: the kind and the sign of a tag, its words."""

    kind: str
    symbol: str
    words: str


def standing(review_by: date, day: date) -> Standing:
    left = (review_by - day).days
    if left < 0:
        words = npgettext("review", "%(n)d day overdue", "%(n)d days overdue", -left)
        return Standing("maple", "▲", words % {"n": -left})
    if left == 0:
        return Standing("amber", "●", gettext("due today"))
    words = ngettext("%(n)d day left", "%(n)d days left", left)
    return Standing("amber", "●", words % {"n": left})


class ReviewByColumn(Column):
    """The day, and how it stands to today: in colour, sign and words."""

    cell_template_name = "courses/authors/review_by.html"

    def __init__(self, *args: Any, day: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.day = day

    def get_cell_context_data(self, instance: Page, parent_context: Any) -> Any:
        context = super().get_cell_context_data(instance, parent_context)
        context["standing"] = standing(instance.review_by, self.day)
        return context


class WhoseFilter(WagtailFilterSet):
    """All that somebody may edit, or what they answer for."""

    whose = django_filters.ChoiceFilter(
        label=_("Whose"),
        choices=[("own", _("What I answer for"))],
        empty_label=_("All I may edit"),
        method="of_own",
    )

    class Meta:
        model = Page
        fields: list[str] = []

    def of_own(self, pages: QuerySet[Page], _name: str, _value: str) -> QuerySet[Page]:
        return pages.filter(owner=self.request.user)


class ReviewView(PermissionCheckedMixin, BaseListingView):
    model = Page
    page_title = _("Due for review")
    header_icon = "calendar-check"
    permission_policy = PagePermissionPolicy()
    any_permission_required = ["add", "change", "publish"]
    filterset_class = WhoseFilter
    index_url_name = "courses_review"
    index_results_url_name = "courses_review_results"
    paginate_by = 50
    template_name = "courses/authors/review.html"
    table_classname = "listing studio-table"

    @cached_property
    def day(self) -> date:
        return local_day(database_now())

    def get_base_queryset(self) -> QuerySet[Page]:
        return queries.due_for_review(self.request.user, day=self.day)

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "title",
                label=_("Page"),
                classname="title",
                get_url=lambda page: reverse("wagtailadmin_pages:edit", args=[page.pk]),
            ),
            Column("kind", label=_("Kind"), accessor=_kind),
            Column("branch", label=_("Branch")),
            Column("owner", label=_("Answers for it"), accessor=_who),
            ReviewByColumn("review_by", label=_("Review by"), day=self.day),
            DateColumn("last_published_at", label=_("Last published")),
        ]

    @property
    def no_results_message(self) -> str:
        if self.is_filtering:
            return gettext("Nothing that you answer for is due within 30 days.")
        return gettext("Nothing is due within 30 days. Well kept.")


def _kind(page: Page) -> str:
    return str(page.cached_content_type.model_class()._meta.verbose_name)  # noqa: SLF001 -- documented


def _who(page: Page) -> str:
    return str(page.owner) if page.owner else gettext("nobody")


def review_addresses() -> list[URLPattern]:
    """The page, and its list alone, which the filter asks for."""
    return [
        path("review/", ReviewView.as_view(), name="courses_review"),
        path(
            "review/results/",
            ReviewView.as_view(results_only=True),
            name="courses_review_results",
        ),
    ]


def review_place() -> AuthorsItem:
    return AuthorsItem(
        _("Due for review"),
        reverse("courses_review"),
        name="review",
        icon_name="calendar-check",
        order=250,
    )


def sent_back_in_words() -> None:
    """Let nobody send a page back without a word; approving needs none."""
    GroupApprovalTask.get_form_for_action = _form_for_action


def _form_for_action(_task: GroupApprovalTask, action: str) -> type[forms.Form]:
    return SendBackForm if action == "reject" else TaskStateCommentForm
