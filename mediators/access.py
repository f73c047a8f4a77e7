"""Who may open what: asked of roles, answered like an absent page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse

from lms.kernel.http import UserRequest
from mediators.models import RoleGrant, User

View = Callable[..., HttpResponse]


def has_role(user: User | AnonymousUser, *roles: str) -> bool:
    """Say whether `user` has one of `roles` anywhere today; platform is every role."""
    wanted = {*roles, RoleGrant.Role.PLATFORM}
    return any(role in wanted for role, _path in RoleGrant.held_by(user))


def has_any_role(user: User | AnonymousUser) -> bool:
    """Say whether `user` has any business in the Office today."""
    return bool(RoleGrant.held_by(user))


def role_required(*roles: str) -> Callable[[View], View]:
    """Answer 404 to whoever has none of `roles`: forbidden and absent look the same."""

    def decorate(view: View) -> View:
        @wraps(view)
        @login_required
        def guarded(request: UserRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            allowed = (
                has_role(request.user, *roles) if roles else has_any_role(request.user)
            )
            if not allowed:
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate
