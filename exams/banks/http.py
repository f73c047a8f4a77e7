"""What several pages of this part need of the web."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise

from lms.kernel.clock import database_now
from lms.kernel.errors import DomainError
from lms.kernel.http import UserRequest

T = TypeVar("T")


def save(
    request: UserRequest, form: forms.Form, operation: Callable[..., T], **given: Any
) -> T | None:
    """Do what the form is for, or put the refusal at its head and return nothing."""
    try:
        return operation(**given, by=request.user, at=database_now())
    except DomainError as error:
        form.add_error(None, str(error))
        return None


def act(
    request: UserRequest,
    operation: Callable[..., Any],
    *,
    back: Any,
    done: str | Promise,
    **given: Any,
) -> HttpResponse:
    """Do one thing, say what came of it, and go back."""
    try:
        operation(**given, by=request.user, at=database_now())
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, str(done))
    return redirect(back)
