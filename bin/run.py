"""Serve the site, a worker and beat on this machine; Ctrl-C stops all three."""

from __future__ import annotations

import errno
import importlib
import os
import signal
import socket
import sys
import tempfile
import time
import urllib.error
import urllib.request
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import explain
import locales
import processes
from processes import Child
from say import say, stop

ROOT = Path(__file__).resolve().parents[1]
HOST = "127.0.0.1"
LAST_PORT = 65535
FACES = (
    ("学堂", "/", "调解员学习、考试、查证书"),
    ("工作台", "/office/", "管理员与教师"),
    ("编写", "/studio/", "编写课程"),
)
START_PATIENCE_S = 90.0


class Interrupted(Exception):
    """Somebody asked us to stop."""


def interrupt(_number: int, _frame: FrameType | None) -> None:
    raise Interrupted


def port_of(value: str) -> int:
    if not value.isdigit() or not 0 < int(value) <= LAST_PORT:
        stop(
            f"PORT 的值“{value}”不是端口号",
            f"请用 1 到 {LAST_PORT} 之间的数字，例如 PORT=8001 make run",
        )
    return int(value)


def check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            if error.errno == errno.EACCES:
                stop(
                    f"没有权限使用端口 {port}",
                    "请换一个大于 1023 的端口，例如 PORT=8001 make run",
                )
            stop(
                f"端口 {port} 已被占用",
                f"请换一个，例如 PORT={port + 1} make run，或先停止占用它的程序",
            )


def check_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        stop(*explain.unwritable_folder(folder, error))


def load_code(port: int) -> Path:
    """Import once what every child needs; return where data is kept."""
    # Every child inherits the words this process has read.
    locales.compile_stale()
    sys.path.insert(1, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.dev")
    import django  # noqa: PLC0415 -- the path comes first
    import environ  # noqa: PLC0415 -- as above
    from django.conf import settings  # noqa: PLC0415 -- as above

    if (ROOT / ".env").exists():
        environ.Env.read_env(ROOT / ".env")
    os.environ.setdefault("BASE_URL", f"http://{HOST}:{port}")
    try:
        # A wrong value is told once, in words: not in a warning first.
        with warnings.catch_warnings(action="ignore"):
            data = Path(settings.DATA_DIR)
        check_folder(data)
        django.setup()
    except Exception as error:  # noqa: BLE001 -- whatever it is, it is told in words
        stop(*explain.wrong_setting(error))
    for module in ("lms.urls", "gunicorn.app.wsgiapp", "celery.bin.celery"):
        importlib.import_module(module)
    return data


def make_ready(children: list[Child]) -> None:
    """Do what must be done before serving, in a child: here no database is opened."""
    import prepare  # noqa: PLC0415 -- after Django is set up

    child = processes.fork("准备", prepare.main)
    children.append(child)
    child.process.join()
    children.remove(child)
    if child.process.exitcode:
        raise SystemExit(1)


def start_services(port: int, data: Path) -> Iterator[Child]:
    site = f"lms.wsgi:application --bind {HOST}:{port} --workers 1 --threads 4"
    site += " --graceful-timeout 3 --log-level warning --no-control-socket"
    celery = ["--quiet", "-A", "lms"]
    worker = "worker -c 1 --pool solo --without-gossip --without-mingle -l WARNING"
    beat = [
        "beat",
        "-s",
        str(data / "celerybeat-schedule"),
        "--pidfile",
        "",
        "-l",
        "WARNING",
    ]
    fork, module = processes.fork, processes.run_module
    yield fork("网站 (gunicorn)", module, "gunicorn", *site.split())
    yield fork("后台任务 (worker)", module, "celery", *celery, *worker.split())
    yield fork("定时任务 (beat)", module, "celery", *celery, *beat, asked=False)


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def wait_until_served(address: str, children: list[Child]) -> None:
    deadline = time.monotonic() + START_PATIENCE_S
    while not answers(address):
        check_alive(children)
        if time.monotonic() > deadline:
            stop(
                f"网站在 {START_PATIENCE_S:.0f} 秒内没有响应",
                "请看上面的输出",
            )
        time.sleep(processes.POLL_S)


def check_alive(children: list[Child]) -> None:
    dead = processes.first_dead(children)
    if dead:
        stop(
            f"{dead.name} 意外退出（代码 {dead.process.exitcode}），其余已一并停止",
            "原因见上面的输出",
        )


def announce(address: str) -> None:
    say("")
    for name, path, purpose in FACES:
        say(f"  {name}　{address}{path}　{purpose}")
    say("\n按 Ctrl-C 停止。")


def serve(port: int, data: Path, children: list[Child]) -> None:
    make_ready(children)
    for child in start_services(port, data):
        children.append(child)  # noqa: PERF402 -- one by one, should we be interrupted
    address = f"http://{HOST}:{port}"
    wait_until_served(f"{address}/account/login/", children)
    announce(address)
    while True:
        check_alive(children)
        time.sleep(processes.POLL_S)


def main() -> None:
    port = port_of(os.environ.get("PORT") or "8000")
    check_port(port)
    children: list[Child] = []
    for number in processes.SIGNALS:
        signal.signal(number, interrupt)
    try:
        serve(port, load_code(port), children)
    except Interrupted:
        say("\n正在停止 …")
    finally:
        for number in processes.SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        processes.stop_all(children)
    say("已全部停止。")


if __name__ == "__main__":
    main()
