"""Work done in forked processes, so that a crash of any sort is a result and not the end of the campaign."""

from __future__ import annotations

import os
import pickle
import select
import signal
import tempfile
import traceback
from collections.abc import Callable, Iterable, Iterator
from typing import Any

SCRATCH = "/dev/shm" if os.path.isdir("/dev/shm") else tempfile.gettempdir()
"""Where repositories of campaigns live: what is not tested is how fast a disk is."""


class Died:
    """What stands for the result of a child that gave none."""

    def __init__(self, reason: str) -> None:
        self.reason = reason


Result = Any


def start(work: Callable[[], Result], seconds: int = 60) -> tuple[int, int]:
    """Fork; the child does ``work`` and sends what it returns. Returns its pid and the end of a pipe to read from."""
    receive, send = os.pipe()
    pid = os.fork()
    if pid:
        os.close(send)
        return pid, receive
    status = 1
    try:
        os.close(receive)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(seconds)
        try:
            result = work()
        except BaseException:  # noqa: BLE001 - told to the parent, whatever it is
            result = Died(traceback.format_exc(limit=-6))
        with os.fdopen(send, "wb") as pipe:
            pipe.write(pickle.dumps(result))
        status = 0
    finally:
        os._exit(status)


def finish(pid: int, data: bytes) -> Result:
    """The result of a child whose pipe gave ``data`` and has ended."""
    _, status = os.waitpid(pid, 0)
    if status:
        return Died(f"the process ended with {os.waitstatus_to_exitcode(status)}")
    return pickle.loads(data)


def in_child(work: Callable[[], Result], seconds: int = 60) -> Result:
    """The result of ``work`` done in a child, or ``Died``."""
    return next(each([work], 1, seconds))


def each(jobs: Iterable[Callable[[], Result]], width: int = 2, seconds: int = 60) -> Iterator[Result]:
    """The results of all jobs, ``width`` of them at a time in children, in no particular order."""
    waiting, running = iter(jobs), dict[int, tuple[int, bytes]]()
    try:
        while True:
            while len(running) < width and (job := next(waiting, None)) is not None:
                pid, pipe = start(job, seconds)
                running[pipe] = (pid, b"")
            if not running:
                return
            for pipe in select.select(list(running), [], [])[0]:
                pid, data = running.pop(pipe)
                more = os.read(pipe, 1 << 20)
                if more:
                    running[pipe] = (pid, data + more)
                else:
                    os.close(pipe)
                    yield finish(pid, data)
    finally:
        for pipe, (pid, _) in running.items():
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            os.close(pipe)
