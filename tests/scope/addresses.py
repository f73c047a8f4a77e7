"""Every URL of the project, as the resolver has them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

STUDIO = "studio/"


@dataclass(frozen=True)
class Address:
    """One URL: its name with its namespaces, or its route if it has no name."""

    name: str
    route: str
    namespace: str

    @property
    def of_studio(self) -> bool:
        return self.route.removeprefix("^").startswith(STUDIO)


def every_address() -> list[Address]:
    """Return all that the project answers at, in the order in which it is asked."""
    return list(_walk(get_resolver(), "", ()))


def _walk(
    resolver: URLResolver, above: str, namespaces: tuple[str, ...]
) -> Iterator[Address]:
    for each in resolver.url_patterns:
        route = above + str(each.pattern)
        if isinstance(each, URLResolver):
            inner = (*namespaces, each.namespace) if each.namespace else namespaces
            yield from _walk(each, route, inner)
        elif isinstance(each, URLPattern):
            name = ":".join((*namespaces, each.name)) if each.name else route
            yield Address(name, route, ":".join(namespaces))
