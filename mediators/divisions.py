"""Lists of divisions as files: CSV with a code, a name and the code of what is above."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from lms.kernel.errors import DomainError
from mediators.models import Division


class FileUnreadable(DomainError):
    message = _("%(file)s cannot be read: %(why)s")


class ColumnsMissing(DomainError):
    message = _("%(file)s has no columns “code” and “name” in its first line.")


class RowWrong(DomainError):
    message = _(
        "%(file)s, line %(line)d: %(code)s is no code of a division. It has 2, 4, 6, 9 or "
        "12 digits."
    )


class NameOfRowMissing(DomainError):
    message = _("%(file)s, line %(line)d: the name of %(code)s is missing.")


class CodeTwice(DomainError):
    message = _("%(file)s, line %(line)d: %(code)s stands in the files twice.")


@dataclass(frozen=True)
class Listed:
    """A division as a list has it."""

    code: str
    name: str

    @property
    def level(self) -> Division.Level:
        return Division.LENGTHS[len(self.code)]

    @property
    def above(self) -> str:
        return above_of(self.code)


def above_of(code: str) -> str:
    """Return the code of what a division is part of: the beginning of its own."""
    lengths = [length for length in Division.LENGTHS if length < len(code)]
    return code[: max(lengths, default=0)]


def read(paths: Iterable[Path]) -> list[Listed]:
    """Return what the files list, the uppermost first.

    :raises DomainError: naming the file and the line that cannot be taken
    """
    found: dict[str, Listed] = {}
    for path in paths:
        for line, row in _rows(path):
            listed = _listed(path, line, row)
            if found.setdefault(listed.code, listed) != listed:
                raise CodeTwice(file=path.name, line=line, code=listed.code)
    return sorted(found.values(), key=lambda each: (len(each.code), each.code))


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if not {"code", "name"} <= set(reader.fieldnames or []):
                raise ColumnsMissing(file=path.name)
            for row in reader:
                yield reader.line_num, row
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise FileUnreadable(file=path.name, why=error) from error


def _listed(path: Path, line: int, row: dict[str, str]) -> Listed:
    code, name = (row["code"] or "").strip(), (row["name"] or "").strip()
    digits = code.isascii() and code.isdigit()
    if not digits or len(code) not in Division.LENGTHS:
        raise RowWrong(file=path.name, line=line, code=code)
    if not name:
        raise NameOfRowMissing(file=path.name, line=line, code=code)
    return Listed(code, name)
