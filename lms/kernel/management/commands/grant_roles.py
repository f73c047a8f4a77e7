from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lms.kernel import grants
from lms.kernel.errors import DomainError


class Command(BaseCommand):
    help = (
        "Let the web's database role touch everything but the keys of questions. "
        "With lms.settings.owner the roles are those of DATABASE_URL and "
        "KEYS_DATABASE_URL, and are made if they are not there."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        named = not hasattr(settings, "DATABASE_ROLES")
        parser.add_argument("--candidate", required=named, help="role of DATABASE_URL")
        parser.add_argument("--keys", required=named, help="role of KEYS_DATABASE_URL")

    def handle(self, *_args: Any, **options: Any) -> None:
        given = {name: options[name] for name in ("candidate", "keys")}
        try:
            roles = {name: given[name] or self.made(name) for name in given}
            grants.grant(**roles)
        except DomainError as error:
            raise CommandError(str(error)) from error
        for table in grants.sealed_tables():
            self.stdout.write(f"{table}: {roles['keys']} only")

    def made(self, name: str) -> str:
        told = getattr(settings, "DATABASE_ROLES", {})[name]
        if grants.make(role=told["USER"], password=told["PASSWORD"]):
            self.stdout.write(f"{told['USER']}: made")
        return str(told["USER"])
