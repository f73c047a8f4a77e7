import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from laws import files
from laws.files import Report
from laws.operations import Outcome
from lms.kernel.clock import database_now
from lms.kernel.commands import OnTables


class Command(OnTables):
    help = "Import statutes from Markdown or plain text files, or folders of them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument(
            "--json", action="store_true", help="print one JSON object and nothing else"
        )
        parser.add_argument(
            "--replace",
            action="store_true",
            help="let corrected files take the place of what nothing cites",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        reports = []
        for report in files.import_paths(
            options["paths"], at=database_now(), replace=options["replace"]
        ):
            reports.append(report)
            if not options["json"]:
                self._say(report)
        if options["json"]:
            self.stdout.write(json.dumps(_summary(reports), ensure_ascii=False))
        else:
            self.stdout.write(_closing(reports))
        if any(report.error for report in reports):
            sys.exit(1)

    def _say(self, report: Report) -> None:
        if report.imported is None:
            self.stderr.write(f"{report.path}: {report.error}")
            return
        words = {
            Outcome.NEW: _("imported, %(articles)s articles."),
            Outcome.REPLACED: _("corrected, %(articles)s articles."),
            Outcome.UNCHANGED: _(
                "already here, %(articles)s articles, nothing changed."
            ),
        }[report.imported.outcome] % {"articles": report.articles}
        self.stdout.write(f"{report.path}: {words}")
        if remark := report.imported.version.effective_note:
            self.stdout.write(f"  {remark}")


def _summary(reports: list[Report]) -> dict[str, Any]:
    """Count what the files hold, whether it came now or was here already."""
    versions = {each.imported.version for each in reports if each.imported}
    return {
        "statutes": len({version.statute_id for version in versions}),
        "versions": len(versions),
        "articles": sum(each.articles for each in reports),
        "errors": [
            {"file": str(each.path), "message": each.error}
            for each in reports
            if each.error
        ],
    }


def _closing(reports: list[Report]) -> str:
    summary = _summary(reports)
    outcomes = [each.imported.outcome for each in reports if each.imported]
    if outcomes and set(outcomes) == {Outcome.UNCHANGED} and not summary["errors"]:
        return _("Nothing changed: all %(files)s files were imported before.") % {
            "files": len(reports)
        }
    return _(
        "%(statutes)s statutes, %(versions)s versions, %(articles)s articles; "
        "%(errors)s errors."
    ) % {**summary, "errors": len(summary["errors"])}
