"""Types for annotations: a request behind `login_required` has a real user."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser  # noqa: F401 -- typing

    from mediators.models import Person, User


class UserRequest(HttpRequest):
    if TYPE_CHECKING:
        user: User
        htmx: object
        person_shown: Person | None
