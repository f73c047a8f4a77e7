from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.kernel.clock import local_day
from lms.kernel.errors import DomainError
from lms.kernel.http import UserRequest, get_or_post
from mediators import operations, queries
from mediators.access import role_required
from mediators.forms import AnnulForm, BranchFilter, RuleEndForm, RuleForm
from mediators.models import Organisation, RoleGrant, Rule


@require_safe
@role_required(*RoleGrant.OVERSEERS)
def rule_list(request: UserRequest) -> HttpResponse:
    form = BranchFilter(request.GET, viewer=request.user)
    place = form.branch or form.places.first()
    if place and not form.branch:
        form = BranchFilter({"organisation": str(place.uuid)}, viewer=request.user)
    return render(request, "mediators/rule_list.html", _context(request, form, place))


def _context(
    request: UserRequest, form: BranchFilter, place: Organisation | None
) -> dict[str, Any]:
    if place is None:
        return {"form": form}
    day = local_day(timezone.now())
    rules = list(Rule.objects.above(place).select_related("organisation"))
    standing = [rule for rule in rules if not rule.is_annulled]
    acts = Organisation.objects.administered_by(request.user).filter(pk=place.pk)
    own = Rule.objects.administered_by(request.user).above(place)
    return {
        "form": form,
        "place": place,
        "subjects": queries.laid_down(place, standing, day=day),
        "others": [
            each for each in rules if each.is_annulled or not each.holds_on(day)
        ],
        "day": day,
        "may_add": acts.exists(),
        "managed": set(own.values_list("pk", flat=True)),
    }


@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
def rule_add(request: UserRequest, organisation: UUID, code: str) -> HttpResponse:
    places = Organisation.objects.administered_by(request.user).existing()
    place, known = get_object_or_404(places, uuid=organisation), _known(code)
    now = timezone.now()
    initial = {"valid_from": local_day(now)}
    form = RuleForm(request.POST or None, code=known, place=place, initial=initial)
    if form.is_valid():
        try:
            rule = operations.add_rule(
                organisation=place,
                code=known,
                at=now,
                actor=request.user,
                **form.terms(),
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The rule is laid down."))
            return _back(rule)
    figure = queries.figures(place, day=local_day(now))[known]
    context = {"form": form, "place": place, "code": known, "figure": figure}
    return render(request, "mediators/rule_add.html", context)


@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
def rule_end(request: UserRequest, uuid: UUID) -> HttpResponse:
    rule = _acted_on(request, uuid)
    today = {"on": local_day(timezone.now())}
    form = RuleEndForm(request.POST or None, initial=today)
    if form.is_valid():
        try:
            operations.end_rule(
                rule=rule, at=timezone.now(), actor=request.user, **form.cleaned_data
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The end of the rule is recorded."))
            return _back(rule)
    return render(request, "mediators/rule_end.html", {"form": form, "rule": rule})


@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
def rule_annul(request: UserRequest, uuid: UUID) -> HttpResponse:
    rule = _acted_on(request, uuid)
    form = AnnulForm(request.POST or None)
    if form.is_valid():
        try:
            operations.annul_rule(
                rule=rule, at=timezone.now(), actor=request.user, **form.cleaned_data
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The rule is annulled; the record is kept."))
            return _back(rule)
    return render(request, "mediators/rule_annul.html", {"form": form, "rule": rule})


def _acted_on(request: UserRequest, uuid: UUID) -> Rule:
    rules = Rule.objects.administered_by(request.user).standing()
    return get_object_or_404(rules.select_related("organisation"), uuid=uuid)


def _known(code: str) -> Rule.Code:
    try:
        return Rule.Code(code)
    except ValueError as error:
        raise Http404 from error


def _back(rule: Rule) -> HttpResponseRedirect:
    url = reverse("mediators:rule-list")
    return redirect(f"{url}?organisation={rule.organisation.uuid}")
