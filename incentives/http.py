"""What the file of a mediator shows of incentives."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incentives import queries
from incentives.models import KINDS, Record
from lms.kernel.clock import local_day
from mediators import news
from mediators.access import has_role
from mediators.models import Mediator, Person, RoleGrant, User
from mediators.privacy import data


def in_file(mediator: Mediator, viewer: User) -> dict[str, Any]:
    """Return the section: the kinds apart, each in plain words, and what comes next.

    A query a kind, and those of `ladders_of`.
    """
    own = mediator.person.user_id == viewer.pk
    today = local_day(timezone.now())
    found = queries.of_mediator(mediator, viewer=viewer)
    groups = [
        {"name": KINDS[kind]._meta.verbose_name_plural, "records": records}  # noqa: SLF001 -- documented
        for kind, records in found.items()
        if records
    ]
    may_enter = (
        not own
        and Mediator.objects.administered_by(viewer).filter(pk=mediator.pk).exists()
    )
    asks = own or may_enter
    return {
        "groups": groups,
        "links": not own and has_role(viewer, *RoleGrant.OVERSEERS),
        "may_enter": may_enter,
        "ladders": queries.ladders_of(mediator, on=today, viewer=viewer)
        if asks
        else [],
        "today": today,
        "events": [
            _event(record, own=own) for records in found.values() for record in records
        ],
    }


def waiting(user: User) -> str:
    """Say how many proposals wait for `user` to decide; a query."""
    count = queries.waiting_for(user).count()
    words = ngettext(
        "%(n)d decision waits for you", "%(n)d decisions wait for you", count
    )
    return words % {"n": count} if count else ""


def told(user: User, since: datetime) -> list[news.Item]:
    """Return what was recorded about `user`, or annulled, after `since`."""
    return [
        item for record in queries.recorded_of(user, since) for item in _news_of(record)
    ]


def _news_of(record: Record) -> list[news.Item]:
    title, there = f"{record.kind_name} · {record.headline}", reverse("mediators:me")
    colour = "sky" if record.COLOUR == "plain" else record.COLOUR
    items = [news.Item(record.stood_at, title, record.in_words, there, colour)]
    if record.annulled_at is not None:
        items.append(
            news.Item(record.annulled_at, title, _annulled(record), there, "amber")
        )
    return items


def held_about(person: Person) -> data.Table:
    """Return what was decided about somebody, for their data page; a query a kind."""
    table = data.Table(
        [_("Kind of record"), _("What it is"), _("Day"), _("What it rests on")]
    )
    for kind in KINDS.values():
        records = kind._default_manager.filter(  # noqa: SLF001 -- documented
            kind.DECIDED, mediator__in=data.mediators_of(person)
        )
        for record in records.with_subjects():  # type: ignore[attr-defined]  # -- RecordQuerySet
            note = _annulled(record) if record.is_annulled else record.in_words
            table.rows.append([record.kind_name, record.headline, record.day, note])
    return table


def _annulled(record: Record) -> str:
    return _("Annulled: %(reason)s") % {"reason": record.annul_reason}


def _event(record: Record, *, own: bool) -> dict[str, Any]:
    text = _annulled(record) if record.is_annulled else ""
    if record.is_proposed:
        text = _("Waits to be confirmed; until then it counts for nothing.")
    counts = not (record.is_annulled or record.is_proposed or record.is_declined)
    return {
        "day": record.day,
        "title": f"{record.kind_name} · {record.headline}",
        "text": text,
        "url": "" if own else record.get_absolute_url(),
        "kind": record.COLOUR if counts else "plain",
    }
