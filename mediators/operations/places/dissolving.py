from datetime import date, datetime

from django.db import transaction
from django.utils.translation import ngettext_lazy

from lms.kernel.errors import DomainError
from mediators.models import Organisation, OrganisationEvent, User
from mediators.operations.places import checking, leaving, recording
from mediators.operations.places.leaving import Ending


class HoldsOthers(DomainError):
    message = ngettext_lazy(
        "%(count)d organisation still hangs beneath %(name)s. Move it elsewhere, merge it "
        "or dissolve it first.",
        "%(count)d organisations still hang beneath %(name)s. Move them elsewhere, merge "
        "them or dissolve them first.",
        "count",
    )


@transaction.atomic
def dissolve_organisation(
    *,
    organisation: Organisation,
    effective_on: date,
    document: str,
    at: datetime,
    actor: User | None,
) -> Organisation:
    """Dissolve a place: the posts there end on that day, and the roles over it at once.

    :raises PlaceDissolved: if it no longer exists
    :raises BeyondBranch: if the actor does not administer what it hangs beneath
    :raises HoldsOthers: if something hangs beneath it
    :raises PostsToCome: if posts there begin on that day or later
    :raises DayToCome: if the day is after today
    :raises DayTooEarly: if the place was not yet founded
    :raises OutOfOrder: if something later is on record
    """
    organisation = checking.lock_to_reshape(organisation, actor=actor)
    ending = Ending(on=effective_on, at=at, actor=actor, document=document)
    check_end(organisation, ending=ending)
    if count := organisation.get_children().existing().count():
        raise HoldsOthers(count=count, name=organisation.name)

    posts = leaving.end_posts(organisation, ending=ending)
    leaving.end_roles(organisation, ending=ending)
    close(organisation, ending=ending, successor=None)
    recording.announce_posts(post.person for post in posts)
    return organisation


def check_end(organisation: Organisation, *, ending: Ending) -> None:
    """Refuse a day on which a place cannot have ended.

    :raises PostsToCome: if posts there begin on that day or later
    :raises DayToCome: if the day is after today
    :raises DayTooEarly: if the place was not yet founded
    :raises OutOfOrder: if something later is on record
    """
    shaping = OrganisationEvent.objects.shaping()
    checking.check_day(ending["on"], organisation, at=ending["at"], since=shaping)
    leaving.check_none_to_come(organisation, on=ending["on"])


def close(
    organisation: Organisation, *, ending: Ending, successor: Organisation | None
) -> None:
    """Record that a place is no more, and what it became."""
    organisation.dissolved_on = ending["on"]
    organisation.successor = successor
    organisation.save(update_fields=["dissolved_on", "successor"])
    kind = OrganisationEvent.Kind.DISSOLVED
    word = "organisation.dissolved"
    if successor is not None:
        kind, word = OrganisationEvent.Kind.MERGED, "organisation.merged"
    at, actor, document = ending["at"], ending["actor"], ending["document"]
    recording.append(
        kind,
        organisation,
        effective_on=ending["on"],
        to_place=successor,
        document=document,
        at=at,
        actor=actor,
    )
    recording.log(
        word,
        organisation,
        at=at,
        actor=actor,
        values={
            "dissolved_on": ending["on"],
            "successor": successor and str(successor.uuid),
        },
        document=document,
    )
