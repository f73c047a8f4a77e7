"""Deleting what the law lets go, by two administrators, for good (PIPL 47)."""

from datetime import datetime
from functools import partial
from typing import Any, ClassVar

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.kernel import audit, personal
from lms.kernel.clock import local_day
from lms.kernel.errors import DomainError
from mediators.models import Mediator, Person, Post, RoleGrant, User
from mediators.pinyin import spell
from mediators.privacy import data, queries
from mediators.privacy.models import DataRequest, RequestEvent
from mediators.privacy.operations.requests import happened, lock_open

#: What stands for a name of which no record needs to be kept, whoever reads it.
ERASED_NAME = "已注销"


class HoldsOffice(DomainError):
    message = _(
        "%(name)s still holds a post or a role. Record its end first: as long as it is "
        "held, the data are needed for it (PIPL, article 13(1)(3))."
    )


class NotProposed(DomainError):
    message = _("No administrator has proposed this deletion yet.")


class SameAdministrator(DomainError):
    message = _("Another administrator must confirm what you proposed.")


class NameMismatch(DomainError):
    message = _("The name you typed is not that of the person. Nothing was deleted.")


class Columns:
    """Which columns go with a person's data and what they then hold; the rest stay."""

    PERSON: ClassVar[dict[str, Any]] = {
        "phone": "",
        "born_on": None,
        "ethnicity": "",
        "education": "",
        "id_number_sealed": None,
        "id_number_lookup": None,
        "id_number_mask_sealed": None,
        "id_number_doubts": "",
        "photo": "",
    }
    MEDIATOR: ClassVar[dict[str, Any]] = {"languages": ""}
    #: Gender and background are counted by official statistics (PIPL 72).
    PERSON_KEPT: ClassVar = {
        "id",
        "uuid",
        "user",
        "name",
        "gender",
        "merged_into",
        "recorded_at",
        "erased_at",
        # They follow the name.
        "spelling",
        "pinyin",
        "initials",
        "pinyin_also",
        "initials_also",
    }
    MEDIATOR_KEPT: ClassVar = {
        "id",
        "uuid",
        "person",
        "background",
        "may_be_subsidised",
        "recorded_at",
    }


@transaction.atomic
def propose_erasure(
    *, request: DataRequest, words: str, by: User, at: datetime
) -> RequestEvent:
    """Propose that a deletion be carried out; a second administrator confirms it.

    :raises RequestClosed: if nothing more happens to the request
    :raises HoldsOffice: if the person holds a post or a role
    """
    request = lock_open(request)
    _check_free(request.person, at=at)
    kind = RequestEvent.Kind.PROPOSED
    return happened(request, kind, by=by, at=at, words=words.strip())


@transaction.atomic
def erase_person(
    *, request: DataRequest, name: str, by: User, at: datetime
) -> RequestEvent:
    """Delete for good what nothing needs, close the account, and say what stays.

    Posts, certificates and results stay (PIPL 47, 72), and with them the name; the
    values in the log go with the person's key.

    :raises RequestClosed: if nothing more happens to the request
    :raises NotProposed: if nobody proposed it
    :raises SameAdministrator: if the same administrator did
    :raises NameMismatch: if `name` is not that of the person
    :raises HoldsOffice: if the person holds a post or a role
    """
    request = lock_open(request)
    _check_proposed(request, by)
    person = Person.objects.select_for_update().get(pk=request.person_id)
    if name.strip() != person.name:
        raise NameMismatch
    _check_free(person, at=at)

    with translation.override(settings.LANGUAGE_CODE):
        words = _erase(person, at=at, actor=by)
        words += _close_requests(request, person, by=by, at=at)
    return happened(
        request, RequestEvent.Kind.CARRIED_OUT, by=by, at=at, words="\n".join(words)
    )


def _erase(person: Person, *, at: datetime, actor: User) -> list[str]:
    kept = data.kept_of(person)
    name = person.name if kept else ERASED_NAME
    words = [
        gettext(
            "Deleted: phone, day of birth, ethnicity, education, photo, identity number "
            "and languages, and what the log held of their values."
        )
    ]
    for erasure in data.erasures():
        words += map(str, erasure(person, at))
    words.append(gettext("The account is closed; nobody can sign in to it."))
    for each in list(queries.records_of(person).select_related("user")):
        _blank(each, name=name, at=at, actor=actor)
    for section, rows in kept:
        words.append(
            gettext("Kept: %(what)s, %(rows)d. %(why)s")
            % {"what": section.title, "rows": rows, "why": section.kept}
        )
    if not kept:
        words.append(gettext("No record needs the name: it was replaced."))
    return words


def _close_requests(
    request: DataRequest, person: Person, *, by: User, at: datetime
) -> list[str]:
    """Close what else the person asked for, and blank the words of all of it."""
    asked = DataRequest.objects.filter(person__in=queries.records_of(person))
    moot = gettext("The data were deleted at your request; this one is moot.")
    for other in asked.exclude(pk=request.pk).open().select_related("person"):
        happened(other, RequestEvent.Kind.REFUSED, by=by, at=at, words=moot)
    for name in ("about", "wanted"):
        asked.exclude(**{name: ""}).update(**{name: DataRequest.ERASED})
    return [
        gettext(
            "What you wrote in requests is deleted. That they were made, how they were "
            "answered and what you consented to is kept as proof (PIPL, article 69)."
        )
    ]


def _blank(person: Person, *, name: str, at: datetime, actor: User) -> None:
    photo = person.photo.name
    if photo:
        transaction.on_commit(partial(person.photo.storage.delete, photo))
    columns: dict[str, Any] = {**Columns.PERSON, "erased_at": at}
    if name != person.name:
        columns |= {"name": name, **spell(name).columns()}
    Person.objects.filter(pk=person.pk).update(**columns)
    mediator = Mediator.objects.filter(person=person).first()
    if mediator is not None:
        Mediator.objects.filter(pk=mediator.pk).update(**Columns.MEDIATOR)
        mediator.specialities.clear()
    if person.user is not None:
        _close(person.user, person, name=name, at=at, actor=actor)
    audit.record(
        action="person.erased", subject=person, actor=actor, at=at, person=person.uuid
    )
    personal.erase(person.uuid, at=at)


def _close(user: User, person: Person, *, name: str, at: datetime, actor: User) -> None:
    user.username = f"closed-{user.uuid.hex[:12]}"
    user.name, user.email, user.language = name, "", ""
    user.is_active = False
    user.set_unusable_password()
    user.save()
    audit.record(
        action="account.closed", subject=user, actor=actor, at=at, person=person.uuid
    )


def _check_proposed(request: DataRequest, by: User) -> None:
    proposed = request.events.filter(kind=RequestEvent.Kind.PROPOSED)
    proposers = set(proposed.values_list("by", flat=True))
    if request.state != RequestEvent.Kind.PROPOSED:
        raise NotProposed
    if proposers == {by.pk}:
        raise SameAdministrator


def _check_free(person: Person, *, at: datetime) -> None:
    records = queries.records_of(person)
    posts = Post.objects.unended().filter(person__in=records)
    users = User.objects.filter(person__in=records)
    # A suspended role, and one that has not begun, is a role.
    roles = RoleGrant.objects.meeting(local_day(at), None).filter(user__in=users)
    if posts.exists() or roles.exists():
        raise HoldsOffice(name=person.name)
