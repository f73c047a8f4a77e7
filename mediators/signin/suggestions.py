"""User names to offer at the counter: the phone, if it is one person's, or the pinyin."""

import re
from itertools import count

from pypinyin import lazy_pinyin

from mediators.models import Person, User
from mediators.phones import phone_in
from mediators.queries import is_phone_shared

_LONGEST = 20


def user_name_of(person: Person) -> str:
    """Return a user name that nobody has, or nothing if the name cannot be spelt."""
    phone = phone_in(person.phone)
    if phone and not is_phone_shared(phone, by=person) and not _is_taken(phone):
        return phone
    spelt = re.sub(r"[^a-z]", "", "".join(lazy_pinyin(person.name)).lower())[:_LONGEST]
    return _numbered(spelt) if spelt else ""


def _numbered(spelt: str) -> str:
    """Return the name with the first number, from two figures on, that is free."""
    likes = User.objects.filter(username__startswith=spelt)
    taken = set(likes.values_list("username", flat=True))
    number = next(n for n in count(1) if f"{spelt}{n:02}" not in taken)
    return f"{spelt}{number:02}"


def _is_taken(username: str) -> bool:
    return User.objects.filter(username=username).exists()
