"""Commands that need the tables: without them they say so, in one sentence."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _


class OnTables(BaseCommand):
    """A command that is refused before its first look at a table that is not there.

    :raises CommandError: while the database is behind the code
    """

    def execute(self, *args: Any, **options: Any) -> str | None:
        executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            sentence = _("The database is not ready: run `manage.py migrate` first.")
            raise CommandError(sentence)
        return super().execute(*args, **options)
