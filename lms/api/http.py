"""Who asks, and in what words they are refused."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.renderers import JSONRenderer
from ninja.security import HttpBearer, SessionAuth

from lms.api import operations
from lms.api.models import AccessKey
from mediators.access import has_role
from mediators.models import Person, RoleGrant, User
from mediators.privacy import data
from mediators.privacy.queries import records_of


class PlainJSON(JSONRenderer):
    """Characters as they are: a name is to be read."""

    json_dumps_params = {"ensure_ascii": False}


class KeyBearer(HttpBearer):
    """`Authorization: Bearer` and a key of somebody who oversees a branch."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        key = operations.use_key(secret=token, at=timezone.now())
        if key is None:
            return None
        request.user = key.user
        request.access_key = key  # type: ignore[attr-defined]  # -- ours
        return key.user


class OverseerSession(SessionAuth):
    """Whoever is signed in and oversees a branch; for everybody else nothing is here."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        user = super().authenticate(request, key)
        if user is not None and not has_role(user, *RoleGrant.OVERSEERS):
            raise Http404
        return user


def note_told(request: HttpRequest, rows: list[dict[str, Any]]) -> None:
    """Log of whom a request is about to be told."""
    operations.note_told(
        reader=request.user,  # type: ignore[arg-type]  # -- somebody is known
        key=getattr(request, "access_key", None),
        people=[row["mediator"].person for row in rows],
        at=timezone.now(),
    )


def say_no(
    api: NinjaAPI, request: HttpRequest, status: int, words: Any
) -> HttpResponse:
    """Answer with a status and a sentence that says what to do."""
    return api.create_response(request, {"detail": str(words)}, status=status)


def held_about(person: Person) -> data.Table:
    """Return the keys of somebody, for their data page; one query."""
    keys = AccessKey.objects.filter(user__person__in=records_of(person))
    return data.table_of(
        keys, "name", "created_at", "expires_on", "revoked_at", "last_used_on"
    )


def unknown_key() -> str:
    return _(
        "Send a key that is in force: “Authorization: Bearer …”. Keys are made in the "
        "Office under “Interface keys”."
    )
