"""The kinds of record here that a rule of retention may be set for: due, and done."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import (
    DateField,
    Exists,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce, TruncDate

from lms.kernel import personal
from lms.kernel.clock import local_day
from lms.kernel.models import AuditEntry, PersonKey
from mediators.models import Person, Post, RoleGrant, User


def sessions_due(before: datetime) -> QuerySet[Session]:
    """Sign-ins that ran out before a moment."""
    found = Session.objects.filter(expire_date__lt=before)
    return found.annotate(since=F("expire_date"))


def delete_sessions(batch: Sequence[Session], _at: datetime) -> int:
    keys = [each.pk for each in batch]
    return Session.objects.filter(pk__in=keys).delete()[0]


#: How a record of the same person is found: the record itself, the one it was merged
#: into, what was merged into it, and what was merged into the same.
_FAMILY = (
    ("", "pk"),
    ("", "merged_into"),
    ("__merged_into", "pk"),
    ("__merged_into", "merged_into"),
)


def _left(before: datetime) -> QuerySet[Person]:
    """People whose last post ended before a moment, and who hold no role today.

    Records that were merged are of one person: while any of them holds a post, none has
    left. Who never held but what was annulled left on the day of the last annulment.
    """
    day = local_day(before)
    lasting = Post.objects.filter(Q(valid_to=None) | Q(valid_to__gte=day))
    ruling = RoleGrant.objects.effective()
    found = Person.objects.annotate(since=_last_day())
    for theirs, own in _FAMILY:
        # One by one, so that each finds its rows by an index.
        held = lasting.filter(annulled_at=None, **{f"person{theirs}": OuterRef(own)})
        found = found.exclude(Exists(held))
        rules = ruling.filter(**{f"user__person{theirs}": OuterRef(own)})
        found = found.exclude(Exists(rules))
    return found.filter(since__lt=day)


def _last_day() -> Coalesce:
    """The last day of the posts of a record, or of the one it was merged into."""
    days: list[Subquery] = []
    for whose in ("pk", "merged_into"):
        posts = Post.objects.filter(person=OuterRef(whose)).order_by().values("person")
        standing = posts.filter(annulled_at=None).annotate(day=Max("valid_to"))
        annulled = posts.annotate(day=TruncDate(Max("annulled_at")))
        days += [Subquery(standing.values("day")), Subquery(annulled.values("day"))]
    return Coalesce(*days, output_field=DateField())


def photos_due(before: datetime) -> QuerySet[Person]:
    return _left(before).exclude(photo="")


def remove_photos(batch: Sequence[Person], _at: datetime) -> int:
    for person in batch:
        photo = person.photo
        transaction.on_commit(partial(photo.storage.delete, str(photo.name)))
    keys = [person.pk for person in batch]
    return Person.objects.filter(pk__in=keys).update(photo="")


def identity_due(before: datetime) -> QuerySet[Person]:
    """People who left and of whom an identity number is still kept."""
    return _left(before).exclude(id_number_sealed=None)


def remove_identity(batch: Sequence[Person], _at: datetime) -> int:
    keys = [person.pk for person in batch]
    people = Person.objects.filter(pk__in=keys)
    return people.update(
        id_number_sealed=None,
        id_number_lookup=None,
        id_number_mask_sealed=None,
        id_number_doubts="",
    )


def values_due(before: datetime) -> QuerySet[Person]:
    """People who left whose key still opens what the log held, all of it older."""
    key = PersonKey.objects.filter(uuid=OuterRef("uuid"), wrapped__isnull=False)
    younger = AuditEntry.objects.filter(
        person=OuterRef("uuid"), value__isnull=False, at__gte=before
    )
    return (
        _left(before)
        .filter(Exists(key), ~Exists(younger))
        .filter(id_number_sealed=None)
    )


def erase_values(batch: Sequence[Person], at: datetime) -> int:
    for person in batch:
        personal.erase(person.uuid, at=at)
    return len(batch)


def accounts_due(before: datetime) -> QuerySet[User]:
    """Closed accounts last used before a moment that still have a name to sign in by."""
    found = User.objects.filter(is_active=False)
    found = found.exclude(username__startswith="closed-")
    used = found.annotate(since=Coalesce("last_login", "joined_at"))
    return used.filter(since__lt=before)


def minimise_accounts(batch: Sequence[User], _at: datetime) -> int:
    for user in batch:
        user.username, user.email = f"closed-{user.uuid.hex[:12]}", ""
        user.set_unusable_password()
        user.save(update_fields=["username", "email", "password"])
    return len(batch)
