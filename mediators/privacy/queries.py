"""Reads that more than one caller makes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from django.core.cache import cache
from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet

from lms.kernel.clock import local_day
from lms.kernel.models import AuditEntry
from mediators.models import Person, RoleGrant, User
from mediators.privacy import actions, data, retention
from mediators.privacy.models import (
    Acknowledgement,
    AnswerPeriod,
    Consent,
    ConsentText,
    DataRequest,
    NoticeVersion,
    RetentionRule,
)

#: Where every process finds the number of the notice in force, and for how long.
NOTICE_KEY, NOTICE_S = "privacy-notice", 60
#: The bureau's own period where no rule is set: the law says no more than 及时 (in time).
ANSWER_DAYS = 15
EXAMPLES = 3


# -- the notice


def notice_in_force() -> NoticeVersion | None:
    """Return the notice as it reads now, if any was ever published."""
    return NoticeVersion.objects.order_by("-number").first()


def notice_number() -> int:
    """Return the number of the notice in force, or 0; kept for a minute."""
    number: int | None = cache.get(NOTICE_KEY)
    if number is None:
        number = NoticeVersion.objects.aggregate(n=Max("number"))["n"] or 0
        cache.set(NOTICE_KEY, number, NOTICE_S)
    return number


def has_read(user: User, number: int) -> bool:
    """Say whether somebody has acknowledged the notice of that number."""
    read = Acknowledgement.objects.filter(user=user, version__number=number)
    return read.exists()


# -- consents


def records_of(person: Person) -> QuerySet[Person]:
    """Return every record of a person: their own, and those merged into it."""
    return Person.objects.filter(Q(pk=person.pk) | Q(merged_into=person.pk))


def is_themselves(person: Person, user: User) -> bool:
    """Say whether an account is that of the person, under any record of theirs."""
    return records_of(person).filter(user=user.pk).exists()


def consent_text(purpose: str) -> ConsentText | None:
    """Return what is asked for a purpose as it reads now, if anything is."""
    return ConsentText.objects.filter(purpose=purpose).order_by("-number").first()


def last_consent(person: Person, purpose: str) -> Consent | None:
    """Return the last that a person said to a purpose."""
    said = Consent.objects.filter(
        person__in=records_of(person), text__purpose=purpose
    ).select_related("text")
    return said.order_by("-pk").first()


@dataclass(frozen=True)
class Ask:
    """What a person is asked to allow, and what they said to it last."""

    text: ConsentText
    last: Consent | None

    @property
    def is_given(self) -> bool:
        """Whether they allowed it as it reads now."""
        return self.was_given and self.last.text_id == self.text.pk  # type: ignore[union-attr]  # -- given

    @property
    def was_given(self) -> bool:
        """Whether they allowed it as it reads now or read before."""
        return self.last is not None and self.last.is_given

    @property
    def is_open(self) -> bool:
        """Whether they have not answered to it as it reads now; who took it back has."""
        return self.last is None or self.is_renewed

    @property
    def is_renewed(self) -> bool:
        """Whether they allowed it as it read before, and it reads otherwise by now."""
        return self.was_given and not self.is_given


def ask_of(person: Person, purpose: str) -> Ask | None:
    """Return what somebody is asked for a purpose; two queries."""
    text = consent_text(purpose)
    return Ask(text, last_consent(person, purpose)) if text else None


def asks_of(person: Person) -> list[Ask]:
    """Return whatever somebody is asked to allow; two queries a purpose."""
    asks = [ask_of(person, purpose) for purpose in ConsentText.Purpose.values]
    return [ask for ask in asks if ask]


def is_asked_again(user: User) -> bool:
    """Whether somebody allowed what reads otherwise by now; some queries."""
    person = data.person_of(user)
    return person is not None and any(ask.is_renewed for ask in asks_of(person))


def allows(person: Person, purpose: str) -> bool:
    """Say whether somebody allows a purpose as it reads now."""
    ask = ask_of(person, purpose)
    return ask is not None and ask.is_given


def shows_photo(person: Person, viewer: User) -> bool:
    """Whether a photo is kept and may be shown: to others by consent, to themselves ever."""
    if not person.photo:
        return False
    return allows(person, ConsentText.Purpose.PHOTO) or is_themselves(person, viewer)


def holds_photo(person: Person) -> bool:
    """Whether a photo is kept under any record of a person."""
    return records_of(person).exclude(photo="").exists()


def texts_with_consents() -> list[ConsentText]:
    """Return every text, the newest of a purpose first, with `standing`: who allow it."""
    later = Consent.objects.filter(
        person=OuterRef("consents__person"),
        text__purpose=OuterRef("purpose"),
        pk__gt=OuterRef("consents"),
    )
    given: Any = Q(consents__kind=Consent.Kind.GIVEN) & ~Exists(later)
    texts = ConsentText.objects.select_related("published_by")
    newest = ConsentText.objects.filter(
        purpose=OuterRef("purpose"), number__gt=OuterRef("number")
    )
    counted = texts.annotate(
        standing=Count("consents", filter=given), is_newest=~Exists(newest)
    )
    return list(counted.order_by("purpose", "-number"))


# -- requests


def answer_days(kind: str, *, day: date) -> int:
    """Return within how many days a kind of request is answered."""
    found = AnswerPeriod.objects.on(day).filter(kind=kind)
    return found.values_list("days", flat=True).first() or ANSWER_DAYS


def requests_waiting(user: User, *, today: date) -> tuple[int, int]:
    """Return how many requests wait for `user`, and how many are overdue; one query."""
    found = DataRequest.objects.administered_by(user).open()
    counted = found.aggregate(all=Count("pk"), late=Count("pk", Q(due_on__lt=today)))
    return counted["all"], counted["late"]


# -- who looked


@dataclass(frozen=True)
class Look:
    """Somebody saw something about a person: who they were then, when, and why."""

    entry: AuditEntry
    words: Any
    who: str
    role: str
    place: str
    PER_PAGE: ClassVar = 30

    @property
    def why(self) -> str:
        """The reason that was given; of a page its address is kept, which says nothing."""
        return "" if self.entry.action == "page.viewed" else self.entry.reason


def uuids_of(person: Person) -> list[UUID]:
    """Return under which uuids the log speaks of a person: merged records, too."""
    own = Person.objects.filter(Q(pk=person.pk) | Q(merged_into=person.pk))
    return list(own.values_list("uuid", flat=True))


def looks_at(person: Person, *, before: int | None = None) -> list[Look]:
    """Return who looked at a person's data, newest first; three queries."""
    found = AuditEntry.objects.filter(
        person__in=uuids_of(person), action__in=actions.LOOKS
    ).exclude(actor=person.user_id)
    if before:
        found = found.filter(pk__lt=before)
    entries = list(found.select_related("actor").order_by("-pk")[: Look.PER_PAGE])
    held = _roles_of({entry.actor_id for entry in entries})
    return [_look(entry, held.get(entry.actor_id, [])) for entry in entries]


def _roles_of(users: Iterable[int | None]) -> dict[int | None, list[RoleGrant]]:
    held: dict[int | None, list[RoleGrant]] = {}
    grants = RoleGrant.objects.filter(user__in=[pk for pk in users if pk])
    for grant in grants.select_related("organisation").order_by("organisation__depth"):
        held.setdefault(grant.user_id, []).append(grant)
    return held


def _look(entry: AuditEntry, grants: list[RoleGrant]) -> Look:
    day = local_day(entry.at)
    grant = next((each for each in grants if each.holds_on(day)), None)
    return Look(
        entry=entry,
        words=actions.words_of(entry.action),
        who=entry.actor.name if entry.actor else "",
        role=grant.get_role_display() if grant else "",
        place=grant.organisation.name if grant else "",
    )


# -- retention


@dataclass(frozen=True)
class DryRun:
    """What a rule would affect today: how many, the oldest, and some days; no names."""

    kind: retention.Kind
    rule: RetentionRule | None
    before: datetime | None = None
    count: int = 0
    oldest: datetime | date | None = None
    examples: tuple[Any, ...] = ()


def rules_on(day: date) -> dict[str, RetentionRule]:
    """Return the rules in force on a day, by kind."""
    return {rule.kind: rule for rule in RetentionRule.objects.in_force(day)}


def dry_runs(*, at: datetime) -> list[DryRun]:
    """Return for each kind what its rule would do today; two queries a kind with one."""
    rules = rules_on(local_day(at))
    return [dry_run(kind, rules.get(kind.code), at=at) for kind in retention.kinds()]


def dry_run(
    kind: retention.Kind, rule: RetentionRule | None, *, at: datetime
) -> DryRun:
    """Return what a rule would do today, without doing it."""
    if rule is None:
        return DryRun(kind, None)
    before = months_before(at, rule.months)
    due = kind.due(before)
    counted = due.aggregate(count=Count("pk"), oldest=Min("since"))
    examples = due.order_by("since").values_list("since", flat=True)[:EXAMPLES]
    return DryRun(
        kind, rule, before, counted["count"], counted["oldest"], tuple(examples)
    )


def months_before(at: datetime, months: int) -> datetime:
    """Return the same moment so many months earlier, on a day that there was."""
    index = at.year * 12 + at.month - 1 - months
    year, month = divmod(index, 12)
    first = at.replace(year=year, month=month + 1, day=1)
    after = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    last = (after - timedelta(days=1)).day
    return first.replace(day=min(at.day, last))
