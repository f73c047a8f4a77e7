from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from incentives import http, operations, queries
from incentives.forms.records import AnnulForm, RecordFilter
from incentives.models import KINDS, Decided
from incentives.sheets import writing
from lms.kernel.clock import local_day
from lms.kernel.errors import DomainError
from lms.kernel.http import UserRequest, get_or_post
from mediators.access import has_role, role_required, show
from mediators.models import RoleGrant, User
from mediators.rosters.http import saved

PER_PAGE = 30
LIST = "incentives:record-list"


@require_safe
@role_required(*RoleGrant.OVERSEERS)
def record_list(request: UserRequest) -> HttpResponse:
    form = RecordFilter(request.GET, viewer=request.user)
    found = queries.records_found(request.user, form.wanted())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page_obj": page,
        "records": queries.with_words(list(page.object_list)),
        "is_filtered": form.is_filtering,
        "filters": request.GET.urlencode(),
        "waiting": http.waiting(request.user),
        "may_enter": has_role(request.user, *RoleGrant.ADMINISTRATORS),
    }
    return render(request, "incentives/record_list.html", context)


@require_safe
@role_required(*RoleGrant.OVERSEERS)
def record_export(request: UserRequest) -> HttpResponse:
    """Give out the list as it is filtered; who is in it can see that it was taken."""
    form, now = RecordFilter(request.GET, viewer=request.user), timezone.now()
    found = queries.records_found(request.user, form.wanted())
    try:
        records = operations.export_records(found=found, by=request.user, at=now)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(f"{reverse(LIST)}?{request.GET.urlencode()}")
    words = _("Records of incentive")
    name = f"{words}-{local_day(now):%Y%m%d}.xlsx"
    return saved(writing.of_records(records), name=name)


@require_safe
@role_required(*RoleGrant.OVERSEERS)
def record(request: UserRequest, kind: str, uuid: UUID) -> HttpResponse:
    seen = _records(kind).visible_to(request.user)
    found = get_object_or_404(seen.with_subjects(), uuid=uuid)
    show(request, found.mediator and found.mediator.person)
    may_annul = _annullable(kind, request.user).filter(pk=found.pk).exists()
    is_own = may_annul and operations.is_own(found.mediator, request.user)
    context = {
        "record": found,
        "may_annul": may_annul and not is_own,
        "may_settle": found.is_proposed and found.decided_by_id == request.user.pk,
    }
    return render(request, "incentives/record.html", context)


@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
def record_annul(request: UserRequest, kind: str, uuid: UUID) -> HttpResponse:
    own = _annullable(kind, request.user).with_subjects()
    found = own.filter(uuid=uuid).first()
    if found is None:
        return nothing_left(
            request, get_object_or_404(_ended(kind, request.user), uuid=uuid)
        )
    show(request, found.mediator and found.mediator.person)
    form = AnnulForm(request.POST or None)
    if form.is_valid():
        try:
            operations.annul(
                record=found, at=timezone.now(), actor=request.user, **form.cleaned_data
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The record was annulled; it is kept."))
            return redirect(found)
    return render(request, "incentives/annul.html", {"form": form, "record": found})


def nothing_left(request: UserRequest, record: Any) -> HttpResponse:
    """Lead from what was settled or annulled meanwhile to how it stands now."""
    if record.is_annulled:
        said = _("%(name)s annulled this record on %(day)s: here is how it stands.")
        by, at = record.annulled_by, record.annulled_at
    elif record.is_declined:
        said = _("%(name)s declined this record on %(day)s: here is how it stands.")
        by, at = record.decided_by, record.settled_at
    else:
        said = _("%(name)s confirmed this record on %(day)s: here is how it stands.")
        by, at = record.decided_by, record.settled_at
    day = date_format(local_day(at), "DATE_FORMAT")
    messages.info(request, said % {"name": by.name, "day": day})
    return redirect(record)


def _ended(kind: str, user: User) -> Any:
    """Return what `user` may look at and could have taken back before it ended."""
    records = _records(kind)
    own = Q(pk__in=records.administered_by(user).values("pk")) | Q(recorded_by=user)
    over = ~Q(annulled_at=None)
    if issubclass(records.model, Decided):
        over |= ~Q(settled_at=None)
    return records.visible_to(user).filter(own, over).with_subjects()


def _annullable(kind: str, user: User) -> Any:
    """Return what `user` may take back: what they answer for, and what they proposed."""
    records = _records(kind)
    own = records.administered_by(user).filter(records.model.STANDS)
    if not issubclass(records.model, Decided):
        return own
    waits = Q(state="proposed", annulled_at=None)
    answers = Q(pk__in=records.administered_by(user).values("pk"))
    mine = waits & (answers | Q(recorded_by=user))
    return records.filter(Q(pk__in=own.values("pk")) | mine)


def _records(kind: str) -> Any:
    if kind not in KINDS:
        raise Http404
    return KINDS[kind]._default_manager  # noqa: SLF001 -- documented
