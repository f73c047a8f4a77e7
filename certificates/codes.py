"""The code by which a stranger finds a certificate: random, and easy to read aloud."""

import re
import secrets
import unicodedata

#: Digits and capitals without those that look alike: 0 O, 1 I L.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
#: 18 of 31 symbols are 89 random bits; sixteen would be 79.
LENGTH = 18
GROUP = 6


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def normalised(typed: str) -> str:
    """Return what was typed or pasted as codes are stored.

    Takes small letters, full-width ones, spaces, hyphens, and the whole address.
    """
    typed = unicodedata.normalize("NFKC", typed).rstrip("/ ").rpartition("/")[2]
    return re.sub(r"[\W_]", "", typed).upper()


def groups(code: str) -> list[str]:
    return [code[i : i + GROUP] for i in range(0, len(code), GROUP)]


def grouped(code: str) -> str:
    """Return the code as it is printed: in groups."""
    return "-".join(groups(code))
