"""What rules ask of a place: a branch's documents where they speak, else the statute."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from mediators.models import Organisation, Rule


@dataclass(frozen=True)
class Figure:
    """What a rule asks for, and who says so."""

    value: int
    source: str | Promise


#: What the People's Mediation Law says where no document of a branch says otherwise.
STATUTE = {
    Rule.Code.MEMBERS_MIN: Figure(3, gettext_lazy("Law, article 8, paragraph 2")),
    Rule.Code.MEMBERS_MAX: Figure(9, gettext_lazy("Law, article 8, paragraph 2")),
    Rule.Code.CHAIRS: Figure(1, gettext_lazy("Law, article 8, paragraph 2")),
    Rule.Code.WOMEN_MIN: Figure(1, gettext_lazy("Law, article 8, paragraph 3")),
    Rule.Code.TERM_YEARS: Figure(3, gettext_lazy("Law, article 9, paragraph 2")),
}


def figures(organisation: Organisation, *, day: date) -> dict[str, Figure]:
    """Return what the rules ask of an organisation on `day`; the nearest branch decides."""
    step = Organisation.steplen
    path = organisation.path
    above = [path[:end] for end in range(step, len(path) + 1, step)]
    rules = Rule.objects.on(day).filter(organisation__path__in=above)
    found = {code.value: figure for code, figure in STATUTE.items()}
    for rule in rules.order_by("organisation__depth"):
        found[rule.code] = Figure(rule.value, rule.document)
    return found


def term_end(organisation: Organisation, *, start: date) -> date:
    """Return the day on which a full term that begins on `start` is over."""
    years = figures(organisation, day=start)[Rule.Code.TERM_YEARS].value
    try:
        return start.replace(year=start.year + years)
    except ValueError:  # 29 February
        return date(start.year + years, 3, 1)
