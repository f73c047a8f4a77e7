"""People who do not exist, one after the other, and the same ones each time."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import count

from lms.demo import names
from lms.kernel.clock import local_day
from mediators import operations
from mediators.models import Mediator, Person, Speciality
from mediators.names import DOT
from mediators.operations.people import PersonDetails

Education = Person.Education
Background = Mediator.Background

MALE, FEMALE = Person.Gender.MALE, Person.Gender.FEMALE
HAN, UYGHUR = "01", "05"
#: What a village's mediators have learnt, in turn; of one it is not known.
_LEARNT = (
    Education.JUNIOR,
    Education.SENIOR,
    Education.SENIOR,
    Education.COLLEGE,
    Education.UNKNOWN,
    Education.BACHELOR,
)
_LEARNT_MORE = (Education.SENIOR, Education.COLLEGE, Education.BACHELOR)
_BACKGROUNDS = tuple(Background)
_LANGUAGES = ("济南方言", "", "鲁西北方言、手语", "", "普通话、维吾尔语")
#: Every so many have a speciality, and share the phone of the one before.
_SKILLED, _FAMILY = 3, 23


class People:
    """Whoever is asked for next."""

    def __init__(self, *, at: datetime) -> None:
        self._at = at
        self._names: Iterator[str] = names.invent()
        self._numbers = count()
        self._skills = list(Speciality.objects.order_by("code"))

    def next(
        self,
        gender: str = MALE,
        *,
        age: int | None = None,
        educated: bool = False,
        education: str = "",
    ) -> Person:
        """Register one more; `educated`: to senior high school at least."""
        number, name = next(self._numbers), next(self._names)
        learnt = _LEARNT_MORE if educated else _LEARNT
        known: PersonDetails = {
            "gender": gender,
            "born_on": self._birthday(number, age or 30 + number * 7 % 32),
            "education": education or learnt[number % len(learnt)],
            "ethnicity": UYGHUR if DOT in name else HAN,
            "phone": f"139{number - (number % _FAMILY == _FAMILY - 1):08d}",
        }
        person = operations.register_person(name=name, at=self._at, actor=None, **known)
        self._describe(person, number)
        return person

    def _birthday(self, number: int, age: int) -> date:
        year = local_day(self._at).year - age - 1
        return date(year, 1 + number % 12, 1 + number % 28)

    def _describe(self, person: Person, number: int) -> None:
        skills = []
        if number % _SKILLED == 0 and self._skills:
            skills = [self._skills[number // _SKILLED % len(self._skills)]]
        operations.register_mediator(
            person=person,
            background=_BACKGROUNDS[number % len(_BACKGROUNDS)],
            languages=_LANGUAGES[number % len(_LANGUAGES)],
            specialities=skills,
            at=self._at,
            actor=None,
        )
