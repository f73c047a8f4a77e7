from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_POST,
    require_safe,
)

from lms.kernel.clock import local_day
from lms.kernel.errors import DomainError
from lms.kernel.http import UserRequest, get_or_post
from mediators.access import role_required
from mediators.models import RoleGrant
from mediators.privacy import operations, queries
from mediators.privacy import retention as kinds
from mediators.privacy.forms import PeriodForm, RuleForm
from mediators.privacy.models import (
    AnswerPeriod,
    DataRequest,
    RetentionRule,
    RetentionRun,
)

FEW_RUNS = 10


@require_safe
@role_required(RoleGrant.Role.PLATFORM)
def rules(request: UserRequest) -> HttpResponse:
    """How long what is kept, and what each rule would do today."""
    runs = RetentionRun.objects.select_related("rule", "by")[:FEW_RUNS]
    labels = {kind.code: kind.label for kind in kinds.kinds()}
    context = {
        "dry_runs": queries.dry_runs(at=timezone.now()),
        "runs": [(run, labels.get(run.rule.kind, run.rule.kind)) for run in runs],
        "periods": _periods(),
    }
    return render(request, "privacy/retention.html", context)


@get_or_post
@role_required(RoleGrant.Role.PLATFORM)
def rule_set(request: UserRequest, kind: str) -> HttpResponse:
    known = _kind(kind)
    form = RuleForm(request.POST or None, kind=known, initial=_initial(known))
    if form.is_valid():
        try:
            operations.set_rule(
                kind=kind, at=timezone.now(), actor=request.user, **form.cleaned_data
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The rule is set."))
            return redirect("privacy:retention")
    return render(request, "privacy/rule_set.html", {"form": form, "kind": known})


@require_POST
@role_required(RoleGrant.Role.PLATFORM)
def end(request: UserRequest, kind: str) -> HttpResponse:
    rule = _rule(kind)
    operations.end_rule(rule=rule, at=timezone.now(), actor=request.user)
    messages.success(request, _("The rule is ended. Nothing of this kind is deleted."))
    return redirect("privacy:retention")


@require_POST
@role_required(RoleGrant.Role.PLATFORM)
def apply(request: UserRequest, kind: str) -> HttpResponse:
    rule = _rule(kind)
    run = operations.apply_retention(rule=rule, at=timezone.now(), actor=request.user)
    words = ngettext(
        "The rule was applied to %(n)d record.",
        "The rule was applied to %(n)d records.",
        run.affected,
    )
    messages.success(request, words % {"n": run.affected})
    return redirect("privacy:retention")


@get_or_post
@role_required(RoleGrant.Role.PLATFORM)
def periods(request: UserRequest) -> HttpResponse:
    """Within how many days requests are answered."""
    form = PeriodForm(
        request.POST or None, initial={"valid_from": local_day(timezone.now())}
    )
    if form.is_valid():
        try:
            operations.set_answer_period(
                at=timezone.now(), actor=request.user, **form.cleaned_data
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The period is laid down."))
            return redirect("privacy:retention")
    return render(request, "privacy/periods.html", {"form": form})


def _periods() -> list[tuple[Any, int, str]]:
    today = local_day(timezone.now())
    laid_down = {each.kind: each for each in AnswerPeriod.objects.on(today)}
    rows = []
    for kind in DataRequest.Kind:
        period = laid_down.get(kind)
        days = period.days if period else queries.ANSWER_DAYS
        rows.append((kind.label, days, period.document if period else ""))
    return rows


def _kind(code: str) -> kinds.Kind:
    known = kinds.kind(code)
    if known is None:
        raise Http404
    return known


def _rule(code: str) -> RetentionRule:
    rule = queries.rules_on(local_day(timezone.now())).get(_kind(code).code)
    if rule is None:
        raise Http404
    return rule


def _initial(kind: kinds.Kind) -> dict[str, Any]:
    today = local_day(timezone.now())
    return {"valid_from": today, "action": kind.actions[0]}
