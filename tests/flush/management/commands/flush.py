"""Django's flush between tests, allowed past the append-only guards."""

from django.core.management.commands.flush import Command as Flush

from cms import foundation
from lms.kernel import guards


class Command(Flush):
    def handle(self, **options):
        with guards.opened_for_flush(using=options["database"]):
            super().handle(**options)
        foundation.lay()  # as `migrate` left it
