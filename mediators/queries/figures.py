"""What rules ask of a place: a branch's documents where they speak, else the statute."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from mediators.models import Organisation, Rule
from mediators.models.rule import is_looser, value_in_words


@dataclass(frozen=True)
class Figure:
    """What a rule asks for, and who says so; `rule` is its row, if it has one."""

    value: int
    source: str | Promise
    rule: Rule | None = None

    @property
    def is_asked(self) -> bool:
        return self.value != Rule.NOT_ASKED


#: What the People's Mediation Law says where no document of a branch says otherwise.
STATUTE = {
    Rule.Code.MEMBERS_MIN: Figure(3, gettext_lazy("Law, article 8, paragraph 2")),
    Rule.Code.MEMBERS_MAX: Figure(9, gettext_lazy("Law, article 8, paragraph 2")),
    Rule.Code.CHAIRS: Figure(1, gettext_lazy("Law, article 8, paragraph 2")),
    Rule.Code.WOMEN_MIN: Figure(1, gettext_lazy("Law, article 8, paragraph 3")),
    Rule.Code.TERM_YEARS: Figure(3, gettext_lazy("Law, article 9, paragraph 2")),
    # The Law says "adult"; the Civil Code (17) at what age one is.
    Rule.Code.AGE_MIN: Figure(18, gettext_lazy("Law, article 14, paragraph 1")),
}

_NOBODY = gettext_lazy("no document is laid down")
#: Of these the Law says nothing. Only the first is asked for all the same.
DEFAULTS = {
    Rule.Code.FULL_TIME_MAX: Figure(
        1, gettext_lazy("a default of this system: no national document is known")
    ),
    Rule.Code.AGE_MAX: Figure(Rule.NOT_ASKED, _NOBODY),
    Rule.Code.EDUCATION_MIN: Figure(Rule.NOT_ASKED, _NOBODY),
    Rule.Code.FILING_DAYS: Figure(Rule.NOT_ASKED, _NOBODY),
}


class Rulebook:
    """The rules of some branches, of all times, loaded once and asked in memory."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules: dict[str, list[Rule]] = {}
        for rule in sorted(rules, key=_nearest_and_narrowest_first):
            self._rules.setdefault(rule.code, []).append(rule)

    def figure(
        self, code: str, place: Organisation, *, day: date, kind: str = ""
    ) -> Figure:
        """Return what is asked of `place`, for a post of `kind`, on `day`."""
        of_branches: dict[int, Rule] = {}
        for rule in self._rules.get(code, ()):
            if _speaks_of(rule, place, kind) and rule.holds_on(day):
                of_branches.setdefault(rule.organisation_id, rule)
        if not of_branches:
            known = Rule.Code(code)
            return STATUTE.get(known) or DEFAULTS[known]
        nearest, *above = of_branches.values()
        for rule in above:
            if is_looser(code, nearest.value, than=rule.value):
                nearest = rule
        return Figure(nearest.value, nearest.document, nearest)


def _nearest_and_narrowest_first(rule: Rule) -> tuple[int, bool, bool]:
    return (-rule.organisation.depth, not rule.committee_type, not rule.post_kind)


def _speaks_of(rule: Rule, place: Organisation, kind: str) -> bool:
    return (
        place.path.startswith(rule.organisation.path)
        and rule.committee_type in {"", place.committee_type}
        and rule.post_kind in {"", kind}
    )


def rulebook(*places: Organisation) -> Rulebook:
    """Return the rules that hold, held or will hold for any of `places`; one query."""
    rules = Rule.objects.standing().above(*places)
    return Rulebook(rules.select_related("organisation"))


def figures(organisation: Organisation, *, day: date) -> dict[str, Figure]:
    """Return what the rules ask of an organisation on `day`; the strictest branch decides."""
    book = rulebook(organisation)
    return {code.value: book.figure(code, organisation, day=day) for code in Rule.Code}


def term_end(organisation: Organisation, *, start: date, kind: str = "") -> date:
    """Return the day on which a full term that begins on `start` is over."""
    asked = rulebook(organisation).figure(
        Rule.Code.TERM_YEARS, organisation, day=start, kind=kind
    )
    try:
        return start.replace(year=start.year + asked.value)
    except ValueError:  # 29 February
        return date(start.year + asked.value, 3, 1)


@dataclass(frozen=True)
class Line:
    """For whom, what, and by which document."""

    held_for: str
    in_words: str
    figure: Figure


@dataclass(frozen=True)
class Subject:
    """What rules of one code say of a branch today; the broadest line comes first."""

    code: Rule.Code
    lines: list[Line]


def laid_down(
    place: Organisation, rules: Iterable[Rule], *, day: date
) -> list[Subject]:
    """Return what holds for `place` on `day`, of `rules` above it; no query.

    A line for each narrowing that any of them makes, and one for all the rest.
    """
    rules = list(rules)
    book = Rulebook(rules)
    found = []
    for code in Rule.Code:
        lines = []
        for committee_type, kind in _narrowings(code, place, rules, day):
            of_type = Organisation(path=place.path, committee_type=committee_type)
            figure = book.figure(code, of_type, day=day, kind=kind)
            words = Rule(committee_type=committee_type, post_kind=kind).held_for
            lines.append(Line(words, value_in_words(code, figure.value), figure))
        found.append(Subject(code, lines))
    return found


def _narrowings(
    code: str, place: Organisation, rules: Iterable[Rule], day: date
) -> list[tuple[str, str]]:
    own = place.committee_type
    spoken = {
        (own or rule.committee_type, rule.post_kind)
        for rule in rules
        if rule.code == code
        and rule.holds_on(day)
        and (not own or rule.committee_type in {"", own})
    }
    return sorted(spoken | {(own, "")})
