"""What is held about somebody: a page to which every app adds a table of its own.

In `AppConfig.ready()` of an app above:

    data.add_section(30, _("Certificates"), http.held_about, kept=_("…why it stays"))

where `held_about(person)` returns a `Table`, of the rows of everybody merged into
`person`, too. `kept` says why the rows stay when the person asks for deletion, naming
the law; a section without it holds nothing that must stay. What an app blanks of its
own when somebody is erased it says with `add_erasure`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Field, Model, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mediators.models import Mediator, Person, User

Words = str | Promise
#: Why records of training, exams, certificates and honours outlast a deletion.
ARCHIVE: Words = _(
    "Records of training, exams, certificates and decisions are archives of the bureau "
    "and enter official statistics (PIPL, articles 47 and 72)."
)


@dataclass(frozen=True)
class Table:
    """`columns` are headings; each row has a value for each of them."""

    columns: list[Words]
    rows: list[list[Any]] = field(default_factory=list)


def table_of(objects: QuerySet[Any], *paths: str) -> Table:
    """Return a table of rows by the names of their fields, through relations by `__`."""
    columns: list[Words] = [_field(objects.model, path).verbose_name for path in paths]
    return Table(columns, [[_value(each, path) for path in paths] for each in objects])


def _field(model: type[Model], path: str) -> "Field[Any, Any]":
    name, _sep, rest = path.partition("__")
    field: Any = model._meta.get_field(name)  # noqa: SLF001 -- documented
    return _field(field.related_model, rest) if rest else field


def _value(row: Any, path: str) -> Any:
    name, _sep, rest = path.partition("__")
    if rest:
        return _value(getattr(row, name), rest)
    display = getattr(row, f"get_{name}_display", None)
    return display() if display else getattr(row, name)


def plural_of(model: type[Model]) -> Words:
    """Return what several rows of a model are called: the title of their section."""
    return model._meta.verbose_name_plural or ""  # noqa: SLF001 -- documented


def mediators_of(person: Person) -> QuerySet[Mediator]:
    """Return the mediators that a person is, under every record of theirs."""
    return Mediator.objects.filter(
        Q(person=person.pk) | Q(person__merged_into=person.pk)
    )


Rows = Callable[[Person], Table]
#: Blanks what may go, and says in words what went, or nothing.
Erasure = Callable[[Person, datetime], list[Words]]


@dataclass(frozen=True)
class Section:
    order: int
    title: Words
    rows: Rows
    kept: Words = ""


_sections: dict[str, Section] = {}
_erasures: dict[str, Erasure] = {}


def add_section(order: int, title: Words, rows: Rows, *, kept: Words = "") -> None:
    """Add a table to everybody's data; the same function again replaces it."""
    _sections[f"{rows.__module__}.{rows.__qualname__}"] = Section(
        order, title, rows, kept
    )


def add_erasure(name: str, erasure: Erasure) -> None:
    """Add what is blanked when somebody is erased; the same name again replaces it."""
    _erasures[name] = erasure


def sections() -> list[Section]:
    """Return the sections in the order in which they stand on the page."""
    return sorted(_sections.values(), key=lambda section: section.order)


def erasures() -> list[Erasure]:
    return list(_erasures.values())


def held_about(person: Person) -> list[tuple[Section, Table]]:
    """Return every section with its table; some queries a section."""
    return [(section, section.rows(person)) for section in sections()]


def kept_of(person: Person) -> list[tuple[Section, int]]:
    """Return what stays although the person asks for deletion, and how many rows."""
    held = [
        (section, len(section.rows(person).rows))
        for section in sections()
        if section.kept
    ]
    return [(section, rows) for section, rows in held if rows]


def person_of(user: User) -> Person | None:
    """Return who `user` is: the record into which theirs was merged, or their own."""
    person = Person.objects.filter(user=user.pk).select_related("merged_into").first()
    return (person.merged_into or person) if person else None
