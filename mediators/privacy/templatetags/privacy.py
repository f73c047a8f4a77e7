from typing import Any

from django import template

from mediators.models import Person
from mediators.privacy import queries

register = template.Library()


@register.inclusion_tag("privacy/portrait.html", takes_context=True)
def portrait(context: dict[str, Any], person: Person) -> dict[str, Any]:
    """Show the photo of a person, if they allow it as it now reads, or their initial."""
    is_shown = queries.shows_photo(person, context["user"])
    return {"person": person, "is_shown": is_shown}
