from typing import Any

from incentives.models import BASES, Basis
from mediators.models import User


def bases_seen(user: User, *, kind: str) -> Any:
    """Return the bases of a kind that `user` may look at, the newest first."""
    found = bases(kind).visible_to(user)
    return found.select_related(*BASES[kind].WORDS_NEED)


def bases(kind: str) -> Any:
    """Return all bases of a kind; to be narrowed to a scope at once."""
    return BASES[kind]._default_manager.all()  # noqa: SLF001 -- documented


def lines_of(basis: Basis) -> list[Any]:
    """Return the rates or the grades that a basis is made of."""
    return list(getattr(basis, basis.LINES).all()) if basis.LINES else []
