from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from laws import files
from lms.demo import story
from lms.demo.accounts import ACCOUNTS, PASSWORD
from lms.kernel.clock import local_day
from lms.kernel.commands import OnTables
from mediators.coverage import operations as coverage
from mediators.models import Organisation, User


class Command(OnTables):
    help = "Fill an empty database with a small district of invented people, once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--accounts", action="store_true", help="only list who can sign in"
        )

    def handle(self, *_args: Any, accounts: bool, **_options: Any) -> None:
        if not settings.DEMO_ALLOWED:
            raise CommandError(
                "The demo loads in development only: its password is known."
            )
        if accounts:
            self._list_accounts()
            return
        if Organisation.objects.exists():
            self.stdout.write("已有数据，演示数据不再装入。")
        else:
            with self._whole_or_not_at_all():
                story.tell(at=timezone.now(), say=self._say)
            coverage.roll(day=local_day(timezone.now()), at=timezone.now())
            self.stdout.write(
                "演示数据已装入。所有人名、村名均为虚构，题目审核为模拟。"
            )
        self._import_laws()

    def _import_laws(self) -> None:
        """Put the texts of the laws beside our digests, if a folder of them is named."""
        if not settings.LAWS_DIR:
            self.stdout.write(
                "法律只有本站编写的摘要，没有条文：把条文文件放进文件夹，用 LAWS_DIR 指明即可导入。"
            )
            return
        reports = list(files.import_paths([Path(settings.LAWS_DIR)], at=timezone.now()))
        for report in reports:
            if report.error:
                self.stdout.write(f"  {report.path.name}：{report.error}")
        kept = sum(not report.error for report in reports)
        self.stdout.write(f"法律条文：{kept} 个文件已在库中。")

    def _whole_or_not_at_all(self) -> AbstractContextManager[object]:
        # With a role of its own for keys, what one connection has not committed the
        # other cannot see.
        return (
            transaction.atomic() if settings.KEYS_ALIAS == "default" else nullcontext()
        )

    def _say(self, what: str) -> None:
        self.stdout.write(f"  {what} …")

    def _list_accounts(self) -> None:
        present = set(User.objects.values_list("username", flat=True))
        shown = [account for account in ACCOUNTS if account.username in present]
        if not shown:
            return
        self.stdout.write(f"演示账号（密码均为 {PASSWORD}）：")
        for account in shown:
            self.stdout.write(f"  {account.username:<10} {account.what}")
