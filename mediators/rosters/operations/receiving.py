"""Taking in a file, and opening it again."""

import hashlib
import uuid
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lms.kernel import audit, personal
from lms.kernel.errors import DomainError
from lms.kernel.models import Job
from lms.kernel.storage import private
from mediators.models import Organisation, User
from mediators.rosters import queries, tables
from mediators.rosters.models import Import, Step
from mediators.rosters.tables.opening import check_size

#: How much of a file a person is shown to tell its characters by.
_FOR_A_SAMPLE = 64 * 1024


class UnderWay(DomainError):
    message = _(
        "Another roster of this branch is being worked on just now. Wait until that is "
        "done and try again; nothing was changed."
    )


class NotNow(DomainError):
    message = _("This import has gone on in the meantime. Look at where it stands.")


def receive(
    *, branch: Organisation, name: str, content: bytes, by: User, at: datetime
) -> Import:
    """Store a file sealed, and say who brought it in; nothing is read of it yet.

    :raises TooBig: if it has more bytes than any roster needs
    :raises Empty: if it has none
    """
    check_size(len(content))
    number = uuid.uuid4()
    sealed = personal.keeper(number).seal_bytes(content)
    stored = private().save(f"rosters/{number}", ContentFile(sealed))
    with transaction.atomic():
        roster = Import.objects.create(
            uuid=number,
            branch=branch,
            by=by,
            at=at,
            name=name[-200:],
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
            stored=stored,
        )
        audit.record(action="roster.received", subject=roster, actor=by, at=at)
    return roster


def content_of(roster: Import) -> bytes:
    """Return the file as it was brought in.

    :raises PersonErased: if its key was destroyed
    """
    with private().open(str(roster.stored)) as stored:
        return personal.keeper(roster.uuid).open_bytes(stored.read())


def sample_of(roster: Import) -> list[str]:
    """Return the first lines of a file read as GB18030."""
    head = content_of(roster)[:_FOR_A_SAMPLE]
    whole_lines = head.rpartition(b"\n")[0] if len(head) == _FOR_A_SAMPLE else head
    return tables.sample(whole_lines)


def begin(  # noqa: PLR0913 -- what a step is made of
    *,
    roster: Import,
    kind: str,
    after: tuple[str, ...],
    job: Job,
    by: User,
    at: datetime,
) -> Step:
    """Record that work on an import began, one import at a time in overlapping branches.

    :raises NotNow: if the last step is none of `after`
    :raises UnderWay: if another import of the branch is being carried out or undone
    :raises PersonErased: if what was brought in has been deleted
    """
    # Whoever begins work anywhere beneath the same top waits here for the other.
    top = roster.branch.path[: Organisation.steplen]
    list(Organisation.objects.select_for_update().filter(path=top))
    last = queries.last_step(roster)
    stopped = last is not None and last.has_stopped and last.kind == kind
    if (last.kind if last else "") not in after and not stopped:
        raise NotNow
    if kind != Step.Kind.READING:
        _check_alone(roster)
    if kind != Step.Kind.UNDOING:
        personal.keeper(roster.uuid)  # a closed file is not worked on
    return Step.objects.create(roster=roster, kind=kind, at=at, by=by, job=job)


def _check_alone(roster: Import) -> None:
    others = Import.objects.exclude(pk=roster.pk).select_related("branch")
    for other in others.whose_state_is(Step.Kind.APPLYING, Step.Kind.UNDOING):
        here, there = roster.branch.path, other.branch.path
        step = queries.last_step(other)
        if step is None or step.has_stopped:
            continue
        if here.startswith(there) or there.startswith(here):
            raise UnderWay


def end(*, roster: Import, kind: str, by: User, at: datetime, text: str = "") -> Step:
    """Record that work on an import is through, and what is to be said of it."""
    audit.record(action=f"roster.{kind}", subject=roster, actor=by, at=at)
    return Step.objects.create(roster=roster, kind=kind, at=at, by=by, text=text)
