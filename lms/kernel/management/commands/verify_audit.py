from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from lms.kernel import seals
from lms.kernel.commands import OnTables
from lms.kernel.models import AuditSeal


def noted(text: str) -> seals.Noted:
    """Read `12:ab34…`, as the logs have it of each seal."""
    number, _colon, digest = text.partition(":")
    if not (number.isascii() and number.isdigit() and digest):
        raise ArgumentTypeError("give the number and the digest of a seal, as 12:ab34…")
    return seals.Noted(int(number), digest)


class Command(OnTables):
    help = "Check the audit log against its seals, and against a seal you noted."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--last",
            type=noted,
            metavar="N:DIGEST",
            help="a seal from the logs (audit_sealed), kept outside the database: "
            "finds out whether the end of the log was cut off",
        )

    def handle(
        self, *_args: Any, last: seals.Noted | None = None, **_options: Any
    ) -> None:
        if problem := seals.verify(noted=last):
            raise CommandError(problem)
        newest = AuditSeal.objects.order_by("-last_id").first()
        if newest is not None:
            self.stdout.write(f"{newest.pk}:{newest.digest}")
        waiting = seals.unsealed_count(timezone.now())
        self.stdout.write(
            f"The audit log is whole; {waiting} entries wait to be sealed."
        )
