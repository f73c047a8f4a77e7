"""Which files hold statutes, and importing each by itself."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import Error as DatabaseError
from django.utils.translation import gettext_lazy as _

from laws import operations
from laws.operations import Imported
from laws.parsing import Unreadable, has_articles, parse
from laws.parsing.source import LARGEST_FILE, NotText
from lms.kernel.errors import DomainError

_SUFFIXES = {".md", ".txt"}
#: They describe a folder; unless they hold articles they are passed over.
_ABOUT = {"readme", "index"}


class NoSuchFile(Unreadable):
    message = _("There is no such file or folder.")


class FileRefused(Unreadable):
    message = _("The file cannot be read: %(reason)s.")


class FolderEmpty(Unreadable):
    message = _("There is no .md or .txt file in this folder.")


class DatabaseRefused(DomainError):
    message = _("The database refused it: %(reason)s.")


@dataclass(frozen=True)
class Report:
    """What became of one file: what was imported, or the sentence that says why not."""

    path: Path
    imported: Imported | None = None
    articles: int = 0
    error: str = ""


def import_paths(
    paths: Iterable[Path], *, at: datetime, replace: bool = False
) -> Iterator[Report]:
    """Import every statute under `paths`; an error in one file stops no other."""
    done: set[Path] = set()
    for path in paths:
        for found in _files(path):
            if isinstance(found, Report):
                yield found
            elif (real := found.resolve()) not in done:
                done.add(real)
                yield from _import_file(found, at=at, replace=replace)


def _files(path: Path) -> Iterator[Path | Report]:
    if not os.path.lexists(path):
        yield Report(path, error=str(NoSuchFile()))
    elif not path.is_dir():
        yield path
    else:
        yield from _walk(path)


def _walk(folder: Path) -> Iterator[Path | Report]:
    failures: list[OSError] = []
    is_empty = True
    for root, folders, names in os.walk(folder, onerror=failures.append):
        folders.sort()
        for name in sorted(names):
            if Path(name).suffix.lower() in _SUFFIXES:
                is_empty = False
                yield Path(root, name)
    for failure in failures:
        yield Report(Path(failure.filename), error=_reason(failure))
    if is_empty and not failures:
        yield Report(folder, error=str(FolderEmpty()))


def _import_file(path: Path, *, at: datetime, replace: bool) -> Iterator[Report]:
    try:
        raw = _read(path)
        if path.stem.lower() in _ABOUT and not has_articles(raw):
            return
        source = parse(raw)
        imported = operations.import_statute(source=source, at=at, replace=replace)
    except OSError as error:
        yield Report(path, error=_reason(error))
    except DomainError as error:
        yield Report(path, error=str(error))
    except DatabaseError as error:
        reason = str(error).partition("\n")[0].rstrip(".")
        yield Report(path, error=str(DatabaseRefused(reason=reason)))
    else:
        yield Report(path, imported, len(source.articles))


def _read(path: Path) -> bytes:
    """Return the bytes of a file, and of one too large enough to say so."""
    if path.exists() and not path.is_file():
        raise NotText
    with path.open("rb") as file:
        return file.read(LARGEST_FILE + 1)


def _reason(error: OSError) -> str:
    return str(FileRefused(reason=error.strerror))
