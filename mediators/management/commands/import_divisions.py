import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from lms.kernel.clock import database_now, local_day
from lms.kernel.commands import OnTables
from lms.kernel.errors import DomainError
from mediators import divisions, operations
from mediators.operations import DivisionsImported


class Command(OnTables):
    help = (
        "Import administrative divisions from CSV files with the columns code and name, "
        "or folders of them. The same files may be imported again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument(
            "--valid-from",
            type=date.fromisoformat,
            metavar="DAY",
            help="the day from which new names and codes hold; today, if left out",
        )
        parser.add_argument(
            "--json", action="store_true", help="print one JSON object and nothing else"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        at = database_now()
        try:
            listed = divisions.read(_files(options["paths"]))
            done = operations.import_divisions(
                listed=listed,
                valid_from=options["valid_from"] or local_day(at),
                at=at,
                actor=None,
            )
        except DomainError as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(_summary(done), ensure_ascii=False))
        else:
            for old, new in done.renamed:
                self.stdout.write(f"{old.code} {old.name} → {new.code} {new.name}")
            words = _(
                "%(added)d divisions added, %(renamed)d renamed, %(unchanged)d unchanged."
            )
            self.stdout.write(words % _summary(done))


def _files(paths: list[Path]) -> list[Path]:
    """Return the files, and of each folder its tables."""
    found: list[Path] = []
    for path in paths:
        found += sorted(path.glob("*.csv")) if path.is_dir() else [path]
    return found


def _summary(done: DivisionsImported) -> dict[str, int]:
    return {
        "added": len(done.added),
        "renamed": len(done.renamed),
        "unchanged": done.unchanged,
    }
