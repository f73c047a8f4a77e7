"""Schedules, programmes and schemes: listed, looked at, set up, ended."""

from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.forms import BaseFormSet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from incentives import operations, queries
from incentives.entries import anybody
from incentives.forms import bases as forms
from incentives.models import BASES, Basis
from lms.kernel.clock import local_day
from lms.kernel.errors import DomainError
from lms.kernel.http import UserRequest, get_or_post
from mediators.access import has_role, role_required
from mediators.models import RoleGrant, User

_MORE, _DIGITS = 4, 4


class Setting(NamedTuple):
    """How a kind of basis is set up and ended, and its words."""

    form: type[forms.BasisForm]
    add: Callable[..., Basis]
    end: Callable[..., Basis]
    verb: Promise
    lead: Promise
    #: Who, of the administrators, may set it up, and what is said to the others.
    opens: Callable[[User], bool] = anybody
    closed: Promise | str = ""


SETTINGS = {
    "schedule": Setting(
        forms.ScheduleForm,
        operations.add_schedule,
        operations.end_schedule,
        gettext_lazy("Lay down a schedule"),
        gettext_lazy(
            "What is paid for a case, by class. The schedule before it ends by itself."
        ),
        opens=queries.administers_bureau,
        closed=operations.NotTheBureau.message,
    ),
    "programme": Setting(
        forms.ProgrammeForm,
        operations.open_programme,
        operations.end_programme,
        gettext_lazy("Record a programme"),
        gettext_lazy(
            "A commendation project of a year: only one that was approved, with the "
            "document that says so."
        ),
    ),
    "scheme": Setting(
        forms.SchemeForm,
        operations.add_grade_scheme,
        operations.end_scheme,
        gettext_lazy("Set up a scheme"),
        gettext_lazy("A ladder of grades, and what is asked of whom it grades."),
    ),
}


@require_safe
@role_required(*RoleGrant.OVERSEERS)
def basis_list(request: UserRequest) -> HttpResponse:
    today = local_day(timezone.now())
    kinds = [
        {
            "kind": kind,
            "name": BASES[kind]._meta.verbose_name_plural,  # noqa: SLF001 -- documented
            "verb": setting.verb,
            "opens": setting.opens(request.user),
            "closed": setting.closed,
            "bases": [
                (each, each.is_open_on(today))
                for each in queries.bases_seen(request.user, kind=kind)
            ],
        }
        for kind, setting in SETTINGS.items()
    ]
    may_add = has_role(request.user, *RoleGrant.ADMINISTRATORS)
    context = {"kinds": kinds, "may_add": may_add}
    return render(request, "incentives/basis_list.html", context)


@require_safe
@role_required(*RoleGrant.OVERSEERS)
def basis(request: UserRequest, kind: str, uuid: UUID) -> HttpResponse:
    _setting(kind)
    seen = queries.bases_seen(request.user, kind=kind)
    found = get_object_or_404(seen, uuid=uuid)
    own = queries.bases(kind).administered_by(request.user).filter(pk=found.pk)
    is_open = found.is_open_on(local_day(timezone.now()))
    context = {
        "basis": found,
        "lines": queries.lines_of(found),
        "is_open": is_open,
        "may_end": found.ends_on is None and own.exists(),
    }
    return render(request, "incentives/basis.html", context)


@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
def basis_add(request: UserRequest, kind: str) -> HttpResponse:
    setting = _setting(kind)
    if not setting.opens(request.user):
        raise Http404
    form, rates = _forms(request, kind, setting)
    if form.is_bound and form.is_valid() and (rates is None or rates.is_valid()):
        lines = {} if rates is None else {"rates": _rates(rates)}
        try:
            found = setting.add(
                at=timezone.now(), actor=request.user, **lines, **form.terms()
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("It is set up."))
            return redirect(found)
    context = {"form": form, "rates": rates, "setting": setting}
    return render(request, "incentives/basis_add.html", context)


@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
def basis_end(request: UserRequest, kind: str, uuid: UUID) -> HttpResponse:
    setting = _setting(kind)
    own = queries.bases(kind).administered_by(request.user)
    found = get_object_or_404(own.select_related("organisation"), uuid=uuid)
    today = {"on": local_day(timezone.now())}
    form = forms.EndForm(request.POST or None, initial=today)
    if form.is_valid():
        ended = {kind: found, "at": timezone.now(), "actor": request.user}
        try:
            setting.end(**ended, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The end is recorded; nothing is deleted."))
            return redirect(found)
    return render(request, "incentives/basis_end.html", {"form": form, "basis": found})


def _setting(kind: str) -> Setting:
    if kind not in SETTINGS:
        raise Http404
    return SETTINGS[kind]


def _forms(
    request: UserRequest, kind: str, setting: Setting
) -> tuple[forms.BasisForm, BaseFormSet[Any] | None]:
    """Return the form and, for a schedule, its lines; more of them if asked for."""
    data, initial = request.POST or None, {}
    wants_more = "more" in request.POST
    if wants_more:
        initial = {name: value for name, value in request.POST.items() if value}
    form = setting.form(
        None if wants_more else data, administrator=request.user, initial=initial
    )
    if kind != "schedule":
        return form, None
    if not wants_more:
        return form, forms.RateFormSet(data, prefix="rate")
    longer = request.POST.copy()
    lines = longer.get("rate-TOTAL_FORMS", "")
    now = int(lines) if lines.isdecimal() and len(lines) < _DIGITS else 0
    longer["rate-TOTAL_FORMS"] = str(min(now + _MORE, forms.MOST_LINES))
    return form, forms.RateFormSet(longer, prefix="rate")


def _rates(lines: BaseFormSet[Any]) -> list[Any]:
    return [rate for each in lines if (rate := each.rate()) is not None]
