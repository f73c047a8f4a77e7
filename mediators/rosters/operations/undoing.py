"""Taking back what an import did, as long as nothing rests on it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lms.kernel import audit, personal
from lms.kernel.clock import local_day
from lms.kernel.models import AuditEntry, Job
from mediators import operations as mediators
from mediators.models import Person, Post, User
from mediators.privacy.actions import LOOKS
from mediators.rosters import rests
from mediators.rosters.models import Import, Outcome, Step, Undoing, Withdrawal
from mediators.rosters.operations import details
from mediators.rosters.operations.reading import Track
from mediators.rosters.operations.receiving import begin, end
from mediators.rosters.queries.chunks import chunks

_FROM = (Step.Kind.APPLIED.value, Step.Kind.UNDONE.value)


@transaction.atomic
def begin_undoing(*, roster: Import, job: Job, by: User, at: datetime) -> Step:
    """Record that the worker was asked to take back an import.

    :raises NotNow: if it was not carried out
    :raises UnderWay: if another import of the branch is being worked on
    """
    return begin(
        roster=roster, kind=Step.Kind.UNDOING, after=_FROM, job=job, by=by, at=at
    )


def undo_rows(
    *, roster: Import, by: User, at: datetime, track: Track[Outcome] = iter
) -> None:
    """Take back each row, the last first, or say what stands in the way; repeatable.

    Posts are annulled, people who came with the import are withdrawn, and details get
    back what they held; nothing is deleted.
    """
    last = roster.steps.latest("pk")
    if last.kind != Step.Kind.UNDOING:
        return
    done = Outcome.objects.filter(row__roster=roster, refusal="")
    done = done.exclude(undoings__obstacle="", undoings__isnull=False)
    done = done.exclude(undoings__at=at)
    done = done.exclude(made_person=False, made_post=False, changed=False)
    outcomes = list(
        done.select_related("person", "post__organisation").order_by("-row__number")
    )
    obstacles, before = _Obstacles.of(roster, outcomes), _details_before(roster)
    for outcome in track(outcomes):
        _undo(outcome, obstacles.before(outcome), before, roster=roster, by=by, at=at)
    end(roster=roster, kind=Step.Kind.UNDONE, by=by, at=at)


def _details_before(roster: Import) -> Callable[[Outcome], details.Pairs]:
    """Return what opens the details that an outcome changed; of a closed file, none."""
    try:
        keeper = personal.keeper(roster.uuid)
    except personal.PersonErased:
        return lambda _outcome: {}

    def before(outcome: Outcome) -> details.Pairs:
        sealed = outcome.details_sealed
        return keeper.open(bytes(sealed)) if sealed else {}

    return before


@dataclass
class _Obstacles:
    resting: dict[int, list[str]]
    changed: set[str]
    posts: dict[int, set[int]]
    own: set[int]
    merged: set[int]

    @classmethod
    def of(cls, roster: Import, outcomes: Sequence[Outcome]) -> "_Obstacles":
        made = Outcome.objects.filter(row__roster=roster)
        people = sorted({each.person_id for each in outcomes if each.person_id})
        subjects = [
            str(subject.uuid)
            for each in outcomes
            for subject in (each.person, each.post)
            if subject is not None
        ]
        moments = set(made.values_list("at", flat=True))
        moments |= set(
            Undoing.objects.filter(outcome__row__roster=roster).values_list(
                "at", flat=True
            )
        )
        found = cls(
            {},
            set(),
            {},
            set(made.filter(made_post=True).values_list("post", flat=True)),
            set(),
        )
        for some in chunks(people):
            found.resting.update(rests.on(some))
            merged = Person.objects.filter(merged_into__in=some)
            found.merged |= {each.merged_into_id or 0 for each in merged}
            posts = Post.objects.standing().filter(person__in=some)
            for person, post in posts.values_list("person", "pk"):
                found.posts.setdefault(person, set()).add(post)
        for each in chunks(subjects):
            later = AuditEntry.objects.filter(subject_id__in=each, at__gt=roster.at)
            later = later.exclude(at__in=moments).exclude(action__in=LOOKS)
            found.changed |= set(later.values_list("subject_id", flat=True))
        return found

    def before(self, outcome: Outcome) -> str:
        """Say what stands in the way of taking back a row, or nothing."""
        person, post = outcome.person, outcome.post
        if outcome.made_post and post and str(post.uuid) in self.changed:
            return _("The post was changed since.")
        return self._of_newcomer(person) if person and outcome.made_person else ""

    def _of_newcomer(self, person: Person) -> str:
        if person.user_id:
            return _("The person has an account now.")
        if person.merged_into_id or person.pk in self.merged:
            return _("The record was merged with another since.")
        if resting := self.resting.get(person.pk):
            words = _("The person has by now: %(things)s.")
            return words % {"things": "、".join(resting)}
        if str(person.uuid) in self.changed:
            return _("The details of the person were changed since.")
        if self.posts.get(person.pk, set()) - self.own:
            return _("The person holds another post that was entered since.")
        return ""


@transaction.atomic
def _undo(  # noqa: PLR0913 -- a row, and who takes it back
    outcome: Outcome,
    obstacle: str,
    before: Callable[[Outcome], details.Pairs],
    *,
    roster: Import,
    by: User,
    at: datetime,
) -> None:
    person, post = outcome.person, outcome.post
    words = _("Import undone: %(name)s, %(day)s")
    reason = words % {"name": roster.name, "day": date_format(local_day(roster.at))}
    if not obstacle and outcome.made_post and post is not None:
        if not Post.objects.standing().filter(pk=post.pk).exists():
            obstacle = _("The post was annulled since.")
        else:
            mediators.annul_post(post=post, reason=reason[:300], at=at, actor=by)
    if not obstacle and outcome.made_person and person is not None:
        _withdraw(person, roster=roster, by=by, at=at)
    restored = False
    if not obstacle and outcome.changed and person is not None:
        pairs = before(outcome)
        restored = bool(pairs) and details.restore(
            person=person, pairs=pairs, reason=reason[:300], at=at, actor=by
        )
        if not (restored or outcome.made_post):
            obstacle = _("The details were changed since.")
    Undoing.objects.create(
        outcome=outcome, at=at, by=by, obstacle=obstacle, restored=restored
    )


def _withdraw(person: Person, *, roster: Import, by: User, at: datetime) -> None:
    _withdrawal, new = Withdrawal.objects.get_or_create(
        person=person, defaults={"roster": roster, "at": at}
    )
    if new:
        audit.record(
            action="person.withdrawn",
            subject=person,
            actor=by,
            at=at,
            person=person.uuid,
        )
