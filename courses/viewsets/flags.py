"""Errors that readers pointed out: a page of the Studio, and one on which to answer."""

from typing import Any
from uuid import UUID

import django_filters
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import BaseListingView, PermissionCheckedMixin
from wagtail.permission_policies.pages import PagePermissionPolicy

from courses import operations
from courses.forms import AnswerForm
from courses.models import LessonFlag
from courses.viewsets.fences import AuthorsItem
from lms.kernel.clock import database_now
from lms.kernel.errors import DomainError
from lms.kernel.http import UserRequest, get_or_post


class StateFilter(WagtailFilterSet):
    """What waits for an answer, or what was answered."""

    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[("open", _("Waits for an answer")), ("answered", _("Has an answer"))],
        empty_label=_("All"),
        method="in_state",
    )

    class Meta:
        model = LessonFlag
        fields: list[str] = []

    def in_state(
        self, flags: QuerySet[LessonFlag], _name: str, value: str
    ) -> QuerySet[LessonFlag]:
        waits = value == "open"
        return flags.filter(answered_at__isnull=waits)


class OutcomeColumn(Column):
    cell_template_name = "courses/authors/outcome.html"


class FlagsView(PermissionCheckedMixin, BaseListingView):
    model = LessonFlag
    page_title = _("Errors pointed out")
    header_icon = "warning"
    permission_policy = PagePermissionPolicy()
    any_permission_required = ["add", "change", "publish"]
    filterset_class = StateFilter
    index_url_name = "courses_flags"
    index_results_url_name = "courses_flags_results"
    paginate_by = 50
    template_name = "courses/authors/flags.html"
    table_classname = "listing studio-table"

    def get_base_queryset(self) -> QuerySet[LessonFlag]:
        flags = LessonFlag.objects.answered_by(self.request.user)
        return flags.exclude(words=LessonFlag.ERASED).select_related("answered_by")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "words",
                label=_("What readers say"),
                classname="title",
                get_url=flag_address,
            ),
            Column("lesson_title", label=_("Lesson")),
            Column("where", label=_("Where"), accessor=_where),
            DateColumn("flagged_at", label=_("Said")),
            OutcomeColumn("outcome", label=_("State")),
        ]

    @property
    def no_results_message(self) -> str:
        if self.is_filtering:
            return gettext("Nothing of this kind.")
        return gettext("No reader has found anything wrong in your lessons.")


def _where(flag: LessonFlag) -> str:
    if not flag.part:
        return gettext("the lesson as a whole")
    return f"{flag.part}. {flag.part_words}"


def flag_address(flag: LessonFlag) -> str:
    return reverse("courses_flag", args=[flag.uuid])


@get_or_post
def answer(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Show what a reader pointed out; a POST answers it, once."""
    seen = LessonFlag.objects.answered_by(request.user)
    flag = get_object_or_404(seen.select_related("lesson", "answered_by"), uuid=uuid)
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        given: dict[str, Any] = {"flag": flag, "by": request.user, **form.cleaned_data}
        try:
            operations.answer_flag(**given, at=database_now())
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, gettext("The reader is told of your answer."))
        return redirect("courses_flag", flag.uuid)
    context = {"flag": flag, "where": _where(flag), "form": form}
    return render(request, "courses/authors/flag.html", context)


def flag_addresses() -> list[URLPattern]:
    """The page, its list alone, which the filter asks for, and one to answer on."""
    listed = FlagsView.as_view(results_only=True)
    return [
        path("flags/", FlagsView.as_view(), name="courses_flags"),
        path("flags/results/", listed, name="courses_flags_results"),
        path("flags/<uuid:uuid>/", answer, name="courses_flag"),
    ]


def flag_place() -> AuthorsItem:
    return AuthorsItem(
        _("Errors pointed out"),
        reverse("courses_flags"),
        name="flags",
        icon_name="warning",
        order=260,
    )
