"""The log as the Office may read it: whose entries, by which filters, and their values.

An app above adds what of its own lies within a branch, in `AppConfig.ready()`:

    trail.add_subject("delivery.sitting", lambda user: Sitting.objects.visible_to(user))

With `alone=True` entries about such a subject are seen by that scope only, even if they
are about a person whom the reader oversees.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Replace
from django.utils.translation import gettext_lazy as _

from lms.kernel import personal, seals
from lms.kernel.models import AuditEntry, AuditSeal, Heartbeat
from mediators.models import Organisation, Person, RoleGrant, User
from mediators.privacy import actions

PER_PAGE = 40
#: So many places of one name are looked for.
_MOST = 200
#: Fields that are none of a table's.
_FIELDS = {"parent": _("higher organisation")}
#: What nobody reads in the log, whoever may see the person.
_SECRET = ("id_number", "password")
#: Of which only the year is shown: beside a masked number the day is the whole number.
_YEAR_ONLY = ("born_on",)
Scope = Callable[[User], "QuerySet[Any]"]


@dataclass(frozen=True)
class Subject:
    scope: Scope
    key: str
    alone: bool


_subjects: dict[str, Subject] = {}


def add_subject(
    label: str, scope: Scope, *, key: str = "uuid", alone: bool = False
) -> None:
    """Add a kind of subject, `key` being the column by which the log names it."""
    _subjects[label] = Subject(scope, key, alone)


_PLACE = "mediators.organisation"
add_subject(_PLACE, Organisation.objects.visible_to)


def visible_to(user: User) -> QuerySet[AuditEntry]:
    """Return what `user` may read: about people and places of the branches they oversee."""
    if RoleGrant.is_platform(user):
        return AuditEntry.objects.all()
    people = Person.objects.within(RoleGrant.branches(user, *RoleGrant.OVERSEERS))
    alone = [label for label, subject in _subjects.items() if subject.alone]
    seen = Q(person__in=people.values("uuid")) & ~Q(subject_type__in=alone)
    for label, subject in _subjects.items():
        seen |= Q(subject_type=label) & Q(Exists(_named(subject, user)))
    return AuditEntry.objects.annotate(key=_bare(F("subject_id"))).filter(seen)


def _named(subject: Subject, user: User) -> QuerySet[Any]:
    """Return the subjects in scope whose key is that of the entry asked about."""
    keyed = subject.scope(user).annotate(
        audit_key=_bare(Cast(subject.key, CharField(max_length=64)))
    )
    return keyed.order_by().filter(audit_key=OuterRef("key"))


def _bare(key: Any) -> Replace:
    """Return a key without hyphens: databases write uuids differently."""
    return Replace(key, Value("-"), Value(""))


def found(  # noqa: PLR0913 -- what can be filtered by
    user: User,
    *,
    actor: str = "",
    action: str = "",
    kind: str = "",
    person: str = "",
    since: date | None = None,
    until: date | None = None,
    words: str = "",
) -> QuerySet[AuditEntry]:
    """Return the entries that `user` may read, by filters, newest first."""
    entries = visible_to(user)
    if actor:
        entries = entries.filter(actor__name__icontains=actor)
    if action:
        entries = entries.filter(action=action)
    elif not person:
        # A line for each person of a roster would hide all else; the roster has its own.
        entries = entries.exclude(action__in=actions.MANY)
    if kind:
        entries = entries.filter(subject_type=kind)
    if person:
        entries = entries.filter(_about(person, user))
    if since:
        entries = entries.filter(at__date__gte=since)
    if until:
        entries = entries.filter(at__date__lte=until)
    if words:
        entries = entries.filter(reason__icontains=words)
    return entries.select_related("actor").order_by("-pk")


def _about(words: str, user: User) -> Q:
    """Entries about people, or places, whose name holds these words."""
    people = Person.objects.visible_to(user).called(words)
    places = Organisation.objects.visible_to(user).filter(name__icontains=words)
    uuids = [str(number) for number in places.values_list("uuid", flat=True)[:_MOST]]
    return Q(person__in=people.values("uuid")) | Q(
        subject_type=_PLACE, subject_id__in=uuids
    )


def names_in(entries: list[AuditEntry], user: User) -> dict[int, str]:
    """Return, by the key of each entry, the person or place it is about; two queries.

    Of those whom, and which, `user` may see.
    """
    people = Person.objects.visible_to(user).filter(
        uuid__in={entry.person for entry in entries if entry.person}
    )
    places = Organisation.objects.visible_to(user).filter(
        uuid__in={each.subject_id for each in entries if each.subject_type == _PLACE}
    )
    names: dict[str, str] = {
        str(number): name
        for found in (people, places)
        for number, name in found.values_list("uuid", "name")
    }
    return {
        each.pk: names.get(str(each.person or each.subject_id), "") for each in entries
    }


def kind_of(label: str) -> str:
    """Return what a kind of subject is called."""
    try:
        return str(apps.get_model(label)._meta.verbose_name)  # noqa: SLF001 -- documented
    except (LookupError, ValueError):
        return label


# -- one entry, opened


@dataclass(frozen=True)
class Opened:
    """What an entry holds: `state` is shown, hidden, erased or none."""

    state: str
    changes: list[tuple[str, Any, Any]]

    @property
    def is_shown(self) -> bool:
        return self.state == "shown"

    @property
    def is_hidden(self) -> bool:
        return self.state == "hidden"

    @property
    def is_erased(self) -> bool:
        return self.state == "erased"


def opened(entry: AuditEntry, user: User) -> Opened:
    """Return the values of an entry if `user` may see its person; three queries."""
    value = getattr(entry, "value", None)
    if value is None or entry.person is None:
        return Opened("none", _names(entry))
    if not Person.objects.visible_to(user).filter(uuid=entry.person).exists():
        return Opened("hidden", _names(entry))
    try:
        held = personal.decrypt(entry.person, value.ciphertext)
    except personal.PersonErased:
        return Opened("erased", _names(entry))
    return Opened(
        "shown",
        [(field_name(entry, name), *_pair(name, each)) for name, each in held.items()],
    )


def _names(entry: AuditEntry) -> list[tuple[str, Any, Any]]:
    return [(field_name(entry, name), None, None) for name in entry.fields]


def _pair(name: str, value: Any) -> tuple[Any, Any]:
    if any(secret in name for secret in _SECRET):
        return None, None
    if name in _YEAR_ONLY:
        value = (
            [_year(each) for each in value] if isinstance(value, list) else _year(value)
        )
    if isinstance(value, list) and len(value) == 2:  # noqa: PLR2004 -- before and after
        return value[0], value[1]
    return None, value


def _year(day: Any) -> Any:
    return day[:4] if isinstance(day, str) else day


def field_name(entry: AuditEntry, name: str) -> str:
    """Return what a field of the subject is called, or as it is recorded."""
    try:
        field = apps.get_model(entry.subject_type)._meta.get_field(name)  # noqa: SLF001 -- documented
    except (LookupError, ValueError, FieldDoesNotExist):
        return str(_FIELDS.get(name, name))
    return str(getattr(field, "verbose_name", name))


@dataclass(frozen=True)
class Sealing:
    """By which seal an entry is covered, and what checking it found.

    `agrees` is of this seal, asked now; `broken_at` and `whole_at` of the whole chain,
    asked every night.
    """

    seal: AuditSeal | None
    agrees: bool = False
    whole_at: Any = None
    broken_at: Any = None

    @property
    def is_broken(self) -> bool:
        return self.broken_at is not None or (self.seal is not None and not self.agrees)

    @property
    def is_checked(self) -> bool:
        """Whether the nightly check has come by since the entry was sealed."""
        return (
            self.seal is not None
            and self.whole_at is not None
            and self.whole_at >= self.seal.sealed_at
        )


def sealing_of(entry: AuditEntry) -> Sealing:
    """Return the seal of an entry and check it; four queries, a thousand rows at most."""
    whole, broken = Heartbeat.AUDIT_WHOLE, Heartbeat.AUDIT_BROKEN
    beats = dict(
        Heartbeat.objects.filter(name__in=[whole, broken]).values_list(
            "name", "beat_at"
        )
    )
    later = AuditSeal.objects.filter(last_id__gte=entry.pk)
    seal = later.order_by("last_id").first()
    agrees = seal is not None and _agrees(seal)
    return Sealing(seal, agrees, beats.get(whole), beats.get(broken))


def _agrees(seal: AuditSeal) -> bool:
    rows = AuditEntry.objects.filter(pk__gte=seal.first_id, pk__lte=seal.last_id)
    entries = list(rows.select_related("value").order_by("pk"))
    return seals.digest(seal, entries) == seal.digest
