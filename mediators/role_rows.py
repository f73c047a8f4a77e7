"""Roles as the pages of the Office show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from lms.kernel import menu
from lms.kernel.http import UserRequest
from mediators import queries, sights
from mediators.models import RoleEvent, RoleGrant, User

WORDS = {
    "active": _("in effect"),
    "expiring": _("ends soon"),
    "to_come": _("from a later day"),
    "suspended": _("suspended"),
    "ended": _("ended"),
}


@dataclass(frozen=True)
class Row:
    """A role as a table shows it, with what the viewer may do about it."""

    grant: RoleGrant
    state: str
    kind: str
    may_act: bool

    @property
    def word(self) -> Any:
        return WORDS[self.state]

    @property
    def is_suspended(self) -> bool:
        return self.state == "suspended"

    @property
    def is_ended(self) -> bool:
        return self.state == "ended"


def rows_of(
    accounts: Iterable[User], *, viewer: User, day: date
) -> list[tuple[User, list[Row]]]:
    """Return each account with its roles, as `queries.accounts_with_roles` has them."""
    accounts = list(accounts)
    grants = [grant for each in accounts for grant in each.roles_seen]  # type: ignore[attr-defined]  # -- prefetched
    found = {row.grant.pk: row for row in rows(grants, viewer=viewer, day=day)}
    return [(each, [found[g.pk] for g in each.roles_seen]) for each in accounts]  # type: ignore[attr-defined]  # -- prefetched


def rows(grants: Iterable[RoleGrant], *, viewer: User, day: date) -> list[Row]:
    """Return roles with their state on `day`; one query for what `viewer` may act on."""
    grants = list(grants)
    own = RoleGrant.objects.administered_by(viewer)
    mine = own.filter(pk__in=[grant.pk for grant in grants])
    acted_on = set(mine.values_list("pk", flat=True))
    return [
        Row(grant, *queries.state_of(grant, day=day), grant.pk in acted_on)
        for grant in grants
    ]


def trail(grants: Iterable[RoleGrant]) -> list[dict[str, Any]]:
    """Return what was decided about these roles, the newest first, for a timeline."""
    found = []
    for grant in grants:
        what = f"{grant.get_role_display()} · {grant.organisation.name}"
        told = [grant.granted_by, grant.reason]
        found.append(_event(grant.recorded_at, what, _("granted"), "leaf", told))
        for event in grant.events.all():
            kind = "leaf" if event.kind == RoleEvent.Kind.LIFTED else "maple"
            word, told = event.get_kind_display(), [event.by, event.reason]
            found.append(_event(event.at, what, word, kind, told))
    return sorted(found, key=lambda event: event["day"], reverse=True)


def places_with_reasons(
    account: User, grants: Iterable[RoleGrant]
) -> list[dict[str, Any]]:
    """Return what the Office's menu shows to `account`, each with the roles that open it.

    By these roles alone: what others there may be is not asked.
    """
    names = {grant.role: grant.get_role_display() for grant in grants}
    found: dict[str, dict[str, Any]] = {}
    for role, name in names.items():
        # Which branch it is decides nothing about the menu.
        alike = RoleGrant.as_if(account, [(role, "")])
        for place in menu.places_of(alike):
            shown = {"label": place.label, "icon": place.icon, "order": place.order}
            found.setdefault(place.url, {**shown, "why": []})["why"].append(name)
    return sorted(found.values(), key=lambda place: place["order"])


def sections_of(request: UserRequest, account: User) -> list[dict[str, Any]]:
    """Return what the other apps say of what `account` can see, ready to show."""
    shown = []
    for section in sights.sections():
        context = section.context(account, request.user)
        context |= {"account": account, "viewer": request.user}
        html = render_to_string(section.template, context, request=request)
        if html.strip():
            shown.append({"title": section.title, "html": html})
    return shown


def _event(
    at: datetime, what: str, word: Any, kind: str, told: list[Any]
) -> dict[str, Any]:
    text = " · ".join(str(each) for each in told if each)
    return {"day": at, "title": f"{what} · {word}", "text": text, "kind": kind}
