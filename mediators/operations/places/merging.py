from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lms.kernel.errors import DomainError
from mediators import queries
from mediators.models import Organisation, OrganisationEvent, User
from mediators.operations.appointments import BasisMissing, appoint
from mediators.operations.places import checking, leaving, recording
from mediators.operations.places.dissolving import check_end, close
from mediators.operations.places.leaving import Ending
from mediators.operations.places.moving import IntoItself, hang
from mediators.queries import Fate, PostAndFate


class KindsDiffer(DomainError):
    message = _("%(name)s and %(other)s are of different kinds and cannot be merged.")


@transaction.atomic
def merge_organisation(  # noqa: PLR0913 -- what a merger is made of
    *,
    organisation: Organisation,
    successor: Organisation,
    effective_on: date,
    document: str,
    carry_on: bool,
    at: datetime,
    actor: User | None,
) -> Organisation:
    """Merge a place into another, which takes what hangs beneath it.

    The posts there end on that day; with `carry_on` their holders go on in the
    successor, to the end of their term, in new posts whose basis is `document`. The
    roles over the merged place end at once.

    :raises PlaceDissolved: if it no longer exists
    :raises ParentDissolved: if the successor no longer exists
    :raises BeyondBranch: if the actor does not administer what it hangs beneath, or the
        successor
    :raises IntoItself: if the successor is the place itself, or lies beneath it
    :raises KindsDiffer: if they are of different kinds
    :raises BasisMissing: if the posts carry on without a document
    :raises NameTaken: if something beneath both bears the same name
    :raises PostsToCome: if posts there begin on that day or later
    :raises DayToCome: if the day is after today
    :raises DayTooEarly: if one of them was not yet founded
    :raises OutOfOrder: if something later is on record
    """
    organisation = checking.lock_to_reshape(organisation, actor=actor)
    successor = checking.lock_destination(successor, actor=actor)
    _check_pair(organisation, successor)
    if carry_on and not document.strip():
        raise BasisMissing
    ending = Ending(on=effective_on, at=at, actor=actor, document=document.strip())
    check_end(organisation, ending=ending)
    checking.check_day(effective_on, successor, at=at)

    _take_children(organisation, successor, ending=ending)
    posts = leaving.end_posts(organisation, ending=ending)
    fates = queries.fates(posts, successor, on=effective_on, carry_on=carry_on)
    _carry_on(fates, successor, ending=ending)
    leaving.end_roles(organisation, ending=ending)
    organisation.refresh_from_db()
    close(organisation, ending=ending, successor=successor)
    _record_gain(successor, organisation, ending=ending)
    recording.announce_posts(post.person for post in posts)
    return organisation


def _check_pair(organisation: Organisation, successor: Organisation) -> None:
    if successor.path.startswith(organisation.path):
        raise IntoItself(name=organisation.name)
    if organisation.kind != successor.kind:
        raise KindsDiffer(name=organisation.name, other=successor.name)


def _take_children(
    organisation: Organisation, successor: Organisation, *, ending: Ending
) -> None:
    movings = OrganisationEvent.objects.movings()
    for child in list(organisation.get_children().existing()):
        checking.check_name(child.name, successor, besides=organisation)
        checking.check_day(ending["on"], child, at=ending["at"], since=movings)
        hang(
            Organisation.objects.get(pk=child.pk),
            successor,
            effective_on=ending["on"],
            document=ending["document"],
            at=ending["at"],
            actor=ending["actor"],
        )


def _carry_on(
    fates: list[PostAndFate], successor: Organisation, *, ending: Ending
) -> None:
    for each in fates:
        if each.fate is Fate.CARRIES_ON:
            post = each.post
            appoint(
                person=post.person.merged_into or post.person,
                organisation=successor,
                role=post.role,
                appointment=post.appointment,
                kind=post.kind,
                basis=ending["document"],
                valid_from=ending["on"],
                valid_to=post.valid_to,
                employer=post.employer,
                at=ending["at"],
                actor=ending["actor"],
            )


def _record_gain(
    successor: Organisation, organisation: Organisation, *, ending: Ending
) -> None:
    recording.append(
        OrganisationEvent.Kind.ABSORBED,
        successor,
        effective_on=ending["on"],
        from_place=organisation,
        document=ending["document"],
        at=ending["at"],
        actor=ending["actor"],
    )
    recording.announce(successor)
