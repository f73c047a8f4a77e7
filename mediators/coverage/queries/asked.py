"""What rules ask of many places at once."""

from collections.abc import Iterable
from datetime import date

from mediators.models import Organisation, Rule
from mediators.queries import STATUTE

_STEP = Organisation.steplen


def paths_above(path: str) -> list[str]:
    """Return the paths of a place and of all above it, the top first."""
    return [path[:end] for end in range(_STEP, len(path) + 1, _STEP)]


class Asked:
    """Says what the rules ask of any place in these branches on a day; one query.

    Without paths, in every branch. It agrees with `mediators.queries.figures`.
    """

    def __init__(self, *, day: date, paths: Iterable[str] | None = None) -> None:
        rules = Rule.objects.on(day).select_related("organisation")
        if paths is not None:
            above = {each for path in paths for each in paths_above(path)}
            rules = rules.filter(organisation__path__in=above)
        self._laid_down: dict[str, dict[str, int]] = {}
        for rule in rules:
            self._laid_down.setdefault(rule.organisation.path, {})[rule.code] = (
                rule.value
            )
        self._statute = {code.value: each.value for code, each in STATUTE.items()}

    def of(self, path: str) -> dict[str, int]:
        if not self._laid_down:
            return self._statute
        found = dict(self._statute)
        for each in paths_above(path):
            found |= self._laid_down.get(each, {})
        return found
