"""Commands that need the tables say so where there are none."""

import pytest

from tests.infra.conftest import ROOT, clean_environment, run_python  # noqa: F401 -- fixtures

COMMANDS = [
    ("first_administrator", "admin", "--name", "李明"),
    ("import_divisions", "nowhere.csv"),
    ("import_laws", "nowhere.md"),
    ("reset_password", "admin"),
    ("verify_audit",),
    ("demo",),
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_a_command_without_tables_says_what_to_do_first(run_python, tmp_path, command):  # noqa: F811 -- a fixture
    done = run_python(
        "manage.py",
        *command,
        folder=ROOT,
        DATA_DIR=str(tmp_path),
        DJANGO_SETTINGS_MODULE="lms.settings.dev",
    )

    assert (done.returncode, done.stdout) == (1, "")
    assert (
        done.stderr
        == "CommandError: 数据库还没有准备好，请先运行 manage.py migrate。\n"
    )
