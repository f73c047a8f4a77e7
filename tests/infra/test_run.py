"""`make run` serves everything, stops everything, and says in one sentence why not."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.infra.conftest import ROOT


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def children_of(pid):
    """Return the processes whose parent is `pid`."""
    stats = [path.read_text() for path in Path("/proc").glob("[0-9]*/stat")]
    parted = [stat.rpartition(")") for stat in stats]
    return [
        int(head.split()[0]) for head, _, tail in parted if tail.split()[1] == str(pid)
    ]


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_taken_port_is_named_with_one_that_may_be_free(run_python, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        done = run_python("run.py", PORT=str(port), DATA_DIR=str(tmp_path))

    assert (done.returncode, done.stderr) == (
        1,
        (
            f"✗ 端口 {port} 已被占用：请换一个，例如 PORT={port + 1} make run，或先停止"
            "占用它的程序。\n"
        ),
    )


@pytest.mark.parametrize("value", ["eighty", "0", "65536", "-1"])
def test_a_port_that_is_none_is_named(run_python, value):
    done = run_python("run.py", PORT=value)

    assert (done.returncode, done.stderr) == (
        1,
        (
            f"✗ PORT 的值“{value}”不是端口号：请用 1 到 65535 之间的数字，"
            "例如 PORT=8001 make run。\n"
        ),
    )


def test_a_folder_that_cannot_be_written_is_named(run_python, tmp_path):
    (tmp_path / "file").touch()
    folder = tmp_path / "file" / "data"

    done = run_python("run.py", PORT=str(free_port()), DATA_DIR=str(folder))

    assert done.returncode == 1
    assert done.stderr == (
        f"✗ 数据目录 {folder} 不能写入（路径中有一段是文件，不是目录）："
        "请换一个可以写入的目录，例如 DATA_DIR=另一个目录 make run。\n"
    )


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("TRUSTED_PROXIES", "many"),
        ("LOG_LEVEL", "LOUD"),
        ("DATABASE_URL", "nonsense"),
        ("EMAIL_URL", "pigeon://loft"),
        ("BASE_URL", "junk"),
        ("CELERY_BROKER_URL", "junk"),
        ("DEBUG", "maybe"),
    ],
)
def test_a_wrong_value_in_the_environment_is_named_by_its_variable(
    run_python, tmp_path, variable, value
):
    more = {variable: value, "PORT": str(free_port()), "DATA_DIR": str(tmp_path)}

    done = run_python("run.py", **more)

    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith(f"✗ 环境变量 {variable} 的值不对（")


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("BASE_URL", "junk", "应以 https:// 或 http:// 开头"),
        (
            "DATABASE_URL",
            "nonsense",
            "应以 postgres:// 或 postgresql:// 或 sqlite:// 开头",
        ),
        (
            "EMAIL_URL",
            "pigeon://loft",
            "不是邮件服务器的地址，应如 smtp://localhost:25",
        ),
        ("DEBUG", "maybe", "应为 true 或 false"),
        ("TRUSTED_PROXIES", "many", "应为整数"),
        ("LOG_LEVEL", "LOUD", "应为 DEBUG, INFO, WARNING, ERROR, CRITICAL 之一"),
    ],
)
def test_what_is_wrong_with_a_value_is_told_in_chinese(
    run_python, tmp_path, variable, value, told
):
    more = {variable: value, "PORT": str(free_port()), "DATA_DIR": str(tmp_path)}

    done = run_python("run.py", **more)

    assert done.stderr == (
        f"✗ 环境变量 {variable} 的值不对（{told}）：请对照 .env.example 改正后再试。\n"
    )


@pytest.mark.parametrize(
    ("web", "named"),
    [
        ({}, "DATABASE_URL 的值不对（填写 KEYS_DATABASE_URL 时也要填写）"),
        (
            {"DATABASE_URL": "postgres://localhost/lms"},
            "KEYS_DATABASE_URL 的值不对（应是 DATABASE_URL 所指的 PostgreSQL 数据库，另用一个角色）",  # noqa: E501 -- as it is printed
        ),
    ],
)
def test_keys_in_another_database_are_refused(run_python, tmp_path, web, named):
    more = {"KEYS_DATABASE_URL": "sqlite:///other.db", "DATA_DIR": str(tmp_path)}

    done = run_python("run.py", PORT=str(free_port()), **more, **web)

    assert done.stderr == f"✗ 环境变量 {named}：请对照 .env.example 改正后再试。\n"


@pytest.fixture
def bare_tree(tmp_path):
    """The tree as it is cloned: nothing compiled for the machine it stands on."""
    tree = tmp_path / "tree"
    left_out = (".git", ".venv*", ".env", "var", "*.mo", "tests", "docs")
    shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(*left_out))
    return tree


def names_in(database):
    """Return what the demo called its groups and workflows."""
    connection = sqlite3.connect(database)
    found = connection.execute(
        "SELECT name FROM auth_group UNION SELECT name FROM wagtailcore_workflow"
    ).fetchall()
    connection.close()
    return [name for (name,) in found]


@pytest.mark.skipif(not Path("/proc").exists(), reason="reads the processes of Linux")
def test_a_bare_machine_gets_site_worker_and_beat_in_chinese_until_ctrl_c(
    clean_environment, tmp_path, bare_tree
):
    port = free_port()
    data = tmp_path / "data"
    environment = {**clean_environment, "PORT": str(port), "DATA_DIR": str(data)}
    with subprocess.Popen(
        [sys.executable, "run.py"],
        cwd=bare_tree / "bin",
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    ) as running:
        said = []
        for line in running.stderr:
            said.append(line.strip())
            if "Ctrl-C" in line:
                break
        children = children_of(running.pid)
        address = f"http://127.0.0.1:{port}"
        login = f"{address}/account/login/"
        with urllib.request.urlopen(login) as response:
            status = response.status

        with urllib.request.urlopen(address) as response:
            home = response.read().decode()

        running.send_signal(signal.SIGINT)
        _, rest = running.communicate(timeout=30)

    faces = [f"{address}{path}" for path in ("/", "/office/", "/studio/")]
    assert [face for face in faces if face not in "\n".join(said)] == [], said
    assert (status, len(children)) == (200, 3)
    assert [pid for pid in children if is_alive(pid)] == []
    named = names_in(data / "db.sqlite3")
    assert "登录" in home
    assert [name for name in named if "·" in name and "编写" in name] != []
    assert [name for name in named if "editors" in name or "Review" in name] == []
    assert (running.returncode, rest.splitlines()[-1]) == (0, "已全部停止。")
