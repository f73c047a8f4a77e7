"""What a bank gives to practice: looked at beforehand, listed, withdrawn."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from exams.banks.http import act
from exams.banks.models import Bank, Question
from exams.banks.presenters import asked_for
from exams.practice import operations, presenters, queries
from exams.practice.forms import ReleaseForm, WithdrawalForm
from exams.practice.models import PracticeQuestion
from lms.kernel.clock import database_now
from lms.kernel.errors import DomainError
from lms.kernel.http import UserRequest, get_or_post
from mediators.access import role_required
from mediators.models import RoleGrant

PER_PAGE = 30


@require_safe
@role_required(RoleGrant.Role.TRAINER)
def released_list(request: UserRequest, uuid: str) -> HttpResponse:
    bank = get_object_or_404(Bank.objects.visible_to(request.user), uuid=uuid)
    pages = Paginator(queries.released_by(bank), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    offered = set(
        PracticeQuestion.objects.offered_on(timezone.localdate())
        .filter(pk__in=[each.pk for each in page])
        .values_list("pk", flat=True)
    )
    context = {
        "bank": bank,
        "page_obj": page,
        "rows": [(each, presenters.tag(each, offered)) for each in page],
    }
    return render(request, "practice/released_list.html", context)


@get_or_post
@role_required(RoleGrant.Role.TRAINER)
def release(request: UserRequest, uuid: str) -> HttpResponse:
    """Say what releasing the approved questions of the filters would do, and do it."""
    bank = get_object_or_404(Bank.objects.kept_by(request.user), uuid=uuid)
    found = queries.preview(asked_for(bank, request.GET), at=database_now())
    return _agreed(request, bank, found) or _shown(request, bank, found)


@get_or_post
@role_required(RoleGrant.Role.TRAINER)
def release_one(request: UserRequest, uuid: str) -> HttpResponse:
    """The same for one question."""
    kept = Question.objects.kept_by(request.user).select_related("bank")
    question = get_object_or_404(kept, uuid=uuid)
    found = queries.preview(question.versions.all(), at=database_now())
    return _agreed(request, question.bank, found) or _shown(
        request, question.bank, found
    )


def _agreed(
    request: UserRequest, bank: Bank, found: queries.Preview
) -> HttpResponse | None:
    """Release what the keeper agreed to, if that is what is found by now."""
    if request.method != "POST":
        return None
    form = ReleaseForm(request.POST)
    if not form.is_valid() or form.cleaned_data["seen"] != found.seen:
        messages.error(request, _("The questions changed meanwhile. Look once more."))
        return None
    try:
        made = operations.release(
            versions=found.versions, by=request.user, at=database_now()
        )
    except DomainError as error:
        messages.error(request, str(error))
        return None
    messages.success(request, _released(len(made)))
    return redirect("practice:released-list", bank.uuid)


def _released(count: int) -> str:
    words = ngettext(
        "%(count)s question is released for practice.",
        "%(count)s questions are released for practice.",
        count,
    )
    return words % {"count": count}


def _shown(request: UserRequest, bank: Bank, found: queries.Preview) -> HttpResponse:
    context = {
        "bank": bank,
        "preview": found,
        "left_out": presenters.left_out(found),
        "form": ReleaseForm(initial={"seen": found.seen}),
    }
    return render(request, "practice/release.html", context)


@require_safe
@role_required(RoleGrant.Role.TRAINER)
def released(request: UserRequest, uuid: str) -> HttpResponse:
    """What was given away, word for word, and whether it still is."""
    seen = PracticeQuestion.objects.visible_to(request.user).with_newer()
    parts = ("version__question__bank", "released_by", "withdrawn_by")
    found = get_object_or_404(seen.prefetch_related(*parts), uuid=uuid)
    offered = PracticeQuestion.objects.offered_on(timezone.localdate())
    keys = set(offered.filter(pk=found.pk).values_list("pk", flat=True))
    context = {
        "question": found,
        "of": found.version.question,
        "tag": presenters.tag(found, keys),
        "sheet": presenters.answer_of(found),
        "articles": list(found.articles.select_related("version__statute")),
        "form": WithdrawalForm(),
    }
    return render(request, "practice/released.html", context)


@require_POST
@role_required(RoleGrant.Role.TRAINER)
def withdraw(request: UserRequest, uuid: str) -> HttpResponse:
    found = get_object_or_404(PracticeQuestion.objects.kept_by(request.user), uuid=uuid)
    form = WithdrawalForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    return act(
        request,
        operations.withdraw,
        question=found,
        reason=reason,
        back=found,
        done=_("The question is withdrawn from practice."),
    )
