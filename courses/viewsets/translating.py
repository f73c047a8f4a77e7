"""Beginning the translation of a course or of a lesson, from where it is written."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from courses import operations, queries
from courses.models import Course, Lesson
from lms.kernel.errors import DomainError
from lms.kernel.http import UserRequest, get_or_post
from mediators.models import User

#: What a course is translated into: of two languages the one it is not written in.
LANGUAGE = next(
    code
    for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES
    if code != settings.LANGUAGE_CODE
)


@get_or_post
def translate(request: UserRequest, page_id: int) -> HttpResponse:
    """Say what there is in the other language, and make drafts of what there is not."""
    page = _taught(request.user, page_id)
    if request.method == "POST":
        try:
            begun = operations.start_translation(
                page=page, language=LANGUAGE, actor=request.user
            )
        except DomainError as refusal:
            messages.error(request, str(refusal))
            return redirect("wagtailadmin_pages:edit", page.pk)
        messages.success(request, _("The drafts are made: put them into words here."))
        return redirect("wagtailadmin_pages:edit", begun.pk)
    texts = queries.translations(page, LANGUAGE)
    missing = any(text.translation is None for text in texts)
    context = {"page": page, "texts": texts, "missing": missing}
    return render(request, "courses/authors/translate.html", context)


def _taught(user: User, page_id: int) -> Course | Lesson:
    page = get_object_or_404(queries.editable(user), pk=page_id).specific
    written_here = page.locale.language_code == settings.LANGUAGE_CODE
    if not (isinstance(page, Course | Lesson) and written_here):
        raise Http404
    return page


def translation_addresses() -> list[URLPattern]:
    return [path("translate/<int:page_id>/", translate, name="courses_translate")]


def translation_button(
    page: Page, user: User, view_name: str, **_options: Any
) -> Iterator[Button]:
    """Offer it beside a course or a lesson, to whoever may write on it."""
    taught = page.pk and isinstance(page, Course | Lesson)
    if (
        taught
        and view_name in {"edit", "index"}
        and page.locale.language_code == settings.LANGUAGE_CODE
        and page.permissions_for_user(user).can_edit()
    ):
        yield Button(
            _("Into English"),
            reverse("courses_translate", args=[page.pk]),
            icon_name="globe",
            priority=35,
        )
