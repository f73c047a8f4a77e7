"""The kinds that are entered by hand: their form, their operation and their words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from incentives import operations, queries
from incentives.forms import entries as forms
from incentives.models import Record
from mediators.models import User


def anybody(_user: User) -> bool:
    return True


@dataclass(frozen=True)
class Entry:
    """How a kind of record is entered. Words with `%(subject)s` take the subject."""

    form: type[forms.EntryForm]
    record: Callable[..., Record]
    verb: Promise
    title: Promise
    lead: Promise
    #: What is said when it is asked whom it is for.
    asks: Promise
    done: Promise
    #: Whether it may be about a unit.
    units: bool = False
    #: Who, of the administrators, may enter it.
    opens: Callable[[User], bool] = anybody


ENTRIES: dict[str, Entry] = {
    "subsidy": Entry(
        forms.SubsidyForm,
        operations.enter_subsidy,
        _("Enter a subsidy"),
        _("A subsidy for %(subject)s"),
        _(
            "One case. The amount follows from the schedule of the day on which it was "
            "mediated."
        ),
        _("A subsidy for one case. Look for the mediator by name."),
        _("Entered: %(headline)s."),
    ),
    "commendation": Entry(
        forms.CommendationForm,
        operations.decide_commendation,
        _("Enter a commendation"),
        _("A commendation for %(subject)s"),
        _(
            "Only what was decided under an approved programme; other praise is a "
            "recognition."
        ),
        _("A commendation. Look for the mediator or the committee by name."),
        _("The commendation was recorded."),
        units=True,
    ),
    "grade": Entry(
        forms.GradeForm,
        operations.record_grade,
        _("Enter a grade"),
        _("A grade for %(subject)s"),
        _("A grade that was decided by a scheme. It is no commendation."),
        _("A grade. Look for the mediator or the committee by name."),
        _("The grade was recorded."),
        units=True,
    ),
    "evaluation": Entry(
        forms.EvaluationForm,
        operations.record_evaluation,
        _("Enter an evaluation"),
        _("An evaluation of %(subject)s"),
        _("What came out of the evaluation of a year, as the decision says."),
        _("The result of a year. Look for the mediator by name."),
        _("The evaluation was recorded."),
    ),
    "recognition": Entry(
        forms.RecognitionForm,
        operations.record_recognition,
        _("Enter a recognition"),
        _("A recognition of %(subject)s"),
        _("Thanks and praise that rest on no approved programme."),
        _("A recognition. Look for the mediator or the committee by name."),
        _("The recognition was recorded."),
        units=True,
    ),
    "accountability": Entry(
        forms.AccountabilityForm,
        operations.record_accountability,
        _("Enter an accountability record"),
        _("An accountability record about %(subject)s"),
        _(
            "A measure that was decided after misconduct. Only its subject and their "
            "bureau see it."
        ),
        _("An accountability record. Look for the mediator or the committee by name."),
        _("The accountability record was recorded."),
        units=True,
        opens=queries.administers_bureau,
    ),
}


def open_to(user: User) -> dict[str, Entry]:
    """Return what an administrator may enter, by kind."""
    return {kind: each for kind, each in ENTRIES.items() if each.opens(user)}


def cards(user: User) -> list[dict[str, Any]]:
    """Return what an administrator may enter, as a page shows it."""
    return [
        {"kind": kind, "title": each.verb, "text": each.lead}
        for kind, each in open_to(user).items()
    ]


@dataclass(frozen=True)
class Import:
    """How the pages of an import speak of their kind."""

    title: Promise
    text: Promise


IMPORTS = {
    "subsidy": Import(
        _("Import subsidies"),
        _(
            "A table with one row for each case, without any party's name. What a case "
            "pays follows from the schedule of its day."
        ),
    ),
    "commendation": Import(
        _("Import commendations"),
        _(
            "A table with one row for each mediator: by which approved programme, by "
            "whose decision, of which day and document."
        ),
    ),
    "grade": Import(
        _("Import grades"),
        _(
            "A table with one row for each mediator: by which scheme, by whose decision, "
            "of which day and document."
        ),
    ),
    "recognition": Import(
        _("Import recognitions"),
        _("A table with one row for each mediator: what was given, by whom and when."),
    ),
}
