from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_POST,
    require_safe,
)

from lms.kernel.errors import DomainError
from lms.kernel.http import UserRequest, get_or_post
from mediators.access import has_role, role_required
from mediators.models import RoleGrant
from mediators.rosters import kept, operations, queries
from mediators.rosters.forms import ImportForm, RowFilter, UndoForm
from mediators.rosters.http import (
    REVIEW,
    Sight,
    all_rows,
    rows_to_show,
    sight_of,
    start,
    table_response,
)
from mediators.rosters.models import Doubt, Import, Row, Step
from mediators.rosters.operations.exporting import XLSX
from mediators.rosters.queries.matching import reachable

PER_PAGE = 30


@require_safe
@role_required(*RoleGrant.OVERSEERS)
def import_list(request: UserRequest) -> HttpResponse:
    found = Import.objects.visible_to(request.user).with_state()
    page = Paginator(found.select_related("branch", "by"), PER_PAGE)
    context = {
        "page_obj": page.get_page(request.GET.get("page")),
        "kinds": dict(Step.Kind.choices),
        "may_add": has_role(request.user, *RoleGrant.ADMINISTRATORS),
    }
    return render(request, "rosters/import_list.html", context)


@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
def import_add(request: UserRequest) -> HttpResponse:
    form = ImportForm(
        request.POST or None, request.FILES or None, administrator=request.user
    )
    if form.is_valid():
        file = form.cleaned_data["file"]
        roster = operations.receive(
            branch=form.cleaned_data["branch"],
            name=file.name,
            content=file.read(),
            by=request.user,
            at=timezone.now(),
        )
        _start_reading(request, roster)
        return redirect(roster)
    return render(request, "rosters/import_add.html", {"form": form})


@require_safe
@role_required(*RoleGrant.OVERSEERS)
def import_detail(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Where an import stands: read, to be looked through, carried out or undone."""
    seen = Import.objects.visible_to(request.user)
    roster = get_object_or_404(seen.select_related("branch", "by"), uuid=uuid)
    step = queries.last_step(roster)
    sight = sight_of(roster, request.user)
    may_act = sight["seen_by"] is None
    if kept.is_closed(roster):
        return render(request, "rosters/import_closed.html", {"roster": roster})
    context: dict[str, Any] = {"roster": roster, "step": step, "may_act": may_act}
    if step and step.is_under_way and not step.has_stopped:
        context["job"] = step.job
        part = "#progress" if request.htmx else ""
        return render(request, f"rosters/import_under_way.html{part}", context)
    if request.htmx:
        return _whole_page(roster)
    if step and step.is_asking:
        context["sample"] = operations.sample_of(roster)
    if step and not (step.is_asking or step.is_refused or step.is_reading):
        context |= _rows(request, roster, sight)
    return render(request, "rosters/import.html", context)


def _rows(request: UserRequest, roster: Import, sight: Sight) -> dict[str, Any]:
    plan = RowFilter(request.GET).chosen()
    rows = queries.rows_shown(roster, plan=plan)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    counts = queries.counts(roster)
    return {
        "page_obj": page,
        "plan": plan,
        "counts": counts,
        "tabs": _tabs(counts, plan),
        "rows": rows_to_show(
            list(page.object_list),
            roster=roster,
            sight=sight,
            at=timezone.now(),
        ),
        "in_the_way": counts["bad"] + counts["doubtful"],
        "to_apply": roster.rows.to_apply().count(),
        "outcomes": queries.outcome_counts(roster),
    }


def _tabs(counts: dict[str, int], chosen: str) -> list[dict[str, Any]]:
    kinds: list[tuple[str, Any, int]] = [("", _("All rows"), sum(counts.values()))]
    kinds += [(plan.value, plan.label, counts[plan]) for plan in Row.Plan]
    return [
        {
            "label": label,
            "url": f"?plan={kind}",
            "count": count,
            "current": kind == chosen,
        }
        for kind, label, count in kinds
        if count or not kind
    ]


@require_POST
@role_required(*RoleGrant.ADMINISTRATORS)
def import_encoding(request: UserRequest, uuid: UUID) -> HttpResponse:
    roster = _acted_on(request, uuid)
    try:
        start(
            operations.confirm_encoding,
            roster=roster,
            task="read_roster",
            title=_("Reading a roster"),
            by=request.user,
            encoding="gb18030",
        )
    except DomainError as error:
        messages.error(request, str(error))
    return redirect(roster)


@require_POST
@role_required(*RoleGrant.ADMINISTRATORS)
def import_decide(request: UserRequest, uuid: UUID, doubt: int) -> HttpResponse:
    roster = _acted_on(request, uuid)
    asked = Doubt.objects.filter(
        row__roster=roster, person__in=reachable(request.user)
    ).select_related("person")
    found = get_object_or_404(asked, pk=doubt)
    answers = {answer.value for answer in Doubt.Answer if answer.value}
    answer = request.POST.get("answer", "")
    try:
        if answer in answers:
            operations.decide(
                doubt=found, answer=answer, by=request.user, at=timezone.now()
            )
    except DomainError as error:
        messages.error(request, str(error))
    return redirect(f"{roster.get_absolute_url()}?plan={request.POST.get('plan', '')}")


@require_POST
@role_required(*RoleGrant.ADMINISTRATORS)
def import_apply(request: UserRequest, uuid: UUID) -> HttpResponse:
    roster = _acted_on(request, uuid)
    try:
        start(
            operations.begin_applying,
            roster=roster,
            task="apply_roster",
            title=_("Importing a roster"),
            by=request.user,
            whole=request.POST.get("which") != "good",
        )
    except DomainError as error:
        messages.error(request, str(error))
    return redirect(roster)


@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
def import_undo(request: UserRequest, uuid: UUID) -> HttpResponse:
    roster = _acted_on(request, uuid)
    form = UndoForm(request.POST or None)
    if form.is_valid():
        try:
            start(
                operations.begin_undoing,
                roster=roster,
                task="undo_roster",
                title=_("Undoing an import"),
                by=request.user,
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect(roster)
    context = {
        "roster": roster,
        "form": form,
        "outcomes": queries.outcome_counts(roster),
    }
    return render(request, "rosters/import_undo.html", context)


@require_safe
@role_required(*RoleGrant.OVERSEERS)
def import_table(request: UserRequest, uuid: UUID) -> HttpResponse:
    """What would come, or came, of each row of an import, as a table to mend by."""
    seen = Import.objects.visible_to(request.user).select_related("branch", "by")
    roster = get_object_or_404(seen, uuid=uuid)
    if kept.is_closed(roster):
        raise Http404
    rows = queries.rows_shown(roster, plan=RowFilter(request.GET).chosen())
    sight = sight_of(roster, request.user)
    shown = all_rows(rows, roster=roster, sight=sight, at=timezone.now())
    return table_response(REVIEW, shown, shape=XLSX, name=f"{_('Rows')}.xlsx")


def _start_reading(request: UserRequest, roster: Import) -> None:
    start(
        operations.begin_reading,
        roster=roster,
        task="read_roster",
        title=_("Reading a roster"),
        by=request.user,
    )


def _acted_on(request: UserRequest, uuid: UUID) -> Import:
    rosters = Import.objects.administered_by(request.user).select_related("branch")
    found: Import = get_object_or_404(rosters, uuid=uuid)
    return found


def _whole_page(roster: Import) -> HttpResponse:
    """Answer a part that asks for itself, when the whole page has become another."""
    return HttpResponse(headers={"HX-Redirect": roster.get_absolute_url()})
