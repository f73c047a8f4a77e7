"""What an account can see, and who can see a person."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lms.kernel.clock import local_day
from lms.kernel.http import UserRequest
from mediators import queries
from mediators.access import role_required, show
from mediators.models import Mediator, Person, RoleGrant
from mediators.role_rows import places_with_reasons, rows, sections_of, trail


@require_safe
@role_required(*RoleGrant.OVERSEERS)
def account(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Today's roles of an account and what they open, as far as the viewer oversees."""
    found = get_object_or_404(queries.accounts_seen(request.user), uuid=uuid)
    person = Person.objects.filter(user=found).first()
    show(request, person)
    seen = RoleGrant.objects.visible_to(request.user).filter(user=found)
    grants = list(queries.with_trail(seen))
    all_rows = rows(grants, viewer=request.user, day=local_day(timezone.now()))
    held = [row.grant for row in all_rows if row.state in {"active", "expiring"}]
    context = {
        "account": found,
        "mediator": Mediator.objects.visible_to(request.user).of(found).first(),
        "rows": all_rows,
        "branches": queries.branches_of(held),
        "places": places_with_reasons(found, held),
        "sections": sections_of(request, found),
        "trail": trail(grants),
        "may_grant": queries.accounts_within(request.user).filter(pk=found.pk).exists(),
    }
    return render(request, "mediators/account.html", context)


@require_safe
@role_required(*RoleGrant.OVERSEERS)
def overseers(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Who can see a person's file, by which role over which branch."""
    seen = Mediator.objects.visible_to(request.user).select_related("person")
    found = get_object_or_404(seen, uuid=uuid)
    show(request, found.person)
    open_to = queries.accounts_seen(request.user)
    holders = queries.overseers_of(found.person)
    known = set(
        open_to.filter(pk__in=[each.grant.user_id for each in holders]).values_list(
            "pk", flat=True
        )
    )
    context = {"mediator": found, "holders": holders, "known": known}
    return render(request, "mediators/overseers.html", context)
