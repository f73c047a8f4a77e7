"""A PostgreSQL and a Redis to test against: those that answer, else our own."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import system
from say import say, stop

STANDARD_DATABASE = "postgres://postgres@127.0.0.1:5432/postgres"
STANDARD_REDIS = "redis://127.0.0.1:6379/12"
START_PATIENCE_S = 30.0


def database_answers(address: str) -> bool:
    import psycopg  # noqa: PLC0415 -- the rest of this file needs no driver

    try:
        with psycopg.connect(address, connect_timeout=3) as connection:
            row = connection.execute(
                "select rolcreatedb from pg_roles where rolname = current_user"
            ).fetchone()
    except psycopg.Error:
        return False
    return bool(row and row[0])


def redis_answers(address: str) -> bool:
    import redis  # noqa: PLC0415 -- the rest of this file needs no driver

    try:
        with redis.Redis.from_url(address, socket_connect_timeout=3) as client:
            return bool(client.ping())
    except (redis.RedisError, ValueError):
        return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def locate(name: str) -> str | None:
    """Look on the path, then where Debian keeps the servers of PostgreSQL."""
    kept = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    newest = sorted(kept, key=lambda path: float(path.parts[-3]), reverse=True)
    return shutil.which(name) or next(map(str, newest), None)


def find_program(name: str, package: str) -> str:
    """Return where a server's program is, installing its package if need be."""
    if not locate(name):
        system.install([package])
    found = locate(name)
    if found is None:
        stop(f"装好了 {package} 却找不到程序 {name}", "请检查这个软件包")
    return found


@contextmanager
def running(command: list[str], folder: str, account: str | None) -> Iterator[None]:
    log = Path(folder) / "log"
    with log.open("w") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=output, user=account, cwd=folder
        )
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def server_account(folder: str) -> str | None:
    """Give the folder to the account that runs PostgreSQL, which refuses to be root."""
    if os.geteuid() != 0:
        return None
    postgres = pwd.getpwnam("postgres")
    os.chown(folder, postgres.pw_uid, postgres.pw_gid)
    return "postgres"


@contextmanager
def own_database() -> Iterator[str]:
    initdb, server = (
        find_program("initdb", "postgresql"),
        find_program("postgres", "postgresql"),
    )
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="lms-postgres-") as folder:
        account = server_account(folder)
        data = f"{folder}/data"
        make = [
            initdb,
            "-D",
            data,
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-locale",
            "--no-sync",
        ]
        subprocess.run(make, check=True, capture_output=True, user=account, cwd=folder)
        command = [
            server,
            "-D",
            data,
            "-p",
            str(port),
            "-k",
            folder,
            "-c",
            "listen_addresses=127.0.0.1",
        ]
        command += ["-c", "fsync=off", "-c", "max_connections=100"]
        address = f"postgres://postgres@127.0.0.1:{port}/postgres"
        with running(command, folder, account):
            wait_for(lambda: database_answers(address), "PostgreSQL")
            yield address


@contextmanager
def own_redis() -> Iterator[str]:
    server = find_program("redis-server", "redis-server")
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="lms-redis-") as folder:
        command = [
            server,
            "--bind",
            "127.0.0.1",
            "--port",
            str(port),
            "--save",
            "",
            "--appendonly",
            "no",
        ]
        address = f"redis://127.0.0.1:{port}/2"
        with running([*command, "--dir", folder], folder, None):
            wait_for(lambda: redis_answers(address), "Redis")
            yield address


def wait_for(answers: Callable[[], bool], name: str) -> None:
    deadline = time.monotonic() + START_PATIENCE_S
    while not answers():
        if time.monotonic() > deadline:
            stop(f"为测试启动的 {name} 没有响应", "请查看系统负载后再试")
        time.sleep(0.2)


@contextmanager
def servers() -> Iterator[dict[str, str]]:
    """Give the environment of a suite on PostgreSQL and Redis."""
    with ExitStack() as stack:
        database = os.environ.get("DATABASE_URL") or STANDARD_DATABASE
        if not (database.startswith("postgres") and database_answers(database)):
            say("没有可用的 PostgreSQL，临时启动一个 …")
            database = stack.enter_context(own_database())
        cache = os.environ.get("REDIS_URL") or STANDARD_REDIS
        if not redis_answers(cache):
            say("没有可用的 Redis，临时启动一个 …")
            cache = stack.enter_context(own_redis())
        # A name of our own: two checks on one machine must not share a test database.
        server, _, _ = database.rpartition("/")
        queue, _, _ = cache.rpartition("/")
        yield {
            "DATABASE_URL": f"{server}/lms_check_{os.getpid()}",
            "KEYS_DATABASE_URL": "",
            "REDIS_URL": cache,
            "CELERY_BROKER_URL": f"{queue}/1",
        }
