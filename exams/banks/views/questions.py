from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from exams.banks import operations, presenters
from exams.banks.forms import FORMS, ReasonForm
from exams.banks.http import save
from exams.banks.models import Bank, Question, QuestionVersion
from lms.kernel import offers
from lms.kernel.http import UserRequest, get_or_post
from mediators.access import role_required
from mediators.models import RoleGrant


@require_safe
@role_required(RoleGrant.Role.TRAINER)
def question(request: UserRequest, uuid: str, number: int = 0) -> HttpResponse:
    """Show a question: its newest version, or the one with this number."""
    seen = Question.objects.visible_to(request.user).select_related("bank")
    found = get_object_or_404(seen, uuid=uuid)
    versions = list(
        found.versions.select_related("topic", "technique").order_by("-number")
    )
    shown = next((v for v in versions if v.number == number or not number), None)
    if shown is None:
        raise Http404
    context = {
        "question": found,
        "versions": versions,
        "form": ReasonForm(),
        "offers": offers.of("banks.question", request.user, version=shown),
        **presenters.page_of(shown, versions, request.user),
    }
    return render(request, "banks/question.html", context)


@get_or_post
@role_required(RoleGrant.Role.TRAINER)
def question_new(request: UserRequest, uuid: str, kind: str) -> HttpResponse:
    bank = get_object_or_404(Bank.objects.kept_by(request.user), uuid=uuid)
    if kind not in FORMS:
        raise Http404
    form = FORMS[kind](request.POST or None)
    if form.is_valid():
        given = {"bank": bank, "kind": kind, "code": form.cleaned_data["code"]}
        text = form.manuscript()
        draft = operations.draft_question
        if version := save(request, form, draft, manuscript=text, **given):
            messages.success(request, _("The draft is saved."))
            return redirect(version.question)
    context = {"bank": bank, "form": form, "kind": QuestionVersion.Kind(kind).label}
    return render(request, "banks/question_edit.html", context)


@get_or_post
@role_required(RoleGrant.Role.TRAINER)
def question_edit(request: UserRequest, uuid: str) -> HttpResponse:
    drafts = QuestionVersion.objects.kept_by(request.user).drafts()
    version = get_object_or_404(drafts, question__uuid=uuid)
    form_class, initial = FORMS[version.kind], presenters.written_before(version)
    form = form_class(request.POST or None, version=version, initial=initial)
    if form.is_valid():
        given = {"version": version, "manuscript": form.manuscript()}
        if save(request, form, operations.edit_draft, **given):
            messages.success(request, _("The draft is saved."))
            return redirect(version.question)
    context = {
        "bank": version.question.bank,
        "version": version,
        "form": form,
        "kind": version.get_kind_display(),
    }
    return render(request, "banks/question_edit.html", context)
