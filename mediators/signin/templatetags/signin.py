from django import template

register = template.Library()
_GROUP = 4


@register.filter
def in_fours(text: str) -> str:
    """Return a key or a code in groups of four, as people read them out."""
    return " ".join(text[n : n + _GROUP] for n in range(0, len(text), _GROUP))
