"""Telephone numbers as people give them: a mobile, or a landline with its area code."""

import re

from django.utils.translation import gettext_lazy as _

from lms.kernel.errors import DomainError

_FULL_WIDTH = str.maketrans("０１２３４５６７８９＋－（）", "0123456789+-()")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
#: Area codes of three digits are 010 and 02x, all others have four.
_LANDLINE = re.compile(r"(010|02[0-9]|0[3-9][0-9]{2})([2-9][0-9]{6,7})")

#: However somebody types it who signs in.
_TYPED = re.compile(r"(?:\+?86)?(1\d{10}|0\d{9,11})")


class NotAPhone(DomainError):
    message = _(
        "A mobile number has 11 digits and begins with 1; a landline has its area code "
        "in front, such as 0531-8421xxxx. Check the number."
    )


def read_phone(text: str) -> str:
    """Return a telephone number as it is kept; blank stays blank.

    :raises NotAPhone: if it is neither a mobile nor a landline
    """
    digits = re.sub(r"[\s\-()—]", "", text.translate(_FULL_WIDTH))
    digits = re.sub(r"^(\+|00)86", "", digits)
    if not digits or _MOBILE.fullmatch(digits):
        return digits
    if landline := _LANDLINE.fullmatch(digits):
        return "-".join(landline.groups())
    raise NotAPhone


def phone_in(text: str) -> str:
    """Return the telephone number that `text` is, bare, or nothing."""
    found = _TYPED.fullmatch(re.sub(r"[\s\-()（）]", "", text))
    return found[1] if found else ""
