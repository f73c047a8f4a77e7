"""Child processes that live and die together.

They are forks, so that what takes seconds to import is imported once for all of them.
Nothing may be open (a database, a thread) when one is made.
"""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import os
import runpy
import signal
import sys
import time
import warnings
from collections.abc import Callable
from multiprocessing.context import ForkProcess
from typing import NamedTuple

#: How long children may take to finish what they are doing before they are ended.
PATIENCE_S = 8.0
POLL_S = 0.2
PR_SET_PDEATHSIG = 1
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Child(NamedTuple):
    name: str
    process: ForkProcess
    #: Whether it is asked to stop, or ended at once because it holds nothing to finish.
    asked: bool

    def send(self, number: int) -> None:
        """Send a signal to the child and whatever it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid or 0, number)


def begin(work: Callable[..., None], arguments: tuple[object, ...]) -> None:
    """Do the work in a process group of its own: Ctrl-C reaches it through its parent."""
    os.setsid()
    for number in SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    if sys.platform == "linux":  # should the parent vanish, so shall the child
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    work(*arguments)


def fork(
    name: str, work: Callable[..., None], *arguments: object, asked: bool = True
) -> Child:
    context = multiprocessing.get_context("fork")
    process = context.Process(target=begin, args=(work, arguments))
    process.start()
    return Child(name, process, asked)


def run_module(module: str, *arguments: str) -> None:
    """Do what `python -m module` does."""
    # A trial on one's own machine as root is the person's business.
    warnings.filterwarnings("ignore", message="You're running the worker")
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def first_dead(children: list[Child]) -> Child | None:
    return next(
        (child for child in children if child.process.exitcode is not None), None
    )


def stop_all(children: list[Child]) -> None:
    """Ask every child to stop, wait a little, then end what is left of each group."""
    for child in children:
        child.send(signal.SIGTERM if child.asked else signal.SIGKILL)
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if all(child.process.exitcode is not None for child in children):
            break
        time.sleep(POLL_S)
    for child in children:
        child.send(signal.SIGKILL)
