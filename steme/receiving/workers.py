"""Processes that check spans, one for each core; they believe nothing, and nothing is believed without their word.

A worker that dies is replaced; where three die over the same span, the pack is refused. All of
them end with the process that started them: the pipe that they listen to is closed by its death.
"""

from __future__ import annotations

import fcntl
import os
import select
import signal
import subprocess
import sys

from repo_format.errors import Refused, StemeError
from steme.receiving.span import Finding, Span
from steme.receiving.worker import ANSWER, REQUEST, decode_error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Collection

SILENCE = 120.0
"""Seconds after which a worker that says nothing is taken to be caught in a loop: a span takes some hundredth."""
_AHEAD = 2
"""Spans that a worker has at once, so that it never waits for the next."""
_TRIES = 3
"""Workers that may die over one span."""
_DEATHS = 20
_MOST = 16
_PIPE_BYTES = 1 << 20


def cores() -> int:
    """How many processes can work at once for this one, at most 16."""
    return min(_MOST, len(os.sched_getaffinity(0)))


class Worker:
    """One process and the spans it has."""

    def __init__(self, file: int) -> None:
        """Raises OSError where no process can be started."""
        self.spans: list[Span] = []
        self._rest = b""
        self._child = subprocess.Popen(  # noqa: S603 - this Python, and words of ours
            [sys.executable, "-P", "-m", "steme.receiving.worker", str(file)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pass_fds=(file,),
            bufsize=0,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([_home(), *filter(os.path.isabs, sys.path)])},
        )
        if self._child.stdin is None or self._child.stdout is None:
            raise OSError("no pipes")
        self.inlet, self.outlet = self._child.stdin.fileno(), self._child.stdout.fileno()
        try:
            fcntl.fcntl(self.inlet, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)  # so that giving never waits
        except OSError:
            pass

    def give(self, span: Span) -> None:
        """Hand over a span. Raises BrokenPipeError where the process has died."""
        self.spans.append(span)
        view = memoryview(REQUEST.pack(span.end, len(span.place)) + span.place)
        while view:
            view = view[os.write(self.inlet, view) :]

    def hear(self) -> list[Finding] | None:
        """What it has found since it was last heard, after ``poll`` said that there is something; None when it
        died. Raises what was wrong with a span.
        """
        data = os.read(self.outlet, _PIPE_BYTES)
        if not data:
            return None
        self._rest += data
        found: list[Finding] = []
        while len(self._rest) >= ANSWER.size:
            good, length = ANSWER.unpack_from(self._rest)
            body = self._rest[ANSWER.size : ANSWER.size + length]
            if len(body) < length:
                break
            self._rest = self._rest[ANSWER.size + length :]
            self.spans.pop(0)
            if not good:
                raise decode_error(body)
            found.append(Finding.decode(body))
        return found

    def end(self) -> int:
        """End the process whatever it does; its exit status, negative for a signal."""
        status = self._child.poll()
        if status is None:
            self._child.kill()
        self._child.communicate()
        return self._child.returncode if status is None else status


class Workers:
    """Give it spans, ``drain`` at the end; every finding goes to ``findings``. Use as a context manager."""

    def __init__(self, file: int, count: int) -> None:
        """Raises OSError where no process can be started."""
        self._file = file
        self._workers = [Worker(file)]
        self._deaths = 0
        self.findings: list[Finding] = []
        try:
            while len(self._workers) < count:
                self._workers.append(Worker(file))
        except OSError:
            pass  # fewer will do

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.end()

    def work(self, backlog: deque[Span], wait: bool) -> None:
        """Hand out spans and hear what was found; with ``wait`` until something was. Raises what a span is refused
        for.
        """
        for worker in tuple(self._workers):
            while backlog and len(worker.spans) < _AHEAD:
                try:
                    worker.give(backlog.popleft())
                except BrokenPipeError:
                    backlog.appendleft(worker.spans.pop())  # never read, so it is not what the worker died of
                    self._replace(worker, backlog)
                    break
        by_outlet = {worker.outlet: worker for worker in self._workers if worker.spans}
        ready = _ready(by_outlet, SILENCE if wait else 0)
        if wait and by_outlet and not ready:
            raise StemeError(f"a process that checks the pack said nothing for {SILENCE:.0f} seconds; try again")
        for outlet in ready:
            found = by_outlet[outlet].hear()
            if found is None:
                self._replace(by_outlet[outlet], backlog)
            else:
                self.findings += found

    def drain(self, backlog: deque[Span]) -> None:
        """Until every span is checked."""
        while backlog or any(worker.spans for worker in self._workers):
            self.work(backlog, wait=True)

    def _replace(self, dead: Worker, backlog: deque[Span]) -> None:
        """Another one for a worker that died; what it had is done again."""
        self._workers.remove(dead)
        status = dead.end()
        self._deaths += 1
        if dead.spans:
            dead.spans[0].tries += 1
            if dead.spans[0].tries >= _TRIES:
                raise Refused(f"checking the pack killed the process that did it ({_cause(status)}), time and again")
            backlog.extendleft(reversed(dead.spans))
        if self._deaths > _DEATHS:
            raise StemeError(f"the processes that check the pack are killed ({_cause(status)}); try again")
        try:
            self._workers.append(Worker(self._file))
        except OSError as error:
            if not self._workers:
                raise StemeError(
                    f"no process could be started to check the pack ({error.strerror}); try again"
                ) from error


def _ready(outlets: Collection[int], seconds: float) -> list[int]:
    """Those from which something can be read, waiting so long for the first; a server may have too many for select."""
    waiting = select.poll()
    for outlet in outlets:
        waiting.register(outlet, select.POLLIN)
    return [outlet for outlet, _ in waiting.poll(seconds * 1000)] if outlets else []


def _cause(status: int) -> str:
    return signal.Signals(-status).name if status < 0 else f"status {status}"


def _home() -> str:
    """The directory that holds the package ``steme``, so that a worker imports the same."""
    return os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
