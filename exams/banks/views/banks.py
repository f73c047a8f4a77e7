from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from exams.banks import operations, presenters, queries
from exams.banks.forms import BankForm, QuestionFilter, TopicForm
from exams.banks.http import save
from exams.banks.models import Bank, QuestionVersion
from lms.kernel import offers
from lms.kernel.http import UserRequest, get_or_post
from mediators.access import role_required
from mediators.models import RoleGrant

PER_PAGE = 30


@require_safe
@role_required(RoleGrant.Role.TRAINER)
def bank_list(request: UserRequest) -> HttpResponse:
    banks = Paginator(queries.banks_with_counts(request.user), PER_PAGE)
    waiting = queries.to_review(request.user).count()
    context = {
        "page_obj": banks.get_page(request.GET.get("page")),
        "tabs": presenters.tabs("banks", waiting),
    }
    return render(request, "banks/bank_list.html", context)


@require_safe
@role_required(RoleGrant.Role.TRAINER)
def review_list(request: UserRequest) -> HttpResponse:
    waiting = Paginator(queries.to_review(request.user), PER_PAGE)
    context = {
        "page_obj": waiting.get_page(request.GET.get("page")),
        "tabs": presenters.tabs("review", waiting.count),
    }
    return render(request, "banks/review_list.html", context)


@get_or_post
@role_required(RoleGrant.Role.TRAINER)
def topic_list(request: UserRequest) -> HttpResponse:
    """The topics of all banks, and a new one."""
    form = TopicForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        if made := save(request, form, operations.add_topic, **given):
            messages.success(request, _("Questions may now be about %s.") % made)
            return redirect("banks:topic-list")
    waiting = queries.to_review(request.user).count()
    subjects, techniques = queries.topics_covered(request.user)
    context = {
        "form": form,
        "subjects": subjects,
        "techniques": techniques,
        "tabs": presenters.tabs("topics", waiting),
    }
    return render(request, "banks/topic_list.html", context)


@require_safe
@role_required(RoleGrant.Role.TRAINER)
def bank(request: UserRequest, uuid: str) -> HttpResponse:
    banks = Bank.objects.visible_to(request.user).select_related("organisation")
    found = get_object_or_404(banks, uuid=uuid)
    form = QuestionFilter(request.GET, bank=found)
    filters = form.filters()
    questions = Paginator(queries.questions_found(found, **filters), PER_PAGE)
    page = questions.get_page(request.GET.get("page"))
    context = {
        "bank": found,
        "form": form,
        "is_filtered": bool(filters),
        "page_obj": page,
        "rows": [(version, presenters.tag(version)) for version in page],
        "kinds": QuestionVersion.Kind.choices,
        "offers": offers.of("banks.bank", request.user, bank=found, query=form.query()),
    }
    return render(request, "banks/bank.html", context)


@get_or_post
@role_required(RoleGrant.Role.TRAINER)
def bank_new(request: UserRequest) -> HttpResponse:
    form = BankForm(request.POST or None, viewer=request.user)
    if form.is_valid():
        given = form.cleaned_data
        if made := save(request, form, operations.create_bank, **given):
            messages.success(request, _("The bank is set up."))
            return redirect(made)
    return render(request, "banks/bank_new.html", {"form": form})
