"""What every page of a demonstration says of itself."""

from django.http import HttpRequest


def is_demo(_request: HttpRequest) -> dict[str, bool]:
    """Let `base.html` say that people are invented and review is simulated."""
    return {"is_demo": True}
