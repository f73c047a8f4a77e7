"""Unified social credit codes of legal persons (GB 32100-2015)."""

import unicodedata

from django.utils.translation import gettext_lazy as _

from lms.kernel.errors import DomainError

LENGTH = 18
#: No I, O, S, V or Z: they are taken for 1, 0, 5, U and 2.
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


class NotACreditCode(DomainError):
    """The root of what may be wrong with one."""


class WrongLength(NotACreditCode):
    message = _(
        "A unified social credit code has 18 characters; this one has %(count)d."
    )


class WrongCharacter(NotACreditCode):
    message = _(
        "“%(sign)s”, character %(place)d, does not occur in unified social credit codes: "
        "they are made of digits and capital letters other than I, O, S, V and Z."
    )


class WrongCheck(NotACreditCode):
    message = _(
        "The last character does not agree with the others: one was mistyped, or two "
        "changed places. Compare the code with the certificate."
    )


def read(text: str) -> str:
    """Return a code in its tidy form: half-width capitals without spaces or hyphens.

    What authority and category its first two characters name is not asked: the
    published table is older than the codes of villagers' committees (54…).

    :raises WrongLength: if it has not 18 characters
    :raises WrongCharacter: if one of them is not of the alphabet
    :raises WrongCheck: if the last does not agree with the others
    """
    code = tidy(text)
    if len(code) != LENGTH:
        raise WrongLength(count=len(code))
    for place, sign in enumerate(code, start=1):
        if sign not in ALPHABET:
            raise WrongCharacter(sign=sign, place=place)
    if code[-1] != check_character(code[:-1]):
        raise WrongCheck
    return code


def tidy(text: str) -> str:
    """Return `text` in half-width capitals, without the spaces and hyphens of print."""
    return "".join(unicodedata.normalize("NFKC", text).split()).replace("-", "").upper()


def check_character(first: str) -> str:
    """Return the character that agrees with the first seventeen."""
    total = sum(
        ALPHABET.index(sign) * pow(3, place, len(ALPHABET))
        for place, sign in enumerate(first)
    )
    return ALPHABET[-total % len(ALPHABET)]
