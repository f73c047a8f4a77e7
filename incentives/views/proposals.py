"""What waits for somebody's decision: listed, looked at, confirmed or declined."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from incentives import operations, queries
from incentives.forms.records import SettleForm
from incentives.models import KINDS, Commendation, Conditioned, Decided, GradeRecord
from incentives.views.records import nothing_left
from lms.kernel.errors import DomainError
from lms.kernel.http import UserRequest, get_or_post
from mediators.access import role_required, show
from mediators.models import RoleGrant


@require_safe
@role_required(*RoleGrant.ADMINISTRATORS)
def waiting(request: UserRequest) -> HttpResponse:
    records = queries.with_words(list(queries.waiting_for(request.user)))
    return render(request, "incentives/waiting.html", {"records": records})


@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
def settle(request: UserRequest, kind: str, uuid: UUID) -> HttpResponse:
    record = _named(request, kind, uuid)
    if not record.is_proposed:
        return nothing_left(request, record)
    show(request, record.mediator.person if record.mediator else None)
    form = SettleForm(request.POST or None)
    if form.is_valid():
        try:
            said = _settle(request, form, record)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, said)
            return redirect(record)
    context = {"form": form, "record": record, "conditions": _conditions(record)}
    return render(request, "incentives/settle.html", context)


def _settle(request: UserRequest, form: SettleForm, record: Decided) -> str:
    given, now = form.cleaned_data, timezone.now()
    if given["verdict"] == form.CONFIRM:
        operations.confirm(record=record, at=now, actor=request.user)
        return _("Confirmed: the record stands.")
    reason = given["reason"]
    operations.decline(record=record, reason=reason, at=now, actor=request.user)
    return _("Declined: the record counts for nothing.")


def _named(request: UserRequest, kind: str, uuid: UUID) -> Decided:
    """Return what waits for whoever asks; or waited, where they may look at it."""
    model = KINDS.get(kind)
    if model is None or not issubclass(model, Decided):
        raise Http404
    records: Any = model._default_manager  # noqa: SLF001 -- documented
    waits = Q(state=Decided.State.PROPOSED, annulled_at=None)
    over = ~Q(settled_at=None) | ~Q(annulled_at=None)
    seen = Q(pk__in=records.visible_to(request.user).filter(over).values("pk"))
    named = records.filter(waits | seen, decided_by=request.user)
    found: Decided = get_object_or_404(named.with_subjects(), uuid=uuid)
    return found


def _conditions(record: Decided) -> list[queries.Condition]:
    """Return what is asked for and whether it is so, as the decider may know it."""
    basis: Conditioned
    if isinstance(record, Commendation):
        basis = record.programme
    elif isinstance(record, GradeRecord):
        basis = record.grade.scheme
    else:
        return []
    return queries.conditions_of(
        basis,
        place=record.organisation,
        mediator=record.mediator,
        on=record.decided_on,
        viewer=record.decided_by,
    )
