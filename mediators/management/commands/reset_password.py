from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from mediators import operations
from mediators.models import User


class Command(BaseCommand):
    help = (
        "Give an account a new password, printed once, which its owner must replace when "
        "they sign in."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="what they sign in by")

    def handle(self, *_args: Any, username: str, **_options: Any) -> None:
        user = User.objects.filter(username=User.normalize_username(username)).first()
        if user is None:
            raise CommandError(f"Nobody signs in as {username}.")
        password = operations.new_password()
        operations.reset_password(
            user=user, password=password, at=timezone.now(), actor=None
        )
        self.stdout.write(f"{user.username} {password}")
