from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.kernel import jobs
from lms.kernel.http import UserRequest, get_or_post
from lms.kernel.models import Job
from mediators.access import has_role, role_required
from mediators.models import Organisation, RoleGrant
from mediators.rosters import kept, operations, queries, tables
from mediators.rosters.forms import ExportForm
from mediators.rosters.http import saved, table_response
from mediators.rosters.models import Export
from mediators.rosters.operations import exporting
from mediators.rosters.queries.filters import NAMES, mediators_chosen

_TASK = "mediators.rosters.tasks.export_roster"
#: A template offers so many committees; a longer list helps nobody to choose.
_PLACES = 2000


@get_or_post
@role_required(*RoleGrant.OVERSEERS)
def export_add(request: UserRequest) -> HttpResponse:
    """Give out the list as it is filtered: at once, or by the worker if it is long."""
    may_open = has_role(request.user, *RoleGrant.ADMINISTRATORS)
    given = {name: request.GET.get(name, "") for name in NAMES}
    form = ExportForm(request.POST or None, may_open=may_open, initial=given)
    filters = form.filters() if form.is_valid() else given
    found = mediators_chosen(filters, viewer=request.user)
    posts = queries.posts_of(found, viewer=request.user)
    if not form.is_valid():
        context = {"form": form, "people": found.count(), "posts": posts.count()}
        return render(request, "rosters/export_add.html", context)
    if form.cleaned_data["reason"] or posts.count() > exporting.AT_ONCE:
        return redirect("rosters:export", uuid=_by_the_worker(request, form).uuid)
    return _at_once(request, form)


def _by_the_worker(request: UserRequest, form: ExportForm) -> Job:
    return jobs.start(
        title=_("Exporting a roster"),
        task=_TASK,
        user=request.user,
        filters=form.filters(),
        shape=form.cleaned_data["shape"],
        reason=form.cleaned_data["reason"],
    )


def _at_once(request: UserRequest, form: ExportForm) -> HttpResponse:
    now, shape = timezone.now(), form.cleaned_data["shape"]
    found = mediators_chosen(form.filters(), viewer=request.user)
    columns, rows = operations.table_of(found, viewer=request.user)
    kept = list(rows)
    operations.record_export(
        by=request.user,
        found=found,
        rows=len(kept),
        shape=shape,
        filters=form.filters(),
        reason="",
        at=now,
    )
    name = exporting.file_name(shape, now)
    return table_response(columns, kept, shape=shape, name=name)


@require_safe
@role_required(*RoleGrant.OVERSEERS)
def export(request: UserRequest, uuid: UUID) -> HttpResponse:
    """How far the worker is, and where the file is once it is made."""
    mine = Job.objects.visible_to(request.user).filter(task=_TASK)
    job = get_object_or_404(mine, uuid=uuid)
    made = Export.objects.visible_to(request.user).filter(job=job).first()
    made = None if made and kept.is_closed(made) else made
    part = "#progress" if request.htmx else ""
    context = {"job": job, "export": made}
    return render(request, f"rosters/export.html{part}", context)


@require_safe
@role_required(*RoleGrant.OVERSEERS)
def export_file(request: UserRequest, uuid: UUID) -> HttpResponse:
    made = get_object_or_404(Export.objects.visible_to(request.user), uuid=uuid)
    if kept.is_closed(made):
        raise Http404
    return saved(exporting.content_of(made), name=made.name)


@require_safe
@role_required(*RoleGrant.ADMINISTRATORS)
def template(request: UserRequest) -> HttpResponse:
    """An empty roster to be filled in, with the committees of one's branch to choose."""
    among = Organisation.objects.administered_by(request.user).existing()
    places = list(among.with_posts()[:_PLACES])
    above = queries.names_above(places, among)
    names = [queries.way_to(place, above) for place in places]
    return saved(tables.write_template(names), name="调解员名册模板.xlsx")
