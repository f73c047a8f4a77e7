"""The number of a resident identity card (GB 11643-1999): read, doubted, masked.

A number that is well formed may still belong to nobody, or to somebody else. Nothing
here says whose it is, and no refusal repeats what was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.kernel.errors import DomainError
from mediators.models import Division, Person

LENGTH = 18
#: What cards issued before October 1999 carry.
OLD_LENGTH = 15
#: Nobody who was born earlier mediates; earlier years are slips of the pen.
EARLIEST_BIRTH = date(1900, 1, 1)
#: Law 14: a mediator is an adult citizen.
ADULT = 18

_SIGNS = re.compile(r"[0-9]{17}[0-9X]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_SIGNS = "10X98765432"
#: What a Chinese keyboard makes of digits and of the X.
_FULL_WIDTH = str.maketrans("０１２３４５６７８９ＸｘX", "0123456789XXX")
#: The first two digits: provinces, with Hong Kong, Macao and Taiwan (GB/T 2260).
_PROVINCES = {
    str(code)
    for block in (
        range(11, 16),
        range(21, 24),
        range(31, 38),
        range(41, 47),
        range(50, 55),
        range(61, 66),
        (71, 81, 82, 83),
    )
    for code in block
}
_HIDDEN = slice(6, 14)


class NotAnIdNumber(DomainError):
    message = _("This is no identity number.")


class WrongLength(NotAnIdNumber):
    message = _(
        "An identity number has 18 characters; this has %(count)d. Compare it with the "
        "card once more."
    )


class OldNumber(NotAnIdNumber):
    message = _(
        "This is a number of 15 digits, from a card of the first generation, which is no "
        "longer valid. Take the 18 characters from the present card or the household "
        "register; the old number cannot be lengthened by rule."
    )


class WrongSigns(NotAnIdNumber):
    message = _(
        "An identity number has 17 digits and then a digit or an X; something else was "
        "typed."
    )


class NoSuchProvince(NotAnIdNumber):
    message = _(
        "No province has the first two digits of this number. Compare them with the card."
    )


class NoSuchBirthday(NotAnIdNumber):
    message = _(
        "The 7th to the 14th digit are the day of birth, and this is none: the day does "
        "not exist, lies ahead, or is before 1900. Compare them with the card."
    )


class WrongCheckSign(NotAnIdNumber):
    message = _(
        "The last character does not agree with the others: one was mistyped, or two "
        "changed places. Compare the number with the card, four characters at a time."
    )


class Doubt(models.TextChoices):
    """What is no reason to refuse a number, but to look at the card again."""

    ADDRESS_UNKNOWN = (
        "address_unknown",
        _(
            "The first six digits name no district or county that is on record. Numbers "
            "given out before a district was renamed look like this; compare the card."
        ),
    )
    BORN_OTHERWISE = (
        "born_otherwise",
        _(
            "The day of birth on record differs from the one in the number. Correct the "
            "one that is wrong."
        ),
    )
    GENDER_OTHERWISE = (
        "gender_otherwise",
        _(
            "The gender on record differs from the one in the number. Correct the one "
            "that is wrong."
        ),
    )
    TOO_YOUNG = (
        "too_young",
        _(
            "By this number the person is not 18 years old and may not mediate yet "
            "(Law, article 14)."
        ),
    )

    @classmethod
    def lasting(cls, doubts: Iterable[Doubt]) -> str:
        """Return the codes of doubts as they are kept; youth passes, and is not."""
        return ",".join(each for each in doubts if each != cls.TOO_YOUNG)


@dataclass(frozen=True)
class IdNumber:
    """A well-formed number, with what stands in it."""

    text: str
    address_code: str
    born_on: date
    gender: Person.Gender

    def __repr__(self) -> str:
        return f"<IdNumber {self.address_code[:2]}…>"  # for logs, which must not tell

    @property
    def masked(self) -> str:
        return mask(self.text)

    def is_adult_on(self, day: date) -> bool:
        return age(self.born_on, on=day) >= ADULT


class Addresses:
    """The districts on record, of any time, by which numbers begin; a query a province."""

    def __init__(self) -> None:
        self._codes: dict[str, set[str]] = {}

    def has(self, code: str) -> bool:
        """Whether a number may begin so.

        Where no district of the province is on record, there is nothing to compare.
        """
        province = code[:2]
        if province not in self._codes:
            counties = Division.objects.filter(level=Division.Level.COUNTY)
            near = counties.filter(code__startswith=province)
            self._codes[province] = set(near.values_list("code", flat=True))
        return not self._codes[province] or code in self._codes[province]


def read_id_number(text: str, *, day: date) -> IdNumber:
    """Return what was typed as a number, on `day`, with what stands in it.

    Spaces, hyphens, full-width digits and a small x are taken as they are meant.

    :raises NotAnIdNumber: if it is none; each subclass says what is wrong
    """
    number = tidy(text)
    if len(number) == OLD_LENGTH and number.isdecimal():
        raise OldNumber
    if len(number) != LENGTH:
        raise WrongLength(count=len(number))
    if not _SIGNS.fullmatch(number):
        raise WrongSigns
    if number[:2] not in _PROVINCES:
        raise NoSuchProvince
    born_on = _birthday(number[_HIDDEN], day)
    if check_sign(number[:-1]) != number[-1]:
        raise WrongCheckSign
    male = int(number[16]) % 2 == 1
    return IdNumber(
        text=number,
        address_code=number[:6],
        born_on=born_on,
        gender=Person.Gender.MALE if male else Person.Gender.FEMALE,
    )


def tidy(text: str) -> str:
    """Return what was typed without spaces and hyphens, its signs as they are meant."""
    return re.sub(r"[\s\-－—]", "", text).translate(_FULL_WIDTH).upper()


def check_sign(digits: str) -> str:
    """Return the last character that the first 17 digits call for (MOD 11-2)."""
    pairs = zip(digits, _WEIGHTS, strict=True)
    return _CHECK_SIGNS[sum(int(digit) * weight for digit, weight in pairs) % 11]


def mask(text: str) -> str:
    """Return a number with its day of birth hidden: 370115********7519."""
    return f"{text[:6]}{'*' * len(text[_HIDDEN])}{text[14:]}"


def age(born_on: date, *, on: date) -> int:
    """Return the full years of life on a day; one more on the birthday itself."""
    birthday_to_come = (on.month, on.day) < (born_on.month, born_on.day)
    return on.year - born_on.year - birthday_to_come


def doubts(
    number: IdNumber, person: Person, *, day: date, addresses: Addresses | None = None
) -> list[Doubt]:
    """Return what does not fit between a number and its person; a query a province."""
    return list(_doubts(number, person, day, addresses or Addresses()))


def _doubts(
    number: IdNumber, person: Person, day: date, addresses: Addresses
) -> Iterable[Doubt]:
    if not addresses.has(number.address_code):
        yield Doubt.ADDRESS_UNKNOWN
    if person.born_on not in {None, number.born_on}:
        yield Doubt.BORN_OTHERWISE
    if person.states_gender and person.gender != number.gender:
        yield Doubt.GENDER_OTHERWISE
    if not number.is_adult_on(day):
        yield Doubt.TOO_YOUNG


def _birthday(digits: str, day: date) -> date:
    try:
        born_on = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError as error:
        raise NoSuchBirthday from error
    if not EARLIEST_BIRTH <= born_on <= day:
        raise NoSuchBirthday
    return born_on
