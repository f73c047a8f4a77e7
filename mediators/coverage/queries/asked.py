"""What rules ask of many places at once."""

from collections.abc import Iterable
from datetime import date

from mediators.models import Organisation, Rule
from mediators.models.rule import is_looser
from mediators.queries import STATUTE

_STEP = Organisation.steplen


def paths_above(path: str) -> list[str]:
    """Return the paths of a place and of all above it, the top first."""
    return [path[:end] for end in range(_STEP, len(path) + 1, _STEP)]


class Asked:
    """Says what the rules ask of committees in these branches on a day; one query.

    Without paths, in every branch. The strictest branch decides, and within each what is
    laid down for the type of the committee: as in `mediators.queries.figures`, for many.
    """

    def __init__(self, *, day: date, paths: Iterable[str] | None = None) -> None:
        rules = Rule.objects.standing().on(day).filter(code__in=Rule.OF_THE_WHOLE)
        rules = rules.select_related("organisation")
        if paths is not None:
            above = {each for path in paths for each in paths_above(path)}
            rules = rules.filter(organisation__path__in=above)
        self._laid_down: dict[tuple[str, str], dict[str, int]] = {}
        for rule in rules:
            where = rule.organisation.path, rule.committee_type
            self._laid_down.setdefault(where, {})[rule.code] = rule.value
        self._statute = {code.value: each.value for code, each in STATUTE.items()}

    def of(self, path: str, committee_type: str) -> dict[str, int]:
        """Return the figure of each rule for a committee of this type at `path`."""
        if not self._laid_down:
            return self._statute
        found: dict[str, int] = {}
        for each in paths_above(path):
            own = dict(self._laid_down.get((each, ""), {}))
            own |= self._laid_down.get((each, committee_type), {})
            for code, value in own.items():
                if code not in found or not is_looser(code, value, than=found[code]):
                    found[code] = value
        return self._statute | found
