"""Points as people write them: 2, 2.5, 100."""

from decimal import Decimal

from django import template

from exams.assembly.queries import plain

register = template.Library()


@register.filter
def points(number: Decimal) -> str:
    return plain(number)
