"""An election as it is written down: who sat, what became of them, and who is new."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from mediators import queries
from mediators.forms.fields import day_input
from mediators.models import Organisation, Person, Post, User
from mediators.operations.appointments import (
    FirstDayFarAway,
    Newcomer,
    check_first_day,
)
from mediators.operations.elections import NewSeat, Outcome, Seat

ROWS = 2
_MOST_ROWS = 30
_ANOTHER = "another"


class ElectionForm(forms.Form):
    on = forms.DateField(label=_("First day of the new term"), widget=day_input())
    basis = forms.CharField(
        label=_("Election record or hiring document"),
        max_length=120,
        help_text=_("Such as the record of the villagers' representative assembly."),
    )
    valid_to = forms.DateField(
        label=_("Until (not including this day)"), required=False, widget=day_input()
    )
    appointment = forms.ChoiceField(
        label=_("Way of appointment"),
        choices=Post.Appointment,
        initial=Post.Appointment.ELECTED,
        widget=forms.RadioSelect,
        help_text=_(
            "This committee is founded by reference to the Law (article 34): whoever "
            "founds it may name its members."
        ),
    )

    def __init__(
        self, *args: Any, committee: Organisation, by_election: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        if committee.elects_members:
            del self.fields["appointment"]
        self.fields["valid_to"].help_text = (
            _("Empty: until the terms of the other members end.")
            if by_election
            else _("Empty: a full term, as the rules of your branch say.")
        )

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        try:
            check_first_day(day, at=timezone.now())
        except FirstDayFarAway as error:
            raise forms.ValidationError(str(error)) from error
        return day


class SeatForm(forms.Form):
    """What became of somebody who sat on the committee."""

    outcome = forms.ChoiceField(label=pgettext_lazy("election", "Outcome"))
    reason = forms.ChoiceField(label=_("Why it ends"), required=False)

    def __init__(
        self, *args: Any, posts: list[Post], by_election: bool, **options: Any
    ) -> None:
        self.posts, self.person = posts, posts[0].person
        self.by_election = by_election
        super().__init__(*args, **options)
        words = _("becomes %(role)s") if by_election else _("again %(role)s")
        roles = [(role.value, words % {"role": role.label}) for role in Post.MEMBERS]
        keeps = [(Outcome.KEEPS.value, Outcome.KEEPS.label)] if by_election else []
        leaves = (Outcome.LEAVES.value, Outcome.LEAVES.label)
        self.fields["outcome"].choices = [*keeps, *roles, leaves]  # type: ignore[attr-defined]  # -- a ChoiceField
        self.fields["reason"].choices = [  # type: ignore[attr-defined]  # -- a ChoiceField
            ("", _("if they leave: why")),
            *((each.value, each.label) for each in posts[0].possible_ends),
        ]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        leaves = given.get("outcome") == Outcome.LEAVES
        if leaves and not given.get("reason"):
            if self.by_election:
                self.add_error("reason", _("Say why the post ends."))
            given["reason"] = Post.EndReason.TERM_EXPIRED.value
        return given

    def seat(self) -> Seat:
        outcome, reason = self.cleaned_data["outcome"], self.cleaned_data["reason"]
        if outcome != Outcome.LEAVES:
            changes_role = self.by_election
            reason = (
                Post.EndReason.TRANSFERRED
                if changes_role
                else Post.EndReason.TERM_EXPIRED
            )
        return Seat(self.person, outcome, reason)


class NewSeatForm(forms.Form):
    """Somebody newly elected; empty if there is no name."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=60)
    who = forms.ChoiceField(
        label=_("Somebody of this name is in your branch"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether it is the same person.")},
    )
    role = forms.ChoiceField(
        label=_("Role on the committee"),
        choices=[(role.value, role.label) for role in Post.MEMBERS],
        initial=Post.Role.MEMBER,
    )
    kind = forms.ChoiceField(
        label=_("Kind of post"), choices=Post.Kind, initial=Post.Kind.PART_TIME
    )
    gender = forms.ChoiceField(
        label=_("Gender"), choices=Person.Gender, initial=Person.Gender.UNKNOWN
    )
    born_on = forms.DateField(
        label=_("Day of birth"), required=False, widget=day_input()
    )
    education = forms.ChoiceField(
        label=_("Education"), choices=Person.Education, required=False
    )
    phone = forms.CharField(label=_("Phone"), required=False, max_length=20)

    def __init__(self, *args: Any, name: str, clerk: User, **options: Any) -> None:
        options |= {"empty_permitted": True, "use_required_attribute": False}
        super().__init__(*args, **options)
        found = queries.namesakes(name, by=clerk) if name.strip() else []
        self.people = {str(person.uuid): person for person in found}
        if not found:
            del self.fields["who"]
            return
        known = [(key, _told_apart(person)) for key, person in self.people.items()]
        another = (_ANOTHER, gettext("Another person of the same name"))
        self.fields["who"].choices = [*known, another]  # type: ignore[attr-defined]  # -- a ChoiceField

    @property
    def is_used(self) -> bool:
        return bool(self.cleaned_data.get("name"))

    def seat(self) -> NewSeat:
        given = self.cleaned_data
        if person := self.people.get(given.get("who", "")):
            return NewSeat(given["role"], given["kind"], person=person)
        details = ("name", "gender", "born_on", "education", "phone")
        newcomer = Newcomer(**{key: given[key] for key in details})  # type: ignore[typeddict-item]  # -- its own names
        return NewSeat(given["role"], given["kind"], newcomer=newcomer)


class ElectionPaper:
    """The whole paper: the election, a line for each who sat, and lines for the new.

    `asks_only`: it is shown again to go on writing; nothing is wrong with it yet.
    """

    def __init__(  # noqa: PLR0913 -- what a paper is made of
        self,
        data: Mapping[str, str] | None,
        *,
        committee: Organisation,
        by_election: bool,
        clerk: User,
        day: date,
        asks_only: bool = False,
    ) -> None:
        self.committee, self.by_election = committee, by_election
        self._given, self._asks_only = data or {}, asks_only or not data
        common = {"committee": committee, "by_election": by_election}
        self.main = self._form(ElectionForm, "", {"on": day}, **common)
        self.day = self._first_day(day)
        self.seats = [
            self._form(
                SeatForm,
                f"seat-{posts[0].person.uuid}",
                {"outcome": Outcome.KEEPS if by_election else posts[0].role},
                posts=posts,
                by_election=by_election,
            )
            for posts in queries.sitting(committee, on=self.day).values()
        ]
        self.rows = self._row_count()
        self.new = [
            self._form(
                NewSeatForm,
                f"new-{number}",
                {},
                name=self._given.get(f"new-{number}-name", ""),
                clerk=clerk,
            )
            for number in range(self.rows)
        ]

    @property
    def forms(self) -> list[forms.Form]:
        return [self.main, *self.seats, *self.new]

    def is_valid(self) -> bool:
        valid = [form.is_valid() for form in self.forms]
        if self.main.is_valid() and not all(valid):
            self.main.add_error(None, _("Some lines below need another look."))
        return all(valid)

    def terms(self) -> dict[str, Any]:
        """Return what the operations take."""
        given = self.main.cleaned_data
        until = given["valid_to"]
        if self.by_election and not until:
            until = queries.end_of_terms(self.committee, on=given["on"])
        return {
            "committee": self.committee,
            "on": given["on"],
            "basis": given["basis"],
            "valid_to": until,
            "appointment": given.get("appointment") or Post.Appointment.ELECTED,
            "seats": [form.seat() for form in self.seats],
            "new_seats": [form.seat() for form in self.new if form.is_used],
        }

    def _form(
        self, kind: Any, prefix: str, initial: dict[str, Any], **options: Any
    ) -> Any:
        if not self._asks_only:
            return kind(self._given, prefix=prefix, initial=initial, **options)
        before = f"{prefix}-" if prefix else ""
        typed = {
            name: self._given[before + name]
            for name in kind.base_fields
            if before + name in self._given
        }
        return kind(prefix=prefix, initial={**initial, **typed}, **options)

    def _first_day(self, today: date) -> date:
        try:
            return forms.DateField().to_python(self._given.get("on", "")) or today
        except forms.ValidationError:
            return today

    def _row_count(self) -> int:
        try:
            rows = int(self._given.get("rows", ROWS))
        except ValueError:
            rows = ROWS
        more = ROWS if self._given.get("step") == "more" else 0
        return max(1, min(rows + more, _MOST_ROWS))


def _told_apart(person: Person) -> str:
    """Name somebody so that they are told from others of the same name."""
    born = date_format(person.born_on) if person.born_on else "—"
    posts = [
        f"{post.organisation.name} {post.get_role_display()}"
        for post in person.posts_in_force  # type: ignore[attr-defined]  # -- prefetched
    ]
    return " · ".join([person.name, person.get_gender_display(), born, *posts])
