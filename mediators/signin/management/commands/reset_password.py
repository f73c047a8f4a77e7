from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from lms.kernel.commands import OnTables
from mediators.models import User
from mediators.operations import new_password, reset_password
from mediators.signin import operations


class Command(OnTables):
    help = (
        "Give an account a new password, printed once, which its owner must replace when "
        "they sign in."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="what they sign in by")
        parser.add_argument(
            "--second-factor",
            action="store_true",
            help="also forget their second factor, as when the phone is lost",
        )

    @transaction.atomic
    def handle(
        self, *_args: Any, username: str, second_factor: bool, **_options: Any
    ) -> None:
        user = User.objects.filter(username=User.normalize_username(username)).first()
        if user is None:
            raise CommandError(f"Nobody signs in as {username}.")
        now, password = timezone.now(), new_password()
        if second_factor:
            try:
                operations.reset_second_factor(user=user, at=now, actor=None)
            except operations.NoSecondFactor as error:
                raise CommandError(str(error)) from error
        reset_password(user=user, password=password, at=now, actor=None)
        self.stdout.write(f"{user.username} {password}")
