from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from lms.kernel.clock import local_day
from lms.kernel.errors import DomainError
from lms.kernel.http import UserRequest, get_or_post
from mediators import operations, queries
from mediators.access import role_required
from mediators.forms import ApartForm, MergeForm
from mediators.http import address_of_file, person_acted_on
from mediators.models import Person, Post, RoleGrant


@require_safe
@role_required(*RoleGrant.ADMINISTRATORS)
def doubles(request: UserRequest) -> HttpResponse:
    pairs = queries.doubtful_pairs(request.user)
    return render(request, "mediators/doubles.html", {"pairs": pairs})


@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
def merge(request: UserRequest, one: UUID, other: UUID) -> HttpResponse:
    pair = _pair(request, one, other)
    form = MergeForm(request.POST or None, **pair)
    if form.is_valid():
        try:
            left = operations.merge_people(
                **form.people(),
                at=timezone.now(),
                actor=request.user,
                reason=form.cleaned_data["reason"],
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Both records are one person now."))
            return redirect(address_of_file(left))
    context = {
        "form": form,
        "rows": _side_by_side(**pair),
        "apart": queries.told_apart(**pair),
        **pair,
    }
    return render(request, "mediators/merge.html", context)


@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
def apart(request: UserRequest, one: UUID, other: UUID) -> HttpResponse:
    """Note that two records are of two people, so that nobody is asked again."""
    pair = _pair(request, one, other)
    form = ApartForm(request.POST or None)
    if form.is_valid():
        try:
            operations.tell_apart(
                **pair,
                reason=form.cleaned_data["reason"],
                at=timezone.now(),
                actor=request.user,
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("They are not suggested again."))
            return redirect("mediators:doubles")
    return render(request, "mediators/apart.html", {"form": form, **pair})


def _pair(request: UserRequest, one: UUID, other: UUID) -> dict[str, Person]:
    """Return two records that the viewer administers, or answer 404."""
    if one == other:
        raise Http404
    pair = {"other": person_acted_on(request, other)}
    return {"one": person_acted_on(request, one), **pair}


def _side_by_side(one: Person, other: Person) -> list[dict[str, Any]]:
    """Return what both records say, and where they differ; two queries."""
    left, right = _facts(one), _facts(other)
    return [
        {
            "label": label,
            "one": left[label],
            "other": right[label],
            "differs": left[label] != right[label],
        }
        for label in left
    ]


def _facts(person: Person) -> dict[str, Any]:
    posts = Post.objects.standing().filter(person=person).select_related("organisation")
    held = [f"{post.organisation.name} {post.get_role_display()}" for post in posts]
    has_number = _("recorded") if person.has_id_number else _("not recorded")
    return {
        pgettext("person", "Name"): person.name,
        _("Gender"): person.get_gender_display(),
        _("Day of birth"): date_format(person.born_on) if person.born_on else "—",
        _("Ethnicity"): person.ethnicity_name or "—",
        _("Education"): person.get_education_display(),
        _("Phone"): person.phone or "—",
        _("Identity number"): has_number,
        _("Account"): _("has one") if person.user_id else _("has none"),
        _("Posts"): _(", ").join(held) or "—",
        _("Recorded"): date_format(local_day(person.recorded_at)),
    }
