"""What would come of each row, and the sentence that says so."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lms.kernel.clock import local_day
from lms.kernel.errors import DomainError
from lms.kernel.personal import lookup_hash
from mediators import queries as mediators
from mediators.identity import EARLIEST_BIRTH, read_id_number, tidy
from mediators.models import Organisation, Person, Post, User
from mediators.operations import IdNumberTaken, NoSuchBirthday
from mediators.rosters.columns import BY_KEY, OF_A_POST
from mediators.rosters.models import Import, Row
from mediators.rosters.queries import changes, terms
from mediators.rosters.queries.chunks import chunks
from mediators.rosters.queries.given import Given
from mediators.rosters.queries.matching import Match, match
from mediators.rosters.queries.places import places_named
from mediators.rosters.queries.warning import doubt, warn

Plan = Row.Plan
_NEW = (Plan.POST, Plan.NEWCOMER)


@dataclass
class Verdict:
    """What would come of a row, with what the operations need to bring it about."""

    given: Given
    plan: str = Plan.BAD
    sentences: list[str] = field(default_factory=list)
    person: Person | None = None
    organisation: Organisation | None = None
    #: The post that the row names and that is on record.
    post: Post | None = None
    valid_to: date | None = None
    #: Details of the person and the mediator that would change, new value by name.
    changes: dict[str, Any] = field(default_factory=dict)
    doubts: list[Person] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        return " ".join(self.sentences)

    @property
    def new_post(self) -> bool:
        return self.organisation is not None and self.post is None


def judge(
    rows: Sequence[Given],
    *,
    roster: Import,
    by: User,
    at: datetime,
    seen_by: User | None = None,
) -> list[Verdict]:
    """Say what would come of each row if `by` carried it out.

    `seen_by` is who is told so, if that is another: they are told of nobody whom they
    may not look at.

    A dozen queries for a few hundred rows, and one for each committee where the end of
    a term is not given.
    """
    day = local_day(at)
    places = _places(rows, roster, by)
    matches = match(rows, by=by, seen_by=seen_by)
    verdicts = [
        _first_look(given, found, places, day)
        for given, found in zip(rows, matches, strict=True)
    ]
    posts = terms.posts_held(verdicts, by=by)
    known = changes.Known.of(verdicts)
    ends: dict[tuple[int, date], date] = {}
    for verdict in verdicts:
        if verdict.sentences:
            continue
        _second_look(verdict, posts, known, ends, at)
    warn([each for each in verdicts if each.plan in _NEW], day=day)
    bringing = [each for each in verdicts if _brings_number(each)]
    _check_numbers(bringing)
    doubt([each for each in bringing if each.plan != Plan.BAD], day=day)
    return verdicts


def _check_numbers(verdicts: Sequence[Verdict]) -> None:
    """Refuse rows whose number somebody else has, in whatever branch; a query or two."""
    hashes = {
        lookup_hash(tidy(verdict.given.values["id_number"])): verdict
        for verdict in verdicts
    }
    for some in chunks(sorted(hashes)):
        taken = Person.objects.filter(id_number_lookup__in=some)
        for number in taken.values_list("id_number_lookup", flat=True):
            verdict = hashes[number or ""]
            verdict.plan, verdict.changes = Plan.BAD, {}
            verdict.sentences = [str(IdNumberTaken())]


def _brings_number(verdict: Verdict) -> bool:
    """Whether the row would put an identity number on record."""
    number = verdict.given.values.get("id_number")
    is_new = verdict.plan == Plan.NEWCOMER and not verdict.given.follows
    return bool(number) and (is_new or "id_number" in verdict.changes)


def _places(
    rows: Sequence[Given], roster: Import, by: User
) -> dict[str, list[Organisation]]:
    among = Organisation.objects.administered_by(by).within([roster.branch.path])
    texts = {text for given in rows if (text := given.values.get("organisation"))}
    return places_named(texts, among=among)


def _first_look(
    given: Given, found: Match, places: dict[str, list[Organisation]], day: date
) -> Verdict:
    """Judge what the row says by itself, and whom and where it means."""
    verdict = Verdict(given, person=found.person)
    problems = [*given.problems, *_missing(given), *_of_number(given, day)]
    problems += _of_birthday(given, day)
    problems += _of_other_rows(given)
    if found.is_lost:
        problems.append(_("Nobody with this 人员编号 is in your branch."))
    elif found.person:
        problems += _of_name(given, found.person)
    text = given.values.get("organisation")
    if text and not any(problem.startswith("所属调委会") for problem in given.problems):
        problems += _of_place(verdict, text, places.get(text, []))
    verdict.sentences = problems
    if not problems and found.doubts:
        verdict.plan, verdict.doubts = Plan.DOUBTFUL, found.doubts
        verdict.sentences = [_("Somebody alike is on record. Say whether it is they.")]
    return verdict


def _of_other_rows(given: Given) -> list[str]:
    if given.repeats:
        words = _("The same post of the same person stands in row %(n)d. Keep one row.")
        return [words % {"n": given.repeats}]
    if given.alike:
        words = _(
            "Row %(n)d has the same name, and a birthday is missing: nobody can tell "
            "whether it is the same person. Fill in 出生日期 in both."
        )
        return [words % {"n": given.alike}]
    return []


def _missing(given: Given) -> list[str]:
    has = {*given.values, *given.raw}  # an unreadable cell is not a missing one
    wanted = ["name", *OF_A_POST]
    if given.values.get("mediator") and not has.intersection(OF_A_POST):
        wanted = ["name"]
    heads = [BY_KEY[key].head for key in wanted if key not in has]
    if not heads:
        return []
    return [_("Not filled in: %(heads)s.") % {"heads": "、".join(heads)}]


def _of_number(given: Given, day: date) -> list[str]:
    number = given.values.get("id_number")
    if not number:
        return []
    try:
        read_id_number(number, day=day)
    except DomainError as error:
        return [_("身份证号: %(problem)s") % {"problem": error}]
    return []


def _of_birthday(given: Given, day: date) -> list[str]:
    born_on = given.values.get("born_on")
    if born_on is None or EARLIEST_BIRTH <= born_on <= day:
        return []
    return [f"{BY_KEY['born_on'].head}：{NoSuchBirthday()}"]


def _is_answered(given: Given, person: Person) -> bool:
    """Whether the clerk said of a row that it means this person, whatever the name."""
    return given.answers.get(person.pk) is True


def _of_name(given: Given, person: Person) -> list[str]:
    name = given.values.get("name")
    if name in {None, person.name}:
        return []
    if given.values.get("mediator"):
        words = _(
            "The 人员编号 is that of %(known)s, not of %(name)s. Perhaps one column was "
            "sorted without the others; a name is corrected on the person’s own page."
        )
    elif _is_answered(given, person):
        return []
    else:
        words = _(
            "The 身份证号 is that of %(known)s, not of %(name)s. Perhaps it was pasted a "
            "line off; a name is corrected on the person’s own page."
        )
    return [words % {"known": person.name, "name": name}]


def _of_place(verdict: Verdict, text: str, places: list[Organisation]) -> list[str]:
    if len(places) == 1:
        verdict.organisation = places[0]
        return []
    if places:
        words = _(
            "%(n)d committees in your branch are called “%(text)s”. Write the town before "
            "it, such as 临河镇/青禾村."
        )
        return [words % {"n": len(places), "text": text}]
    words = _(
        "“%(text)s” is not within what you administer, or it is called otherwise there."
    )
    return [words % {"text": text}]


def _second_look(
    verdict: Verdict,
    posts: terms.Posts,
    known: changes.Known,
    ends: dict[tuple[int, date], date],
    at: datetime,
) -> None:
    """Compare the row with what is on record."""
    place = verdict.organisation
    if place is not None:
        problems = terms.problems_of(verdict, place, posts, at=at)
        if problems:
            verdict.sentences = problems
            return
    verdict.changes, notes = known.compare(verdict)
    if place is not None and verdict.post is None:
        verdict.valid_to = _end(verdict.given, place, ends)
    _conclude(verdict, notes)


def _end(given: Given, place: Organisation, ends: dict[tuple[int, date], date]) -> date:
    if last := given.values.get("last_day"):
        return last + timedelta(days=1)
    start = given.values["valid_from"]
    key = (place.pk, start)
    if key not in ends:
        ends[key] = mediators.term_end(place, start=start)
    return ends[key]


def _conclude(verdict: Verdict, notes: list[str]) -> None:
    values, place = verdict.given.values, verdict.organisation
    said = []
    if verdict.new_post and place is not None:
        known = verdict.person is not None or verdict.given.follows
        verdict.plan = Plan.POST if known else Plan.NEWCOMER
        words = (
            _("A known person gets a new post: %(role)s, %(place)s, from %(day)s.")
            if known
            else _("A new person gets a post: %(role)s, %(place)s, from %(day)s.")
        )
        role = Post.Role(values["role"]).label
        day = date_format(values["valid_from"])
        said.append(words % {"role": role, "place": place.name, "day": day})
    elif verdict.changes:
        verdict.plan = Plan.UPDATE
    else:
        verdict.plan = Plan.SAME
        said.append(_("Nothing changes."))
    if verdict.changes and verdict.person is not None:
        heads = [_head(name) for name in verdict.changes]
        said.append(_("Updated: %(heads)s.") % {"heads": "、".join(heads)})
    verdict.sentences = [*said, *notes]


def _head(name: str) -> str:
    return BY_KEY[name].head
