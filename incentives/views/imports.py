"""A table of records of a kind: read, looked through, and entered at one confirmation.

Between the two the rows travel in the page, signed: nothing is stored before.
"""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from incentives import operations, queries
from incentives.entries import IMPORTS
from incentives.forms.imports import TableForm
from incentives.models import SubsidyEntry
from incentives.operations.imports import Line
from incentives.sheets import reading, writing
from incentives.sheets.columns import TABLES, Table
from lms.kernel.errors import DomainError
from lms.kernel.http import UserRequest, get_or_post
from mediators.access import role_required
from mediators.models import RoleGrant, User
from mediators.rosters import tables
from mediators.rosters.http import saved


@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
def record_import(request: UserRequest, kind: str) -> HttpResponse:
    table = _table(kind)
    sent = (request.POST or None, request.FILES or None)
    form = TableForm(*sent, table=table.layout.name)
    if form.is_valid():
        content = form.cleaned_data["file"].read()
        try:
            rows, notes = reading.read(content, table=table, encoding=form.encoding)
        except tables.EncodingUnknown:
            return _ask_for_encoding(request, kind, form, content)
        except DomainError as problem:
            form.add_error("file", str(problem))
        else:
            return _review(request, kind, rows, notes)
    return render(request, "incentives/import.html", _page(kind, form=form))


def _ask_for_encoding(
    request: UserRequest, kind: str, form: TableForm, content: bytes
) -> HttpResponse:
    words = _("If the characters below are right, tick this and choose the file again.")
    form.add_error("is_gb18030", words)
    context = _page(kind, form=form, sample=tables.sample(content))
    return render(request, "incentives/import.html", context)


@require_POST
@role_required(*RoleGrant.ADMINISTRATORS)
def record_import_confirm(request: UserRequest, kind: str) -> HttpResponse:
    _table(kind)
    try:
        raws = _opened(request.POST.get("rows", ""), kind, request.user)
    except signing.BadSignature:
        messages.error(request, _("Choose the file again; nothing was entered."))
        return redirect("incentives:import", kind)
    rows = queries.rows_of(kind, raws, by=request.user)
    try:
        entered = operations.enter_rows(rows=rows, by=request.user, at=timezone.now())
    except DomainError as error:
        return _review(request, kind, raws, [], error=str(error))
    words = ngettext(
        "%(n)d record was entered.", "%(n)d records were entered.", len(entered)
    )
    messages.success(request, words % {"n": len(entered)})
    return redirect("incentives:record-list")


@require_safe
@role_required(*RoleGrant.ADMINISTRATORS)
def import_template(_request: UserRequest, kind: str) -> HttpResponse:
    table = _table(kind)
    return saved(writing.template(table), name=table.file)


def _table(kind: str) -> Table:
    if kind not in operations.IMPORTED:
        raise Http404
    return TABLES[kind]


def _page(kind: str, **more: Any) -> dict[str, Any]:
    """Return what every page of an import says of itself."""
    return {"kind": kind, "words": IMPORTS[kind], "table": TABLES[kind], **more}


def _review(
    request: UserRequest,
    kind: str,
    raws: reading.Rows,
    notes: list[str],
    error: str = "",
) -> HttpResponse:
    rows = queries.rows_of(kind, raws, by=request.user)
    lines = operations.foresee_rows(rows=rows, by=request.user, at=timezone.now())
    good = [line for line in lines if line.record]
    context = _page(
        kind,
        lines=sorted(lines, key=lambda line: line.record is not None),
        good=len(good),
        bad=len(lines) - len(good),
        waits=sum(line.record.is_proposed for line in good if line.record),
        amount=_amount(good),
        notes=notes,
        error=error,
        rows=_sealed(good, kind, request.user),
    )
    return render(request, "incentives/import_review.html", context)


def _amount(lines: list[Line]) -> Decimal | None:
    """Return what the subsidies among the rows come to; None for other kinds."""
    amounts = [x.record.amount for x in lines if isinstance(x.record, SubsidyEntry)]
    return sum(amounts, Decimal(0)) if amounts else None


def _sealed(lines: list[Line], kind: str, user: User) -> str:
    """Return the good rows as the page carries them to its confirmation."""
    rows = [(line.row.number, line.row.raw) for line in lines]
    return signing.dumps(rows, salt=_salt(kind, user), compress=True)


def _opened(sealed: str, kind: str, user: User) -> reading.Rows:
    rows = signing.loads(sealed, salt=_salt(kind, user))
    return [(number, raw) for number, raw in rows]


def _salt(kind: str, user: User) -> str:
    return f"incentives.{kind}.{user.uuid}"
