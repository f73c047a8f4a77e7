"""What is there to choose from when something is entered: people, places, deciders."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from certificates.models import CertificateType
from incentives.models import Grade, GradeScheme
from incentives.models.accountability import bureaus_of
from mediators.models import Mediator, Organisation, Person, Post, RoleGrant, User
from mediators.models.organisation import under


def deciders(paths: Iterable[str], *, of: Mediator | None) -> Any:
    """Return who may decide for the branches at `paths`: their administrators.

    And those of what lies above. Nobody decides about themselves.
    """
    step = Organisation.steplen
    above = {path[:end] for path in paths for end in range(step, len(path) + 1, step)}
    grants = RoleGrant.objects.effective().filter(
        organisation__path__in=above, role__in=RoleGrant.ADMINISTRATORS
    )
    people = User.objects.filter(pk__in=grants.values("user"), is_active=True)
    if of is not None:
        alike = Mediator.objects.same_as(of).values("person")
        people = people.exclude(person__in=alike)
    return people.order_by("name", "pk")


def places_of(mediator: Mediator, *, by: User) -> Any:
    """Return the committees of a mediator's posts, among those that `by` administers."""
    people = Mediator.objects.same_as(mediator).values("person")
    posts = Post.objects.standing().filter(person__in=people)
    own = Organisation.objects.administered_by(by)
    return own.filter(pk__in=posts.values("organisation"))


def branches_over(
    subject: Mediator | Organisation, *, by: User, bureaus: bool = False
) -> Any:
    """Return the branches that may have decided about a subject, from the top.

    Of those that `by` administers, and the bureaus above them; with `bureaus`, bureaus
    that `by` administers alone.
    """
    if isinstance(subject, Organisation):
        places: Iterable[Organisation] = [subject]
    else:
        places = places_of(subject, by=by)
    step = Organisation.steplen
    above = {
        place.path[:end]
        for place in places
        for end in range(step, len(place.path) + 1, step)
    }
    if bureaus:
        own = Organisation.objects.within(bureaus_of(by, *RoleGrant.ADMINISTRATORS))
        found = own.filter(kind=Organisation.Kind.BUREAU)
    else:
        own = Organisation.objects.administered_by(by)
        found = Organisation.objects.filter(
            Q(pk__in=own.values("pk")) | Q(kind=Organisation.Kind.BUREAU)
        )
    return found.existing().filter(path__in=above)


def administers_bureau(user: User) -> bool:
    """Say whether `user` does: nobody else holds to account, or says what is paid."""
    return bool(bureaus_of(user, *RoleGrant.ADMINISTRATORS))


def grades_to_give(user: User, *, units: bool) -> Any:
    """Return the rungs of the schemes by which `user` may enter, newest scheme first."""
    schemes = GradeScheme.objects.usable_by(user).filter(for_units=units)
    grades = Grade.objects.filter(scheme__in=schemes).select_related("scheme")
    return grades.order_by("-scheme__valid_from", "-scheme", "rank")


def kinds_of_certificate(user: User) -> Any:
    """Return the kinds that `user` may ask for: of their branches, and of those above."""
    paths = RoleGrant.branches(user, *RoleGrant.ADMINISTRATORS)
    step = Organisation.steplen
    above = {path[:end] for path in paths for end in range(step, len(path), step)}
    places = under(paths, prefix="organisation__") | Q(organisation__path__in=above)
    kinds = CertificateType.objects.issuing().filter(places)
    return kinds.order_by("title", "pk")


def subjects_named(words: str, *, by: User, units: bool) -> dict[str, Any]:
    """Return the mediators, and maybe the units, that `by` administers, by name."""
    if not words:
        return {"mediators": [], "units": []}
    people = Mediator.objects.administered_by(by).living()
    people = people.filter(person__in=Person.objects.called(words))
    places = Organisation.objects.administered_by(by).existing().with_posts()
    named = places.filter(name__icontains=words) if units else places.none()
    return {
        "mediators": list(people.select_related("person").in_order()[:20]),
        "units": list(named[:20]),
    }
