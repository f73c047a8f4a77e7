"""Who may open what, asked of roles and answered like an absent page; and who did."""

import hashlib
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.utils import timezone

from lms.kernel.clock import local_day
from lms.kernel.http import UserRequest
from mediators import operations
from mediators.models import Person, RoleGrant, User

View = Callable[..., HttpResponse]
#: A page that asks for itself again is looked at once in so many seconds.
_SAME_LOOK = 600
_DAY = 86_400


def has_role(user: User | AnonymousUser, *roles: str) -> bool:
    """Say whether `user` has one of `roles` anywhere today; platform is every role."""
    wanted = {*roles, RoleGrant.Role.PLATFORM}
    return any(role in wanted for role, _path in RoleGrant.held_by(user))


def open_to(*roles: str) -> Callable[[Any], bool]:
    """Return the question whether somebody has one of `roles`, for a place of the menu."""
    return lambda user: has_role(user, *roles)


def has_any_role(user: User | AnonymousUser) -> bool:
    """Say whether `user` has any business in the Office today."""
    return bool(RoleGrant.held_by(user))


def role_required(*roles: str) -> Callable[[View], View]:
    """Answer 404 to whoever has none of `roles`: forbidden and absent look the same.

    Every page of the Office comes through here, so that looks are logged here.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        @login_required
        def guarded(request: UserRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            allowed = (
                has_role(request.user, *roles) if roles else has_any_role(request.user)
            )
            if not allowed:
                raise Http404
            response = view(request, *args, **kwargs)
            if response.status_code == HTTPStatus.OK:
                log_look(request)
            return response

        return guarded

    return decorate


def show(request: UserRequest, person: Person | None) -> None:
    """Say whose page is being answered, so that a look at it is logged under them."""
    request.person_shown = person


def log_look(request: UserRequest) -> None:
    """Log that `request` is answered.

    Of somebody who may see everybody, every page; of everybody else, that they saw
    something of another person: once a day for each person.
    """
    person = getattr(request, "person_shown", None)
    if RoleGrant.is_platform(request.user):
        is_new = not _is_asked_again(request)
    else:
        is_new = person is not None and _is_first_today(request.user, person)
    if is_new:
        operations.log_look(
            viewer=request.user,
            address=request.path,
            filters=sorted(request.GET),
            person=person,
            at=timezone.now(),
        )


def _is_first_today(user: User, person: Person) -> bool:
    key = f"look-{user.pk}-{person.pk}-{local_day(timezone.now())}"
    return person.user_id != user.pk and cache.add(key, 1, _DAY)


def _is_asked_again(request: UserRequest) -> bool:
    """Whether this is a part that refreshes itself, by the same person, logged already."""
    if not request.htmx:
        return False
    asked = f"{request.user.pk} {request.get_full_path()}"
    key = f"look-{hashlib.sha256(asked.encode()).hexdigest()}"
    return not cache.add(key, 1, _SAME_LOOK)
