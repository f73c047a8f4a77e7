"""A table of cases: read, looked through, and entered at one confirmation.

Between the two the rows travel in the page, signed: nothing is stored before.
"""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from incentives import operations, queries
from incentives.forms.imports import CasesForm
from incentives.operations.imports import Line
from incentives.sheets import reading, writing
from lms.kernel.errors import DomainError
from lms.kernel.http import UserRequest, get_or_post
from mediators.access import role_required
from mediators.models import RoleGrant, User
from mediators.rosters import tables
from mediators.rosters.http import saved


@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
def subsidy_import(request: UserRequest) -> HttpResponse:
    form = CasesForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        content = form.cleaned_data["file"].read()
        try:
            rows, notes = reading.read(content, encoding=form.encoding)
        except tables.EncodingUnknown:
            return _ask_for_encoding(request, form, content)
        except DomainError as problem:
            form.add_error("file", str(problem))
        else:
            return _review(request, rows, notes)
    return render(request, "incentives/import.html", {"form": form})


def _ask_for_encoding(
    request: UserRequest, form: CasesForm, content: bytes
) -> HttpResponse:
    words = _("If the characters below are right, tick this and choose the file again.")
    form.add_error("is_gb18030", words)
    context = {"form": form, "sample": tables.sample(content)}
    return render(request, "incentives/import.html", context)


@require_POST
@role_required(*RoleGrant.ADMINISTRATORS)
def subsidy_import_confirm(request: UserRequest) -> HttpResponse:
    try:
        rows = _opened(request.POST.get("rows", ""), request.user)
    except signing.BadSignature:
        messages.error(request, _("Choose the file again; nothing was entered."))
        return redirect("incentives:subsidy-import")
    cases = queries.cases_of(rows, by=request.user)
    try:
        entries = operations.enter_subsidies(
            cases=cases, by=request.user, at=timezone.now()
        )
    except DomainError as error:
        return _review(request, rows, [], error=str(error))
    words = ngettext(
        "%(n)d case was entered.", "%(n)d cases were entered.", len(entries)
    )
    messages.success(request, words % {"n": len(entries)})
    return redirect("incentives:record-list")


@require_safe
@role_required(*RoleGrant.ADMINISTRATORS)
def subsidy_template(_request: UserRequest) -> HttpResponse:
    return saved(writing.template(), name="以案定补案件表.xlsx")


def _review(
    request: UserRequest, rows: reading.Rows, notes: list[str], *, error: str = ""
) -> HttpResponse:
    cases = queries.cases_of(rows, by=request.user)
    lines = operations.foresee_subsidies(
        cases=cases, by=request.user, at=timezone.now()
    )
    good = [line for line in lines if line.entry]
    context: dict[str, Any] = {
        "lines": sorted(lines, key=lambda line: line.entry is not None),
        "good": len(good),
        "bad": len(lines) - len(good),
        "amount": sum(line.entry.amount for line in good if line.entry),
        "notes": notes,
        "error": error,
        "rows": _sealed(good, request.user),
    }
    return render(request, "incentives/import_review.html", context)


def _sealed(lines: list[Line], user: User) -> str:
    """Return the good rows as the page carries them to its confirmation."""
    rows = [(line.case.number, line.case.raw) for line in lines]
    return signing.dumps(rows, salt=_salt(user), compress=True)


def _opened(sealed: str, user: User) -> reading.Rows:
    rows = signing.loads(sealed, salt=_salt(user))
    return [(number, raw) for number, raw in rows]


def _salt(user: User) -> str:
    return f"incentives.cases.{user.uuid}"
