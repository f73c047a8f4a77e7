"""Errors that a reader points out: at the lesson, and what came of them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses import operations, queries
from courses.forms import FlagForm
from courses.models import Lesson
from courses.rendering import reading
from lms.kernel.clock import local_day
from lms.kernel.errors import DomainError
from lms.kernel.http import UserRequest

PER_PAGE = 20


def flag(request: UserRequest, page: Lesson) -> HttpResponse:
    """Keep what a reader says is wrong, or ask again on a page that loses no word."""
    at = timezone.now()
    names = reading(page, day=local_day(at)).names
    form = FlagForm(request.POST, names=names)
    if form.is_valid():
        said = {"where": form.where(), "words": form.cleaned_data["flag"]}
        try:
            operations.flag_lesson(lesson=page, writer=request.user, **said, at=at)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("Thank you. The answer will stand among your news.")
            )
            return redirect(page.url)
    context = {"nav": "learn", "page": page, "form": form}
    return render(request, "courses/flag_again.html", context, status=400)


@require_safe
@login_required
def flags(request: UserRequest) -> HttpResponse:
    """What this person pointed out, and what came of it."""
    mine = Paginator(queries.flags_of(request.user), PER_PAGE)
    context = {"nav": "learn", "page_obj": mine.get_page(request.GET.get("page"))}
    return render(request, "courses/flags.html", context)
