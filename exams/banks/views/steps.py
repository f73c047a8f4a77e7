"""The buttons of a question: each finds what the person may act on, and does one thing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from exams.banks import operations
from exams.banks.forms import ApprovalForm, ReasonForm
from exams.banks.http import act
from exams.banks.models import Question, QuestionVersion
from lms.kernel.http import UserRequest
from mediators.access import role_required
from mediators.models import RoleGrant


@require_POST
@role_required(RoleGrant.Role.TRAINER)
def submit(request: UserRequest, uuid: str) -> HttpResponse:
    version = _version(request, uuid)
    return act(
        request,
        operations.submit_for_review,
        version=version,
        back=version.question,
        done=_("The question is handed in for review."),
    )


@require_POST
@role_required(RoleGrant.Role.TRAINER)
def approve(request: UserRequest, uuid: str) -> HttpResponse:
    version, form = _version(request, uuid), ApprovalForm(request.POST)
    seen = form.cleaned_data["seen"] if form.is_valid() else 0
    return act(
        request,
        operations.approve,
        version=version,
        seen=seen,
        back=version.question,
        done=_("The question is approved. Papers can use it now."),
    )


@require_POST
@role_required(RoleGrant.Role.TRAINER)
def send_back(request: UserRequest, uuid: str) -> HttpResponse:
    version, form = _version(request, uuid), ReasonForm(request.POST)
    if not form.is_valid():
        return _say_why(request, version.question)
    return act(
        request,
        operations.send_back,
        version=version,
        reason=form.cleaned_data["reason"],
        back=version.question,
        done=_("The question went back to its author with your reason."),
    )


@require_POST
@role_required(RoleGrant.Role.TRAINER)
def revise(request: UserRequest, uuid: str) -> HttpResponse:
    question = get_object_or_404(Question.objects.kept_by(request.user), uuid=uuid)
    return act(
        request,
        operations.new_version,
        question=question,
        back=question,
        done=_("A new version is begun. The approved one stays in use meanwhile."),
    )


@require_POST
@role_required(RoleGrant.Role.TRAINER)
def retire(request: UserRequest, uuid: str) -> HttpResponse:
    question = get_object_or_404(Question.objects.kept_by(request.user), uuid=uuid)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _say_why(request, question)
    return act(
        request,
        operations.retire,
        question=question,
        reason=form.cleaned_data["reason"],
        back=question,
        done=_("The question is out of use. Papers that have it keep it."),
    )


def _version(request: UserRequest, uuid: str) -> QuestionVersion:
    """Return the newest version of a question that the person keeps."""
    kept = QuestionVersion.objects.kept_by(request.user).newest()
    return get_object_or_404(kept, question__uuid=uuid)


def _say_why(request: UserRequest, question: Question) -> HttpResponse:
    messages.error(request, str(operations.ReasonMissing()))
    return redirect(question)
