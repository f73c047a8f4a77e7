"""What the pages of places need: a place to reshape, a rule, a filing, villages, figures."""

from datetime import date

from lms.kernel.clock import local_day
from mediators.coverage import operations as coverage
from mediators.models import Division
from tests.factories.mediators import (
    A_WHILE_AGO,
    ExemptionFactory,
    OrganisationFactory,
    PostFactory,
    RuleFactory,
)
from tests.scope.rows import ABOVE, INSIDE, OUTSIDE

COUNTY = "990115"
#: The towns in whose divisions the villages lie; that above has no office of its own.
TOWNS = {INSIDE: f"{COUNTY}101", OUTSIDE: f"{COUNTY}102", ABOVE: f"{COUNTY}103"}


def of_places(place):
    """Make what is moved, ruled, filed and counted there; the mediator's own has none."""
    if place.name not in TOWNS:
        return
    # Nobody holds a post there, so that it may be moved, merged or dissolved.
    place.empty = OrganisationFactory(
        name=f"{place.word}旧村人民调解委员会", parent=place.unit
    )
    place.rule = RuleFactory(organisation=place.unit, document=document(place))
    place.filed = PostFactory(
        person__name=f"{place.word}备案",
        organisation=place.committee,
        filed_on=date(2024, 2, 1),
    )
    place.exemption = ExemptionFactory(post=place.filed)
    of_divisions(place)
    # Anew with each place, so that in the end all of them are counted.
    coverage.roll(day=local_day(place.world.now), at=place.world.now)


def document(place):
    """Name the document of the rule: those beneath the district may read of its own."""
    return f"{'' if place.name == ABOVE else place.word}司发〔2023〕1号"


def of_divisions(place):
    county = Division.objects.filter(code=COUNTY).first() or division(
        COUNTY, "青川区", Division.Level.COUNTY
    )
    place.town = division(
        TOWNS[place.name], f"{place.word}镇", Division.Level.TOWN, parent=county
    )
    place.village = division(
        f"{place.town.code}201",
        f"{place.word}新村",
        Division.Level.VILLAGE,
        parent=place.town,
    )
    place.unit.division = county if place.name == ABOVE else place.town
    place.unit.save(update_fields=["division"])


def division(code, name, level, parent=None):
    return Division.objects.create(
        code=code, name=name, level=level, parent=parent, valid_from=A_WHILE_AGO
    )
