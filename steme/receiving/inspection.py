"""Hands spans to workers where there is enough to be checked, and checks them in this process where there is not.

A process takes a tenth of a second to start; so long one core checks some ten thousand sealed objects, or a thousand
with signatures of their own.
"""

from __future__ import annotations

from collections import deque

from repo_format.verification import Verifier
from steme.receiving.span import examine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from steme.receiving.span import Finding, Span
    from steme.receiving.workers import Workers

SIGNED_WEIGHT = 12
"""What an object with a signature of its own costs to check, in sealed ones."""
ENOUGH = 20_000
"""From this weight on workers are started."""
_WAITING = 64
"""Spans that may wait before whoever brings more has to wait too."""


class Inspection:
    """Give it spans as they come, then ask for the findings. Use as a context manager: it ends what it started."""

    def __init__(self, file: int, expected: int) -> None:
        """``file`` is the quarantine's descriptor; ``expected`` how much is said to come, in sealed objects."""
        self._file = file
        self._backlog: deque[Span] = deque()
        self._weight = 0
        self._workers: Workers | None = None
        self._alone = False
        if expected >= ENOUGH:
            self._start()

    def __enter__(self) -> Inspection:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if self._workers is not None:
            self._workers.__exit__(kind, error, trace)

    def add(self, span: Span, weight: int) -> None:
        """Take one more span. Raises what was found wrong with an earlier one."""
        self._backlog.append(span)
        self._weight += weight
        if self._workers is None and self._weight >= ENOUGH:
            self._start()
        if self._workers is not None:
            self._workers.work(self._backlog, wait=len(self._backlog) >= _WAITING)

    def _start(self) -> None:
        """Start workers, if there is a second core for them and processes are to be had; else it takes longer."""
        if self._alone:
            return
        from steme.receiving import workers  # few objects need none

        try:
            if workers.cores() > 1:
                self._workers = workers.Workers(self._file, workers.cores())
        except OSError:
            pass
        self._alone = self._workers is None

    def findings(self) -> list[Finding]:
        """What was found in all spans. Raises what is wrong with one: MalformedObject, BadSignature, FromTheFuture,
        Refused where checking it killed two processes, StorageFailed.
        """
        if self._workers is not None:
            self._workers.drain(self._backlog)
            return self._workers.findings
        verifier = Verifier()
        return [examine(self._file, span, verifier) for span in self._backlog]
