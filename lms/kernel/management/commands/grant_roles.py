from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lms.kernel import grants
from lms.kernel.errors import DomainError


class Command(BaseCommand):
    help = "Let the web's database role touch everything but the keys of questions."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--candidate", required=True, help="role of DATABASE_URL")
        parser.add_argument("--keys", required=True, help="role of KEYS_DATABASE_URL")

    def handle(self, *_args: Any, candidate: str, keys: str, **_options: Any) -> None:
        try:
            grants.grant(candidate=candidate, keys=keys)
        except DomainError as error:
            raise CommandError(str(error)) from error
        for table in grants.sealed_tables():
            self.stdout.write(f"{table}: {keys} only")
