"""What each figure means, as one reads it in a report: asked of the records themselves.

Slow by design, for it joins whatever it counts. The roll-up is held against it by the
tests on random trees and by `make bench`; nothing else uses it.
"""

from collections import Counter
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Substr

from mediators.coverage import measures
from mediators.coverage.models import COLUMNS
from mediators.coverage.queries.standing import PLAIN
from mediators.coverage.queries.villages import Answer, villages
from mediators.models import Organisation, Person, Post, Rule
from mediators.models.organisation import OrganisationQuerySet
from mediators.queries import Rulebook

Figures = dict[str, int]
_MEMBERS = Q(posts__role__in=Post.MEMBERS)
_FEMALE = Person.Gender.FEMALE


def plain(path: str, *, day: date, answers: dict[int, Answer] | None = None) -> Figures:
    """Return every figure of the branch of which `path` is the top, on `day`.

    `answers` is what `villages` returned, if it was asked before.
    """
    found = Counter(dict.fromkeys(COLUMNS, 0))
    places = Organisation.objects.existing().within([path])
    rules = Rulebook(Rule.objects.standing().select_related("organisation"))
    for row in _committees(places, day):
        found.update({"committees": 1, f"committees_{row['committee_type']}": 1})
        found.update(_gaps(row, _asked(row, rules, day)))
    inside = set(places.values_list("pk", flat=True))
    for answer in (answers or villages(day=day)).values():
        if answer.organisation in inside:
            found.update(villages=1, villages_uncovered=int(not answer.is_covered))
    found.update(people(path, depth=0, day=day).get("", {}))
    return dict(found)


def _asked(row: dict[str, Any], rules: Rulebook, day: date) -> dict[str, int]:
    """Return what the rules ask of a committee, as its own page asks them."""
    place = Organisation(path=row["path"], committee_type=row["committee_type"])
    return {
        code: rules.figure(code, place, day=day).value for code in Rule.OF_THE_WHOLE
    }


def people(path: str, *, depth: int, day: date) -> dict[str, Figures]:
    """Return the figures of people for each branch of `depth` beneath `path`: one join."""
    posts = Post.objects.standing().on(day).within([path]).order_by()
    posts = posts.filter(organisation__dissolved_on=None)
    cut = Substr("organisation__path", 1, depth * Organisation.steplen)
    counts: dict[str, Any] = {
        "posts": Count("pk"),
        "people": Count("living", distinct=True),
        "women": Count("living", distinct=True, filter=Q(gender=_FEMALE)),
        "full_time": Count("living", distinct=True, filter=Q(kind=Post.Kind.FULL_TIME)),
    }
    for each in measures.registered():
        who = _holds(each.holders(day))
        counts[each.code] = Count("living", distinct=True, filter=who)
    rows: Any = posts.annotate(cut=cut, **PLAIN).values("cut").annotate(**counts)
    return {row.pop("cut"): row for row in rows}


def _holds(holders: QuerySet[Person]) -> Q:
    """Whether the one who is `living` is among them, or a record merged into theirs.

    Asked of each, or of a table of all: as the planner finds cheaper.
    """
    holders, living = holders.order_by(), OuterRef("living")
    own, merged = holders.filter(pk=living), holders.filter(merged_into=living)
    return Exists(own) | Exists(merged)


def _committees(places: OrganisationQuerySet, day: date) -> Any:
    """Return each committee with what its composition is judged by."""
    current = Q(posts__annulled_at=None, posts__valid_from__lte=day) & (
        Q(posts__valid_to=None) | Q(posts__valid_to__gt=day)
    )
    sitting = current & _MEMBERS
    living = Coalesce("posts__person__merged_into", "posts__person")
    gender = Coalesce("posts__person__merged_into__gender", "posts__person__gender")
    peoples = Coalesce(
        "posts__person__merged_into__ethnicity", "posts__person__ethnicity"
    )
    chair = Q(posts__role=Post.Role.CHAIR)
    counts = {
        "members": Count("living", distinct=True, filter=sitting),
        "women": Count("living", distinct=True, filter=sitting & Q(gender=_FEMALE)),
        "chairs": Count("posts", filter=sitting & chair),
        "minority": Count("posts", filter=sitting & ~Q(peoples__in=["", "01"])),
    }
    if certified := measures.named(measures.CERTIFIED):
        who = current & _holds(certified.holders(day))
        counts["certified"] = Count("posts", filter=who)
    rows = (
        places.committees()
        .order_by()
        .annotate(
            living=living, gender=gender, peoples=peoples, lapsed=Exists(_lapsed(day))
        )
    )
    about = ("pk", "path", "committee_type", "is_multi_ethnic", "lapsed")
    return rows.values(*about).annotate(**counts).iterator(2000)


def _lapsed(day: date) -> Any:
    """Return the terms that ran out while their holder sits there on no other."""
    terms: Any = Post.objects.standing().filter(role__in=Post.MEMBERS)
    terms = terms.annotate(**PLAIN)
    again = terms.on(day).filter(
        organisation=OuterRef("organisation"), living=OuterRef("living")
    )
    over = terms.filter(valid_to__lte=day, end_reason=Post.EndReason.NONE)
    here = over.filter(organisation=OuterRef("pk"))
    return here.filter(~Exists(again.order_by())).order_by()


def _gaps(row: dict[str, Any], asked: dict[str, int]) -> dict[str, int]:
    code = Rule.Code
    return {
        "without_chair": int(row["chairs"] < asked[code.CHAIRS]),
        "many_chairs": int(row["chairs"] > asked[code.CHAIRS]),
        "few_members": int(row["members"] < asked[code.MEMBERS_MIN]),
        "many_members": int(row["members"] > asked[code.MEMBERS_MAX]),
        "without_woman": int(row["women"] < asked[code.WOMEN_MIN]),
        "without_minority": int(row["is_multi_ethnic"] and not row["minority"]),
        "without_certified": int(not row.get("certified")),
        "lapsed": int(row["lapsed"]),
    }
