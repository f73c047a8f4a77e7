"""What several pages of this app need of the web: rows as the templates want them."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.kernel.clock import local_day
from lms.kernel.http import UserRequest
from mediators import access, file, queries
from mediators.models import Mediator, Organisation, Person, Post, User
from mediators.queries import (
    Filing,
    Place,
    Warning,  # noqa: A004 -- the word of the business
)

#: Days within which the end of a term is worth a word.
SOON = 90


def file_of(request: UserRequest, mediator: Mediator) -> dict[str, Any]:
    """Return the sections of a file, ready to show, and what they say of its past."""
    viewer = request.user
    own = mediator.person.user_id == viewer.pk
    shown, events = [], []
    for section in file.sections():
        context = section.context(mediator, viewer)
        events += context.get("events", [])
        context |= {"mediator": mediator, "viewer": viewer, "own": own}
        html = render_to_string(section.template, context, request=request)
        if html.strip():
            shown.append({"title": section.title, "html": html})
    return {
        "mediator": mediator,
        "sections": shown,
        "timeline": file.newest_first(events),
    }


def branches_to_show(
    places: list[Place], *, is_open: bool = True
) -> list[dict[str, Any]]:
    """Return the nodes of `components/tree.html`; the first two levels stand open."""
    return [
        {
            "label": place.organisation.name,
            "url": place.organisation.get_absolute_url(),
            "figure": _figure(place),
            "open": is_open,
            "children": branches_to_show(place.places, is_open=False) + _rest(place),
        }
        for place in places
    ]


def posts_in_file(mediator: Mediator, viewer: User) -> dict[str, Any]:
    """Return the section of posts; five queries."""
    persons = Mediator.objects.same_as(mediator).values("person")
    held = Post.objects.filter(person__in=persons)
    posts = list(held.with_people().with_exemptions())
    own = Post.objects.administered_by(viewer).filter(person__in=persons)
    managed = set(own.values_list("pk", flat=True))
    today = local_day(timezone.now())
    standing = [post for post in posts if not post.is_annulled]
    rules = queries.rulebook(*(post.organisation for post in standing))
    filings = queries.filings_of(
        standing, rules=rules, days=queries.calendar(), today=today
    )
    by_time = queries.posts_by_time(standing, day=today)
    return {
        **by_time,
        "is_over": by_time["posts_past"]
        and not by_time["posts_now"]
        and not by_time["posts_to_come"],
        "managed": managed,
        "to_file": [filing_row(filing, today) for filing in filings],
        "warnings": queries.warnings_about_person(standing, rules=rules, day=today),
        "events": [event for post in posts for event in _events(post, today)],
    }


def identity_in_file(mediator: Mediator, viewer: User) -> dict[str, Any]:
    """Return the section of the identity number, masked; four queries at most."""
    person = mediator.person
    acts = Person.objects.administered_by(viewer).filter(pk=person.pk)
    may_act = person.erased_at is None and acts.exists()
    return {"mask": queries.masked_id_number(person), "may_act": may_act}


def person_acted_on(request: UserRequest, uuid: UUID) -> Person:
    """Return somebody whom the viewer administers, or answer 404."""
    people = Person.objects.administered_by(request.user).living()
    found = get_object_or_404(people.select_related("mediator"), uuid=uuid)
    access.show(request, found)
    return found


def address_of_file(person: Person) -> str:
    """Return where the file of a person is; who never mediated has none but the list."""
    if hasattr(person, "mediator"):
        return person.mediator.get_absolute_url()
    return reverse("mediators:mediator-list")


def filing_row(filing: Filing, day: date) -> dict[str, Any]:
    """Return what `mediators/deadline.html` wants of something to be filed."""
    left = filing.days_left(day)
    return {"filing": filing, "left": left, "over": -left}


def warnings_on_page(
    organisation: Organisation, posts: list[Post], *, day: date
) -> list[Warning]:
    """Say what a place lacks on `day`, and who holds a post there not as asked.

    Five queries, however many posts.
    """
    about = queries.people_warnings([post.person for post in posts], day=day)
    people = [warning for found in about.values() for warning in found]
    return [*queries.committee_warnings(organisation, day=day), *people]


def filings_overdue(user: User) -> str:
    """Say how many filings are overdue in the branches that `user` administers.

    One query where no rule asks for filing, three where one does.
    """
    day = local_day(timezone.now())
    due = queries.filings_administered_by(user, today=day)
    overdue = sum(filing.is_overdue(day) for filing in due)
    words = ngettext("%(n)d filing is overdue", "%(n)d filings are overdue", overdue)
    return words % {"n": overdue} if overdue else ""


def terms_running_out(user: User) -> str:
    """Say how many terms end soon in the branches that `user` administers; one query."""
    day = local_day(timezone.now()) + timedelta(days=SOON)
    posts = Post.objects.administered_by(user).running_out(by=day)
    count = posts.count()
    words = ngettext(
        "%(n)d term ends within %(days)d days",
        "%(n)d terms end within %(days)d days",
        count,
    )
    return words % {"n": count, "days": SOON} if count else ""


def _events(post: Post, today: date) -> list[dict[str, Any]]:
    role, place = post.get_role_display(), post.organisation.name
    words = {"role": role, "place": place}
    if post.annulled_at is not None:
        title = _("Annulled: %(role)s, %(place)s") % words
        reason = post.annul_reason
        return [_event(post.annulled_at, title, reason, "maple")]
    text = f"{post.get_appointment_display()} · {post.basis}"
    found = [_event(post.valid_from, f"{role} · {place}", text, "leaf")]
    if post.valid_to is not None and post.valid_to <= today:
        title = _("No longer %(role)s, %(place)s") % words
        reason = post.get_end_reason_display() if post.has_ended else _("term ran out")
        found.append(_event(post.valid_to, title, reason, "plain"))
    return found


def _event(day: date, title: str, text: str, kind: str) -> dict[str, Any]:
    return {"day": day, "title": title, "text": text, "kind": kind}


def _figure(place: Place) -> str:
    posts = ngettext("%(count)d post", "%(count)d posts", place.posts)
    words = posts % {"count": place.posts}
    if place.organisation.is_committee:
        return words
    committees = ngettext(
        "%(count)d committee", "%(count)d committees", place.committees
    )
    return f"{committees % {'count': place.committees}} · {words}"


def _rest(place: Place) -> list[dict[str, Any]]:
    if not place.goes_on:
        return []
    return [
        {"label": _("Show what is below"), "url": f"?top={place.organisation.uuid}"}
    ]
