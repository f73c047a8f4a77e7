from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from lms.kernel.commands import OnTables
from lms.kernel.errors import DomainError
from mediators import operations


class Command(OnTables):
    help = (
        "Open the account of the first administrator of a new installation. Its password "
        "is printed once and must be replaced when they sign in."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="what they sign in by")
        parser.add_argument("--name", required=True, help="the name of the person")
        parser.add_argument(
            "--organisation",
            default="",
            help="the judicial bureau at the top of the tree, if there is none yet",
        )

    def handle(
        self,
        *_args: Any,
        username: str,
        name: str,
        organisation: str,
        **_options: Any,
    ) -> None:
        password = operations.new_password()
        try:
            user = operations.open_installation(
                organisation=organisation,
                name=name,
                username=username,
                password=password,
                at=timezone.now(),
            )
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{user.username} {password}")
