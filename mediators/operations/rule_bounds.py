from collections.abc import Iterator
from itertools import product

from django.utils.translation import gettext_lazy as _

from lms.kernel.errors import DomainError
from mediators import queries
from mediators.models import Organisation, Post, Rule
from mediators.models.rule import is_looser, value_in_words
from mediators.queries.figures import STATUTE, Figure


class LooserThanAbove(DomainError):
    message = _(
        "%(document)s asks for %(asked)s here. A branch may ask for more than what is laid "
        "down above it, and not for less."
    )


def check_not_looser(rule: Rule) -> None:
    """Refuse a rule that asks for less than the Law, or than a branch above.

    :raises LooserThanAbove: if it does, for any committee or post of which it speaks
    """
    place = rule.organisation
    above = Rule.objects.standing().above(place).exclude(organisation=place)
    book = queries.Rulebook(above.filter(code=rule.code).select_related("organisation"))
    days = {rule.valid_from}
    for each in above.filter(code=rule.code).meeting(rule.valid_from, rule.valid_to):
        days.add(max(each.valid_from, rule.valid_from))
    for (committee_type, kind), day in product(_scopes(rule), sorted(days)):
        spoken_of = Organisation(path=place.path, committee_type=committee_type)
        figure = book.figure(rule.code, spoken_of, day=day, kind=kind)
        if _binds(figure, rule.code) and is_looser(
            rule.code, rule.value, than=figure.value
        ):
            asked = value_in_words(rule.code, figure.value)
            raise LooserThanAbove(document=figure.source, asked=asked)


def _scopes(rule: Rule) -> Iterator[tuple[str, str]]:
    """Yield each type of committee with each kind of post of which the rule speaks."""
    types = [rule.committee_type] if rule.committee_type else Organisation.CommitteeType
    kinds = [rule.post_kind] if rule.post_kind else Post.Kind
    return product(map(str, types), map(str, kinds))


def _binds(figure: Figure, code: str) -> bool:
    return figure.is_asked and (figure.rule is not None or code in STATUTE)
