from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lms.kernel.clock import local_day
from lms.kernel.errors import DomainError
from lms.kernel.http import UserRequest
from lms.kernel.models import AuditEntry
from mediators.access import role_required, show
from mediators.models import Person, RoleGrant
from mediators.privacy import actions, operations, papers, trail
from mediators.privacy.data import Table
from mediators.privacy.forms import TrailFilter
from mediators.privacy.http import download


@require_safe
@role_required(*RoleGrant.OVERSEERS)
def entry_list(request: UserRequest) -> HttpResponse:
    """The log, newest first; `before` is the entry from which the page goes on."""
    form = TrailFilter(request.GET)
    found = trail.found(request.user, **form.filters())
    before = request.GET.get("before", "")
    if before.isdecimal():
        found = found.filter(pk__lt=int(before))
    entries = list(found[: trail.PER_PAGE + 1])
    shown = entries[: trail.PER_PAGE]
    context = {
        "form": form,
        "rows": _rows(shown, request),
        "more": shown[-1].pk if len(entries) > trail.PER_PAGE else None,
        "is_continued": before.isdecimal(),
        "is_filtered": bool(form.filters()),
        "may_export": RoleGrant.branches(request.user, *RoleGrant.ADMINISTRATORS),
    }
    return render(request, "privacy/audit.html", context)


@require_safe
@role_required(*RoleGrant.OVERSEERS)
def entry(request: UserRequest, pk: int) -> HttpResponse:
    """One entry: what changed, to whom may see it, and what its seal says."""
    entries = trail.visible_to(request.user).select_related("actor", "value")
    found = get_object_or_404(entries, pk=pk)
    opened = trail.opened(found, request.user)
    people = Person.objects.visible_to(request.user)
    person = people.filter(uuid=found.person).first() if found.person else None
    show(request, person)
    if opened.is_shown:
        operations.log_opening(entry=found, at=timezone.now(), actor=request.user)
    context = {
        "entry": found,
        "words": actions.words_of(found.action),
        "kind": trail.kind_of(found.subject_type),
        "about": trail.names_in([found], request.user)[found.pk],
        "opened": opened,
        "sealing": trail.sealing_of(found),
    }
    return render(request, "privacy/audit_entry.html", context)


@require_POST
@role_required(*RoleGrant.ADMINISTRATORS)
def export(request: UserRequest) -> HttpResponse:
    """Give the filtered log as a file, and log that."""
    form = TrailFilter(request.GET)
    filters = form.filters()
    found = trail.found(request.user, **filters)
    at = timezone.now()
    try:
        operations.log_export(
            rows=found.count(), filters=sorted(filters), at=at, actor=request.user
        )
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(f"{reverse('privacy:audit')}?{request.GET.urlencode()}")
    table = _table(_rows(list(found), request))
    kind = "csv" if request.POST.get("form") == "csv" else "xlsx"
    content = (
        papers.commas(table)
        if kind == "csv"
        else papers.workbook([(_("Audit log"), table)])
    )
    return download(content, name=f"audit-{local_day(at)}", form=kind)


def _rows(entries: list[AuditEntry], request: UserRequest) -> list[dict[str, Any]]:
    names = trail.names_in(entries, request.user)
    return [
        {
            "entry": each,
            "words": actions.words_of(each.action),
            "kind": trail.kind_of(each.subject_type),
            "about": names[each.pk],
            "actor": each.actor.name if each.actor else _("the system"),
        }
        for each in entries
    ]


def _table(rows: list[dict[str, Any]]) -> Table:
    headings = [_("No."), _("When"), _("Who did it"), _("What was done")]
    headings += [_("About what"), _("About whom or which"), _("Fields"), _("Reason")]
    return Table(
        [*headings],
        [
            [
                row["entry"].pk,
                row["entry"].at,
                row["actor"],
                row["words"],
                row["kind"],
                row["about"],
                "、".join(row["entry"].fields),
                row["entry"].reason,
            ]
            for row in rows
        ],
    )
