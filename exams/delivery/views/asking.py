"""A page of the Office that asks before it does something, and says what was refused."""

from collections.abc import Callable
from typing import TypeVar

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render

from lms.kernel.errors import DomainError
from lms.kernel.http import UserRequest

T = TypeVar("T")


def carried_out(request: UserRequest, form: Form, act: Callable[[], T]) -> T | None:
    """Return what `act` made of a valid form, or None; a refusal stands in the form."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return act()
    except DomainError as error:
        form.add_error(None, str(error))
        return None


def asked(  # noqa: PLR0913 -- what a page with a form says
    request: UserRequest,
    form: Form,
    title: str,
    lead: str,
    action: str,
    *,
    back: str,
    what_comes: str = "",
    is_final: bool = False,
) -> HttpResponse:
    """Show a form under what it does; `action` stands on its button.

    `what_comes` says what comes of it, for whom, and whether it can be undone.
    """
    context = {"form": form, "title": title, "lead": lead, "action": action}
    context |= {"back": back, "what_comes": what_comes}
    return render(request, "delivery/form.html", {**context, "is_final": is_final})
